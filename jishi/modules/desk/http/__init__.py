"""Routes of the desk: talks, sessions and seats.

`replies` has the texts that are kept to be sent often, `response` how soon sessions are answered.
"""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from jishi.kernel import clock, rows, runner, uploads
from jishi.kernel.access import Actor
from jishi.kernel.api import REFUSALS, IdText, Page, answer, paginate
from jishi.kernel.api.lists import LIMIT, LIMIT_MOST
from jishi.kernel.api.problems import reader_language
from jishi.kernel.errors import Refused
from jishi.modules.conversations import actions as conversations
from jishi.modules.conversations.access import access_conversation
from jishi.modules.conversations.actions import Conversation
from jishi.modules.desk import actions, queries, schemas
from jishi.modules.desk.access import ANSWER, access_agent, access_desk, access_front, access_session, access_talk
from jishi.modules.desk.http import replies, response
from jishi.modules.shops.access import access_shop
from jishi.realtime import hub
from jishi.realtime.doors import Draft, Stored

router = Router(tags=["desk"])
Limit = Annotated[int, Query(ge=1, le=LIMIT_MOST)]
BINARY = {"schema": {"type": "string", "format": "binary"}}
PICTURE = {"requestBody": {"required": True, "content": dict.fromkeys(uploads.FORMATS, BINARY)}}


@router.post(
    "/shops/{shop_id}/conversations",
    response={200: schemas.ConversationOut, **REFUSALS},
    operation_id="desk.start",
    summary="Turn to a shop's service",
)
def start(request: HttpRequest, shop_id: IdText) -> HttpResponse:
    """One's conversation with a shop, the same each time. A session opens with the first message."""
    actor = _actor(request)
    shop, market = access_front(actor, shop_id)
    language = reader_language(request)
    return answer(request, lambda row: queries.talk_seen(row, "buyer", language), actions.start, actor.needs_person(), shop, market)


@router.get(
    "/conversations/{conversation_id}",
    response={200: schemas.ConversationOut, **REFUSALS},
    operation_id="desk.get",
    summary="One conversation",
)
def conversation(request: HttpRequest, conversation_id: IdText) -> Any:
    """Where it stands and how far each side has read."""
    return queries.talk_seen(*access_conversation(_actor(request), conversation_id), reader_language(request))


@router.get(
    "/me/conversations",
    response={200: Page[schemas.TalkLine], **REFUSALS},
    operation_id="desk.mine",
    summary="One's own conversations with shops",
)
def mine(request: HttpRequest, cursor: str | None = None, limit: Limit = LIMIT) -> Any:
    """The latest first; those in which nothing was said yet are left out."""
    person = _actor(request).needs_person()
    language = reader_language(request)

    def present(found: list[Conversation]) -> list[dict[str, Any]]:
        return queries.talks_listed(found, language)

    return paginate(queries.mine(person), present, order=("-last_at", "-id"), cursor=cursor, limit=limit)


@router.get(
    "/shops/{shop_id}/sessions",
    response={200: Page[schemas.SessionLine], **REFUSALS},
    operation_id="desk.sessions",
    summary="A shop's sessions",
)
def sessions(
    request: HttpRequest,
    shop_id: IdText,
    group: Literal["open", "mine", "waiting", "expiring", "closed"] = "open",
    cursor: str | None = None,
    limit: Limit = LIMIT,
) -> Any:
    """All that are open, one's own, those that wait for an agent or are about to expire, first come first served; closed, latest first."""
    actor = _actor(request)
    shop = access_shop(actor, shop_id, may=ANSWER)
    language = reader_language(request)

    def present(found: list[actions.Session]) -> list[dict[str, Any]]:
        return queries.sessions_listed(found, language)

    return paginate(queries.sessions(shop.pk, group, actor.person), present, order=queries.ORDER[group], cursor=cursor, limit=limit)


@router.get(
    "/shops/{shop_id}/desk",
    response={200: schemas.DeskOut, **REFUSALS},
    operation_id="desk.desk",
    summary="Who answers, and what waits",
)
def desk(request: HttpRequest, shop_id: IdText) -> Any:
    """How long the queue is, who is online and takes new sessions, and how many each has of how many they may have."""
    actor = _actor(request)
    shop = access_shop(actor, shop_id, may=ANSWER)
    return queries.desk_seen(shop.pk, shop.market, actor.person)


