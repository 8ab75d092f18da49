"""Sessions and conversations as their readers see them."""

from typing import Any

from django.db.models import QuerySet

from jishi.modules.conversations.access import Side
from jishi.modules.conversations.actions import Conversation
from jishi.modules.conversations.queries import marks_of
from jishi.modules.desk.models import Session


def sessions(shop: str) -> QuerySet[Session]:
    """The open sessions of a shop."""
    return Session.objects.filter(shop=shop, state="open")


def session_seen(session: Session) -> dict[str, Any]:
    """A session as the shop sees it."""
    names = ("id", "conversation", "person", "state", "first_seq", "opened_at", "closed_at")
    return {name: getattr(session, name) for name in names}


def talk_seen(row: Conversation, side: Side) -> dict[str, Any]:
    """A conversation as one of its sides sees it."""
    return {
        "id": row.pk,
        "kind": row.kind,
        "shop": row.shop,
        "person": row.person,
        "side": side,
        "last_seq": row.last_seq,
        "last_at": row.last_at,
        "read": marks_of(row),
    }
