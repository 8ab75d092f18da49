"""Open: a person and a shop have one conversation of a kind, for good."""

from jishi.kernel import clock, ids, rows
from jishi.modules.conversations.models import Conversation

_INSERT = """
INSERT INTO conversations_conversation (id, kind, market, subject, person, shop, last_seq, last_sender, other_seq, made_at, last_at)
VALUES (%s, %s, %s, %s, %s, %s, 0, '', 0, %s, %s) ON CONFLICT (kind, shop, person) DO NOTHING
"""


def open_conversation(kind: str, *, market: str, person: str, shop: str) -> Conversation:
    """The conversation of this pair, made at the first need; two who ask at once get the same. Its messages are about the person."""
    now = rows.db_time(clock.now())
    rows.change(_INSERT, [ids.new_id("cnv"), kind, market, person, person, shop, now, now])
    return rows.fetch(Conversation, "WHERE kind = %s AND shop = %s AND person = %s", [kind, shop, person])[0]
