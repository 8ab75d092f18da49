"""The door `@on_frame(kind)`: what those above say about the socket's frames, registered by name at start.

The socket asks for: `who.cookie` (a session's token -> Actor or None) · `who.refs` (ids of sessions and keys -> those that still
may act) · `hello` (Actor -> snapshot) · `here` (Actors whose lines are up: when they come, and every few seconds) · `resume`
(Actor, {conversation: last seq} -> {conversation: head}, only what the actor may read) · `send` and `read` (a batch -> an outcome
for each, run in the writer's transaction) · `catch` ({conversation: last seq} -> heads and messages after it) · `whose.<prefix>`
(ids -> {id: person}). A conversation of kind k asks for `k.may` and `k.send` through the same door, and shows `k.stored` those of the
messages that `k.send` took note of, once they stand in the log.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from jishi.kernel.access import Actor

HANDLERS: dict[str, Callable[..., Any]] = {}


def on_frame[**P, A](kind: str) -> Callable[[Callable[P, A]], Callable[P, A]]:
    """Register what answers a kind of frame. Raises ValueError for a kind that another handler has taken."""

    def register(handler: Callable[P, A]) -> Callable[P, A]:
        if HANDLERS.setdefault(kind, handler) is not handler:
            raise ValueError(f"two answer frames of kind {kind}")
        return handler

    return register


def ask(kind: str, *args: Any) -> Any:
    """What the handler of this kind answers. Raises KeyError when nobody registered one."""
    return HANDLERS[kind](*args)


@dataclass(slots=True)
class Draft:
    """A message on its way in. `behind` is the session or key that sends; `actor` is given where it was just read."""

    behind: str
    conversation: str
    client_id: str
    seen_seq: int | None
    body: dict[str, Any]
    actor: Actor | None = None


@dataclass(slots=True)
class Stored:
    """A message in the log; `event` is what others hear of it, None when it was stored before."""

    conversation: str
    seq: int
    at: datetime
    event: dict[str, Any] | None = None


@dataclass(slots=True)
class Reading:
    """Somebody has read a conversation up to here."""

    behind: str
    conversation: str
    seq: int
    actor: Actor | None = None


@dataclass(slots=True)
class Caught:
    """What was missed: where each conversation stands, and (conversation, seq, event) in the order of seq."""

    heads: dict[str, int] = field(default_factory=dict)
    events: list[tuple[str, int, dict[str, Any]]] = field(default_factory=list)
