"""Deadlines: every time limit is a row, opened in the transaction that starts it and closed in the one that makes it moot.

open -> met, moot or lapsed; open <-> paused (the remainder is kept); extended once, by a ruling of its own. Only a lapse has
an effect, in one transaction with it: never early, never twice. Any number of workers may sweep. Of one subject's deadlines
the earlier fires first, and of two due at once the one opened first.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db import connection

from jishi.kernel import clock, ids, rows, stored
from jishi.kernel.models import Deadline
from jishi.kernel.money import Money
from jishi.kernel.runner import act, act_until_idle, trouble

BATCH = 100
LOOK = 500
_MILLISECOND = timedelta(milliseconds=1)
HANDLERS: dict[str, "Lapse"] = {}


class RulingLike(Protocol):
    """What a deadline needs of a ruling."""

    @property
    def rule(self) -> str: ...
    @property
    def applies(self) -> bool: ...
    def after(self, start: datetime) -> datetime: ...
    def json(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Lapse:
    """What happens when a kind of deadline runs out, and how many may be done at once."""

    kind: str
    batch: int
    handler: Callable[[list[Deadline]], None]


class _Soon:
    """How the moment at which a deadline is due soon is found: the lawbook's to say."""

    at: Callable[[datetime, datetime, str], datetime] | None = None


def set_soon(at: Callable[[datetime, datetime, str], datetime]) -> None:
    """Told once at start by the lawbook: (opened, due, market) -> the moment from which it is due soon."""
    _Soon.at = at


def on_lapse(kind: str, batch: int = BATCH) -> Callable[[Callable[[list[Deadline]], None]], Callable[[list[Deadline]], None]]:
    """Register what happens to a list of deadlines of one kind that ran out; it runs in the firing transaction.

    Raises ValueError for a kind that another handler has taken.
    """

    def register(handler: Callable[[list[Deadline]], None]) -> Callable[[list[Deadline]], None]:
        if kind in HANDLERS:
            raise ValueError(f"two say what happens when {kind} lapses")
        HANDLERS[kind] = Lapse(kind, batch, handler)
        return handler

    return register


def open(  # noqa: A001 - the verb of a deadline
    kind: str,
    subject: str,
    ruling: RulingLike,
    start: datetime,
    *,
    market: str,
    due: datetime | None = None,
    shop: str | None = None,
    person: str | None = None,
    cost: dict[str, Any] | None = None,
) -> Deadline | None:
    """Start a time limit; None, and nothing started, where the rule says there is no such limit.

    `due` is the ruling's own time after `start` unless given. `cost` = {"money": Money or None, "what": code}: what missing it costs.
    """
    if not ruling.applies:
        return None
    if kind not in HANDLERS:
        raise ValueError(f"nobody says what happens when {kind} lapses")
    ends = due if due is not None else ruling.after(start)
    return rows.add(
        rows.new(
            Deadline,
            id=ids.new_id("dln"),
            kind=kind,
            subject=subject,
            market=market,
            shop=shop,
            person=person,
            opened=start,
            due=ends,
            soon_at=_soon(start, ends, market),
            state="open",
            rule=ruling.rule,
            ruling=ruling.json(),
            cost=_priced(cost) if cost else None,
        )
    )


def meet(kinds: Sequence[str], subjects: Sequence[str]) -> int:
    """What was to be done was done: these kinds close as met. How many did."""
    return _close("met", kinds, subjects)


def moot(kinds: Sequence[str], subjects: Sequence[str]) -> int:
    """What was to be done no longer matters: these kinds close as moot. How many did."""
    return _close("moot", kinds, subjects)


def settle(subjects: Sequence[str], met: Sequence[str], mooted: Sequence[str]) -> int:
    """What was to be done was done (`met` kinds), and with it others no longer matter (`mooted` kinds): one statement for both."""
    if not met or not mooted:
        return _close("met", met, subjects) + _close("moot", mooted, subjects)
    if not subjects:
        return 0
    _flush()
    kinds = [*met, *mooted]
    among, keys = rows.among(subjects)
    text = (
        f"UPDATE kernel_deadline SET state = CASE WHEN kind IN ({rows.marks(met)}) THEN 'met' ELSE 'moot' END, closed_at = %s "
        f"WHERE state IN ('open', 'paused') AND subject {among} AND kind IN ({rows.marks(kinds)})"
    )
    return rows.change(text, [*met, rows.db_time(clock.now()), *keys, *kinds])


def _close(state: str, kinds: Sequence[str], subjects: Sequence[str]) -> int:
    if not subjects or not kinds:
        return 0
    _flush()
    among, keys = rows.among(subjects)
    text = (
        "UPDATE kernel_deadline SET state = %s, closed_at = %s WHERE state IN ('open', 'paused') "
        f"AND subject {among} AND kind IN ({rows.marks(kinds)})"
    )
    return rows.change(text, [state, rows.db_time(clock.now()), *keys, *kinds])


