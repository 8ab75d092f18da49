"""What `bench.masking` measures: it runs in the environment of its place. Each pair of lists is read one after the other, in turns."""

import os
import statistics
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jishi.config.settings")

import django

django.setup()

from django.db import connection

from jishi.kernel import clock
from jishi.kernel.runner import act
from jishi.modules.catalog.models import Sku
from jishi.modules.identity import actions as identity
from jishi.modules.identity.access import actor_of_session
from jishi.modules.identity.models import Address, Membership
from jishi.modules.orders import actions, queries
from jishi.modules.orders.models import Order
from jishi.modules.orders.queries import views
from jishi.modules.shops.access import access_shop

ROWS, PAIRS, WARM = 50, 400, 40
MOST_MS = 5.0


def prepare() -> tuple[str, str]:
    """An order of each of fifty buyers with a name; the shop, and the token of its owner's session."""
    skus = list(Sku.objects.exclude(code="HOT").values_list("id", flat=True))
    for n, address in enumerate(Address.objects.select_related("person").order_by("pk")[:ROWS]):
        act(identity.change_person, address.person, name=f"许{n}", language=None)
        basket = {skus[n]: 1, skus[(n * 7 + 1) % len(skus)]: 1}
        act(actions.place, address.person_id, basket, address.pk, "online", actor=f"person:{address.person_id}")
    owner = Membership.objects.select_related("person").get(role="owner")
    return owner.workplace_id, act(identity.open_session, owner.person, at=clock.real()).token


def page(shop: str) -> list[Order]:
    """The first page of the shop's list."""
    return list(Order.objects.filter(shop=shop).order_by("-placed_at", "-id")[:ROWS])


def as_staff(shop: str, token: str) -> list[dict[str, Any]]:
    """Who asks, what they may, and the list with its buyers masked."""
    access_shop(actor_of_session(token), shop, may="orders.read")  # type: ignore[arg-type]
    return queries.listed(page(shop), "shop", "zh-Hans")


def bare(shop: str) -> list[dict[str, Any]]:
    """The same rows for whoever it is, their buyers left out."""
    return queries.listed(page(shop), "shop", "zh-Hans")


def timed(call: Callable[[], list[dict[str, Any]]]) -> float:
    """Milliseconds that a list took."""
    begun = time.perf_counter()
    found = call()
    took = 1000 * (time.perf_counter() - begun)
    assert len(found) == ROWS, len(found)
    return took


def measure() -> None:
    """Print both, how many times and how many milliseconds one is above the other."""
    shop, token = prepare()
    masked = views.people.buyer_names
    pairs = []
    for n in range(WARM + PAIRS):
        took = {}
        for kind in ("with", "without") if n % 2 else ("without", "with"):
            views.people.buyer_names = masked if kind == "with" else lambda _: {}
            took[kind] = timed(lambda: as_staff(shop, token)) if kind == "with" else timed(lambda: bare(shop))
        pairs.append((took["with"], took["without"]))
    with_, without = (statistics.median(side) for side in zip(*pairs[WARM:], strict=True))
    more = statistics.median(one - other for one, other in pairs[WARM:])
    reached = "reached" if more <= MOST_MS else "NOT REACHED"
    print(
        f"{connection.vendor}: list of {ROWS} orders: {with_:.2f} ms with permission and masking, {without:.2f} ms without; "
        f"{with_ / without:.2f} times, {more:.2f} ms more (to reach: at most {MOST_MS:.0f} ms more; {reached})"
    )


if __name__ == "__main__":
    measure()
