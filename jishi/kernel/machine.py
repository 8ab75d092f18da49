"""State machines, each one literal table: verb -> (from states, to state).

A step is a conditional UPDATE, a row of history and, where the machine says so, an event. The same table draws the
docs' diagram and tells the web app which buttons to show.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models

from jishi.kernel import clock, events, rows
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
        MACHINES[name] = self

    def may(self, row: M, verb: str) -> bool:
        """Does the table allow this verb in the row's state?"""
        return row.state in self.table[verb][0]  # type: ignore[attr-defined]

    def advance(self, row: M, verb: str, *, actor: str, reason: str = "", **changes: Any) -> M:
        """Move one row, setting `changes` with it. Raises WrongState, saying where the row stands now."""
        moved = self.advance_all([row], verb, actor=actor, reason=reason, **changes)
        if not moved:
            before = row.state  # type: ignore[attr-defined]
            fresh = self.model._default_manager.filter(pk=row.pk).values_list("state", flat=True).first()
            if fresh != before and fresh in self.table[verb][0]:
                row.state = fresh  # type: ignore[attr-defined]
                return self.advance(row, verb, actor=actor, reason=reason, **changes)
            raise WrongState(machine=self.name, verb=verb, state=fresh)
        return row

    def advance_all(self, batch: Iterable[M], verb: str, *, actor: str, reason: str = "", **changes: Any) -> list[M]:
        """Move those rows that are still where they were when read and where the verb is allowed; returns them, changed."""
        sources, to = self.table[verb]
        by_state: dict[str, list[M]] = {}
        for row in batch:
            if row.state in sources:  # type: ignore[attr-defined]
                by_state.setdefault(row.state, []).append(row)  # type: ignore[attr-defined]
        if rows.pending(self.model):
            rows.flush()
        moved = [row for state, some in by_state.items() for row in self._move(some, state, to, changes)]
        now = clock.now()
        for row, before in moved:
            self._note(row, before, verb, actor, reason, now)
        return [row for row, _ in moved]

    def _note(self, row: M, before: str, verb: str, actor: str, reason: str, now: Any) -> None:
        rows.add(
            History(
                machine=self.name,
                subject=row.pk,
                verb=verb,
                from_state=before,
                to_state=row.state,
                at=now,
                actor=actor,
                reason=reason,  # type: ignore[attr-defined]
            )
        )
        event = self.emits[verb](row) if verb in self.emits else None
        if event is not None:
            events.emit(event)

    def _move(self, some: Sequence[M], state: str, to: str, changes: dict[str, Any]) -> list[tuple[M, str]]:
        quote = connection.ops.quote_name
        meta = self.model._meta
        names, values = ["state"], [to]
        for name, value in changes.items():
            field = meta.get_field(name)
            convert = rows.converter(field, connection.vendor)
            names.append(field.column)
            values.append(convert(value) if convert else value)
        sets = ", ".join(f"{quote(name)} = %s" for name in names)
        pk = quote(meta.pk.column)  # type: ignore[union-attr]
        ids = [row.pk for row in some]
        text = f"UPDATE {quote(meta.db_table)} SET {sets} WHERE {pk} IN ({rows.marks(ids)}) AND state = %s RETURNING {pk}"
        hit = {found[0] for found in rows.sql(text, [*values, *ids, state])}
        moved = [row for row in some if row.pk in hit]
        for row in moved:
            _set(row, {"state": to, **changes})
        return [(row, state) for row in moved]


def _set(row: models.Model, values: dict[str, Any]) -> None:
    """Change an object in memory, to be put back if the action is undone."""
    before = {name: getattr(row, name) for name in values}
    rows.current().undo.append(lambda: _assign(row, before))
    _assign(row, values)


def _assign(row: models.Model, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
