"""Deliver again what was delivered or given up."""

from jishi.kernel import clock
from jishi.modules.partner.actions.write_down import gives_up_at
from jishi.modules.partner.errors import SwitchedOff
from jishi.modules.partner.models import Delivery
from jishi.modules.partner.states import DELIVERY, ON


def redeliver(delivery: Delivery, *, actor: str) -> Delivery:
    """The same body under the same id, with the rule's time for trying again from now. Raises SwitchedOff, WrongState."""
    if delivery.webhook.state != ON:
        raise SwitchedOff
    now = clock.real()
    return DELIVERY.advance(
        delivery, "redeliver", actor=actor, next_at=now, gives_up_at=gives_up_at(delivery.webhook, now), delivered_at=None
    )
