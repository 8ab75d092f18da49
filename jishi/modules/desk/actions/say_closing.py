"""Say the closing phrase: what a shop keeps to end its sessions with goes into the log before the session is closed."""

from jishi.kernel.access import Actor
from jishi.modules.conversations import actions as conversations
from jishi.modules.conversations import queries as talks
from jishi.modules.desk.access import ANSWER
from jishi.modules.desk.actions.replies import closing_of, filled
from jishi.modules.desk.models import Session
from jishi.modules.shops import queries as shops
from jishi.realtime.doors import Draft, Stored

CLOSING = "closing"
"""Who has said it, in the log: nobody of the shop, so that it answers nothing."""


def say_closing(session: Session) -> Stored | None:
    """Send the shop's closing phrase in an open session; what was stored, None where the shop has none or it can't be said."""
    text = closing_of(session.shop)
    if text is None:
        return None
    (talk,) = talks.by_ids([session.conversation])
    said = filled(text, {"shop": shops.named([session.shop])[session.shop]})
    actor = Actor("system", CLOSING, granted={session.shop: frozenset({ANSWER})})
    draft = Draft("", talk.pk, session.pk, talk.last_seq, {"kind": "text", "text": said}, actor)
    (outcome,) = conversations.store([draft])
    return outcome if isinstance(outcome, Stored) else None
