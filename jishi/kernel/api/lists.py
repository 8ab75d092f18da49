"""Lists by cursor: {items, next_cursor, prev_cursor, total}.

A cursor holds the last row's place in the order, so nothing is skipped or seen twice.
"""

import base64
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from jishi.kernel.api.shapes import Shape
from jishi.kernel.errors import BadInput

COUNTED_TO = 10_000
LIMIT, LIMIT_MOST = 50, 200


class AtLeast(Shape):
    """More than is counted."""

    at_least: int


class Page[T](Shape):
    """A piece of a list, and where to go on."""

    items: list[T]
    next_cursor: str | None
    prev_cursor: str | None
    total: int | AtLeast


def paginate[M: Model](
    query: QuerySet[M], present: Callable[[list[M]], list[Any]], *, order: Sequence[str], cursor: str | None, limit: int = LIMIT
) -> dict[str, Any]:
    """One page of `query` in `order` (field names, - for falling; the last one unique).

    Raises BadInput naming `cursor` for one that this list did not give.
    """
    back, place = _read(cursor, len(order)) if cursor else (False, None)
    total = query.order_by()[: COUNTED_TO + 1].count()
    steps = [_turned(name) if back else name for name in order]
    try:
        some = query.filter(_beyond(steps, place)) if place is not None else query
        rows = list(some.order_by(*steps)[: limit + 1])
    except (ValueError, TypeError, OverflowError, ValidationError):
        raise BadInput("kernel.bad_cursor", field="cursor") from None
    more = len(rows) > limit
    rows = rows[:limit]
    if back:
        rows.reverse()
    return {
        "items": present(rows),
        "next_cursor": _write(rows[-1], order, False) if rows and (more or back) else None,
        "prev_cursor": _write(rows[0], order, True) if rows and place is not None and (more or not back) else None,
        "total": total if total <= COUNTED_TO else {"at_least": COUNTED_TO},
    }


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(steps: Sequence[str], place: Sequence[Any]) -> Q:
    """Rows after `place` in the order of `steps`."""
    condition, same = Q(), Q()
    for step, value in zip(steps, place, strict=True):
        name, test = (step[1:], "lt") if step.startswith("-") else (step, "gt")
        condition |= same & Q(**{f"{name}__{test}": value})
        same &= Q(**{name: value})
    return condition


def _write(row: Model, order: Sequence[str], back: bool) -> str:
    values = [getattr(row, name.lstrip("-")) for name in order]
    marked = [{"at": value} if isinstance(value, datetime) else value for value in values]
    return base64.urlsafe_b64encode(orjson.dumps([back, *marked])).decode().rstrip("=")


def _read(cursor: str, length: int) -> tuple[bool, list[Any]]:
    try:
        back, *place = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if len(place) != length or type(back) is not bool:
            raise ValueError
        return back, [_value(marked) for marked in place]
    except (ValueError, TypeError, OverflowError):
        raise BadInput("kernel.bad_cursor", field="cursor") from None


def _value(marked: Any) -> Any:
    """Text, a whole number, or an instant with its zone. Raises ValueError for anything else."""
    match marked:
        case {"at": str(text), **rest} if not rest:
            moment = datetime.fromisoformat(text)
            if moment.tzinfo is None:
                raise ValueError("an instant needs a zone")
            return moment.astimezone(UTC)
        case str() if "\x00" not in marked:
            return marked
        case int() if not isinstance(marked, bool):
            return marked
    raise ValueError("nothing that a list is ordered by")
