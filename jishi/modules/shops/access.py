"""The doors to a shop: the public sees its front, staff and operators what their role may."""

from jishi.kernel import rows
from jishi.kernel.access import Actor
from jishi.kernel.errors import NotAllowed, NotFound
from jishi.lawbook import queries as lawbook
from jishi.lawbook.queries import OpenMarket
from jishi.modules.identity import queries as people
from jishi.modules.shops.errors import MarketClosed
from jishi.modules.shops.models import Shop

OWNER = "owner"


def access_shop(actor: Actor, shop_id: str, *, may: str = "shops.read") -> Shop:
    """A shop in which the actor holds the permission, by their role there or as an operator.

    Raises NotSignedIn for nobody, NotFound where there is none or the actor has nothing to do with it, NotAllowed where
    their role lacks the permission.
    """
    actor.needs(may, shop_id)
    return front(shop_id)


def front(shop_id: str) -> Shop:
    """A shop as anyone may look at it. Raises NotFound when there is none."""
    row = rows.one(Shop, shop_id)
    if row is None:
        raise NotFound
    return row


def access_market(code: str) -> OpenMarket:
    """An open market. Raises MarketClosed (404) for one that is not."""
    market = lawbook.market(code)
    if market is None:
        raise MarketClosed
    return market


def access_member(actor: Actor, shop_id: str, person: str) -> tuple[Shop, people.Membership]:
    """A shop and one who works there, for those who may change who does; owners are changed by owners and the operator only.

    Raises as `access_shop`, and NotFound for someone who does not work there.
    """
    shop = access_shop(actor, shop_id, may="shops.members")
    member = people.member(shop.id, person)
    if member is None:
        raise NotFound
    needs_owner(actor, shop.id, member.role)
    return shop, member


def needs_owner(actor: Actor, shop_id: str, *roles: str) -> None:
    """Raises NotAllowed where one of these roles is the owner's and the actor may not touch owners."""
    if OWNER in roles and not (actor.holds("shops.owners", shop_id) or actor.holds("shops.owners")):
        raise NotAllowed(permission="shops.owners")
