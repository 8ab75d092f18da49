"""What must hold of shops' table; `jishi fsck` names each row that does not."""

from collections.abc import Iterator

from jishi import lawbook
from jishi.kernel.fsck import check
from jishi.lawbook import LawError
from jishi.modules.identity import queries as people
from jishi.modules.shops.models import Shop
from jishi.modules.shops.queries.shops import name_key

PIECE = 2_000


@check("shops_shop", "a shop has its market's currency, its name's key, and identity knows it alike")
def shops() -> Iterator[tuple[str, str]]:
    """Recomputes what is kept beside market and name."""
    known = {work.shop: work for work in people.workplaces(list(Shop.objects.values_list("id", flat=True)))}
    for row in Shop.objects.order_by("pk").iterator(PIECE):
        try:
            currency = lawbook.currency(row.market)
        except LawError:
            currency = "none"
        if row.currency != currency:
            yield row.id, f"has {row.currency}, its market {row.market} has {currency}"
        if row.name_key != name_key(row.name):
            yield row.id, f"is compared as {row.name_key!r}"
        work = known.get(row.id)
        if work is None or (work.name, work.market) != (row.name, row.market):
            yield row.id, "identity knows it otherwise"


@check("identity_workplace", "every shop that identity knows is there")
def workplaces() -> Iterator[tuple[str, str]]:
    """Its row was written with the shop's."""
    there = set(Shop.objects.values_list("id", flat=True))
    yield from ((shop, "is no shop") for shop in people.shops_known() if shop not in there)
