"""Standings: what a module above restricts or favours in one below. The module below declares its privileges and reads only those."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db.models import Q

from jishi.kernel import clock, ids, rows
from jishi.kernel.models import Standing

Effect = Literal["off", "limit", "factor", "on"]
PRIVILEGES: dict[str, str] = {}


@dataclass(frozen=True)
class Verdict:
    """What holds for one subject and privilege now: allowed, the tightest limit and the factor (basis points), and by which rows."""

    allowed: bool
    limit: int | None
    factor: int
    rows: tuple[Standing, ...]


def declare(privilege: str, says: str) -> str:
    """A module names a privilege `module.name` that others may restrict. Raises ValueError for a name given twice."""
    if PRIVILEGES.setdefault(privilege, says) != says:
        raise ValueError(f"privilege {privilege} is declared twice")
    return privilege


def restrict(
    subject: str,
    privilege: str,
    ruling: Any,
    *,
    effect: Effect = "off",
    amount: int | None = None,
    until: datetime | None = None,
    decision: str | None = None,
) -> Standing:
    """Take a privilege away (off), limit it to `amount` or scale it to `amount` basis points, by a ruling.

    It ends at `until` or when lifted. Raises ValueError for an effect that restricts nothing or lacks its amount.
    """
    if effect == "on" or (amount is None) != (effect == "off"):
        raise ValueError(f"a restriction {effect} with amount {amount} says nothing")
    return _write(subject, privilege, ruling, effect, amount, until, decision, "")


def grant(
    subject: str, privilege: str, ruling: Any, *, waives: str = "", until: datetime | None = None, decision: str | None = None
) -> Standing:
    """Allow a privilege; it beats a restriction only when it names the rule that it waives."""
    return _write(subject, privilege, ruling, "on", None, until, decision, waives)


def lift(standing: Standing) -> None:
    """End a standing now."""
    _flush()
    rows.change("UPDATE kernel_standing SET lifted_at = %s WHERE id = %s AND lifted_at IS NULL", [rows.db_time(clock.now()), standing.id])


def _flush() -> None:
    if rows.pending(Standing):
        rows.flush()


def _write(
    subject: str, privilege: str, ruling: Any, effect: Effect, amount: int | None, until: datetime | None, decision: str | None, waives: str
) -> Standing:
    if privilege not in PRIVILEGES:
        raise ValueError(f"privilege {privilege} is declared by no module")
    return rows.add(
        Standing(
            id=ids.new_id("std"),
            subject=subject,
            privilege=privilege,
            effect=effect,
            amount=amount,
            since=clock.now(),
            until=until,
            rule=ruling.rule,
            ruling=ruling.json(),
            waives=waives,
            decision=decision,
        )
    )


def barred(subjects: Collection[str], privilege: str) -> dict[str, Standing]:
    """Which of these subjects may not do it now, and by which row; one question for all. A grant that waives the rule counts."""
    _flush()
    now = rows.db_time(clock.now())
    among, keys = rows.among(subjects)
    tail = f"WHERE subject {among} AND privilege = %s AND since <= %s AND lifted_at IS NULL AND (until IS NULL OR until > %s)"
    held = rows.fetch(Standing, tail, [*keys, privilege, now, now]) if subjects else []
    waived = {(row.subject, row.waives) for row in held if row.effect == "on" and row.waives}
    return {row.subject: row for row in held if row.effect == "off" and (row.subject, row.rule) not in waived}


def allows(subject: str, privilege: str) -> Verdict:
    """What a subject may do now: a restriction beats a grant unless the grant waives the restriction's rule."""
    _flush()
    now = clock.now()
    held = list(
        Standing.objects.filter(Q(until=None) | Q(until__gt=now), subject=subject, privilege=privilege, since__lte=now, lifted_at=None)
    )
    waived = {row.waives for row in held if row.effect == "on" and row.waives}
    binding = [row for row in held if row.effect != "on" and row.rule not in waived]
    limits = [row.amount for row in binding if row.effect == "limit" and row.amount is not None]
    factor = 10_000
    for row in binding:
        if row.effect == "factor" and row.amount is not None:
            factor = factor * row.amount // 10_000
    return Verdict(not any(row.effect == "off" for row in binding), min(limits, default=None), factor, tuple(binding))
