"""Markets as the operator's people see them: all that the rulebook knows, opened or not, each with its packs and what changes next."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from jishi.kernel import clock, money, words
from jishi.kernel.access import Actor
from jishi.lawbook import engine, law
from jishi.lawbook import models as tables
from jishi.lawbook.rulebook import Market, Pack
from jishi.lawbook.states import DRAFT, IN_FORCE, NOTICE, PACK_CHANGE, SETTLED

BASE = "lawbook.pack.base"


def terms(actor: Actor, lang: str) -> list[dict[str, Any]]:
    """Every market of the rulebook, those that are opened first, with what may be done about it by this reader."""
    opened = {row.code: row for row in tables.Market.objects.all()}
    own = Counter(tables.Override.objects.filter(state__in=(IN_FORCE, NOTICE), repeals=None).values_list("market", "state"))
    changes: dict[str, list[tables.PackChange]] = {}
    for row in tables.PackChange.objects.exclude(state="withdrawn").order_by("since", "id"):
        changes.setdefault(row.market_id, []).append(row)
    found = [_terms(market, opened.get(market.code), own, changes.get(market.code, []), actor, lang) for market in _known()]
    return sorted(found, key=lambda one: (one["opened"] is None, one["code"]))


def _known() -> Iterator[Market]:
    yield from engine.book().law.markets.values()


def _terms(
    market: Market, row: tables.Market | None, own: Counter[Any], changes: list[tables.PackChange], actor: Actor, lang: str
) -> dict[str, Any]:
    now, book = clock.now(), engine.book()
    today = engine.today(now, market.code)
    dated = book.terms.packs.get(market.code, ())
    held = next(((since, pack) for since, pack in dated if since <= today), None)
    coming = next(((since, pack) for since, pack in reversed(dated) if since > today), None)
    notice, earliest = law.change_begins(now, market.code)
    return {
        "code": market.code,
        "currency": market.currency,
        "places": money.places(market.currency),
        "zone": market.zone.key,
        "opened": row.opened if row else None,
        "open": row is not None and row.opened <= today,
        "pack": _choice(held[1], lang) if held else None,
        "since": held[0] if held else None,
        "next_pack": _choice(coming[1], lang) if coming else None,
        "next_since": coming[0] if coming else None,
        "overrides": own[market.code, IN_FORCE],
        "announced": own[market.code, NOTICE],
        "earliest": earliest if row else today,
        "notice": notice.rule,
        "choices": [_choice(name, lang) for name in (*_packs(market.code), None)],
        "changes": [change_out(one, actor, lang) for one in changes if one.state == DRAFT or one.since > today],
    }


def _packs(market: str) -> list[str]:
    """The packs that are made for a market."""
    return [name for name, pack in engine.book().law.packs.items() if market in pack.markets]


def _choice(name: str | None, lang: str) -> dict[str, Any]:
    """A pack, how it is called, and how many rules it answers; the base alone answers none of its own."""
    pack: Pack | None = engine.book().law.packs[name] if name else None
    title = pack.head["zh" if lang.startswith("zh") else "says"].rstrip(".") if pack else words.say(BASE, lang)
    return {"name": name, "title": title, "rules": len(pack.rules) if pack else 0}


def change_out(row: tables.PackChange, actor: Actor, lang: str) -> dict[str, Any]:
    """One change of a pack as the operator's people see it, with what this reader may do next."""
    return {
        "id": row.pk,
        "market": row.market_id,
        "pack": _choice(row.pack, lang),
        "since": row.since,
        "reason": row.reason,
        "state": row.state,
        "drafted_as": row.drafted_as,
        "drafted_at": row.drafted_at,
        "mine": row.drafted_by == actor.person,
        "approvals": [{"role": one["role"], "at": one["at"], "mine": one["person"] == actor.person} for one in row.approvals],
        "persons": law.pack_persons(clock.now(), row.market_id).value or 0,
        "verbs": list(_verbs(row, actor, lang)),
    }


def _verbs(row: tables.PackChange, actor: Actor, lang: str) -> Iterator[dict[str, Any]]:
    if PACK_CHANGE.may(row, "settle") and actor.holds("lawbook.publish"):
        own = actor.person in {row.drafted_by, *(one["person"] for one in row.approvals)}
        why = words.say("lawbook.same_person", lang) if own else None
        yield {"verb": "settle", "operation": "lawbook.settle_pack", "allowed": not own, "why": why}
    begun = row.state == SETTLED and row.since <= engine.today(clock.now(), row.market_id)
    if PACK_CHANGE.may(row, "withdraw") and not begun and actor.holds("lawbook.open_market" if row.state == DRAFT else "lawbook.publish"):
        yield {"verb": "withdraw", "operation": "lawbook.withdraw_pack", "allowed": True, "why": None}
