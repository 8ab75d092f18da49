"""What notices ask of the law, as of now and in the market they come from."""

from datetime import datetime

from jishi import lawbook
from jishi.kernel import clock
from jishi.lawbook import Ruling

SHOP, BUYER = "shop", "buyer"


def _now(rule: str, market: str) -> Ruling:
    return lawbook.at(rule, on=clock.now(), market=market)


def defaults(market: str) -> Ruling:
    """What is told where to someone who has not said otherwise, by whom they are told as and by topic."""
    return _now("notices.messages.defaults", market)


def quiet_hours(market: str) -> Ruling:
    """When nothing is mailed or shown to someone who has not said otherwise."""
    return _now("notices.messages.quiet_hours", market)


def gathered_for(market: str) -> Ruling:
    """For how long notices are gathered before one mail tells of them."""
    return _now("notices.messages.gathered_for", market)


def gathered_until(start: datetime, whose: str, topic: str, market: str) -> datetime | None:
    """When a letter of this topic that is begun now goes out; None where notices of it are not mailed at all."""
    ruling = gathered_for(market)
    row = ruling.row(whose=whose, topic=topic)
    return ruling.after(start, figure=row["minutes"], column="minutes") if row else None


def kept_for(market: str) -> Ruling:
    """How long a notice is kept."""
    return _now("notices.messages.kept_for", market)
