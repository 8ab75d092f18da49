"""Routes of the catalog: parse -> access -> act -> present."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router
from pydantic import Field

from jishi.kernel import files, rows
from jishi.kernel.api import REFUSALS, IdText, MoneyShape, Page, Shape, answer, paginate
from jishi.kernel.api.problems import reader_language
from jishi.kernel.money import Money
from jishi.lawbook.near import NearOut, view
from jishi.modules.catalog import access, actions, schemas
from jishi.modules.catalog.actions import ProductDraft, SkuChange, SkuDraft
from jishi.modules.catalog.errors import BadPrice
from jishi.modules.catalog.models import Product, Sku
from jishi.modules.catalog.queries import lists, views
from jishi.modules.catalog.queries.limits import limits_of
from jishi.modules.catalog.queries.tree import tree
from jishi.modules.catalog.states import IN_REVIEW, ON_SALE
from jishi.modules.shops.access import access_market, access_shop

router = Router(tags=["catalog"])
Market = Annotated[str, Path(max_length=4, pattern=r"^[A-Z]+$")]
PICTURE = {
    "requestBody": {
        "required": True,
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in ("image/png", "image/jpeg", "image/webp")},
    }
}


class GoodsQuery(Shape):
    """Which part of a list of products."""

    q: Annotated[str, Field(max_length=100)] = ""
    category: Annotated[str, Field(max_length=40)] = ""
    cursor: Annotated[str, Field(max_length=400)] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    with_: Literal["verbs"] | None = Field(None, alias="with")


class MarketGoodsQuery(GoodsQuery):
    """A market's products; any other `state` than on_sale is for operators."""

    shop: Annotated[str, Field(max_length=40)] = ""
    state: schemas.State = "on_sale"


class ShopGoodsQuery(GoodsQuery):
    """A shop's own products; `low`: with or without a variant that is running out."""

    state: schemas.State | None = None
    low: bool | None = None


def _shown(request: HttpRequest, as_whom: str) -> Callable[[Product], Any]:
    """Present a product that an action has just made or changed."""

    def present(product: Product) -> Any:
        rows.flush()
        return views.view(product, as_whom, request.actor, reader_language(request))  # type: ignore[attr-defined]

    return present


def _page(request: HttpRequest, found: lists.Products, order: Sequence[str], as_whom: str, query: GoodsQuery) -> dict[str, Any]:
    actor, lang = request.actor if query.with_ else None, reader_language(request)  # type: ignore[attr-defined]
    return paginate(found, lambda some: views.listed(some, as_whom, lang, actor), order=order, cursor=query.cursor, limit=query.limit)


@router.get("/categories", response={200: list[schemas.CategoryOut], **REFUSALS}, operation_id="catalog.categories")
def categories(request: HttpRequest) -> Any:
    """The category tree, named in the reader's language."""
    return tree(reader_language(request))


@router.get("/markets/{code}/products", response={200: Page[schemas.ProductLine], **REFUSALS}, operation_id="catalog.browse")
def browse(request: HttpRequest, code: Market, query: Query[MarketGoodsQuery]) -> Any:
    """What can be bought in a market, newest first; for operators also what waits for review, the longest waiting first."""
    access_market(code)
    wanted = {"q": query.q, "category": query.category, "shop": query.shop}
    if query.state == ON_SALE:
        return _page(request, lists.on_sale(code, **wanted), lists.NEWEST, "buyer", query)
    request.actor.needs_operator(access.REVIEW)  # type: ignore[attr-defined]
    if query.state == IN_REVIEW:
        return _page(request, lists.in_review(code, **wanted), lists.WAITING, "operator", query)
    return _page(request, lists.in_market(code, query.state, **wanted), lists.MADE, "operator", query)


@router.get("/products/{id}", response={200: schemas.ProductOut, **REFUSALS}, operation_id="catalog.get")
def get(request: HttpRequest, id: IdText) -> Any:  # noqa: A002 - as the path has it
    """A product as its reader may see it: buyers see what is on sale."""
    product, as_whom = access.access_product(request.actor, id)  # type: ignore[attr-defined]
    return views.view(product, as_whom, request.actor, reader_language(request))  # type: ignore[attr-defined]


