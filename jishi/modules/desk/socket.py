"""What the socket and the message log ask of the desk's conversations."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from jishi.kernel import clock
from jishi.kernel.access import Actor
from jishi.kernel.runner import act
from jishi.modules.conversations.access import Side
from jishi.modules.conversations.actions import Conversation, Incoming
from jishi.modules.desk import access, actions, queries
from jishi.realtime.doors import on_frame

HERE_EVERY = timedelta(seconds=15)
"""An agent whose line stays up is noted so often."""


@on_frame("here")
def here(actors: Collection[Actor]) -> None:
    """Lines of these are up: those who answer in a shop are online there. Written at most once in a while each."""
    real = clock.real()
    wanted = {
        (shop, who.person) for who in actors if who.person and who.kind == "person" for shop in who.shops if who.holds(access.ANSWER, shop)
    }
    stale = queries.not_seen_since(wanted, real - HERE_EVERY)
    if stale:
        act(actions.be_here, stale, queries.markets_of({shop for shop, _ in stale}), real)


@on_frame("desk.may")
def may(row: Conversation, actor: Actor) -> Side:
    """On which side the actor stands. Raises NotFound, NotAllowed."""
    return access.may(row, actor)


@on_frame("desk.send")
def send(batch: Sequence[Incoming]) -> list[Any]:
    """For each message None, or why it is not taken."""
    return list(actions.send(batch))


@on_frame("desk.stored")
def stored(batch: Sequence[Incoming]) -> None:
    """Of these messages, all in the log, `send` noted that each may be the first answer to a session."""
    actions.answer(batch)
