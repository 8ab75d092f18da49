"""The endpoint `/ws`: hello and welcome, then frames until either side ends it.

Our own pages come with the session's cookie and their Origin; others with a ticket in `hello`, never in the address.
"""

import asyncio
from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

import orjson
from django.conf import settings

from jishi.kernel import clock
from jishi.kernel.access import Actor
from jishi.kernel.api.shapes import clean
from jishi.kernel.errors import BadInput, TooMany, Unavailable
from jishi.kernel.runner import act
from jishi.realtime import actions
from jishi.realtime.connection import FRAME_BYTES, Connection
from jishi.realtime.doors import Draft, Reading, ask
from jishi.realtime.hub import Hub, refusal
from jishi.realtime.register import frame
from jishi.realtime.watch import channels_of

COOKIE = "jishi_session"
HELLO_SECONDS = 10.0
ID_MOST, RESUME_MOST = 64, 1_000
UNREADABLE, NOBODY, TOO_FAST, TOO_LARGE, LATER = 4400, 4401, 4429, 1009, 1013
Message = dict[str, Any]


async def endpoint(scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]) -> None:
    """One socket from its first to its last frame."""
    hub = Hub.running
    await receive()
    if scope["path"] != "/ws" or hub is None:
        await send({"type": "websocket.close", "code": 4404})
        return
    cookie = _own_cookie(scope)
    await send({"type": "websocket.accept"})
    protocol = getattr(receive, "__self__", None)
    who = Connection(send, lambda: protocol.transport.abort() if protocol else None)
    try:
        if await _hello(hub, who, receive, cookie):
            await _listen(hub, who, receive)
    finally:
        who.closed = True
        hub.register.remove(who)


async def _listen(hub: Hub, who: Connection, receive: Callable[[], Awaitable[Message]]) -> None:
    while True:
        message = await receive()
        if message["type"] != "websocket.receive":
            return
        if who.closed:
            continue
        code = await _said(hub, who, message)
        if code:
            who.close(code)


async def _hello(hub: Hub, who: Connection, receive: Callable[[], Awaitable[Message]], cookie: str) -> bool:
    """The first frame says who it is; whether the socket goes on."""
    try:
        message = await asyncio.wait_for(receive(), HELLO_SECONDS)
    except TimeoutError:
        who.close(NOBODY)
        await _ended(receive)
        return False
    if message["type"] != "websocket.receive":
        return False
    said = _read(message)
    resume = _resume(said.get("resume", {})) if said else None
    if said is None or said.get("frame") != "hello" or resume is None:
        who.close(UNREADABLE)
        await _ended(receive)
        return False
    actor = await hub.run(_known, said.get("ticket"), cookie)
    if actor is None:
        who.close(NOBODY)
        await _ended(receive)
        return False
    who.actor, who.behind = actor, _behind(actor)
    kept = hub.register.kept_since(said.get("epoch"), said.get("cursor"))
    hub.register.add(who, channels_of(actor))
    await hub.run(hub.watch.begin)
    at = hub.register.cursor
    state, snapshot = await hub.run(_state, actor, not kept)
    data = {"epoch": hub.register.epoch, "cursor": at, "now": state.now, "speed": state.speed}
    who.push(frame("welcome", **data, **({} if snapshot is None else {"snapshot": snapshot})))
    if kept:
        hub.register.replay(who, said["cursor"])
    await hub.run(ask, "here", [actor])
    if resume:
        await _resumed(hub, who, resume)
    return True


async def _ended(receive: Callable[[], Awaitable[Message]]) -> None:
    """Wait for the other side to take its leave; uvicorn bounds it."""
    while (await receive())["type"] == "websocket.receive":
        pass


def _behind(actor: Actor) -> str:
    return actor.id if actor.kind == "key" else actor.session or ""


def _known(ticket: object, cookie: str) -> Actor | None:
    """Who opens the socket: by a ticket, which is used up, else by the cookie of our own page."""
    if ticket is not None:
        behind = act(actions.use_ticket, ticket, at=clock.real()) if isinstance(ticket, str) else None
        found: Actor | None = ask("who.refs", [behind]).get(behind) if behind else None
        return found
    known: Actor | None = ask("who.cookie", cookie) if cookie else None
    return known


