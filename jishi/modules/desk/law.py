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


def initial_capacity(now: datetime, market: str) -> Ruling:
    """How many sessions at once a new agent may have."""
    return lawbook.at("desk.assignment.initial_capacity", on=now, market=market)


def recommended_capacity(now: datetime, market: str) -> Ruling:
    """How many sessions at once an agent had best be able to have."""
    return lawbook.at("desk.assignment.recommended_capacity", on=now, market=market)


def saturated_at(now: datetime, market: str) -> Ruling:
    """At which share of their limit an agent is full, in ten-thousandths."""
    return lawbook.at("desk.assignment.saturated_at", on=now, market=market)


def eligible_when(now: datetime, market: str) -> Ruling:
    """What must hold of an agent who is to get new sessions."""
    return lawbook.at("desk.assignment.eligible_when", on=now, market=market)


def drained_by(now: datetime, market: str) -> Ruling:
    """The events upon which waiting sessions are given out."""
    return lawbook.at("desk.metrics.capacity_event_drain", on=now, market=market)


def length_max(now: datetime, market: str) -> Ruling:
    """How many characters a message holds at most."""
    return lawbook.at("conversations.messages.length_max", on=now, market=market)


def replies_max(now: datetime, market: str) -> Ruling:
    """How many quick replies a shop, and each agent, keeps at most."""
    return lawbook.at("desk.faq.quick_replies_max", on=now, market=market)
