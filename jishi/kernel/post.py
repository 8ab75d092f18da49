"""Post: mail and text messages as rows, sent after the commit by adapters; in demonstration and development they stay in the Mailbox."""

from typing import Any

from jishi.kernel import clock, ids, rows
from jishi.kernel.models import Post
from jishi.kernel.words import LANGUAGES


def send(person: str | None, kind: str, params: dict[str, Any], *, language: str, channel: str = "mail", address: bytes | None = None) -> Post:
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
