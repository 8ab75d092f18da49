"""Scarce things counted by one statement: a limit per key and period that no concurrency can pass."""

from collections.abc import Collection

from jishi.kernel import rows
from jishi.kernel.models import Quota


def take(key: str, period: str, limit: int, n: int = 1) -> bool:
    """Use `n` of `limit`; False, with nothing used, when less is left. Counts, no unit of their own.

    Raises ValueError for less than one.
    """
    if n < 1:
        raise ValueError("what is taken is one or more")
    if n > limit:
        return False
    text = (
        "INSERT INTO kernel_quota (id, used) VALUES (%s, %s) "
        "ON CONFLICT (id) DO UPDATE SET used = kernel_quota.used + excluded.used WHERE kernel_quota.used + excluded.used <= %s"
    )
    return rows.change(text, [_id(key, period), n, limit]) == 1


def give_back(key: str, period: str, n: int = 1) -> None:
    """Return what was taken and not used after all. Raises ValueError for less than one, IntegrityError for more than was taken."""
    if n < 1:
        raise ValueError("what is given back is one or more")
    rows.change("UPDATE kernel_quota SET used = used - %s WHERE id = %s", [n, _id(key, period)])


def used(key: str, period: str) -> int:
    """How much of a key is used in a period."""
    return Quota.objects.filter(pk=_id(key, period)).values_list("used", flat=True).first() or 0


def used_in_all(key: str, periods: Collection[str]) -> int:
    """How much of a key is used in these periods together."""
    found = Quota.objects.filter(pk__in=[_id(key, period) for period in periods])
    return sum(found.values_list("used", flat=True))


def _id(key: str, period: str) -> str:
    return f"{key}|{period}"
