"""A machine held against the table that a test writes down once more: a verb from every state, on a real row."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import connection

from jishi.kernel.errors import WrongState
from jishi.kernel.machine import Machine
from jishi.kernel.models import Event, History
from jishi.kernel.runner import act
from tests.rows import unchanged

Wanted = Mapping[str, str]
"""Verb -> "state state > state to which it leads"."""


def obeys(
    machine: Machine[Any],
    row: Any,
    verb: str,
    wanted: Wanted,
    *,
    changes: Mapping[str, Any] | None = None,
    standing: Mapping[str, Mapping[str, Any]] | None = None,
    fact: str | None = None,
    about: str | None = None,
) -> None:
    """The verb moves the row from the states that `wanted` names to the one it names, and refuses in all others, changing nothing.

    `changes` are what the verb sets besides, `standing` what a row in a state has besides, `fact` the event that the verb tells,
    `about` whom it is about where that is not the row.
    """
    assert set(machine.table) == set(wanted)
    sources, _, to = wanted[verb].partition(" > ")
    for state in machine.states:
        _stand(row, {"state": state} | dict((standing or {}).get(state, {})))
        assert machine.may(row, verb) == (state in sources.split()), state
        if state in sources.split():
            _moves(machine, row, verb, to, changes or {}, (fact, about or row.pk) if fact else None)
        else:
            _refuses(machine, row, verb, changes or {})


def _stand(row: Any, values: Mapping[str, Any]) -> None:
    """Behind the back of every action the row is in a state, with all that the table's constraints want of one there."""
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(column)} = %s" for column in values)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {quote(row._meta.db_table)} SET {sets} WHERE id = %s", [*values.values(), row.pk])
        assert cursor.rowcount == 1
    row.refresh_from_db()


def _refuses(machine: Machine[Any], row: Any, verb: str, changes: Mapping[str, Any]) -> None:
    state = row.state
    with unchanged(), pytest.raises(WrongState) as refused:
        act(machine.advance, row, verb, actor="system:test", **changes)
    assert refused.value.params == {"machine": machine.name, "verb": verb, "state": state}
    assert row.state == state


def _moves(machine: Machine[Any], row: Any, verb: str, to: str, changes: Mapping[str, Any], fact: tuple[str, str] | None) -> None:
    state, heard = row.state, Event.objects.order_by("seq").values_list("seq", flat=True).last() or 0
    act(machine.advance, row, verb, actor="system:test", reason="tried", **changes)
    row.refresh_from_db()
    assert row.state == to, state
    step = History.objects.latest("id")
    assert (step.machine, step.subject, step.verb, step.from_state, step.to_state) == (machine.name, row.pk, verb, state, to)
    assert (step.actor, step.reason) == ("system:test", "tried")
    told = list(Event.objects.filter(seq__gt=heard).values_list("type", "subject"))
    assert told == ([fact] if fact else [])