@router.get("/products/{id}/limits", response={200: list[NearOut], **REFUSALS}, operation_id="catalog.limits")
def limits(request: HttpRequest, id: IdText) -> Any:  # noqa: A002 - as the path has it
    """For its shop: how near the product has come to its limits of variants and pictures."""
    product = access.access_own_product(request.actor, id)  # type: ignore[attr-defined]
    return [view(found, reader_language(request)) for found in limits_of(product)]


@router.get("/shops/{id}/products", response={200: Page[schemas.ProductLine], **REFUSALS}, operation_id="catalog.list")
def list_of_shop(request: HttpRequest, id: IdText, query: Query[ShopGoodsQuery]) -> Any:  # noqa: A002 - as the path has it
    """A shop's own products in every state, the latest made first."""
    market = access_shop(request.actor, id, may=access.READ).market  # type: ignore[attr-defined]
    found = lists.of_shop(id, market, state=query.state or "", q=query.q, category=query.category, low=query.low)
    return _page(request, found, lists.MADE, "shop", query)


@router.post("/shops/{id}/products", response={201: schemas.ProductOut, **REFUSALS}, operation_id="catalog.create")
def create(request: HttpRequest, id: IdText, payload: schemas.ProductIn) -> HttpResponse:  # noqa: A002 - as the path has it
    """Write down a product, as a draft."""
    market = access_shop(request.actor, id, may=access.EDIT).market  # type: ignore[attr-defined]
    draft = ProductDraft(
        title=payload.title,
        category=payload.category,
        description=payload.description,
        attributes=payload.attributes,
        pictures=[_key(picture) for picture in payload.pictures],
        skus=[_draft(sku, n) for n, sku in enumerate(payload.skus)],
    )
    return answer(
        request,
        _shown(request, "shop"),
        actions.create_product,
        id,
        market,
        draft,
        actor=request.actor.name,  # type: ignore[attr-defined]
        status=201,
    )


def _key(picture: str) -> str:
    """The key of a picture, given as key or address."""
    return picture.removeprefix(files.url(""))


def _price(shape: MoneyShape | None, n: int) -> Money:
    assert shape is not None
    try:
        return Money.of(shape.amount, shape.currency)
    except ValueError:
        raise BadPrice(field=f"skus.{n}.price", currency=shape.currency) from None


def _draft(sku: schemas.SkuIn | schemas.SkuPatch, n: int) -> SkuDraft:
    return SkuDraft(
        code=sku.code,
        price=_price(sku.price, n),
        name=sku.name,
        barcode=sku.barcode,
        weight_grams=sku.weight_grams,
        stock=sku.stock,
        picture=_key(sku.picture),
        low_at=sku.low_at,
    )


@router.patch("/products/{id}", response={200: schemas.ProductOut, **REFUSALS}, operation_id="catalog.change")
def change(request: HttpRequest, id: IdText, payload: schemas.ProductPatch) -> HttpResponse:  # noqa: A002 - as the path has it
    """Change a product. Words and pictures are changed off sale and reviewed again; prices, codes, weights at any time."""
    product = access.access_own_product(request.actor, id)  # type: ignore[attr-defined]
    given = payload.model_dump(exclude_unset=True, exclude={"skus"})
    if "pictures" in given:
        given["pictures"] = [_key(picture) for picture in payload.pictures]
    skus = [_changes(sku, n) if sku.id else _draft(sku, n) for n, sku in enumerate(payload.skus)]
    actor = request.actor.name  # type: ignore[attr-defined]
    return answer(request, _shown(request, "shop"), actions.change_product, product, given, skus, actor=actor)


def _changes(sku: schemas.SkuPatch, n: int) -> SkuChange:
    given = sku.model_dump(exclude_unset=True, exclude={"id", "price"})
    if sku.price is not None:
        given["price"] = _price(sku.price, n)
    if "picture" in given:
        given["picture"] = _key(sku.picture)
    return SkuChange(sku.id, given)


