"""What partner hears of orders, products and staff."""

from jishi.kernel.events import Heard, listen_all
from jishi.modules.partner.actions.write_down import write_down
from jishi.modules.partner.queries.facts import KINDS


@listen_all(*KINDS, name="partner.webhooks")
def happened(heard: list[Heard]) -> None:
    """Each shop's webhooks are told of it, after the commit."""
    write_down(heard)
