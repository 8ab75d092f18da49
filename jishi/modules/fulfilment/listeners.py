"""What parcels hear of their orders."""

from jishi.kernel.events import Heard, listen
from jishi.modules.fulfilment.actions.void import void
from jishi.modules.orders.events import OrderCancelled


@listen(OrderCancelled, name="fulfilment.void")
def cancelled(heard: Heard) -> None:
    """An order that was packed is not sent: its parcel's waybill is void."""
    void(heard.fact.subject)
