"""Reads of parcels."""

from jishi.modules.fulfilment.queries.parcels import package_view, packages_of

__all__ = ["package_view", "packages_of"]
