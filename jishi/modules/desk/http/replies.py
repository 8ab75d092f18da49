"""Routes of quick replies and of the closing phrase."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jishi.kernel.access import Actor
from jishi.kernel.api import REFUSALS, IdText, answer
from jishi.kernel.api.problems import reader_language
from jishi.kernel.errors import NotFound
from jishi.modules.conversations.access import access_conversation
from jishi.modules.desk import actions, queries, schemas
from jishi.modules.desk.access import ANSWER, MANAGE, access_replies, access_reply
from jishi.modules.shops.access import access_shop, front

router = Router(tags=["desk"])


@router.get(
    "/shops/{shop_id}/replies", response={200: schemas.RepliesOut, **REFUSALS}, operation_id="desk.replies", summary="Quick replies"
)
def replies(request: HttpRequest, shop_id: IdText) -> Any:
    """The shop's and one's own, nobody else's; and the closing phrase."""
    actor = _actor(request)
    shop = access_shop(actor, shop_id, may=ANSWER)
    return queries.replies_seen(shop.pk, shop.market, actor.person)


@router.post(
    "/shops/{shop_id}/replies",
    response={201: schemas.ReplyOut, **REFUSALS},
    operation_id="desk.add_reply",
    summary="Keep a quick reply",
)
def add_reply(request: HttpRequest, shop_id: IdText, body: schemas.ReplyIn) -> HttpResponse:
    """For oneself, or for the shop by those who run its desk. It comes after those that are kept."""
    shop, market, person = access_replies(_actor(request), shop_id, body.whose)
    content = body.model_dump(exclude={"whose"})
    return answer(request, queries.reply_seen, actions.add_reply, shop, market, person, content, status=201)


@router.patch(
    "/replies/{reply_id}",
    response={200: schemas.ReplyOut, **REFUSALS},
    operation_id="desk.change_reply",
    summary="Change a quick reply, or where it stands",
)
def change_reply(request: HttpRequest, reply_id: IdText, body: schemas.ReplyChange) -> HttpResponse:
    """What is not given stays."""
    reply = access_reply(_actor(request), reply_id)
    change = body.model_dump(exclude_none=True)
    return answer(request, queries.reply_seen, actions.change_reply, reply, front(reply.shop).market, change)


@router.delete(
    "/replies/{reply_id}", response={204: None, **REFUSALS}, operation_id="desk.remove_reply", summary="Keep a quick reply no longer"
)
def remove_reply(request: HttpRequest, reply_id: IdText) -> HttpResponse:
    """Nothing that was sent changes."""
    return answer(request, None, actions.remove_reply, access_reply(_actor(request), reply_id), status=204)


@router.put(
    "/shops/{shop_id}/closing-phrase",
    response={200: schemas.ClosingOut, **REFUSALS},
    operation_id="desk.set_closing",
    summary="The phrase that ends sessions",
)
def set_closing(request: HttpRequest, shop_id: IdText, body: schemas.ClosingIn) -> HttpResponse:
    """It is sent whenever an agent closes a session; null for none. The clock closes without a word."""
    shop = access_shop(_actor(request), shop_id, may=MANAGE)
    return answer(request, lambda text: {"text": text}, actions.set_closing, shop.pk, shop.market, body.text)


@router.get(
    "/conversations/{conversation_id}/reply-values",
    response={200: schemas.ReplyValues, **REFUSALS},
    operation_id="desk.reply_values",
    summary="What fills the variables of a reply in a conversation",
)
def reply_values(request: HttpRequest, conversation_id: IdText) -> Any:
    """For the shop's side: the buyer as the shop may see them, the order and the product that are talked about."""
    actor = _actor(request)
    row, side = access_conversation(actor, conversation_id)
    if side != "shop":
        raise NotFound
    return queries.reply_values(row, actor, reader_language(request))


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
