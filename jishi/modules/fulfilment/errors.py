"""Refusals of fulfilment."""

from jishi.kernel.errors import BadInput, NotAllowed, Refused


class NoSandbox(NotAllowed):
    """The sandbox carrier scans in demonstration and development only."""

    code = "fulfilment.no_sandbox"


class ScanInFuture(BadInput):
    """A scan cannot lie in the future, nor before the parcel was packed."""

    code = "fulfilment.scan_time"


class NotWhatIsSent(BadInput):
    """The parcels do not hold, each piece once and none of them empty, what of the order is to be sent and still here."""

    code = "fulfilment.not_what_is_sent"


class TooManyParcels(Refused):
    """An order travels in so many parcels at most (rule fulfilment.packing.parcels_per_order)."""

    code = "fulfilment.too_many_parcels"


class TooManyOrders(Refused):
    """A parcel holds so many orders at most (rule fulfilment.packing.orders_per_parcel)."""

    code = "fulfilment.too_many_orders"


class OtherRecipient(Refused):
    """Orders travel together only to one buyer at one address."""

    code = "fulfilment.other_recipient"


class NotPacked(Refused):
    """A parcel that is not packed has no waybill to print."""

    code = "fulfilment.not_packed"


class WithCarrier(Refused):
    """The carrier has it: nothing is printed for it any more."""

    code = "fulfilment.with_carrier"


class NotSent(Refused):
    """The order ended, nothing of it is sent."""

    code = "fulfilment.not_sent"


class NoRecipient(Refused):
    """There is no address, or its person was erased."""

    code = "fulfilment.no_recipient"


class NotToPick(Refused):
    """Nothing of the order is to be picked now."""

    code = "fulfilment.not_to_pick"


class SheetClosed(Refused):
    """The sheet was printed too long ago to be opened again (rule fulfilment.printing.open_for)."""

    code = "fulfilment.sheet_closed"
