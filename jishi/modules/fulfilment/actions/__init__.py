"""What can be done with parcels: one file a verb."""

from jishi.modules.fulfilment.actions.pack import pack
from jishi.modules.fulfilment.actions.print import Printed, print_labels, print_pick_list
from jishi.modules.fulfilment.actions.put_on_shelf import put_on_shelf
from jishi.modules.fulfilment.actions.repack import merge, repack, split
from jishi.modules.fulfilment.actions.scan import scan
from jishi.modules.fulfilment.actions.void import void
from jishi.modules.fulfilment.models import Package

__all__ = ["Package", "Printed", "merge", "pack", "print_labels", "print_pick_list", "put_on_shelf", "repack", "scan", "split", "void"]
