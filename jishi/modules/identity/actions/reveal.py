"""Unmask a recipient: the only way for anyone but themselves to read them, counted and on record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jishi.kernel import clock, crypto, quota, rows
from jishi.kernel.access import Actor
from jishi.kernel.errors import NotFound
from jishi.kernel.models import Audit
from jishi.lawbook import Ruling
from jishi.lawbook.decisions import Fact
from jishi.modules.identity import law
from jishi.modules.identity.actions.alarm import alarm_reveals
from jishi.modules.identity.errors import TooManyReveals
from jishi.modules.identity.models import Address, Person
from jishi.modules.identity.queries.addresses import Recipient, recipient_in_full
from jishi.modules.identity.queries.people import person as person_in_full


@dataclass(frozen=True)
class PersonRevealed:
    """How a person is called and reached, in full."""

    name: str
    phone: str
    email: str


def reveal_recipient(address_id: str, *, actor: Actor, subject: str, shop: str | None, market: str, reason: str) -> Recipient:
    """An address in full, for a person who gives a reason (rules identity.reveal.*). Access to `subject`, where it hangs, is asked before.

    `shop` is that in whose name they look; None for an operator. Raises NotSignedIn, NotAllowed for a key, NotFound when there
    is none or its person was erased, TooManyReveals with its why when the person's or the shop's day is used up.
    """
    person = actor.needs_person()
    now = clock.now()
    _count(f"identity.reveal:{person}", law.reveals_a_day(market, now), "person", subject, person, shop, market, now)
    if shop is not None:
        _count(f"identity.reveal:{shop}", law.shop_reveals_a_day(market, now), "shop", subject, person, shop, market, now)
    address = Address.objects.filter(pk=address_id).first()
    try:
        seen = recipient_in_full(address) if address else None
    except crypto.Erased:
        seen = None
    if seen is None:
        raise NotFound
    told = {"address": address_id, "reason": reason, "shop": shop}
    rows.add(Audit(actor=actor.name, act="identity.reveal_recipient", subject=subject, at=now, data=told))
    if shop is not None:
        alarm_reveals(shop, market=market, at=now, actor=actor.name)
    return seen


def reveal_person(row: Person, *, actor: Actor, reason: str) -> PersonRevealed:
    """Name, phone and e-mail in full, for an operator who gives a reason; counted as a recipient is (identity.reveal.per_person_a_day).

    Raises NotSignedIn, NotAllowed for a key, NotFound when they were erased, TooManyReveals with its why when the day is used up.
    """
    person, now = actor.needs_person(), clock.now()
    _count(f"identity.reveal:{person}", law.reveals_a_day(row.market, now), "person", row.pk, person, None, row.market, now)
    seen = person_in_full(row.pk)
    if seen is None or row.erased:
        raise NotFound
    rows.add(Audit(actor=actor.name, act="identity.reveal_person", subject=row.pk, at=now, data={"reason": reason}))
    return PersonRevealed(seen.name, seen.phone, seen.email)


def reveal_on_paper(
    wanted: Mapping[str, str], *, actor: Actor, shop: str, market: str, reason: str
) -> tuple[list[str], TooManyReveals | None]:
    """Put on record that the addresses of these subjects (subject -> address) will be read in full on paper; each counts as one.

    Those that the day of the person and the shop still allows, in the order given, and the refusal of the rest, with its why. Raises
    NotSignedIn, NotAllowed for a key, and TooManyReveals where another took meanwhile what was left.
    """
    person = actor.needs_person()
    now = clock.now()
    day = now.astimezone(law.zone(market)).date().isoformat()
    limits = [
        (f"identity.reveal:{person}", law.reveals_a_day(market, now), "person"),
        (f"identity.reveal:{shop}", law.shop_reveals_a_day(market, now), "shop"),
    ]
    left = [max(0, int(limit.value) - quota.used(key, day)) for key, limit, _ in limits]
    allowed = list(wanted)[: min(left)]
    if allowed:
        for key, limit, whose in limits:
            _count(key, limit, whose, allowed[0], person, shop, market, now, n=len(allowed))
        note_on_paper({subject: wanted[subject] for subject in allowed}, actor=actor, shop=shop, reason=reason)
        alarm_reveals(shop, market=market, at=now, actor=actor.name)
    rest = list(wanted)[len(allowed) :]
    if not rest:
        return allowed, None
    key, limit, whose = limits[left.index(min(left))]
    why = _why(limit, whose, rest[0], person, shop, market, quota.used(key, day))
    return allowed, TooManyReveals(limit=limit.value, why=why)


def note_on_paper(wanted: Mapping[str, str], *, actor: Actor, shop: str, reason: str) -> None:
    """Put on record that the addresses of these subjects (subject -> address) stand in full on paper, without counting them."""
    for subject, address in wanted.items():
        told = {"address": address, "reason": reason, "shop": shop}
        rows.add(Audit(actor=actor.name, act="identity.reveal_recipient", subject=subject, at=clock.now(), data=told))


def _count(
    key: str, limit: Ruling, whose: str, subject: str, person: str, shop: str | None, market: str, now: datetime, *, n: int = 1
) -> None:
    day = now.astimezone(law.zone(market)).date().isoformat()
    if not quota.take(key, day, limit.value, n):
        raise TooManyReveals(limit=limit.value, why=_why(limit, whose, subject, person, shop, market, quota.used(key, day)))


def _why(limit: Ruling, whose: str, subject: str, person: str, shop: str | None, market: str, used: int) -> dict[str, Any]:
    return {
        "subject": subject,
        "verb": "identity.reveal_recipient",
        "outcome": f"identity.decision.reveals_of_{whose}",
        "market": market,
        "person": person,
        "shop": shop if whose == "shop" else None,
        "rulings": [limit],
        "facts": [Fact("identity.fact.reveals_today", used)],
        "counterfactuals": [("identity.instead.tomorrow", {})],
    }
