"""A trial: something that did not happen, to see whether the program listens."""

from jishi.kernel import clock, rows
from jishi.modules.partner.actions.write_down import delivery_of
from jishi.modules.partner.errors import SwitchedOff
from jishi.modules.partner.models import Delivery, Webhook
from jishi.modules.partner.queries.facts import PING, fact_body
from jishi.modules.partner.states import ON


def ping(webhook: Webhook) -> Delivery:
    """Sent like any other delivery. Raises SwitchedOff."""
    if webhook.state != ON:
        raise SwitchedOff
    now = clock.now()
    return rows.add(delivery_of(webhook, PING, None, fact_body(PING, None, now), now, clock.real()))