def _state(actor: Actor, snapshot: bool) -> tuple[clock.ClockState, Any]:
    return clock.state(), ask("hello", actor) if snapshot else None


async def _resumed(hub: Hub, who: Connection, resume: dict[str, int]) -> None:
    """Go on hearing conversations after what the client has of each; those it may not read are refused one by one."""
    allowed: dict[str, int] = await hub.run(ask, "resume", who.actor, resume)
    for conversation, seq in resume.items():
        if conversation not in allowed:
            who.push(refusal(who, BadInput("kernel.not_found"), conversation_id=conversation))
        elif not who.closed:
            hub.register.subscribe(who, conversation, min(seq, allowed[conversation]))
            hub.register.lagging.add(conversation)
    hub.catch_up()


async def _said(hub: Hub, who: Connection, message: Message) -> int:
    """Do what one frame asks; 0, or the code with which the socket ends."""
    if not who.may_speak():
        who.push(refusal(who, TooMany()))
        return TOO_FAST
    if len(message.get("text") or "") > FRAME_BYTES:
        return TOO_LARGE
    said = _read(message)
    if said is None:
        return UNREADABLE
    match said.get("frame"):
        case "send":
            return _send(hub, who, said)
        case "read":
            conversation, seq = said.get("conversation_id"), said.get("seq")
            if not _id(conversation) or not _seq(seq):
                return _bad(who, "conversation_id" if not _id(conversation) else "seq")
            return 0 if hub.take("read", who, Reading(who.behind, str(conversation), int(str(seq)))) else LATER
        case "typing":
            conversation = said.get("conversation_id")
            if conversation in who.subscribed and who.actor is not None and who.actor.kind != "viewer":
                hub.whisper(str(conversation), "typing", {}, who)
            return 0
        case "resume":
            resume = _resume(said.get("resume"))
            if resume is None:
                return _bad(who, "resume")
            await _resumed(hub, who, resume)
            return 0
        case "ping":
            who.push(frame("pong"))
            return 0
        case "pong":
            return 0
    return UNREADABLE


def _send(hub: Hub, who: Connection, said: dict[str, Any]) -> int:
    client, conversation, seen, body = (said.get(name) for name in ("client_id", "conversation_id", "seen_seq", "body"))
    if not _id(client):
        return _bad(who, "client_id")
    draft = Draft(who.behind, str(conversation), str(client), None, {})
    if not _id(conversation):
        return _bad(who, "conversation_id", draft)
    if seen is not None and not _seq(seen):
        return _bad(who, "seen_seq", draft)
    if not isinstance(body, dict):
        return _bad(who, "body", draft)
    draft.seen_seq, draft.body = seen, body
    if not hub.take("send", who, draft):
        who.push(refusal(who, Unavailable(), draft))
    return 0


def _bad(who: Connection, field: str, draft: Draft | None = None) -> int:
    who.push(refusal(who, BadInput("kernel.bad_fields", field=field, fields=field), draft))
    return 0


def _id(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= ID_MOST and value.isascii() and value.isprintable()


def _seq(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53


def _resume(value: object) -> dict[str, int] | None:
    """Conversations and how far the client has them; None for what is none."""
    if not isinstance(value, dict) or len(value) > RESUME_MOST:
        return None
    return value if all(_id(one) and _seq(seq) for one, seq in value.items()) else None


def _read(message: Message) -> dict[str, Any] | None:
    """The object that a frame holds; None for what is none, or holds text that no database keeps."""
    text = message.get("text")
    if text is None:
        return None
    try:
        said = orjson.loads(text)
        if "\\u0000" in text:
            clean(said)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def _own_cookie(scope: Message) -> str:
    """The session's token, if it comes from a page of our own: browsers send cookies along with anybody's page."""
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    origin = urlsplit(headers.get(b"origin", "")).netloc
    if not origin or origin not in (headers.get(b"host", ""), urlsplit(settings.URL).netloc):
        return ""
    try:
        cookies = SimpleCookie(headers.get(b"cookie", ""))
    except CookieError:
        return ""
    return cookies[COOKIE].value if COOKIE in cookies else ""
