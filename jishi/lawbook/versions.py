"""Which version a value is: v1, v2, … along the line of values that follow one another, the operator's own among the rulebook's."""

from collections.abc import Sequence

from jishi.lawbook.rulebook import OVERRIDE, Value


def version_of(value: Value, layer: Sequence[Value], overrides: Sequence[Value]) -> int:
    """The how-manieth it is by the day on which it began, 1 is the first.

    Counted among the values for the same cases of its own `layer`; an override among those of the layer that it stands before, and
    those that began after an override come after it. `overrides` are all of the rule's that are published.
    """
    if value.layer == OVERRIDE:
        own = [one for one in overrides if one.where == value.where]
        return sum(one.since <= value.since for one in _line(value, layer)) + own.index(value) + 1
    before = sum(one.where == value.where and one.since <= value.since for one in layer)
    return before + sum(one.since < value.since and value in _line(one, layer) for one in overrides)


def _line(override: Value, layer: Sequence[Value]) -> list[Value]:
    """The values in whose stead an override answers: those for the same cases, else those that are for all markets."""
    same = [one for one in layer if one.where == override.where]
    anywhere = {key: wanted for key, wanted in override.where.items() if key != "market"}
    return same or [one for one in layer if one.where == anywhere]
