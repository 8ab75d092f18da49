"""What is due of a shop, gathered by kind and stretch of time: how much, what missing it costs, and which is the first.

One question each, whatever the number of deadlines. Costs are added in minor units: a shop's deadlines bear one currency.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from jishi.kernel import rows
from jishi.kernel.models import Deadline

_MINOR = {
    "sqlite": "CAST(REPLACE(json_extract({cost}, '$.money.amount'), '.', '') AS INTEGER)",
    "postgresql": "CAST(REPLACE({cost} #>> '{{money,amount}}', '.', '') AS bigint)",
}
_FIRST = {"sqlite": "id, MIN(due)", "postgresql": "(ARRAY_AGG(id ORDER BY due, id))[1], MIN(due)"}
"""The key of the row that is due first: SQLite gives the columns of the row that MIN found."""
_GROUPED = """
SELECT kind, stretch, COUNT(*), SUM(minor), {first} FROM (
    SELECT id, kind, due, {minor} AS minor, {stretch} AS stretch FROM kernel_deadline
    WHERE state = 'open' AND shop = %s AND kind IN ({kinds}){until}
) AS waiting GROUP BY kind, stretch
"""
_AT_STAKE = """
SELECT SUM(minor) FROM (
    SELECT subject, MAX({minor}) AS minor FROM kernel_deadline
    WHERE state = 'open' AND shop = %s AND kind IN ({kinds}) AND ({spans}) GROUP BY subject
) AS each_once
"""


@dataclass(frozen=True, slots=True)
class Group:
    """The open deadlines of one kind in one stretch: how many, what missing all costs (None: no money), the first due."""

    kind: str
    stretch: int
    count: int
    minor: int | None
    first: Deadline


@dataclass(frozen=True, slots=True)
class Span:
    """The open deadlines of a kind that are due from an instant on (None: however long ago) and before another (None: ever)."""

    kind: str
    begins: datetime | None
    ends: datetime | None


def minor_of(cost: str) -> str:
    """SQL of the amount in a column that holds a deadline's cost, in minor units; NULL where it costs no money."""
    return _MINOR[connection.vendor].format(cost=cost)


def grouped(shop: str, kinds: Collection[str], borders: Sequence[datetime], until: datetime | None = None) -> list[Group]:
    """A shop's open deadlines of these kinds, by kind and stretch; those due at `until` or later are left out.

    Stretch 0 ends at the first border, stretch n begins at border n-1; an instant belongs to the stretch that it begins.
    """
    if not kinds:
        return []
    cases = " ".join(f"WHEN due < %s THEN {n}" for n in range(len(borders)))
    text = _GROUPED.format(
        first=_FIRST[connection.vendor],
        minor=minor_of("cost"),
        stretch=f"CASE {cases} ELSE {len(borders)} END" if borders else "0",
        kinds=rows.marks(kinds),
        until=" AND due < %s" if until else "",
    )
    params = [*map(rows.db_time, borders), shop, *kinds, *([rows.db_time(until)] if until else [])]
    found = rows.sql(text, params)
    if not found:
        return []
    among, keys = rows.among([row[4] for row in found])
    firsts = {row.id: row for row in rows.fetch(Deadline, f"WHERE id {among}", keys)}
    return [
        Group(kind, int(stretch), int(count), None if minor is None else int(minor), firsts[first])
        for kind, stretch, count, minor, first, _ in found
    ]


def at_stake(shop: str, spans: Sequence[Span]) -> int | None:
    """What missing all of this would cost, each subject once at its dearest; None: no money."""
    if not spans:
        return None
    texts, params = [], []
    for span in spans:
        text = "kind = %s"
        params.append(span.kind)
        for edge, sign in ((span.begins, ">="), (span.ends, "<")):
            if edge is not None:
                text += f" AND due {sign} %s"
                params.append(rows.db_time(edge))
        texts.append(f"({text})")
    kinds = list(dict.fromkeys(span.kind for span in spans))
    text = _AT_STAKE.format(minor=minor_of("cost"), kinds=rows.marks(kinds), spans=" OR ".join(texts))
    ((minor,),) = rows.sql(text, [shop, *kinds, *params])
    return None if minor is None else int(minor)
