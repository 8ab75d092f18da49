"""What shops ask of the law, as of now and in the shop's market."""

from jishi import lawbook
from jishi.kernel import clock
from jishi.lawbook import Ruling


def staff_roles(market: str) -> Ruling:
    """The roles that a shop's staff hold."""
    return lawbook.at("shops.staff.roles", on=clock.now(), market=market)


def staff_per_shop(market: str) -> Ruling:
    """How many staff accounts a shop may have."""
    return lawbook.at("shops.staff.per_shop", on=clock.now(), market=market)
