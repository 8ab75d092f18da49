"""Post: mail and text messages as rows, sent after the commit by adapters; in demonstration and development they stay in the Mailbox."""

from collections.abc import Callable
from typing import Any

from django.conf import settings

from jishi.kernel import clock, ids, rows
from jishi.kernel.models import Post
from jishi.kernel.runner import act
from jishi.kernel.words import LANGUAGES

ADAPTERS: dict[str, Callable[[Post], None]] = {}


def send(
    person: str | None, kind: str, params: dict[str, Any], *, language: str, channel: str = "mail", address: bytes | None = None
) -> Post:
    """Write a message of a kind (its words are `<kind>.subject` and `<kind>.text`).

    To a person, whose address is looked up when it is sent; or to a sealed address (a code for someone not yet known).
    `params` are JSON-plain and hold ids, numbers and amounts, no personal data. Raises ValueError for a language that we do not speak.
    """
    if language not in LANGUAGES:
        raise ValueError(language)
    return rows.add(
        Post(
            id=ids.new_id("pst"),
            person=person,
            address=address,
            channel=channel,
            kind=kind,
            language=language,
            params=params,
            at=clock.now(),
        )
    )


def deliver(limit: int = 100) -> int:
    """Hand what waits to the adapters, after its commit; how many were handled. What an adapter refuses is kept with its error."""
    waiting = list(Post.objects.filter(sent_at=None, error="").order_by("at")[:limit])
    for row in waiting:
        error = ""
        try:
            ADAPTERS[settings.POST_ADAPTERS[row.channel]](row)
        except Exception as fault:
            error = f"{type(fault).__name__}: {fault}"[:500]
        act(_handled, row.id, error)
    return len(waiting)


def _handled(row: str, error: str) -> None:
    moment = None if error else rows.db_time(clock.now())
    rows.change("UPDATE kernel_post SET sent_at = %s, error = %s WHERE id = %s AND sent_at IS NULL", [moment, error, row])


def adapter(name: str) -> Callable[[Callable[[Post], None]], Callable[[Post], None]]:
    """Register a way of sending: it raises when the message could not be handed over."""

    def register(call: Callable[[Post], None]) -> Callable[[Post], None]:
        ADAPTERS[name] = call
        return call

    return register


@adapter("mailbox")
def _mailbox(row: Post) -> None:
    """Demonstration and development: the row itself is the Mailbox."""


@adapter("none")
def _none(row: Post) -> None:
    raise RuntimeError(f"no gateway for {row.channel} is configured")
