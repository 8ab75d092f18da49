"""What can be done with parcels: one file a verb."""

from jishi.modules.fulfilment.actions.pack import pack
from jishi.modules.fulfilment.actions.scan import scan
from jishi.modules.fulfilment.actions.void import void
from jishi.modules.fulfilment.models import Package

__all__ = ["Package", "pack", "scan", "void"]
