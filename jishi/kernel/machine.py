"""State machines, each one literal table: verb -> (from states, to state).

A step is a conditional UPDATE, a row of history and, where the machine says so, an event. The same table draws the
docs' diagram and tells the web app which buttons to show.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models

from jishi.kernel import clock, events, rows, stored
from jishi.kernel.errors import WrongState
from jishi.kernel.models import History

Table = Mapping[str, tuple[frozenset[str] | set[str], str]]
MACHINES: dict[str, "Machine[Any]"] = {}


class Machine[M: models.Model]:
    """The states of one kind of row (its field `state`) and the verbs that move it."""

    def __init__(
        self, name: str, model: type[M], table: Table, emits: Mapping[str, Callable[[M], events.Event | None]] | None = None
    ) -> None:
        self.name = name
        self.model = model
        self.table = {verb: (frozenset(sources), to) for verb, (sources, to) in table.items()}
        self.emits = dict(emits or {})
        self.states = sorted({to for _, to in self.table.values()} | {s for sources, _ in self.table.values() for s in sources})
        if name in MACHINES:
            raise ValueError(f"there are two machines {name}")
        MACHINES[name] = self

    def may(self, row: M, verb: str) -> bool:
        """Does the table allow this verb in the row's state?"""
        return _state(row) in self.table[verb][0]

    def advance(self, row: M, verb: str, *, actor: str, reason: str = "", **changes: Any) -> M:
        """Move one row, setting `changes` with it. Raises WrongState, saying where the row stands now."""
        moved = self.advance_all([row], verb, actor=actor, reason=reason, **changes)
        if not moved:
            before = _state(row)
            fresh = self.model._default_manager.filter(pk=row.pk).values_list("state", flat=True).first()
            if fresh != before and fresh in self.table[verb][0]:
                rows.put(row, state=fresh)
                return self.advance(row, verb, actor=actor, reason=reason, **changes)
            raise WrongState(machine=self.name, verb=verb, state=fresh)
        return row

    def advance_all(self, batch: Iterable[M], verb: str, *, actor: str, reason: str = "", **changes: Any) -> list[M]:
        """Move those rows that are still where they were when read and where the verb is allowed.

        Returns those that moved, changed and in the order given. A row given twice moves once.
        """
        sources, to = self.table[verb]
        given = {row.pk: row for row in batch}
        by_state: dict[str, list[M]] = {}
        for row in given.values():
            if _state(row) in sources:
                by_state.setdefault(_state(row), []).append(row)
        if rows.pending(self.model):
            rows.flush()
        before = {pk: state for state, some in by_state.items() for pk in self._move(some, state, to, changes)}
        moved = [row for pk, row in given.items() if pk in before]
        now = clock.now()
        for row in moved:
            rows.put(row, state=to, **changes)
            self._note(row, before[row.pk], verb, actor, reason, now)
        return moved

    def _note(self, row: M, before: str, verb: str, actor: str, reason: str, now: Any) -> None:
        rows.add(
            rows.new(
                History,
                machine=self.name,
                subject=row.pk,
                verb=verb,
                from_state=before,
                to_state=_state(row),
                at=now,
                actor=actor,
                reason=reason,
            )
        )
        event = self.emits[verb](row) if verb in self.emits else None
        if event is not None:
            events.emit(event)

    def _move(self, some: Sequence[M], state: str, to: str, changes: dict[str, Any]) -> set[Any]:
        """Keys of the rows that were moved."""
        quote = connection.ops.quote_name
        meta: Any = self.model._meta
        names: list[str] = ["state"]
        values: list[Any] = [to]
        for name, value in changes.items():
            field = meta.get_field(name)
            convert = stored.converter(field, connection.vendor)
            names.append(field.column)
            values.append(convert(value) if convert else value)
        sets = ", ".join(f"{quote(name)} = %s" for name in names)
        pk = quote(meta.pk.column)
        among, keys = rows.among([row.pk for row in some])
        text = f"UPDATE {quote(meta.db_table)} SET {sets} WHERE {pk} {among} AND state = %s RETURNING {pk}"
        return {found[0] for found in rows.sql(text, [*values, *keys, state])}


def _state(row: models.Model) -> str:
    return str(row.state)  # type: ignore[attr-defined]
