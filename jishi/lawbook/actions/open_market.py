"""Open a market under a pack, or change the pack of an open one from a later day on."""

from datetime import date, datetime
from typing import Any

from jishi.kernel import clock, ids, rows
from jishi.kernel.models import Audit
from jishi.kernel.runner import after_commit
from jishi.lawbook import engine, law
from jishi.lawbook.decisions import Fact
from jishi.lawbook.errors import PackBackdated, PackTaken, UnknownMarket, UnknownPack
from jishi.lawbook.models import Market, MarketPack
from jishi.lawbook.rulebook import rulebook
from jishi.lawbook.ruling import Ruling


def open_market(code: str, pack: str | None, since: date, *, actor: str = "system:setup", person: str | None = None) -> Market:
    """From `since`, a day in the market's zone, it follows `pack`; None is the base alone. Asking again changes nothing.

    Of an instant its day is taken.
    A market may be opened from any day; an open one changes its pack only after the notice of lawbook.changes.notice_for.
    `person` is who asks, for the decision that a refusal by that rule leaves.
    Raises UnknownMarket, UnknownPack (also one made for other markets), PackBackdated and PackTaken.
    """
    if code not in rulebook().markets:
        raise UnknownMarket(field="code", market=code)
    pack_for(code, pack)
    if isinstance(since, datetime):
        since = engine.today(since, code)
    now = clock.now()
    market = Market.objects.filter(pk=code).first()
    if market is None:
        market = rows.add(Market(code=code, opened=since, at=now))
        rows.flush()
    elif _settled(market, pack, since, person):
        return market
    rows.add(
        MarketPack(id=ids.new_id("mpk"), market=market, pack=pack, since=since, at=now),
        Audit(actor=actor, act="lawbook.open_market", subject=code, at=now, data={"pack": pack, "since": since.isoformat()}),
    )
    after_commit(engine.forget)
    return market


def _settled(market: Market, pack: str | None, since: date, person: str | None) -> bool:
    """Is exactly this settled already? Raises when the day is another pack's or too early."""
    same_day = MarketPack.objects.filter(market=market, since=since).first()
    if same_day is not None:
        if same_day.pack != pack:
            raise PackTaken(field="since", market=market.code, since=since, pack=same_day.pack or "")
        return True
    may_begin(market.code, since, person)
    return False


def pack_for(code: str, pack: str | None) -> None:
    """Raises UnknownPack for a pack that the rulebook does not have, or has for other markets."""
    if pack is not None and (pack not in rulebook().packs or code not in rulebook().packs[pack].markets):
        raise UnknownPack(field="pack", pack=pack, market=code)


def may_begin(code: str, since: date, person: str | None) -> None:
    """Raises PackBackdated, with its why, for a day within the notice that a change announced now takes."""
    ruling, earliest = law.change_begins(clock.now(), code)
    if since < earliest:
        why = _why(code, since, ruling, earliest, person)
        raise PackBackdated(field="since", rule=ruling.rule, market=code, earliest=earliest, why=why)


def _why(code: str, since: date, ruling: Ruling, earliest: date, person: str | None) -> dict[str, Any]:
    told = {"market": code, "since": since, "earliest": earliest}
    return {
        "subject": code,
        "verb": "lawbook.open_market",
        "outcome": "lawbook.decision.pack_refused",
        "market": code,
        "person": person,
        "rulings": [ruling],
        "params": told,
        "facts": [Fact("lawbook.fact.announced", clock.now()), Fact("lawbook.fact.to_begin", since)],
        "sum": ("lawbook.sum.notice", {"announced": clock.now(), "notice": ruling, "earliest": earliest}),
        "counterfactuals": [("lawbook.instead.later", told)],
    }
