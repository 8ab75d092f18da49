"""Copy every value of the rulebook into the table of values, so that what a case cites outlives the files."""

from jishi.kernel import clock, rows
from jishi.lawbook import models as tables
from jishi.lawbook.rulebook import Rulebook, Value, rulebook


def copy_values(law: Rulebook | None = None) -> int:
    """Add the values that the table lacks; none is changed or deleted. How many were added."""
    law = law or rulebook()
    known = set(tables.Value.objects.values_list("key", flat=True))
    fresh = [value_row(law, value) for key, value in law.by_key.items() if key not in known]
    if fresh:
        rows.add(*fresh)
    return len(fresh)


def value_row(law: Rulebook, value: Value) -> tables.Value:
    """A value with its rule's own entry, as cases cite it for good."""
    told = {name: part for name, part in value.told.items() if name != "where"}
    return tables.Value(
        key=value.key,
        layer=value.layer,
        rule=value.rule,
        since=value.since,
        where=value.told["where"],
        unit=value.unit,
        value=value.raw,
        source=dict(value.source),
        told=told,
        head=dict(law.rule(value.rule).head),
        copied_at=clock.real(),
    )
