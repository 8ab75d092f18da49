"""Money that arrived for orders."""

from collections.abc import Sequence

from jishi.modules.orders.actions.paid import take_payment
from jishi.modules.payments.actions import Paid, Payment, on_captured


@on_captured("orders")
def captured(payment: Payment, paid: Sequence[Paid]) -> list[str]:
    """Orders were paid; those that can no longer be taken are returned, to be refunded."""
    return take_payment([(one.subject, one.amount.minor) for one in paid])
