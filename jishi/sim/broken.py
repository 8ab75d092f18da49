"""What must always hold did not."""

from typing import Any

from jishi.kernel import rows


class Broken(Exception):
    """An invariant broke: which (its name in `invariants`), and how."""

    def __init__(self, name: str, how: str) -> None:
        super().__init__(f"{name}: {how}")
        self.name = name
        self.how = how


def none(name: str, says: str, text: str, params: list[Any] | None = None) -> None:
    """The statement finds nothing. Raises Broken under `name` with the first five rows that it finds."""
    found = rows.sql(text, params or [])
    if found:
        raise Broken(name, f"{says}: {found[:5]}")
