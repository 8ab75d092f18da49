"""What parcels hear of their orders."""

from jishi.kernel.events import Heard, listen
from jishi.modules.fulfilment.actions.fit import fit
from jishi.modules.fulfilment.actions.void import void
from jishi.modules.orders import actions as orders
from jishi.modules.orders.events import LinesCancelled, OrderCancelled


@listen(OrderCancelled, name="fulfilment.void")
def cancelled(heard: Heard) -> None:
    """An order that was packed is not sent: the waybills of its parcels are void."""
    void(orders.held(heard.fact.subject).pk, heard.fact.shop)


@listen(LinesCancelled, name="fulfilment.fit")
def lessened(heard: Heard) -> None:
    """What is not sent is taken out of the parcels that are still here."""
    fit(orders.held(heard.fact.subject))
