"""Publish: a second person puts a drafted change on public notice; an emergency is in force at once and stays marked."""

from datetime import date
from typing import Any

from django.db.models import F

from jishi.kernel import clock, deadlines, events, rows
from jishi.kernel.errors import WrongState
from jishi.kernel.models import Audit
from jishi.kernel.runner import after_commit
from jishi.lawbook import drafts, engine, law, queries
from jishi.lawbook.actions.copy_values import value_row
from jishi.lawbook.calendar import midnight
from jishi.lawbook.deadlines import NOTICE_ENDS, begin
from jishi.lawbook.errors import AlreadyScheduled, NotInForce, SamePerson
from jishi.lawbook.events import ChangeAnnounced
from jishi.lawbook.models import Override
from jishi.lawbook.rulebook import OVERRIDE as LAYER
from jishi.lawbook.rulebook import rulebook, value_key
from jishi.lawbook.states import DRAFT, IN_FORCE, NOTICE, OVERRIDE


def publish_override(row: Override, *, person: str, role: str, actor: str) -> Override:
    """Another person than the drafter says yes; with enough of them (rules lawbook.overrides.persons, .emergency_persons) it is announced.

    Raises WrongState, SamePerson, OverrideBackdated when the draft waited too long for its notice, AlreadyScheduled, NotInForce
    for the repeal of what is no longer in force, and Tie or HidesNarrower where the law changed since it was drafted.
    """
    hold(row.market_id)
    held = Override.objects.get(pk=row.pk)
    if held.state != DRAFT:
        raise WrongState(machine=OVERRIDE.name, verb="publish", state=held.state)
    now = clock.now()
    needed = law.persons(now, held.market_id, held.emergency)
    if person in {held.drafted_by, *(one["person"] for one in held.approvals)}:
        raise SamePerson(rule=needed.rule)
    _still_good(held)
    approvals = [*held.approvals, {"person": person, "role": role, "at": now.isoformat()}]
    rows.add(Audit(actor=actor, act="lawbook.publish", subject=held.pk, at=now, data={"market": held.market_id, "rule": held.rule}))
    if needed.applies and 1 + len(approvals) < needed.value:
        Override.objects.filter(pk=held.pk).update(approvals=approvals, revision=F("revision") + 1)
        rows.put(held, approvals=approvals)
        return held
    return _announce(held, approvals, person)


def hold(market: str) -> None:
    """Whoever changes this market's law at the same time waits here, on either database."""
    rows.change("UPDATE lawbook_market SET code = code WHERE code = %s", [market])


def _still_good(row: Override) -> None:
    if Override.objects.filter(place=row.place, state=NOTICE).exists():
        raise AlreadyScheduled(name=row.rule)
    if row.repeals_id is not None:
        if not Override.objects.filter(pk=row.repeals_id, state=IN_FORCE, ends=None).exists():
            raise NotInForce(name=row.rule)
    else:
        first = row.since or engine.today(clock.now(), row.market_id)
        drafts.check_place(drafts.known_rule(row.rule), row.where, first, row.replaces_all)


def _announce(row: Override, approvals: list[dict[str, str]], person: str) -> Override:
    now = clock.now()
    today = engine.today(now, row.market_id)
    if row.emergency:
        since, begins, notice, ruling = today, now, None, law.persons(now, row.market_id, True)
    else:
        since = row.since or today
        ruling = drafts.check_begins(row, since, person, "lawbook.publish")
        begins = midnight(since, engine.market_of(row.market_id).zone)
        notice = {"from": today.isoformat(), "to": drafts.day_before(since).isoformat()}
    changes: dict[str, Any] = {"since": since, "begins": begins, "notice": notice, "published_at": now, "approvals": approvals}
    key = None if row.repeals_id is not None else _key(row, since)
    OVERRIDE.advance(row, "publish", actor=f"person:{person}", ruling=ruling.json(), key=key, revision=row.revision + 1, **changes)
    before = Override.objects.filter(place=row.place, state=IN_FORCE, repeals=None)
    before.exclude(pk=row.pk).update(ends=begins, revision=F("revision") + 1)
    if key is not None:
        rows.add(value_row(rulebook(), queries.override_value(row)))
    events.emit(ChangeAnnounced(subject=row.pk, market=row.market_id, rule=row.rule, begins=begins, emergency=row.emergency))
    if row.emergency:
        begin([row], actor=f"person:{person}")
    else:
        deadlines.open(NOTICE_ENDS, row.pk, ruling, now, market=row.market_id, due=begins)
    after_commit(engine.forget)
    return row


def _key(row: Override, since: date) -> str:
    source = queries.override_source(row)
    return value_key(LAYER, row.rule, since.isoformat(), row.where, row.unit, row.value, source)
