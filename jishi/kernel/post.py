"""Post: mail and text messages as rows, sent after the commit by adapters; in demonstration and development they stay in the Mailbox.

Each message is leased to one worker while it is handed over. A worker that is killed in between leaves it to another once the
lease has run out: then, and only then, it may be sent twice.

A message that is a notice (`About`) waits until who knows what its person wants has heard of it: it is let go or taken back.
Codes and what concerns a person's sign-in are none, and wait for nobody.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from jishi.kernel import clock, events, ids, rows
from jishi.kernel.models import Hold, Post
from jishi.kernel.money import Money
from jishi.kernel.runner import act
from jishi.kernel.words import LANGUAGES

LEASE = timedelta(minutes=5)
MAILBOX = "mailbox"
"""Demonstration and development: the row itself is what the Mailbox shows."""
DELIVERIES = "deliveries"
"""The hold under which nothing leaves the house."""
ADAPTERS: dict[str, Callable[[Post], None]] = {}
_ADDRESSES = re.compile(r"[^\s<>\"'(]+@[^\s<>\"')]+|\+?\d[\d -]{6,}\d")
"""What servers and gateways quote in their refusals: an error is kept without whom it was for."""


@dataclass(frozen=True)
class About:
    """What makes a message a notice: its topic, whose preferences count; the thing it is about, in which market.

    `shop` is where its person works, where it comes to them for that; "" for what concerns them as a buyer.
    """

    topic: str
    subject: str
    market: str
    shop: str = ""


@dataclass(frozen=True)
class NoticeWritten(events.Event):
    """A message that its person may not want, or not now, was written; `subject` is its id."""

    person: str
    topic: str
    about: str
    market: str
    shop: str


def send(
    person: str | None,
    kind: str,
    params: dict[str, Any],
    *,
    language: str,
    channel: str = "mail",
    address: bytes | None = None,
    about: About | None = None,
) -> Post:
    """Write a message of a kind (its words are `<kind>.subject` and `<kind>.text`).

    To a person, whose address is looked up when it is sent; or to a sealed address (a code for someone not yet known).
    `params` are JSON-plain and hold ids, numbers and amounts, no personal data. With `about` it is a notice: it waits, and is told of.
    Raises ValueError for a language that we do not speak.
    """
    if language not in LANGUAGES:
        raise ValueError(language)
    made = rows.add(
        rows.new(
            Post,
            id=ids.new_id("pst"),
            person=person,
            address=address,
            channel=channel,
            kind=kind,
            language=language,
            params=params,
            at=clock.now(),
            waits=about is not None,
        )
    )
    if about is not None:
        assert person is not None
        events.emit(NoticeWritten(made.id, person, about.topic, about.subject, about.market, about.shop))
    return made


def let_go(messages: list[str]) -> int:
    """These notices are wanted now: they are sent. How many waited."""
    among, keys = rows.among(messages)
    return rows.change(f"UPDATE kernel_post SET waits = %s WHERE waits AND id {among}", [False, *keys]) if messages else 0


def take_back(messages: list[str]) -> int:
    """These notices are not sent: nobody wants them, or they go out otherwise. How many waited; what was let go stays."""
    among, keys = rows.among(messages)
    return rows.change(f"DELETE FROM kernel_post WHERE waits AND id {among}", keys) if messages else 0


def rich(params: dict[str, Any]) -> dict[str, Any]:
    """Parameters as words write them for a reader: money and instants, which are kept as {"amount", "currency"} and {"at"}, and the
    `number` of an order in groups."""
    return {name: ids.grouped(value) if name == "number" else _rich(value) for name, value in params.items()}


def _rich(value: Any) -> Any:
    match value:
        case {"amount": amount, "currency": currency}:
            return Money.of(amount, currency)
        case {"at": at}:
            return datetime.fromisoformat(at)
    return value


def deliver(limit: int = 100) -> int:
    """Hand what waits to the adapters, after its commit; how many were handled. What an adapter refuses is kept with its error."""
    if not rows.sql("SELECT 1 FROM kernel_post WHERE sent_at IS NULL AND error = '' AND NOT waits LIMIT 1") or held():
        return 0
    leased = act(_lease, limit)
    kept = [row.id for row in leased if settings.POST_ADAPTERS.get(row.channel) == MAILBOX]
    if kept:
        act(_kept, kept)
    for row in leased:
        if settings.POST_ADAPTERS.get(row.channel) == MAILBOX:
            continue
        error = ""
        try:
            ADAPTERS[settings.POST_ADAPTERS[row.channel]](row)
        except Exception as fault:  # noqa: BLE001 - whatever an adapter raises is kept with the message
            error = _ADDRESSES.sub("…", f"{type(fault).__name__}: {fault}")[:500]
        act(_handled, row.id, error)
    return len(leased)


def held() -> bool:
    """Are deliveries of every kind (post, webhooks) held, as after a restore, until an operator releases them?"""
    return rows.one(Hold, DELIVERIES) is not None


def release() -> bool:
    """Let deliveries go out again, in the running action; False when they were not held."""
    return rows.change("DELETE FROM kernel_hold WHERE id = %s", [DELIVERIES]) == 1


def _lease(limit: int) -> list[Post]:
    """Take messages that nobody is handing over; leases go by the real clock."""
    now = clock.real()
    lock = "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    text = f"""
        WITH chosen AS MATERIALIZED (
            SELECT id FROM kernel_post WHERE sent_at IS NULL AND error = '' AND NOT waits AND (leased_until IS NULL OR leased_until < %s)
            ORDER BY at, id LIMIT %s {lock}
        ) UPDATE kernel_post SET leased_until = %s WHERE id IN (SELECT id FROM chosen) RETURNING id"""
    taken = [row[0] for row in rows.sql(text, [rows.db_time(now), limit, rows.db_time(now + LEASE)])]
    among, keys = rows.among(taken)
    return rows.fetch(Post, f"WHERE id {among} ORDER BY at, id", keys) if taken else []


def _kept(messages: list[str]) -> None:
    """They stay where they are, which is what the Mailbox shows: one commit for all of them."""
    among, keys = rows.among(messages)
    rows.change(f"UPDATE kernel_post SET sent_at = %s WHERE sent_at IS NULL AND id {among}", [rows.db_time(clock.now()), *keys])


def _handled(row: str, error: str) -> None:
    moment = None if error else rows.db_time(clock.now())
    rows.change("UPDATE kernel_post SET sent_at = %s, error = %s WHERE id = %s AND sent_at IS NULL", [moment, error, row])


def send_again(message: str) -> bool:
    """Have a message that an adapter refused tried once more; False when it did not fail or was sent meanwhile."""
    text = "UPDATE kernel_post SET error = '', leased_until = NULL WHERE id = %s AND sent_at IS NULL AND error <> ''"
    return rows.change(text, [message]) == 1


def adapter(name: str) -> Callable[[Callable[[Post], None]], Callable[[Post], None]]:
    """Register a way of sending: it raises when the message could not be handed over."""

    def register(call: Callable[[Post], None]) -> Callable[[Post], None]:
        ADAPTERS[name] = call
        return call

    return register


@adapter("none")
def _none(row: Post) -> None:
    raise RuntimeError(f"no gateway for {row.channel} is configured")
