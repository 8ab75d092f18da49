"""Reads of the catalog."""

from jishi.modules.catalog.queries.buyable import Buyable, buyable
from jishi.modules.catalog.queries.lying import Lying, coded, lying

__all__ = ["Buyable", "Lying", "buyable", "coded", "lying"]
