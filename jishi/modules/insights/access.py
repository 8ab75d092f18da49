"""The door to a shop's figures: its staff and operators, each part to whom their role shows it."""

from collections.abc import Callable

from jishi.kernel.access import Actor
from jishi.modules.shops.access import access_shop
from jishi.modules.shops.actions import Shop

READ, SALES, CHATS = "orders.read", "orders.money", "desk.answer"
May = Callable[[str], bool]


def access_today(actor: Actor, shop_id: str) -> tuple[Shop, May]:
    """A shop whose orders the actor may read, and what else they may there. Raises as `access_shop`."""
    shop = access_shop(actor, shop_id, may=READ)
    return shop, lambda permission: actor.holds(permission, shop.pk) or actor.holds(permission)
