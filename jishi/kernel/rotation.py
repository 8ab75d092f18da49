"""New keys of the installation: what older ones sealed is sealed anew by the newest, piece by piece.

Each table that holds something sealed by the installation's keys says so here, by `sealed_column` or a pass of its own. A pass is
an action over a piece of rows in the order of their key; what the newest key has sealed already is left as it is, so that after a
kill it goes on where it was. When all passes are through, the older keys may be taken away.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from jishi.kernel import crypto, rows
from jishi.kernel.runner import act

PIECE = 500


@dataclass(frozen=True)
class Piece:
    """What one piece of a pass came to: rows looked at, rows sealed anew, and the last key; None at the end of the table."""

    seen: int
    anew: int
    last: Any


Pass = Callable[[Any, int], Piece]
"""Rows beyond a key (None at the beginning), so many at the most."""
PASSES: dict[str, Pass] = {}
PURPOSES: set[str] = set()
"""What the passes reach; a test compares them with what the code seals."""


def rotates(name: str, purpose: str) -> Callable[[Pass], Pass]:
    """Register a pass under the name of its table (and column)."""

    def register(call: Pass) -> Pass:
        PASSES[name] = call
        PURPOSES.add(purpose)
        return call

    return register


def sealed_column(table: str, key: str, column: str, purpose: str) -> None:
    """Register a column of bytes that `crypto.seal` wrote; null and empty are left alone."""

    @rotates(f"{table}.{column}", purpose)
    def anew(after: Any, most: int) -> Piece:
        found = rows.sql(*beyond(table, key, [column], after, most))
        changed = 0
        for row, sealed in found:
            new = crypto.reseal(bytes(sealed), purpose) if sealed else None
            if new is not None:
                text = f"UPDATE {table} SET {column} = %s WHERE {key} = %s AND {column} = %s"
                changed += rows.change(text, [new, row, bytes(sealed)])
        return Piece(len(found), changed, found[-1][0] if found else None)


def beyond(table: str, key: str, columns: list[str], after: Any, most: int) -> tuple[str, list[Any]]:
    """The statement that reads the next rows of a table: its key and these columns."""
    where, params = (f"WHERE {key} > %s", [after]) if after is not None else ("", [])
    return f"SELECT {', '.join([key, *columns])} FROM {table} {where} ORDER BY {key} LIMIT %s", [*params, most]


def rotate() -> Iterator[tuple[str, int, int]]:
    """Run all passes; for each its name, how many rows it saw and how many it sealed anew."""
    for name, one in sorted(PASSES.items()):
        seen, anew, last = 0, 0, None
        while True:
            piece = act(one, last, PIECE)
            if piece.last is None:
                break
            seen, anew, last = seen + piece.seen, anew + piece.anew, piece.last
        yield name, seen, anew


sealed_column("kernel_subjectkey", "subject", "wrapped", crypto.SUBJECT)
