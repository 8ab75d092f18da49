"""Conversations in lists: the last word of each, what a side has not read, and since when it waits for an answer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from jishi.kernel import crypto, rows
from jishi.kernel.stored import from_db_time
from jishi.modules.conversations.access import Side, party
from jishi.modules.conversations.models import Conversation

_LAST = """
SELECT m.conversation, m.seq, m.side, m.at, m.sealed, c.subject FROM conversations_conversation c
JOIN conversations_message m ON m.conversation = c.id AND m.seq = c.last_seq WHERE c.id {among}
"""
_UNREAD = """
SELECT m.conversation, COUNT(*) FROM {given} JOIN conversations_message m ON m.conversation = given.column1
LEFT JOIN conversations_mark k ON k.id = given.column2
WHERE m.side <> %s AND m.seq > COALESCE(k.seq, 0) GROUP BY m.conversation
"""
_WAITING = """
SELECT m.conversation, MIN(m.at) FROM conversations_message m WHERE m.conversation {among} AND m.side = 'buyer'
AND m.seq > COALESCE((SELECT MAX(x.seq) FROM conversations_message x WHERE x.conversation = m.conversation AND x.side = 'shop'), 0)
GROUP BY m.conversation
"""


def of_person(kind: str, person: str) -> QuerySet[Conversation]:
    """A person's conversations of a kind in which something was said."""
    return Conversation.objects.filter(kind=kind, person=person, last_seq__gt=0)


def last_words(talks: Sequence[Conversation]) -> dict[str, dict[str, Any]]:
    """The last message of each conversation: {seq, side, at, body}, without a body where the person was erased; one question."""
    if not talks:
        return {}
    among, keys = rows.among([row.pk for row in talks])
    found = rows.sql(_LAST.format(among=among), keys)
    bodies = crypto.open_all([(str(line[5]), bytes(line[4])) for line in found])
    return {
        str(one): {"seq": int(seq), "side": side, "at": from_db_time(at), "body": body}
        for (one, seq, side, at, _, _), body in zip(found, bodies, strict=True)
    }


def unread(talks: Sequence[Conversation], side: Side) -> dict[str, int]:
    """How many messages of the other side this side has not read, by conversation; those with none are left out. One question."""
    if not talks:
        return {}
    given, params = rows.given({row.pk: f"{row.pk}:{party(row, side)}" for row in talks}, "text", "text")
    return {str(one): int(count) for one, count in rows.sql(_UNREAD.format(given=given), [*params, side])}


def waiting_since(talks: Sequence[Conversation]) -> dict[str, datetime]:
    """When the buyer wrote the first message that no one of the shop has answered; those answered are left out. One question."""
    if not talks:
        return {}
    among, keys = rows.among([row.pk for row in talks])
    return {str(one): at for one, when in rows.sql(_WAITING.format(among=among), keys) if (at := from_db_time(when))}
