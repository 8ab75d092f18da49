"""Which ways to pay there are."""

from datetime import datetime

from jishi.lawbook import Ruling
from jishi.modules.payments import law


def methods(market: str, now: datetime) -> Ruling:
    """The ways to pay that a market offers, as a list of words (rule payments.methods.offered)."""
    return law.methods(market, now)
