"""What making and changing a product share: its shelf and its variants, checked before they are written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError

from jishi.kernel import clock, ids, rows
from jishi.kernel.models import PublicFile
from jishi.kernel.money import MINOR_MAX, Money
from jishi.modules.catalog import law
from jishi.modules.catalog.errors import (
    BadBarcode,
    BadPrice,
    CodeTaken,
    NameTaken,
    NoSuchCategory,
    NoSuchPicture,
    TooManyPictures,
    TooManySkus,
)
from jishi.modules.catalog.models import Category, Product, Sku, StockLevel, StockMove, Warehouse
from jishi.modules.catalog.queries.barcodes import is_barcode

_FIRST = "INSERT INTO catalog_warehouse (id, shop, name, first, made_at) VALUES (%s, %s, '', %s, %s) ON CONFLICT DO NOTHING"


@dataclass(frozen=True, slots=True)
class SkuDraft:
    """A variant to be made: weight in grams, `stock` pieces on the shelf, `picture` the key of a public file or ""."""

    code: str
    price: Money
    name: str = ""
    barcode: str = ""
    weight_grams: int = 0
    stock: int = 0
    picture: str = ""
    low_at: int | None = None


def first_warehouse(shop: str) -> str:
    """The shop's first warehouse, made when there is none."""
    rows.change(_FIRST, [ids.new_id("whs"), shop, True, rows.db_time(clock.now())])
    return Warehouse.objects.values_list("pk", flat=True).get(shop=shop, first=True)


def check_category(code: str) -> None:
    """Raises NoSuchCategory."""
    if not Category.objects.filter(pk=code).exists():
        raise NoSuchCategory(field="category", category=code)


def check_pictures(keys: Sequence[str], on: datetime, market: str) -> None:
    """Raises TooManyPictures by rule catalog.products.images_max, and NoSuchPicture for a key without a file."""
    most = law.images_max(on, market)
    if most.applies and len(keys) > most.value:
        raise TooManyPictures(field="pictures", rule=most.rule, most=most.value)
    check_kept([(f"pictures.{n}", key) for n, key in enumerate(keys)])


def check_kept(places: Sequence[tuple[str, str]]) -> None:
    """Every key (with the field that named it) has a file. Raises NoSuchPicture."""
    wanted = {key for _, key in places if key}
    missing = wanted - set(PublicFile.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    for field, key in places:
        if key in missing:
            raise NoSuchPicture(field=field)


def check_price(price: Money, currency: str, field: str) -> None:
    """Raises BadPrice for another currency than the product's, nothing, or beyond reason."""
    if price.currency != currency or not 0 < price.minor <= MINOR_MAX:
        raise BadPrice(field=field, currency=currency)


def check_barcode(text: str, field: str) -> None:
    """Raises BadBarcode for a wrong check digit; none at all is fine."""
    if text and not is_barcode(text):
        raise BadBarcode(field=field)


def check_count(count: int, on: datetime, market: str) -> None:
    """Raises TooManySkus by rule catalog.products.skus_max."""
    most = law.skus_max(on, market)
    if most.applies and count > most.value:
        raise TooManySkus(field="skus", rule=most.rule, most=most.value)


def check_unlike(shop: str, codes: Mapping[str, str], names: Iterable[tuple[str, str]], besides: Sequence[str] = ()) -> None:
    """Codes (field -> code) are one of a kind in the shop, names (field, name) in the product; `besides`: SKUs that give theirs up.

    Raises CodeTaken or NameTaken naming the field.
    """
    taken = Sku.objects.filter(shop=shop, code__in=set(codes.values())).exclude(pk__in=besides).values_list("code", flat=True)
    seen = set(taken)
    for field, code in codes.items():
        if code in seen:
            raise CodeTaken(field=field, sku=code)
        seen.add(code)
    called: set[str] = set()
    for field, name in names:
        if name in called:
            raise NameTaken(field=field, name=name)
        called.add(name)


def check_drafts(drafts: Mapping[int, SkuDraft], currency: str) -> None:
    """Pictures, prices and barcodes of new variants, by their places in the request. Raises NoSuchPicture, BadPrice, BadBarcode."""
    check_kept([(f"skus.{n}.picture", draft.picture) for n, draft in drafts.items()])
    for n, draft in drafts.items():
        check_price(draft.price, currency, f"skus.{n}.price")
        check_barcode(draft.barcode, f"skus.{n}.barcode")


def put_up(product: Product, drafts: Sequence[SkuDraft], position: int, *, actor: str) -> None:
    """Make variants that were checked, each with its shelf in the shop's first warehouse, from `position` on."""
    if not drafts:
        return
    warehouse = first_warehouse(product.shop)
    made = [_sku(product, draft, position + n) for n, draft in enumerate(drafts)]
    levels = [
        StockLevel(id=ids.new_id("stl"), sku=sku, warehouse_id=warehouse, selling=True, on_hand=draft.stock)
        for sku, draft in zip(made, drafts, strict=True)
    ]
    moves = [
        StockMove(id=ids.new_id("stm"), level=level, delta=level.on_hand, cause="first", actor=actor, at=clock.now())
        for level in levels
        if level.on_hand
    ]
    rows.add(*made, *levels, *moves)


def _sku(product: Product, draft: SkuDraft, position: int) -> Sku:
    return Sku(
        id=ids.new_id("sku"),
        product=product,
        shop=product.shop,
        code=draft.code,
        barcode=draft.barcode,
        name=draft.name,
        price_minor=draft.price.minor,
        weight_grams=draft.weight_grams,
        picture=draft.picture,
        position=position,
        low_at=draft.low_at,
    )


def flush_unlike() -> None:
    """Write what is pending. Raises CodeTaken when another took a code meanwhile."""
    try:
        rows.flush()
    except IntegrityError:
        raise CodeTaken(field="skus", sku="") from None
