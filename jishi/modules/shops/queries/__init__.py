"""Reads of shops, for other modules too."""

from jishi.modules.shops.queries.limits import limits_of
from jishi.modules.shops.queries.setup import choices, is_set_up, is_setup_code, setup_code
from jishi.modules.shops.queries.shops import by_name, in_market, markets, name_key, named, shop

__all__ = [
    "by_name",
    "choices",
    "in_market",
    "is_set_up",
    "is_setup_code",
    "limits_of",
    "markets",
    "name_key",
    "named",
    "setup_code",
    "shop",
]
