"""Reads of shops."""

import unicodedata
from collections.abc import Collection

from django.db.models import QuerySet

from jishi.kernel import rows
from jishi.kernel.words import LANGUAGES
from jishi.modules.shops.models import Shop


def name_key(name: str) -> str:
    """A name as it is compared: width, case and spaces make no difference."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def shop(shop_id: str) -> Shop | None:
    """One shop, whatever its state; None when there is none."""
    return rows.one(Shop, shop_id)


def by_name(name: str) -> Shop | None:
    """The shop of this name in the marketplace; None when it is nobody's."""
    return Shop.objects.filter(name_key=name_key(name)).first()


def named(ids: Collection[str], lang: str = "") -> dict[str, str]:
    """The names of shops by id, in a language where they have one in it; one question."""
    found = Shop.objects.filter(pk__in=set(ids)).values_list("id", "name", "names")
    return {one: names.get(lang) or name if lang in LANGUAGES else name for one, name, names in found}


def markets(ids: Collection[str]) -> dict[str, str]:
    """The markets of shops by id; one question."""
    return dict(Shop.objects.filter(pk__in=set(ids)).values_list("id", "market"))


def in_market(market: str) -> QuerySet[Shop]:
    """The open shops of a market."""
    return Shop.objects.filter(market=market, state="open")
