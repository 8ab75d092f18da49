"""Lists of products: a market's for buyers, the queue for reviewers, a shop's own."""

from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce

from jishi.kernel import clock
from jishi.modules.catalog import law
from jishi.modules.catalog.models import Category, Product, StockLevel
from jishi.modules.catalog.states import IN_REVIEW, ON_SALE

Products = QuerySet[Product]
NEWEST = ("-published_at", "-id")
WAITING = ("submitted_at", "id")
MADE = ("-made_at", "-id")


def on_sale(market: str, *, q: str = "", category: str = "", shop: str = "") -> Products:
    """What can be bought in a market: all words of `q` in the title, in a category or below it, of one shop. Order: NEWEST."""
    found = Product.objects.filter(market=market, state=ON_SALE)
    return _filtered(found, q, category, shop)


def in_review(market: str, *, q: str = "", category: str = "", shop: str = "") -> Products:
    """What waits for a reviewer. Order: WAITING, so that the overdue come first."""
    return _filtered(Product.objects.filter(market=market, state=IN_REVIEW), q, category, shop)


def in_market(market: str, state: str, *, q: str = "", category: str = "", shop: str = "") -> Products:
    """Products of a market in any state, for operators. Order: MADE."""
    return _filtered(Product.objects.filter(market=market, state=state), q, category, shop)


def of_shop(shop: str, market: str, *, state: str = "", q: str = "", category: str = "", low: bool | None = None) -> Products:
    """A shop's own products; `low`: those with a variant that is running out. Order: MADE."""
    found = _filtered(Product.objects.filter(shop=shop), q, category, "")
    if state:
        found = found.filter(state=state)
    if low is not None:
        running_out = Exists(_low(market).filter(sku__product=OuterRef("pk")))
        found = found.filter(running_out if low else ~running_out)
    return found


def _filtered(found: Products, q: str, category: str, shop: str) -> Products:
    for word in q.split():
        found = found.filter(title__icontains=word)
    if category:
        found = found.filter(category__in=_below(category))
    return found.filter(shop=shop) if shop else found


def _below(category: str) -> list[str]:
    """A category and all under it."""
    children: dict[str | None, list[str]] = {}
    for code, parent in Category.objects.values_list("code", "parent_id"):
        children.setdefault(parent, []).append(code)
    found = [category]
    for code in found:
        found += children.get(code, [])
    return found


def _low(market: str) -> QuerySet[StockLevel]:
    """Levels at or under the figure of their SKU, else of rule catalog.stock.low_at; none where the rule does not apply."""
    ruling = law.low_at(clock.now(), market)
    default = ruling.value if ruling.applies else -1
    levels = StockLevel.objects.filter(selling=True, sku__active=True)
    return levels.annotate(warned_at=Coalesce("sku__low_at", Value(default))).filter(on_hand__lte=F("reserved") + F("warned_at"))
