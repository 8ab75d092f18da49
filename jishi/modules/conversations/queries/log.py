"""The log read: what stands in a conversation after a number, and where conversations stand."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q

from jishi.kernel import crypto, private, rows
from jishi.kernel.access import Actor
from jishi.kernel.errors import NotFound
from jishi.kernel.stored import from_db_time
from jishi.modules.conversations.access import Side
from jishi.modules.conversations.models import Conversation, Picture
from jishi.realtime.doors import Caught
from jishi.realtime.register import BEHIND_MOST

ANSWERS = "desk.answer"


def by_ids(ids: Collection[str]) -> list[Conversation]:
    """Conversations by their ids; one question."""
    among, keys = rows.among(ids)
    return rows.fetch(Conversation, f"WHERE id {among}", keys) if ids else []


def latest(actor: Actor, limit: int) -> list[dict[str, Any]]:
    """The conversations in which the actor takes part, the latest first."""
    shops = [shop for shop in actor.granted if shop != "operator" and actor.holds(ANSWERS, shop)]
    mine = Q(shop__in=shops) | Q(person=actor.person) if actor.person else Q(shop__in=shops)
    found = Conversation.objects.filter(mine, last_seq__gt=0).order_by("-last_at", "-id")[:limit]
    return [{"id": row.pk, "kind": row.kind, "shop": row.shop, "person": row.person, "seq": row.last_seq} for row in found]


def messages_after(row: Conversation, after: int, limit: int) -> list[dict[str, Any]]:
    """Messages of a conversation after a number, in their order; without a body where the person was erased."""
    text = """
        SELECT m.seq, m.id, m.side, m.sender, m.at, m.sealed FROM conversations_message m
        WHERE m.conversation = %s AND m.seq > %s ORDER BY m.seq LIMIT %s"""
    found = rows.sql(text, [row.pk, after, limit])
    bodies = crypto.open_all([(row.subject, bytes(line[5])) for line in found])
    return [
        {"id": key, "seq": seq, "side": side, "sender": sender, "at": from_db_time(at), "body": body}
        for (seq, key, side, sender, at, _), body in zip(found, bodies, strict=True)
    ]


def catch(wanted: Mapping[str, int]) -> Caught:
    """Where conversations stand, and what they hold after these numbers; of one that holds too much more, the last part."""
    if not wanted:
        return Caught()
    among, keys = rows.among(wanted)
    heads = {str(one): int(head) for one, head in rows.sql(f"SELECT id, last_seq FROM conversations_conversation WHERE id {among}", keys)}
    after = {one: max(wanted[one], head - BEHIND_MOST) for one, head in heads.items() if head > wanted[one]}
    if not after:
        return Caught(heads)
    given, params = rows.given(after, "text", "bigint")
    text = f"""
        SELECT m.conversation, m.seq, m.id, m.side, m.at, m.sealed, c.subject FROM {given}
        JOIN conversations_message m ON m.conversation = given.column1 AND m.seq > given.column2
        JOIN conversations_conversation c ON c.id = m.conversation ORDER BY m.conversation, m.seq"""
    found = rows.sql(text, params)
    bodies = crypto.open_all([(str(line[6]), bytes(line[5])) for line in found])
    return Caught(
        heads,
        [
            (str(one), int(seq), {"id": key, "side": side, "at": from_db_time(at), "body": body})
            for (one, seq, key, side, at, _, _), body in zip(found, bodies, strict=True)
        ],
    )


def picture(row: Conversation, picture_id: str, actor: Actor) -> tuple[str, bytes]:
    """Type and content of a picture of a conversation: one that a message shows, or that the actor sent in. Raises NotFound."""
    held = Picture.objects.filter(pk=picture_id, conversation=row.pk).first()
    if held is None or (held.seq is None and held.sender != actor.name):
        raise NotFound
    return private.read(held.pk)


def marks_of(row: Conversation) -> dict[Side, int]:
    """How far each side has read."""
    held = dict(rows.sql("SELECT party, seq FROM conversations_mark WHERE conversation = %s", [row.pk]))
    return {"buyer": held.get(row.person, 0), "shop": held.get(row.shop, 0)}
