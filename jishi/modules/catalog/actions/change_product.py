"""Change: what buyers read is changed in a draft and reviewed again; prices, codes and weights at any time before a ban."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError

from jishi.kernel import clock
from jishi.kernel.errors import WrongState
from jishi.modules.catalog.actions.wares import (
    SkuDraft,
    check_barcode,
    check_category,
    check_count,
    check_drafts,
    check_kept,
    check_pictures,
    check_price,
    check_unlike,
    flush_unlike,
    put_up,
)
from jishi.modules.catalog.errors import Banned, CodeTaken, NoSuchSku, NothingToSell, NotWhileOnSale, NotWhileReviewed
from jishi.modules.catalog.models import Product, Sku
from jishi.modules.catalog.states import BANNED, IN_REVIEW, OFF_SALE, ON_SALE, PRODUCT

READ_BY_BUYERS = {"name", "picture"}
"""Fields of a SKU that are reviewed, like all of a product's own."""


@dataclass(frozen=True, slots=True)
class SkuChange:
    """What to set of a variant: code, barcode, name, price (Money), weight_grams, picture, position, active, low_at."""

    id: str
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What really changes: columns of the product, columns of its variants, and new ones, each by its place in the request."""

    content: dict[str, Any]
    variants: dict[int, tuple[Sku, dict[str, Any]]]
    new: dict[int, SkuDraft]

    @property
    def nothing(self) -> bool:
        return not (self.content or self.variants or self.new)

    @property
    def reviewed(self) -> bool:
        """Does it touch what buyers read?"""
        return bool(self.content or self.new) or any(READ_BY_BUYERS & fields.keys() for _, fields in self.variants.values())


def change_product(product: Product, given: Mapping[str, Any], skus: Sequence[SkuChange | SkuDraft] = (), *, actor: str) -> Product:
    """Set what is given of title, description, category, attributes and pictures; change variants, add others.

    What is given as it stands is no change. A product off sale whose words or pictures change is a draft again. Raises
    NotWhileReviewed, NotWhileOnSale, Banned, NothingToSell, NoSuchSku, and what create_product raises.
    """
    held = {sku.pk: sku for sku in Sku.objects.filter(product=product)}
    plan = _plan(product, given, skus, held)
    _allowed(product, plan)
    if plan.nothing:
        return product
    _check(product, plan, held)
    if product.state == OFF_SALE and plan.reviewed:
        PRODUCT.advance(product, "revise", actor=actor)
    if not Product.objects.filter(pk=product.pk, state=product.state).update(**plan.content, changed_at=clock.now()):
        raise WrongState(machine=PRODUCT.name, verb="change", state="")
    try:
        for sku, fields in plan.variants.values():
            Sku.objects.filter(pk=sku.pk).update(**fields)
    except IntegrityError:
        raise CodeTaken(field="skus", sku="") from None
    put_up(product, list(plan.new.values()), len(held), actor=actor)
    flush_unlike()
    return Product.objects.get(pk=product.pk)


def _plan(product: Product, given: Mapping[str, Any], skus: Sequence[SkuChange | SkuDraft], held: Mapping[str, Sku]) -> _Plan:
    columns = {("category_id" if name == "category" else name): value for name, value in given.items()}
    plan = _Plan({name: value for name, value in columns.items() if value != getattr(product, name)}, {}, {})
    for n, one in enumerate(skus):
        if isinstance(one, SkuDraft):
            plan.new[n] = one
            continue
        sku = held.get(one.id)
        if sku is None:
            raise NoSuchSku(field=f"skus.{n}.id")
        fields = _fields(product, sku, one.given, n)
        if fields:
            plan.variants[n] = sku, fields
    return plan


def _fields(product: Product, sku: Sku, given: Mapping[str, Any], n: int) -> dict[str, Any]:
    """The columns that change. Raises BadPrice, BadBarcode."""
    fields = dict(given)
    if "price" in fields:
        price = fields.pop("price")
        check_price(price, product.currency, f"skus.{n}.price")
        fields["price_minor"] = price.minor
    check_barcode(fields.get("barcode", ""), f"skus.{n}.barcode")
    return {name: value for name, value in fields.items() if value != getattr(sku, name)}


def _allowed(product: Product, plan: _Plan) -> None:
    if product.state == BANNED:
        raise Banned
    if product.state == IN_REVIEW:
        raise NotWhileReviewed
    if product.state == ON_SALE and plan.reviewed:
        raise NotWhileOnSale


def _check(product: Product, plan: _Plan, held: Mapping[str, Sku]) -> None:
    """Raises what does not fit the law, the shop's other variants, or a product on sale."""
    now = clock.now()
    if "category_id" in plan.content:
        check_category(plan.content["category_id"])
    if "pictures" in plan.content:
        check_pictures(plan.content["pictures"], now, product.market)
    check_kept([(f"skus.{n}.picture", fields.get("picture", "")) for n, (_, fields) in plan.variants.items()])
    check_count(len(held) + len(plan.new), now, product.market)
    check_drafts(plan.new, product.currency)
    coded = {n: (sku, fields["code"]) for n, (sku, fields) in plan.variants.items() if "code" in fields}
    codes = {f"skus.{n}.code": code for n, (_, code) in coded.items()} | {f"skus.{n}.code": draft.code for n, draft in plan.new.items()}
    changed = {sku.pk: fields for sku, fields in plan.variants.values()}
    names = [("", row.name) for row in held.values() if "name" not in changed.get(row.pk, {})]
    names += [(f"skus.{n}.name", fields["name"]) for n, (_, fields) in plan.variants.items() if "name" in fields]
    names += [(f"skus.{n}.name", draft.name) for n, draft in plan.new.items()]
    check_unlike(product.shop, codes, names, [sku.pk for sku, _ in coded.values()])
    if product.state == ON_SALE and not any(changed.get(row.pk, {}).get("active", row.active) for row in held.values()):
        raise NothingToSell(field="skus")
