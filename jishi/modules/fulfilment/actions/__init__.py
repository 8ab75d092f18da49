"""What can be done with parcels: one file a verb."""

from jishi.modules.fulfilment.actions.pack import pack
from jishi.modules.fulfilment.actions.scan import scan
from jishi.modules.fulfilment.actions.void import void

__all__ = ["pack", "scan", "void"]
