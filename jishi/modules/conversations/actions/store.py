"""Store: messages go into the log in batches, each refused or stored as if it were alone.

One look at each of: the conversations, who sends, what was stored before, the keys; then one statement for all messages and one
for all numbers. What a kind of conversation asks (`k.may`, `k.send`) it asks for the batch, too.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jishi.kernel import clock, crypto, ids, rows
from jishi.kernel.access import Actor
from jishi.kernel.errors import NotFound, NotSignedIn, Refused
from jishi.kernel.stored import from_db_time
from jishi.modules.conversations.access import Side, side_of
from jishi.modules.conversations.actions.keep_picture import PICTURE
from jishi.modules.conversations.errors import BadBody, NoPicture, PictureSent, Unseen
from jishi.modules.conversations.models import Conversation, Message, Picture
from jishi.modules.identity.access import acts, standing_in
from jishi.realtime.doors import Draft, Stored, ask

Outcome = Stored | Refused
IMAGE = "image"
_COLUMNS = ("id", "conversation", "seq", "side", "sender", "sealed", "at")
_NUMBERS = "UPDATE conversations_conversation SET last_seq = %s, last_sender = %s, other_seq = %s, last_at = %s WHERE id = %s"

_NUMBERS_AT_ONCE = """
UPDATE conversations_conversation c SET last_seq = given.last_seq, last_sender = given.sender, other_seq = given.other_seq, last_at = %s
FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::bigint[]) AS given (id, last_seq, sender, other_seq) WHERE c.id = given.id
"""


@dataclass(slots=True)
class Incoming:
    """A message that may be stored, as the conversation's kind gets to see it.

    The kind may note in `about` what it is about; then it is shown the message again when it is in the log (`k.stored`).
    """

    conversation: Conversation
    actor: Actor
    side: Side
    draft: Draft
    key: str
    place: int
    about: Any = None
    picture: Picture | None = None

    @property
    def body(self) -> dict[str, Any]:
        """What is kept: of a picture its sides too, so that a page knows its place before it has it."""
        if self.picture is None:
            return self.draft.body
        return self.draft.body | {"width": self.picture.width, "height": self.picture.height}


def store(batch: Sequence[Draft]) -> list[Outcome]:
    """Store the messages of a batch in its order; for each what it became, or why not. The same client_id again gets its old place.

    Raises nothing for one message: a refusal is its outcome.
    """
    outcomes: list[Outcome] = [NotFound()] * len(batch)
    held = _locked({one.conversation for one in batch})
    actors = standing_in({one.behind for one in batch if one.actor is None})
    coming: list[Incoming] = []
    for place, draft in enumerate(batch):
        try:
            coming.append(_seen(held, actors, draft, place))
        except Refused as error:
            outcomes[place] = error
    known = _known([one.key for one in coming])
    fresh: dict[str, Incoming] = {}
    again: list[Incoming] = []
    for one in coming:
        if one.key in known or one.key in fresh:
            again.append(one)
        else:
            fresh[one.key] = one
    pictured = _pictured(list(fresh.values()), outcomes)
    taken = sorted(_willing(pictured, outcomes), key=lambda one: one.place)
    _write(taken, outcomes)
    _show([one for one in taken if one.about is not None and isinstance(outcomes[one.place], Stored)])
    for one in again:
        first = outcomes[fresh[one.key].place] if one.key in fresh else None
        if isinstance(first, Refused):
            outcomes[one.place] = first
        else:
            seq, at = (first.seq, first.at) if first else known[one.key]
            outcomes[one.place] = Stored(one.conversation.pk, seq, at)
    return outcomes


def _locked(wanted: set[str]) -> dict[str, Conversation]:
    """The conversations, held until the commit where several may write at once."""
    among, keys = rows.among(wanted)
    lock = " FOR UPDATE" if rows.vendor() == "postgresql" else ""
    return {row.pk: row for row in rows.fetch(Conversation, f"WHERE id {among} ORDER BY id{lock}", keys)}


def _seen(held: dict[str, Conversation], actors: dict[str, Actor], draft: Draft, place: int) -> Incoming:
    actor = draft.actor or actors.get(draft.behind)
    if actor is None:
        raise NotSignedIn
    acts(actor)
    row = held.get(draft.conversation)
    if row is None:
        raise NotFound
    side = side_of(row, actor)
    digest = hashlib.sha256(f"{row.pk}|{actor.name}|{draft.client_id}".encode()).digest()
    return Incoming(row, actor, side, draft, ids.id_of("msg", digest), place)


def _known(keys: list[str]) -> dict[str, tuple[int, datetime]]:
    """What was stored before under these names: its place and when."""
    if not keys:
        return {}
    among, params = rows.among(keys)
    found = rows.sql(f"SELECT id, seq, at FROM conversations_message WHERE id {among}", params)
    return {str(key): (int(seq), from_db_time(at) or clock.now()) for key, seq, at in found}


def _pictured(coming: list[Incoming], outcomes: list[Any]) -> list[Incoming]:
    """Those that show no picture, or one that their sender sent in here and no message shows; the others' outcomes say why not.

    The pictures are held until the commit, so that none is tidied away meanwhile.
    """
    wanted = {one.place: one.draft.body.get("picture_id") for one in coming if one.draft.body.get("kind") == IMAGE}
    if not wanted:
        return coming
    among, keys = rows.among({key for key in wanted.values() if isinstance(key, str) and ids.is_id(key, PICTURE)})
    lock = " FOR UPDATE" if rows.vendor() == "postgresql" else ""
    held = {row.pk: row for row in rows.fetch(Picture, f"WHERE id {among} ORDER BY id{lock}", keys)}
    fit: list[Incoming] = []
    shown: set[str] = set()
    for one in coming:
        if one.place in wanted:
            refusal = _shown(one, wanted[one.place], held, shown)
            if refusal is not None:
                outcomes[one.place] = refusal
                continue
        fit.append(one)
    return fit


def _shown(one: Incoming, key: Any, held: dict[str, Picture], shown: set[str]) -> Refused | None:
    """Have the message show the picture of this id, which no other may show then; else why not."""
    if not isinstance(key, str):
        return BadBody(field="body.picture_id")
    picture = held.get(key)
    if picture is None or (picture.conversation, picture.sender) != (one.conversation.pk, one.actor.name):
        return NoPicture(field="body.picture_id")
    if picture.seq is not None or picture.pk in shown:
        return PictureSent(field="body.picture_id")
    shown.add(picture.pk)
    one.picture = picture
    return None


def _willing(coming: list[Incoming], outcomes: list[Any]) -> list[Incoming]:
    """Those that the conversation's kind takes; the others' outcomes say why not."""
    kinds: dict[str, list[Incoming]] = {}
    for one in coming:
        kinds.setdefault(one.conversation.kind, []).append(one)
    taken = []
    for kind, some in kinds.items():
        for one, refusal in zip(some, ask(f"{kind}.send", some), strict=True):
            if refusal is None:
                taken.append(one)
            else:
                outcomes[one.place] = refusal
    return taken


def _show(noted: list[Incoming]) -> None:
    """Show the kinds of conversations the messages that they took note of, now that they stand in the log."""
    kinds: dict[str, list[Incoming]] = {}
    for one in noted:
        kinds.setdefault(one.conversation.kind, []).append(one)
    for kind, some in kinds.items():
        ask(f"{kind}.stored", some)


def _write(taken: list[Incoming], outcomes: list[Any]) -> None:
    now = clock.now()
    sealed = crypto.seal_all([(one.conversation.subject, one.body) for one in taken])
    changed: dict[str, Conversation] = {}
    lines = []
    shown = []
    for one, content in zip(taken, sealed, strict=True):
        row, sender = one.conversation, one.actor.name
        if content is None:
            outcomes[one.place] = NotFound()
            continue
        if one.side == "shop" and unseen_by(row, sender) > (one.draft.seen_seq or 0):
            outcomes[one.place] = Unseen(seq=row.last_seq)
            continue
        if sender != row.last_sender:
            row.other_seq, row.last_sender = row.last_seq, sender
        row.last_seq += 1
        changed[row.pk] = row
        lines.append((one.key, row.pk, row.last_seq, one.side, sender, content, now))
        if one.picture is not None:
            shown.append((row.last_seq, one.picture.pk))
        event = {"id": one.key, "side": one.side, "at": now, "body": one.body}
        outcomes[one.place] = Stored(row.pk, row.last_seq, now, event)
    if lines:
        rows.many(Message, _COLUMNS, lines)
        rows.change_many("UPDATE conversations_picture SET seq = %s WHERE id = %s", shown)
        _number(list(changed.values()), now)


def _number(changed: list[Conversation], now: datetime) -> None:
    """Note where the conversations stand; on PostgreSQL by one statement, for each would be a round of its own."""
    if rows.vendor() == "postgresql":
        columns = zip(*((row.pk, row.last_seq, row.last_sender, row.other_seq) for row in changed), strict=True)
        rows.change(_NUMBERS_AT_ONCE, [now, *(list(values) for values in columns)])
    else:
        at = rows.db_time(now)
        rows.change_many(_NUMBERS, [(row.last_seq, row.last_sender, row.other_seq, at, row.pk) for row in changed])


def unseen_by(row: Conversation, sender: str) -> int:
    """The seq of the last message by somebody else than this sender."""
    return row.other_seq if row.last_sender == sender else row.last_seq
