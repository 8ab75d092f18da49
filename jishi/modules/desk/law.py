"""Questions to the lawbook, typed."""

from datetime import datetime

from jishi import lawbook
from jishi.lawbook import Ruling


def opened_by(now: datetime, market: str) -> Ruling:
    """The kinds of message by which a buyer opens a session."""
    return lawbook.at("desk.sessions.opened_by", on=now, market=market)


def closes_after(now: datetime, market: str) -> Ruling:
    """How long nobody has written when the system closes a session."""
    return lawbook.at("desk.sessions.system_closes_after", on=now, market=market)


def length_max(now: datetime, market: str) -> Ruling:
    """How many characters a message holds at most."""
    return lawbook.at("conversations.messages.length_max", on=now, market=market)
