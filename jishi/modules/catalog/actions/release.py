"""Release: pieces promised to orders go back on sale."""

from collections.abc import Iterable

from jishi.modules.catalog.actions.shelf import change_levels, summed


def release(lines: Iterable[tuple[str, int]]) -> None:
    """Let go of reserved pieces, of one order or of many at once; a SKU may stand in several lines.

    Raises LookupError for a SKU without stock, and the database's IntegrityError when more is let go than was held.
    """
    sums = summed(lines)
    if sums:
        change_levels("reserved = reserved - given.column2", sums)
