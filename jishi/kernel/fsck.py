"""Everything that can be recomputed is: each module names checks of its tables, and `jishi fsck` runs them all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from jishi.kernel import rows

Find = Callable[[], Iterator[tuple[Any, str]]]


@dataclass(frozen=True)
class Finding:
    """A row that is not as it should be."""

    table: str
    row: str
    what: str


@dataclass(frozen=True)
class Check:
    """One promise about a table, and how to find the rows that break it."""

    table: str
    says: str
    find: Callable[[], Iterator[Finding]]


CHECKS: list[Check] = []


def check(table: str, says: str) -> Callable[[Find], Find]:
    """Register a check of a table: the function yields (row id, what is wrong)."""

    def register(find: Find) -> Find:
        CHECKS.append(Check(table, says, lambda: (Finding(table, str(row), what) for row, what in find())))
        return find

    return register


def run() -> Iterator[Finding]:
    """All findings of all checks, each as of one moment: what others write meanwhile is none. A check that fails is one, too."""
    for one in CHECKS:
        found: list[Finding] = []
        try:
            with rows.one_moment():
                found.extend(one.find())
        except Exception as error:  # noqa: BLE001 - rows may be broken in any way
            found.append(Finding(one.table, "", f"the check failed: {type(error).__name__}: {error}"))
        yield from found
