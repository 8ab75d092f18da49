"""Questions of payments to the lawbook."""

from datetime import datetime

from jishi import lawbook
from jishi.lawbook import Ruling


def methods(market: str, now: datetime) -> Ruling:
    """The ways to pay that a market offers, as a list of words."""
    return lawbook.at("payments.methods.offered", on=now, market=market)
