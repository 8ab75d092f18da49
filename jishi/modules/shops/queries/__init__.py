"""Reads of shops, for other modules too."""

from jishi.modules.shops.queries.shops import by_name, in_market, name_key, named, shop

__all__ = ["by_name", "in_market", "name_key", "named", "shop"]
