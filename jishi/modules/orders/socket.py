"""What the socket asks of orders: whose they are, so that their buyers hear when something about them changed."""

from collections.abc import Collection

from jishi.modules.orders.models import Order
from jishi.realtime.doors import on_frame


@on_frame("whose.ord")
def whose(orders: Collection[str]) -> dict[str, str]:
    """The buyers of orders; those of contacts have none."""
    found = Order.objects.filter(pk__in=orders, person__isnull=False).values_list("pk", "person")
    return {one: str(person) for one, person in found}
