"""May it be sold at all? Something to buy, and nothing that the market's rule lists."""

import re
from collections.abc import Mapping
from typing import Any

from jishi.kernel import clock
from jishi.lawbook import Ruling
from jishi.lawbook.decisions import Fact
from jishi.modules.catalog import law
from jishi.modules.catalog.errors import NothingToSell, Prohibited, Restricted
from jishi.modules.catalog.models import Category, Product, Sku

PROHIBITED = "prohibited"


def check_sellable(product: Product, verb: str) -> None:
    """Raises NothingToSell without an active variant; Prohibited, or Restricted where a paper would be needed, with the why."""
    names = list(Sku.objects.filter(product=product, active=True).values_list("name", flat=True))
    if not names:
        raise NothingToSell(field="skus")
    ruling = law.prohibited_goods(clock.now(), product.market)
    if not ruling.applies:
        return
    said = " \n".join([product.title, product.description, *map(str, product.attributes.values()), *names]).casefold()
    chain = _chain(product.category_id)
    found = [row for row in ruling.value if row["goods"] in chain or _named(row["goods"].casefold(), said)]
    row = next((one for one in found if one["treatment"] == PROHIBITED), found[0] if found else None)
    if row is not None:
        raise _refusal(product, verb, ruling, row)


def _named(goods: str, said: str) -> bool:
    """Latin words are sought whole (gun is not gunpowder tea), Chinese ones anywhere."""
    if goods.isascii():
        return re.search(rf"(?<![0-9a-z]){re.escape(goods)}(?![0-9a-z])", said) is not None
    return goods in said


def _chain(category: str) -> set[str]:
    """A category and those above it."""
    parents = dict(Category.objects.values_list("code", "parent_id"))
    found = set()
    above: str | None = category
    while above is not None and above not in found:
        found.add(above)
        above = parents.get(above)
    return found


def _refusal(product: Product, verb: str, ruling: Ruling, row: Mapping[str, Any]) -> Prohibited | Restricted:
    banned = row["treatment"] == PROHIBITED
    params = {"title": product.title, "goods": row["goods"], "paper": row["paper"] or "—"}
    why = {
        "subject": product.pk,
        "shop": product.shop,
        "market": product.market,
        "verb": verb,
        "outcome": "catalog.decision.prohibited" if banned else "catalog.decision.restricted",
        "rulings": [ruling],
        "facts": [
            Fact("catalog.fact.title", product.title, product.changed_at),
            Fact("catalog.fact.category", product.category_id),
            Fact("catalog.fact.listed", row["goods"]),
        ],
        "counterfactuals": [("catalog.instead.other_goods", {"goods": row["goods"]})],
        "params": params,
    }
    return (Prohibited if banned else Restricted)(why=why, **params)
