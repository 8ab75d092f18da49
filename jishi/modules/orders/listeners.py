"""Money that arrived for orders, and buyers who were erased."""

from collections.abc import Sequence

from jishi.kernel.events import Heard, listen
from jishi.modules.identity.events import PersonErased
from jishi.modules.orders.actions.note import forget_notes
from jishi.modules.orders.actions.paid import take_payment
from jishi.modules.orders.actions.views import forget_views
from jishi.modules.payments.actions import Paid, Payment, on_captured


@on_captured("orders")
def captured(payment: Payment, paid: Sequence[Paid]) -> list[str]:
    """Orders were paid; those that can no longer be taken are returned, to be refunded."""
    return take_payment([(one.subject, one.amount.minor) for one in paid])


@listen(PersonErased, name="orders.forget_notes")
def erased(heard: Heard) -> None:
    """What both sides wrote freely about the orders of someone who was erased goes too, and the lists that they kept."""
    forget_notes(heard.fact.subject)
    forget_views(heard.fact.subject)