def reprice(kinds: Sequence[str], subjects: Sequence[str], cost: dict[str, Any]) -> int:
    """What missing these kinds costs changed while they run (`cost` as for `open`). How many changed."""
    _flush()
    among, keys = rows.among(subjects)
    text = f"UPDATE kernel_deadline SET cost = %s WHERE state IN ('open', 'paused') AND subject {among} AND kind IN ({rows.marks(kinds)})"
    return rows.change(text, [stored.json_text(_priced(cost)), *keys, *kinds])


def _priced(cost: dict[str, Any]) -> dict[str, Any]:
    return {name: value.json() if isinstance(value, Money) else value for name, value in cost.items()}


def moot_now(fired: Iterable[Deadline]) -> None:
    """A lapse handler found that the fact behind these deadlines no longer holds: they close as moot, without effect."""
    dead = [row.id for row in fired]
    if dead:
        among, keys = rows.among(dead)
        rows.change(f"UPDATE kernel_deadline SET state = 'moot', late_ms = NULL WHERE state = 'lapsed' AND id {among}", keys)


def pause(subjects: Sequence[str], reason: str, kinds: Sequence[str]) -> int:
    """Stop these clocks and keep what remains of each, a begun millisecond in full. How many stopped."""
    count = 0
    _flush()
    now = clock.now()
    for row in Deadline.objects.filter(subject__in=subjects, kind__in=kinds, state="open"):
        left = -(-max(timedelta(), row.due - now) // _MILLISECOND)
        text = "UPDATE kernel_deadline SET state = 'paused', remainder_ms = %s, paused_reason = %s WHERE id = %s AND state = 'open'"
        count += rows.change(text, [left, reason, row.id])
    return count


def resume(subjects: Sequence[str], kinds: Sequence[str]) -> int:
    """Let paused clocks run on with what remained. How many did."""
    count = 0
    _flush()
    now = clock.now()
    for row in Deadline.objects.filter(subject__in=subjects, kind__in=kinds, state="paused"):
        due = now + (row.remainder_ms or 0) * _MILLISECOND
        text = (
            "UPDATE kernel_deadline SET state = 'open', due = %s, soon_at = %s, remainder_ms = NULL, paused_reason = '' "
            "WHERE id = %s AND state = 'paused'"
        )
        count += rows.change(text, [rows.db_time(due), rows.db_time(_soon(row.opened, due, row.market)), row.id])
    return count


def extend(row: Deadline, ruling: RulingLike) -> bool:
    """Add a ruling's own time to an open deadline, once; False when it is no longer open or was extended before."""
    _flush()
    held = Deadline.objects.filter(pk=row.pk).first()
    if held is None:
        return False
    due = ruling.after(held.due)
    text = (
        "UPDATE kernel_deadline SET due = %s, soon_at = %s, extended_by = %s "
        "WHERE id = %s AND state = 'open' AND due = %s AND extended_by IS NULL"
    )
    times = [rows.db_time(due), rows.db_time(_soon(held.opened, due, held.market))]
    return rows.change(text, [*times, stored.json_text(ruling.json()), held.id, rows.db_time(held.due)]) == 1


def _flush() -> None:
    if rows.pending(Deadline):
        rows.flush()


def _soon(opened: datetime, due: datetime, market: str) -> datetime:
    if _Soon.at is None:
        raise RuntimeError("the lawbook has not said when a deadline is due soon")
    return _Soon.at(opened, due, market)


def of(subjects: Sequence[str]) -> list[Deadline]:
    """All deadlines of these subjects, by when they were opened and due."""
    _flush()
    among, keys = rows.among(subjects)
    return rows.fetch(Deadline, f"WHERE subject {among} ORDER BY opened, due", keys) if subjects else []


def next_due() -> datetime | None:
    """When the next open deadline is due, if there is one."""
    found = rows.sql("SELECT due FROM kernel_deadline WHERE state = 'open' AND set_aside_at IS NULL ORDER BY due LIMIT 1")
    return stored.from_db_time(found[0][0]) if found else None


def sweep(limit: int | None = None) -> int:
    """Fire one batch of what is due now: the kind that has been due longest. How many rows were dealt with (`limit` at
    most, and never more than the kind's own batch); 0 when nothing is due.

    A batch that fails is halved until the culprit is alone; that one is set aside with its error and blocks nobody. Trouble
    of the database is nobody's fault: it is raised, and the next sweep tries again.
    """
    return _fire(None, limit) if _any_due() else 0


def sweep_all(most: int) -> int:
    """Sweep until nothing is due, `most` batches at the most, each as `sweep` does; how many rows were dealt with at least."""
    claimed: list[str] = []
    if not _any_due():
        return 0
    try:
        return act_until_idle(lambda: _fire_batch(None, None, claimed), most)
    except Exception as error:  # noqa: BLE001 - found out row by row, or raised again
        return _apart(claimed, error)


def _any_due() -> bool:
    """Asked before a transaction is begun: an idle worker holds up nobody who writes."""
    due = next_due()
    return due is not None and due <= clock.now()


def _fire(only: list[str] | None, limit: int | None) -> int:
    claimed: list[str] = []
    try:
        return act(_fire_batch, only, limit, claimed)
    except Exception as error:  # noqa: BLE001 - found out row by row, or raised again
        return _apart(claimed, error)


def _apart(claimed: list[str], error: Exception) -> int:
    """Find the culprit in a batch that failed. Raises the error itself where it is nobody's fault."""
    if not claimed or trouble(error):
        raise error
    if len(claimed) == 1:
        act(_set_aside, claimed[0], f"{type(error).__name__}: {error}")
        return 1
    half = len(claimed) // 2
    return _fire(claimed[:half], None) + _fire(claimed[half:], None)


def _fire_batch(only: list[str] | None, limit: int | None, claimed: list[str]) -> int:
    claimed.clear()
    fired = _claim(clock.now(), only, limit)
    claimed.extend(row.id for row in fired)
    if not fired:
        return 0
    kind = fired[0].kind
    if kind not in HANDLERS:
        raise LookupError(f"nobody says what happens when {kind} lapses")
    HANDLERS[kind].handler(fired)
    return len(fired)


def _claim(now: datetime, only: list[str] | None, limit: int | None) -> list[Deadline]:
    """Mark as lapsed one kind of what is due, the longest due first; each row is claimed once."""
    chosen = _choose(now, limit) if only is None else _still_due(only, now)
    if not chosen:
        return []
    moment = rows.db_time(now)
    late = (
        "CAST(ROUND((julianday(%s) - julianday(due)) * 86400000) AS INTEGER)"
        if connection.vendor == "sqlite"
        else "(EXTRACT(EPOCH FROM (%s::timestamptz - due)) * 1000)::bigint"
    )
    among, keys = rows.among(chosen)
    fired = rows.update(Deadline, f"SET state = 'lapsed', closed_at = %s, late_ms = {late} WHERE id {among}", [moment, moment, *keys])
    return sorted(fired, key=lambda row: (row.due, row.id))


def _choose(now: datetime, limit: int | None) -> list[str]:
    """Ids of the next batch, in the order in which they were due: of one subject the earlier fires first.

    What is due is read from the front, so an earlier deadline of a subject stands before its later ones; those wait when the
    earlier is of another kind. On PostgreSQL rows that another worker holds are passed over, and those that come after them.
    """
    text = f"""
        SELECT id, kind, subject FROM kernel_deadline WHERE state = 'open' AND set_aside_at IS NULL AND due <= %s
        ORDER BY due, id LIMIT {LOOK} {_lock(" SKIP LOCKED")}"""
    found = rows.sql(text, [rows.db_time(now)])
    if not found:
        return []
    first = found[0][1]
    own = HANDLERS[first].batch if first in HANDLERS else 1
    most = min(own, limit) if limit else own
    chosen: dict[str, str] = {}
    waiting: set[str] = set()
    for row, kind, subject in found:
        if kind != first:
            waiting.add(subject)
        elif subject not in waiting:
            chosen[row] = subject
            if len(chosen) == most:
                break
    return _first_of_their_subjects(chosen) if connection.vendor == "postgresql" else list(chosen)


def _lock(how: str = "") -> str:
    """Rows that were read stay as they are until the commit; on SQLite nobody else writes meanwhile anyway."""
    return f"FOR UPDATE{how}" if connection.vendor == "postgresql" else ""


def _still_due(wanted: Sequence[str], now: datetime) -> list[str]:
    """Those of a batch that failed that nobody has dealt with since."""
    among, keys = rows.among(wanted)
    found = rows.sql(
        f"SELECT id FROM kernel_deadline WHERE id {among} AND state = 'open' AND due <= %s {_lock()}", [*keys, rows.db_time(now)]
    )
    return [row[0] for row in found]


def _first_of_their_subjects(chosen: dict[str, str]) -> list[str]:
    """Without those whose subject has an earlier one that another worker is just firing: to us it is still open.

    All deadlines of these subjects are read and sifted here: a planner whose statistics are old would rather go through
    everything that is open.
    """
    among, subjects = rows.among(chosen.values())
    first: dict[str, tuple[datetime, str]] = {}
    for row, subject, due, state, aside in rows.sql(
        f"SELECT id, subject, due, state, set_aside_at FROM kernel_deadline WHERE subject {among}", subjects
    ):
        if state == "open" and aside is None:
            first[subject] = min(first.get(subject, (due, row)), (due, row))
    return [row for row, subject in chosen.items() if first[subject][1] == row]


def _set_aside(row: str, error: str) -> None:
    rows.change(
        "UPDATE kernel_deadline SET set_aside_at = %s, error = %s WHERE id = %s AND state = 'open'",
        [rows.db_time(clock.now()), error[:2000], row],
    )


def fire_again(row: str) -> bool:
    """Let the next sweep try a deadline that was set aside; False when it is set aside no longer."""
    text = "UPDATE kernel_deadline SET set_aside_at = NULL, error = '' WHERE id = %s AND state = 'open' AND set_aside_at IS NOT NULL"
    return rows.change(text, [row]) == 1
