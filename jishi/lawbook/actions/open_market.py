"""Open a market under a pack, or change the pack of an open one from a later day on."""

from datetime import date

from jishi.kernel import clock, ids, rows
from jishi.kernel.models import Audit
from jishi.kernel.runner import after_commit
from jishi.lawbook import engine, law
from jishi.lawbook.errors import PackBackdated, PackTaken, UnknownMarket, UnknownPack
from jishi.lawbook.models import Market, MarketPack
from jishi.lawbook.rulebook import rulebook


def open_market(code: str, pack: str | None, since: date, *, actor: str) -> Market:
    """From `since`, a day in the market's zone, it follows `pack`; None is the base alone. Asking again changes nothing.

    A market may be opened from any day; an open one changes its pack only after the notice of lawbook.changes.notice_for.
    Raises UnknownMarket, UnknownPack (also one made for other markets), PackBackdated and PackTaken.
    """
    if code not in rulebook().markets:
        raise UnknownMarket(field="code", market=code)
    if pack is not None and (pack not in rulebook().packs or code not in rulebook().packs[pack].markets):
        raise UnknownPack(field="pack", pack=pack, market=code)
    now = clock.now()
    market = Market.objects.filter(pk=code).first()
    if market is None:
        market = rows.add(Market(code=code, opened=since, at=now))
        rows.flush()
    elif _settled(market, pack, since):
        return market
    rows.add(
        MarketPack(id=ids.new_id("mpk"), market=market, pack=pack, since=since, at=now),
        Audit(actor=actor, act="lawbook.open_market", subject=code, at=now, data={"pack": pack, "since": since.isoformat()}),
    )
    after_commit(engine.forget)
    return market


def _settled(market: Market, pack: str | None, since: date) -> bool:
    """Is exactly this settled already? Raises when the day is another pack's or too early."""
    same_day = MarketPack.objects.filter(market=market, since=since).first()
    if same_day is not None:
        if same_day.pack != pack:
            raise PackTaken(field="since", market=market.code, since=since, pack=same_day.pack or "")
        return True
    ruling, earliest = law.change_begins(clock.now(), market.code)
    if since < earliest:
        raise PackBackdated(field="since", rule=ruling.rule, market=market.code, earliest=earliest)
    return False
