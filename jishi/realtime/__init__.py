"""The socket `/ws`: who is connected, what they hear, and how they come back to where they were.

A push is a hint; the `seq` of each conversation in the database is the truth. Owns tickets, connections, the register of who
hears what, and the fan-out among processes (in process, PostgreSQL, Redis or Valkey). Knows no domain word: what a frame means
is said by those above through the door `@on_frame(kind)`. Emits and hears nothing, and obeys no rule.
"""
