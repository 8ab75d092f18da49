"""Draft: an operator writes down a change of a rule in one market, or the repeal of one; nothing holds yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from jishi.kernel import clock, ids, rows
from jishi.kernel.models import Audit
from jishi.lawbook import drafts, engine, law
from jishi.lawbook.errors import AlreadyScheduled, NothingChanges, NotInForce, ReasonMissing, SinceMissing, WrongRole
from jishi.lawbook.models import Override
from jishi.lawbook.states import IN_FORCE


@dataclass(frozen=True)
class Change:
    """What is to hold, for which cases, and from which day on; an emergency begins when it is published and names no day."""

    value: Any
    since: date | None
    reason: str = ""
    emergency: bool = False
    unit: str | None = None
    min_count: int | None = None
    replaces_all: bool = False
    where: Mapping[str, str] = field(default_factory=dict)


def draft_override(market: str, name: str, change: Change, *, person: str, role: str, actor: str) -> Override:
    """A value of the operator's own, for another person to publish.

    Raises NoSuchRule, NotToOverride, BadWhere, BadUnit, BadValue, NeverAbsent, NothingChanges, Tie, HidesNarrower,
    SinceMissing, ReasonMissing, OverrideBackdated, WrongRole (rules lawbook.overrides.*).
    """
    rule = drafts.known_rule(name)
    where = drafts.checked_where(rule, market, change.where)
    unit = drafts.checked_unit(rule, change.unit)
    drafts.check_value(rule, unit, change.value)
    row = _row(market, name, where, change, person=person, role=role)
    row.unit, row.value, row.replaces_all = unit, change.value, change.replaces_all
    first = change.since or engine.today(clock.now(), market)
    _changes_something(row, change.since or clock.now())
    if rule.unit == "ratio":
        row.min_count = change.min_count if change.min_count is not None else _count_so_far(row, first)
    drafts.check_place(rule, where, first, change.replaces_all)
    return _kept(row, "lawbook.draft", actor)


def repeal_override(target: Override, change: Change, *, person: str, role: str, actor: str) -> Override:
    """The repeal of an override that is in force, for another person to publish: what holds without it holds again.

    Raises NotInForce, AlreadyScheduled, and as `draft_override` about the day, the reason and the role.
    """
    if target.state != IN_FORCE or target.repeals_id is not None:
        raise NotInForce(name=target.rule)
    if target.ends is not None:
        raise AlreadyScheduled(name=target.rule)
    row = _row(target.market_id, target.rule, target.where, change, person=person, role=role)
    row.repeals, row.unit = target, target.unit
    return _kept(row, "lawbook.repeal", actor)


def _row(market: str, rule: str, where: Mapping[str, str], change: Change, *, person: str, role: str) -> Override:
    return Override(
        id=ids.new_id("ovr"),
        market_id=market,
        rule=rule,
        place=drafts.place_of(rule, where),
        where=dict(where),
        reason=change.reason,
        emergency=change.emergency,
        since=None if change.emergency else change.since,
        drafted_by=person,
        drafted_as=role,
        drafted_at=clock.now(),
    )


def _kept(row: Override, verb: str, actor: str) -> Override:
    now = clock.now()
    may = law.drafted_by(now, row.market_id)
    if not may.holds(row.drafted_as):
        raise WrongRole(rule=may.rule, role=row.drafted_as)
    if row.emergency:
        needs = law.emergency_needs_reason(now, row.market_id)
        if needs.value and not row.reason:
            raise ReasonMissing(field="reason", rule=needs.rule)
    elif row.since is None:
        raise SinceMissing(field="since")
    else:
        drafts.check_begins(row, row.since, row.drafted_by, verb)
    rows.add(
        row,
        Audit(actor=actor, act=verb, subject=row.pk, at=now, data={"market": row.market_id, "rule": row.rule, "emergency": row.emergency}),
    )
    return row


def _asked(row: Override) -> dict[str, str | None]:
    return {key: row.where.get(key) for key in engine.book().law.asked_with(row.rule)}


def _changes_something(row: Override, first: date | datetime) -> None:
    held = engine.at(row.rule, on=first, market=row.market_id, **_asked(row))
    value = engine.book().held(held)
    if held.applies == (row.value is not None) and (value is None or (value.raw, value.unit) == (row.value, row.unit)):
        raise NothingChanges(field="value", name=row.rule)


def _count_so_far(row: Override, first: date) -> int | None:
    held = engine.at(row.rule, on=first, market=row.market_id, **_asked(row))
    count = held.told.get("min_count")
    return int(count) if count is not None else None
