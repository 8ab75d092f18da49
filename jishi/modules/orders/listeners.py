"""Money that arrived for orders."""

from collections.abc import Sequence

from jishi.modules.orders.actions.paid import take_payment
from jishi.modules.payments.doors import Part, on_captured


@on_captured("orders")
def captured(parts: Sequence[Part]) -> list[str]:
    """Orders were paid; those that can no longer be taken are returned, to be refunded."""
    return take_payment([(part.subject, part.amount_minor) for part in parts])
