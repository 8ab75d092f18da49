"""Desk 客服: buyers and a shop's staff talk in sessions 会话.

Owns sessions: opened by a buyer's first message of any kind, closed by an agent, or by the clock when nobody has written for
long; each with a clock for the first answer of a person and its outcome, of which the 24-hour response rate is made. Owns seats too:
who answers where, whether they take new sessions and up to how many; sessions that wait are given out first come, first served, upon
every event that frees a place. Owns quick replies 快捷回复, a shop's and an agent's own, and the phrase with which a shop ends its
sessions 结束语. Declares the privilege `desk.talk`, which may be taken from a buyer (everywhere) or from one conversation (one shop).
Emits SessionOpened, SessionAssigned, SessionQueued, SessionAnswered, SessionUnanswered, SessionLeftOut, SessionClosed, SeatChanged.
Hears MemberRemoved and MemberChanged. Obeys `desk.sessions.*`, `desk.assignment.*`, `desk.response.*`, `desk.metrics.*`,
`desk.faq.quick_replies_max`, `conversations.messages.*`.
"""
