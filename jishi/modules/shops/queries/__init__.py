"""Reads of shops, for other modules too."""

from jishi.modules.shops.queries.limits import limits_of
from jishi.modules.shops.queries.shops import by_name, in_market, markets, name_key, named, shop

__all__ = ["by_name", "in_market", "limits_of", "markets", "name_key", "named", "shop"]
