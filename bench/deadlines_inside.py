"""What `bench.deadlines` measures in process: it runs in the environment of its place.

Without words: open in bulk, lapse with a one-row effect, cancel unpaid orders with all effects. `prepare N SECONDS`: that
many unpaid orders, all due so many seconds from now; it prints when that is (seconds since 1970).
"""

import os
import sys
import time
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jishi.config.settings")

import django

django.setup()

from jishi import lawbook
from jishi.config.background import settle
from jishi.kernel import clock, deadlines, ids, rows
from jishi.kernel.deadlines import on_lapse
from jishi.kernel.models import Deadline, History
from jishi.kernel.runner import act
from jishi.modules.catalog.models import Sku
from jishi.modules.identity.models import Address
from jishi.modules.orders import actions

MANY = 10_000
KIND = "bench.one_row"


@on_lapse(KIND, batch=500)
def one_row(due: list[Deadline]) -> None:
    """The effect: a row for each."""
    now = clock.now()
    for one in due:
        rows.add(History(machine="bench", subject=one.subject, verb="lapse", from_state="", to_state="", at=now, actor="system:clock"))


def opened(count: int) -> float:
    """Seconds to open so many, a thousand in a commit."""
    ruling = lawbook.at("orders.unpaid.cancel_after", on=clock.now(), market="CN")
    start = clock.now() - timedelta(days=3)

    def some() -> None:
        for _ in range(1000):
            deadlines.open(KIND, ids.new_id("bnc"), ruling, start, market="CN")

    begun = time.perf_counter()
    for _ in range(count // 1000):
        act(some)
    return time.perf_counter() - begun


def swept() -> tuple[float, int, float]:
    """Seconds to fire all that is due, how many, and the longest batch in milliseconds."""
    begun, fired, longest = time.perf_counter(), 0, 0.0
    while True:
        at = time.perf_counter()
        done = deadlines.sweep()
        longest = max(longest, time.perf_counter() - at)
        if not done:
            return time.perf_counter() - begun, fired, 1000 * longest
        fired += done


def unpaid(count: int) -> None:
    """Place so many orders that nobody pays; fifty in a commit."""
    addresses = list(Address.objects.values_list("person_id", "id"))
    skus = list(Sku.objects.exclude(code="HOT").values_list("id", flat=True))

    def some(first: int) -> None:
        for n in range(first, first + 50):
            person, address = addresses[n % len(addresses)]
            basket = {skus[n % len(skus)]: 1, skus[(n * 7 + 1) % len(skus)]: 1}
            actions.place(person, basket, address, "online", actor=f"person:{person}")

    for first in range(0, count, 50):
        act(some, first)


def measure() -> None:
    """Print the three figures, as of a worker that has started."""
    settle()
    seconds = opened(MANY)
    print(f"opened in bulk: {MANY / seconds:,.0f}/s")
    seconds, fired, longest = swept()
    print(f"lapsed with a one-row effect: {fired / seconds:,.0f}/s (longest batch {longest:.0f} ms)")
    unpaid(MANY // 2)
    with clock.at(clock.now() + timedelta(hours=17)):
        swept()
    with clock.at(clock.now() + timedelta(hours=49)):
        seconds, fired, longest = swept()
    print(f"unpaid orders cancelled with all effects: {fired / seconds:,.0f}/s (longest batch {longest:.0f} ms)")


if __name__ == "__main__":
    if sys.argv[1:2] == ["prepare"]:
        unpaid(int(sys.argv[2]))
        act(rows.change, "UPDATE kernel_deadline SET state = 'moot', closed_at = opened WHERE kind LIKE 'orders.reminder%%'")
        due = clock.now() + timedelta(seconds=float(sys.argv[3]))
        act(rows.change, "UPDATE kernel_deadline SET due = %s WHERE kind = 'orders.unpaid'", [rows.db_time(due)])
        print(due.timestamp())
    else:
        measure()
