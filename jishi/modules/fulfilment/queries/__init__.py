"""Reads of parcels."""

from jishi.modules.fulfilment.queries.parcels import package_view, package_views, packages_of, printed_view
from jishi.modules.fulfilment.queries.sheets import pdf

__all__ = ["package_view", "package_views", "packages_of", "pdf", "printed_view"]
