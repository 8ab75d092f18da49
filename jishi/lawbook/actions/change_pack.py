"""A market's pack is changed by two: one proposes it, another settles it after the notice; until it begins it can be withdrawn."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from jishi.kernel import clock, events, ids, rows
from jishi.kernel.errors import WrongState
from jishi.kernel.models import Audit
from jishi.kernel.runner import after_commit
from jishi.lawbook import engine, law
from jishi.lawbook.actions.open_market import may_begin, open_market, pack_for
from jishi.lawbook.actions.publish_override import hold
from jishi.lawbook.calendar import midnight
from jishi.lawbook.errors import PackStands, PackTaken, SamePerson
from jishi.lawbook.events import PackAnnounced, PackWithdrawn
from jishi.lawbook.models import MarketPack, PackChange
from jishi.lawbook.states import DRAFT, PACK_CHANGE, SETTLED


@dataclass(frozen=True)
class By:
    """Who acts: the person, as what they work for the marketplace, and their name in the audit."""

    person: str
    role: str
    actor: str


def propose_pack(market: str, pack: str | None, since: date, reason: str, *, by: By) -> PackChange:
    """That an open market follows another pack from a day on; None is the base alone. Nothing holds until another person settles it.

    Raises UnknownPack, PackStands where it does so anyway, PackTaken, PackBackdated with its why (rule lawbook.changes.notice_for).
    """
    pack_for(market, pack)
    if engine.book().terms.pack(market, since) == pack:
        raise PackStands(field="pack", market=market, since=since)
    _free(market, since, by.person)
    row = PackChange(
        id=ids.new_id("pch"), market_id=market, pack=pack, since=since, reason=reason, drafted_by=by.person, drafted_as=by.role,
        drafted_at=clock.now(),
    )  # fmt: skip
    rows.add(row, _note(row, "lawbook.propose_pack", by.actor))
    return row


def settle_pack(row: PackChange, *, by: By) -> PackChange:
    """Another person than the proposer says yes; with enough of them (rule lawbook.changes.pack_persons) the market has it from its day on.

    Raises WrongState, SamePerson, PackTaken, and PackBackdated when the proposal waited too long for its notice.
    """
    hold(row.market_id)
    held = PackChange.objects.get(pk=row.pk)
    if held.state != DRAFT:
        raise WrongState(machine=PACK_CHANGE.name, verb="settle", state=held.state)
    needed = law.pack_persons(clock.now(), held.market_id)
    if by.person in {held.drafted_by, *(one["person"] for one in held.approvals)}:
        raise SamePerson(rule=needed.rule)
    _free(held.market_id, held.since, by.person)
    approvals = [*held.approvals, {"person": by.person, "role": by.role, "at": clock.now().isoformat()}]
    rows.add(_note(held, "lawbook.settle_pack", by.actor))
    if needed.applies and 1 + len(approvals) < needed.value:
        PackChange.objects.filter(pk=held.pk).update(approvals=approvals)
        rows.put(held, approvals=approvals)
        return held
    PACK_CHANGE.advance(held, "settle", actor=f"person:{by.person}", approvals=approvals)
    open_market(held.market_id, held.pack, held.since, actor=by.actor, person=by.person)
    begins = midnight(held.since, engine.market_of(held.market_id).zone)
    events.emit(PackAnnounced(subject=held.pk, market=held.market_id, pack=held.pack, begins=begins))
    return held


def withdraw_pack(row: PackChange, reason: str, *, actor: str) -> PackChange:
    """A proposal is dropped, or a settled change will not come. Raises WrongState for one that has begun, or is over."""
    hold(row.market_id)
    held = PackChange.objects.get(pk=row.pk)
    if held.state == SETTLED and held.since <= engine.today(clock.now(), held.market_id):
        raise WrongState(machine=PACK_CHANGE.name, verb="withdraw", state="begun")
    settled = held.state == SETTLED
    PACK_CHANGE.advance(held, "withdraw", actor=actor, reason=reason)
    rows.add(_note(held, "lawbook.withdraw_pack", actor))
    if settled:
        rows.flush()
        MarketPack.objects.filter(market=held.market_id, since=held.since).delete()
        events.emit(PackWithdrawn(subject=held.pk, market=held.market_id))
        after_commit(engine.forget)
    return held


def _free(market: str, since: date, person: str) -> None:
    """Raises PackTaken for a day on which another pack is settled already, PackBackdated for one within the notice."""
    taken = MarketPack.objects.filter(market=market, since=since).first()
    if taken is not None:
        raise PackTaken(field="since", market=market, since=since, pack=taken.pack or "")
    may_begin(market, since, person)


def _note(row: PackChange, act: str, actor: str) -> Audit:
    data: dict[str, Any] = {"change": row.pk, "pack": row.pack, "since": row.since.isoformat(), "reason": row.reason}
    return Audit(actor=actor, act=act, subject=row.market_id, at=clock.now(), data=data)