@router.post("/products/{id}/submit", response={200: schemas.ProductOut, **REFUSALS}, operation_id="catalog.submit")
def submit(request: HttpRequest, id: IdText) -> HttpResponse:  # noqa: A002 - as the path has it
    """Send a draft to review."""
    product = access.access_own_product(request.actor, id)  # type: ignore[attr-defined]
    return answer(request, _shown(request, "shop"), actions.submit, product, actor=request.actor.name)  # type: ignore[attr-defined]


@router.post("/products/{id}/withdraw", response={200: schemas.ProductOut, **REFUSALS}, operation_id="catalog.withdraw")
def withdraw(request: HttpRequest, id: IdText) -> HttpResponse:  # noqa: A002 - as the path has it
    """Take a product off sale."""
    product = access.access_own_product(request.actor, id)  # type: ignore[attr-defined]
    return answer(request, _shown(request, "shop"), actions.withdraw, product, actor=request.actor.name)  # type: ignore[attr-defined]


@router.post("/products/{id}/publish", response={200: schemas.ProductOut, **REFUSALS}, operation_id="catalog.publish")
def publish(request: HttpRequest, id: IdText) -> HttpResponse:  # noqa: A002 - as the path has it
    """Put a reviewed product back on sale."""
    product = access.access_own_product(request.actor, id)  # type: ignore[attr-defined]
    return answer(request, _shown(request, "shop"), actions.publish, product, actor=request.actor.name)  # type: ignore[attr-defined]


@router.post("/products/{id}/approve", response={200: schemas.ProductOut, **REFUSALS}, operation_id="catalog.approve")
def approve(request: HttpRequest, id: IdText) -> HttpResponse:  # noqa: A002 - as the path has it
    """Operators: let a product go on sale."""
    product = access.access_review(request.actor, id)  # type: ignore[attr-defined]
    return answer(request, _shown(request, "operator"), actions.approve, product, actor=request.actor.name)  # type: ignore[attr-defined]


@router.post("/products/{id}/reject", response={200: schemas.ProductOut, **REFUSALS}, operation_id="catalog.reject")
def reject(request: HttpRequest, id: IdText, payload: schemas.RejectIn) -> HttpResponse:  # noqa: A002 - as the path has it
    """Operators: say what must change first."""
    product = access.access_review(request.actor, id)  # type: ignore[attr-defined]
    actor = request.actor.name  # type: ignore[attr-defined]
    return answer(request, _shown(request, "operator"), actions.reject, product, payload.reasons, actor=actor)


@router.post("/products/{id}/ban", response={200: schemas.ProductOut, **REFUSALS}, operation_id="catalog.ban")
def ban(request: HttpRequest, id: IdText, payload: schemas.BanIn) -> HttpResponse:  # noqa: A002 - as the path has it
    """Operators: close a product for good."""
    product = access.access_review(request.actor, id, access.BAN)  # type: ignore[attr-defined]
    actor = request.actor.name  # type: ignore[attr-defined]
    return answer(request, _shown(request, "operator"), actions.ban, product, payload.reason, actor=actor)


@router.post("/skus/{id}/stock", response={200: schemas.SkuOut, **REFUSALS}, operation_id="catalog.adjust_stock")
def adjust_stock(request: HttpRequest, id: IdText, payload: schemas.StockIn) -> HttpResponse:  # noqa: A002 - as the path has it
    """Book pieces that came to the shelf or left it."""
    sku = access.access_sku(request.actor, id)  # type: ignore[attr-defined]
    actor = request.actor.name  # type: ignore[attr-defined]
    return answer(request, _sku, actions.adjust_stock, sku, payload.delta, payload.reason, actor=actor)


def _sku(sku: Sku) -> dict[str, Any]:
    rows.flush()
    return views.one_sku(sku)


@router.post(
    "/shops/{id}/pictures", response={201: schemas.PictureKept, **REFUSALS}, operation_id="catalog.keep_picture", openapi_extra=PICTURE
)
def keep_picture(request: HttpRequest, id: IdText) -> HttpResponse:  # noqa: A002 - as the path has it
    """Keep a picture: the body is the bytes of a PNG, JPEG or WebP."""
    access_shop(request.actor, id, may=access.EDIT)  # type: ignore[attr-defined]
    picture = actions.read_picture(request.body)
    return answer(request, lambda key: {"key": key, "url": files.url(key)}, actions.keep_picture, picture, status=201)
