"""Facts of fulfilment."""

from dataclasses import dataclass

from jishi.kernel.events import Event


@dataclass(frozen=True)
class PackagesChanged(Event):
    """How the pieces of an order (`subject`) are packed is another: in several parcels, with another order, or its parcels are void."""

    shop: str
