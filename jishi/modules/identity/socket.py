"""What the socket asks of identity: who comes with a cookie, and who may still be there."""

from collections.abc import Collection

from jishi.kernel.access import Actor
from jishi.modules.identity.access import actor_of_session, standing_in
from jishi.realtime.doors import on_frame


@on_frame("who.cookie")
def by_cookie(token: str) -> Actor | None:
    """The person behind a session's token; None when the session is over."""
    return actor_of_session(token)


@on_frame("who.refs")
def by_refs(refs: Collection[str]) -> dict[str, Actor]:
    """Whoever is behind these sessions and keys and still may act."""
    return standing_in(refs)
