"""Conversations 会话消息: the message log. Each conversation counts its messages by a `seq` of its own, without holes.

Owns conversations, messages and pictures (sealed with the key of the person whom a conversation is about) and read marks. Who may take part
and what a message brings about is said by the conversation's kind, a module above, through the socket's door (`k.may`,
`k.send`). Emits and hears nothing. Obeys `conversations.messages.*`.
"""
