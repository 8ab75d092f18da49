"""How near a shop has come to the limits that the rules set it."""

from jishi.lawbook.near import Nearness, near
from jishi.modules.identity import queries as people
from jishi.modules.shops import law
from jishi.modules.shops.models import Shop


def limits_of(shop: Shop) -> list[Nearness]:
    """Each limit that applies to the shop: so far its staff (rule shops.staff.per_shop)."""
    found = near(law.staff_per_shop(shop.market), len(people.members(shop.id)))
    return [found] if found else []
