"""The ground under the domain: no word of the marketplace is known here.

Owns time, ids, money, rows and transactions, state machines, deadlines, the outbox, quotas, standings, keys of
idempotency, access, the API's manners, post, jobs and fsck. Imports nothing of Jishi but itself.
"""
