"""Desk 客服: buyers and a shop's staff talk in sessions 会话.

Owns sessions: opened by a buyer's first message of any kind, closed by an agent, or by the clock when nobody has written for
long. Declares the privilege `desk.talk`, which may be taken from a buyer (everywhere) or from one conversation (one shop).
Emits SessionOpened, SessionClosed. Hears nothing. Obeys `desk.sessions.*` and `conversations.messages.*`.
"""
