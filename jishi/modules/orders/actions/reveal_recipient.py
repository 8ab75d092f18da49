"""Read where an order goes in full, with a reason: counted and on record."""

from jishi.kernel.access import Actor
from jishi.kernel.errors import NotFound
from jishi.modules.identity import actions as identity
from jishi.modules.identity.queries import Recipient
from jishi.modules.orders.models import Order


def reveal_recipient(order: Order, reason: str, *, as_shop: bool, actor: Actor) -> Recipient:
    """The order's recipient unmasked (rules identity.reveal.*). Raises NotFound for an order without an address, else as identity does."""
    if order.address is None:
        raise NotFound
    shop = order.shop if as_shop else None
    return identity.reveal_recipient(order.address, actor=actor, subject=order.pk, shop=shop, market=order.market, reason=reason)
