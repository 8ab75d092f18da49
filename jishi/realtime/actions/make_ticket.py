"""Hand out a ticket for one socket."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from jishi.kernel import rows
from jishi.kernel.access import Actor
from jishi.kernel.errors import NotSignedIn
from jishi.realtime.models import Ticket

VALID_FOR = timedelta(seconds=30)
TOKEN_BYTES = 32


@dataclass(frozen=True)
class MadeTicket:
    """What is handed out, once, and until when it opens a socket."""

    ticket: str
    expires_at: datetime


def make_ticket(actor: Actor, *, at: datetime) -> MadeTicket:
    """A ticket of the session or key that asks; `at` is the real clock's. Raises NotSignedIn for nobody."""
    behind = actor.id if actor.kind == "key" else actor.session
    if behind is None:
        raise NotSignedIn
    token = secrets.token_urlsafe(TOKEN_BYTES)
    rows.add(Ticket(id=ticket_hash(token), behind=behind, made_at=at, expires_at=at + VALID_FOR, used_at=None))
    return MadeTicket(token, at + VALID_FOR)


def ticket_hash(token: str) -> str:
    """As a ticket is kept: whoever reads the table opens nothing."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