@router.patch(
    "/shops/{shop_id}/desk",
    response={200: schemas.DeskOut, **REFUSALS},
    operation_id="desk.accept",
    summary="Take new sessions, or no more",
)
def accept(request: HttpRequest, shop_id: IdText, body: schemas.AcceptIn) -> HttpResponse:
    """For oneself. Whoever begins to, and is online, gets what waits, up to their limit."""
    shop, market, person = access_desk(_actor(request), shop_id)
    return answer(request, lambda _: _desk(shop, market, person), actions.accept, shop, market, person, body.accepting)


@router.patch(
    "/shops/{shop_id}/members/{person}/desk",
    response={200: schemas.DeskOut, **REFUSALS},
    operation_id="desk.set_capacity",
    summary="How many sessions at once an agent may have",
)
def set_capacity(request: HttpRequest, shop_id: IdText, person: IdText, body: schemas.CapacityIn) -> HttpResponse:
    """A limit that is raised is filled from the queue at once; one that is lowered takes nothing away."""
    actor = _actor(request)
    shop, market = access_agent(actor, shop_id, person)
    return answer(request, lambda _: _desk(shop, market, actor.person), actions.set_capacity, shop, market, person, body.capacity)


def _desk(shop: str, market: str, person: str | None) -> dict[str, Any]:
    """The desk as an action has just left it."""
    rows.flush()
    return queries.desk_seen(shop, market, person)


@router.post(
    "/conversations/{conversation_id}/take",
    response={200: schemas.SessionOut, **REFUSALS},
    operation_id="desk.take",
    summary="Take a session out of the queue",
)
def take(request: HttpRequest, conversation_id: IdText) -> HttpResponse:
    """For oneself, up to one's limit, whether or not one takes new ones."""
    actor = _actor(request)
    session = access_session(actor, conversation_id)
    return answer(request, queries.session_seen, actions.take, session, actor.needs_person())


@router.post(
    "/conversations/{conversation_id}/pictures",
    response={201: schemas.KeptPicture, **REFUSALS},
    operation_id="desk.keep_picture",
    summary="Send in a picture, to be shown by a message",
    openapi_extra=PICTURE,
)
def keep_picture(request: HttpRequest, conversation_id: IdText) -> HttpResponse:
    """The body is the bytes of a PNG, JPEG or WebP. It is kept without metadata, and for a while only until a message shows it."""
    actor = _actor(request)
    row, side = access_talk(actor, conversation_id)
    runner.act(conversations.count_picture, row, side, at=clock.real())
    developed = conversations.develop(row, request.body)
    return answer(request, queries.picture_seen, conversations.keep_picture, row, side, actor.name, developed, status=201)


@router.post(
    "/conversations/{conversation_id}/send",
    response={200: schemas.SentOut, **REFUSALS},
    operation_id="desk.send",
    summary="Write a message",
)
def send(request: HttpRequest, conversation_id: IdText, body: schemas.MessageIn) -> HttpResponse:
    """As the socket's `send`: the same `client_id` again gets its old place. A shop's agent must have seen what others wrote."""
    actor = _actor(request)
    row, _ = access_conversation(actor, conversation_id)
    draft = Draft("", row.pk, body.client_id, body.seen_seq, body.body, actor)

    def stored() -> Stored:
        (outcome,) = conversations.store([draft])
        if isinstance(outcome, Refused):
            raise outcome
        runner.after_commit(lambda: hub.published([outcome]))
        return outcome

    def present(made: Stored) -> dict[str, Any]:
        return {"client_id": draft.client_id, "conversation_id": made.conversation, "seq": made.seq, "at": made.at}

    return answer(request, present, stored)


@router.post(
    "/conversations/{conversation_id}/close",
    response={200: schemas.SessionOut, **REFUSALS},
    operation_id="desk.close",
    summary="Close the open session",
)
def close(request: HttpRequest, conversation_id: IdText) -> HttpResponse:
    """By the shop; its closing phrase is sent first, if it has one. The buyer's next message opens another."""
    actor = _actor(request)
    session = access_session(actor, conversation_id)

    def closed() -> actions.Session:
        said = actions.say_closing(session)
        if said is not None:
            runner.after_commit(lambda: hub.published([said]))
        return actions.close(session, actor=actor.name)

    return answer(request, queries.session_seen, closed)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


router.add_router("", replies.router)
router.add_router("", response.router)
