"""Post as it is read: its words with what was sealed in it opened, and the demonstration's Mailbox."""

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jishi.kernel import crypto, post, words
from jishi.kernel.models import Post
from jishi.modules.identity.queries.people import person, person_reached
from jishi.modules.identity.queries.reach import Reach

POST_PURPOSE = "post"
LOOKED_THROUGH = 500


@dataclass(frozen=True)
class Letter:
    """One message as its receiver reads it."""

    id: str
    channel: str
    kind: str
    at: datetime
    subject: str
    text: str


def letter(row: Post) -> Letter:
    """A message in words; what may not stand in the table (`params["sealed"]`) is opened here."""
    params: dict[str, Any] = post.rich({name: value for name, value in row.params.items() if name != "sealed"})
    for name, hidden in row.params.get("sealed", {}).items():
        params[name] = crypto.unseal(base64.b64decode(hidden), POST_PURPOSE).decode()
    subject, text = (words.say(f"{row.kind}.{part}", row.language, **params) for part in ("subject", "text"))
    return Letter(row.id, row.channel, row.kind, row.at, subject, text)


def address_of_post(row: Post) -> str:
    """Where a message goes: its sealed address, else its person's e-mail or phone by the channel; "" when there is none."""
    if row.address is not None:
        return crypto.unseal(bytes(row.address), POST_PURPOSE).decode()
    reader = person(row.person) if row.person else None
    if reader is None:
        return ""
    return reader.phone if row.channel == "sms" else reader.email


def mailbox(reach: Reach) -> list[Letter]:
    """The latest messages to a phone or an e-mail, the last first; the demonstration's only, it reads them one by one."""
    owner = person_reached(reach)
    latest = Post.objects.order_by("-at", "-id")[:LOOKED_THROUGH]
    return [letter(row) for row in latest if _is_for(row, reach, owner.id if owner else None)]


def _is_for(row: Post, reach: Reach, owner: str | None) -> bool:
    if row.address is not None:
        return crypto.unseal(bytes(row.address), POST_PURPOSE).decode() == reach.value
    return row.person is not None and row.person == owner
