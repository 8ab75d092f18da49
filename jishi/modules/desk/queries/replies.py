"""Quick replies as those who send them see them, and what their variables are filled with in a conversation."""

from typing import Any

from django.db.models import QuerySet

from jishi.kernel import clock, ids
from jishi.kernel.access import Actor
from jishi.kernel.errors import Refused
from jishi.modules.catalog.access import access_product
from jishi.modules.conversations import queries as conversations
from jishi.modules.conversations.actions import Conversation
from jishi.modules.desk import law
from jishi.modules.desk.actions.replies import CLOSING_VARIABLES, VARIABLES, closing_of
from jishi.modules.desk.models import Reply
from jishi.modules.identity import queries as people
from jishi.modules.orders import queries as orders
from jishi.modules.orders.queries.lists import Wanted
from jishi.modules.shops import queries as shops

LOOKED_BACK = 50
"""So many messages from the end are looked through for the order and the product that are talked about."""


def reply_seen(reply: Reply) -> dict[str, Any]:
    """A quick reply as those who may send it see it."""
    kept = {name: getattr(reply, name) for name in ("title", "text", "shortcut", "folder", "place")}
    return {"id": reply.pk, "whose": "mine" if reply.person else "shop"} | kept


def replies_seen(shop: str, market: str, person: str | None) -> dict[str, Any]:
    """The quick replies of a shop and those of one person there, each in their order."""
    most = law.replies_max(clock.now(), market)
    return {
        "shop": [reply_seen(one) for one in _of(shop, "")],
        "mine": [reply_seen(one) for one in _of(shop, person)] if person else [],
        "most": most.value if most.applies else None,
        "closing": closing_of(shop),
        "variables": list(VARIABLES),
        "closing_variables": list(CLOSING_VARIABLES),
    }


def _of(shop: str, person: str) -> QuerySet[Reply]:
    return Reply.objects.filter(shop=shop, person=person).order_by("place", "id")


def reply_values(row: Conversation, actor: Actor, language: str) -> dict[str, str | None]:
    """What the variables of a reply are filled with here; None where there is nothing. Names stay masked.

    The order is the one whose card was sent last, else the buyer's latest in the shop; the product the one whose card was sent last.
    """
    said = conversations.messages_after(row, max(0, row.last_seq - LOOKED_BACK), LOOKED_BACK)
    bodies = [one["body"] or {} for one in reversed(said)]
    names = people.masked_people([actor.person]) if actor.person else {}
    return {
        "buyer": people.buyer_name_masked(row.person) or None,
        "order": _order(row, actor, _card(bodies, "order_id")),
        "product": _product(row, actor, _card(bodies, "product_id")),
        "shop": shops.named([row.shop], language).get(row.shop) or None,
        "agent": next((one.name for one in names.values()), "") or None,
    }


def _card(bodies: list[dict[str, Any]], name: str) -> str | None:
    return next((str(body[name]) for body in bodies if name in body), None)


def _order(row: Conversation, actor: Actor, card: str | None) -> str | None:
    """The number of an order of this buyer in this shop, in groups of four, as people read it aloud."""
    if not actor.holds("orders.read", row.shop):
        return None
    theirs = orders.of_shop(row.shop, Wanted(buyer_id=row.person))
    found = theirs.filter(pk=card).first() or theirs.order_by("-placed_at", "-id").first()
    return ids.grouped(found.number) if found else None


def _product(row: Conversation, actor: Actor, card: str | None) -> str | None:
    if card is None:
        return None
    try:
        product, _ = access_product(actor, card)
    except Refused:
        return None
    return product.title if product.shop == row.shop else None
