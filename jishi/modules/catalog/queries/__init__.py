"""Reads of the catalog."""

from jishi.modules.catalog.queries.buyable import Buyable, buyable

__all__ = ["Buyable", "buyable"]
