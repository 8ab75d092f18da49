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


def answer_within(opened: datetime, market: str) -> Ruling:
    """Within which time of a session's opening a person answers it."""
    return lawbook.at("desk.response.within", on=opened, market=market)


def about_to_expire(opened: datetime, market: str) -> Ruling:
    """After which time without an answer a session is about to expire."""
    return lawbook.at("desk.sessions.about_to_expire_after", on=opened, market=market)


def days_counted(opened: datetime, market: str) -> Ruling:
    """On which days sessions are opened that count."""
    return lawbook.at("desk.response.days_counted", on=opened, market=market)


def left_out(opened: datetime, market: str) -> Ruling:
    """Which sessions do not count."""
    return lawbook.at("desk.response.left_out", on=opened, market=market)


def greeting_counts(opened: datetime, market: str) -> Ruling:
    """Is a mere greeting an answer?"""
    return lawbook.at("desk.response.greeting_counts", on=opened, market=market)


def response_window(now: datetime, market: str) -> Ruling:
    """The sessions of how many last days are shown."""
    return lawbook.at("desk.response.window", on=now, market=market)


def headline(now: datetime, market: str) -> Ruling:
    """The measure that is shown first."""
    return lawbook.at("desk.response.headline", on=now, market=market)


def target(now: datetime, market: str) -> Ruling:
    """The share of sessions that should be answered in time."""
    return lawbook.at("desk.response.target", on=now, market=market)


def enforced_below(now: datetime, market: str) -> Ruling:
    """The share of sessions answered in time below which it is a violation."""
    return lawbook.at("desk.response.enforced_below", on=now, market=market)


def rate_12h_within(now: datetime, market: str) -> Ruling:
    """The time of the 12-hour rate."""
    return lawbook.at("desk.metrics.rate_12h_within", on=now, market=market)


def rate_3min_within(now: datetime, market: str) -> Ruling:
    """The time of the 3-minute rate."""
    return lawbook.at("desk.metrics.rate_3min_within", on=now, market=market)


def service_window(opened: datetime, market: str) -> Ruling:
    """The hours of a day that the 3-minute rate and the response times look at."""
    return lawbook.at("desk.metrics.service_window", on=opened, market=market)


def first_response_target(now: datetime, market: str) -> Ruling:
    """How soon the first answer comes on average."""
    return lawbook.at("desk.metrics.first_response_target", on=now, market=market)
