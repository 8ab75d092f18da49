"""Shapes of the catalog in the API."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from jishi.kernel.api import Line, MoneyShape, Shape
from jishi.lawbook.countdown import DeadlineShape

State = Literal["draft", "in_review", "on_sale", "off_sale", "banned"]
STOCK_MOST = 1_000_000_000
WEIGHT_MOST = 1_000_000
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000)]
Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$")]
Variant = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")]
Barcode = Annotated[str, StringConstraints(pattern=r"^([0-9]{8}|[0-9]{12,14})?$")]
Picture = Annotated[str, StringConstraints(pattern=r"^(/files/)?[0-9a-f]{64}$")]
NoPicture = Annotated[str, StringConstraints(pattern=r"^((/files/)?[0-9a-f]{64})?$")]
Slug = Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z0-9-]+$")]
Pieces = Annotated[int, Field(ge=0, le=STOCK_MOST, strict=True)]
Grams = Annotated[int, Field(ge=0, le=WEIGHT_MOST, strict=True)]
Attributes = Annotated[dict[Annotated[Line, Field(max_length=40)], Annotated[Line, Field(max_length=200)]], Field(max_length=40)]
Pictures = Annotated[list[Picture], Field(max_length=100)]


def _moves(delta: int) -> int:
    if not delta:
        raise ValueError("0 changes nothing")
    return delta


class SellingShop(Shape):
    """The shop that sells it."""

    id: str
    name: str


class CategoryName(Shape):
    """A category by its code, named in the reader's language."""

    code: str
    name: str


class CategoryOut(CategoryName):
    """A category with those below it."""

    children: list["CategoryOut"]


class ProductVerb(Shape):
    """Something that could be done, whether this reader may now, and if not, the code of the reason."""

    verb: str
    operation: str
    allowed: bool
    why: str | None = None


class SkuOut(Shape):
    """A variant. `stock` is what can be bought now; `on_hand`, `reserved`, `low_at` and `low` are for the shop and operators."""

    id: str
    code: str
    barcode: str
    name: str
    price: MoneyShape
    weight_grams: int
    stock: int
    picture: str | None
    active: bool
    on_hand: int | None
    reserved: int | None
    low_at: int | None
    low: bool | None


class ProductLine(Shape):
    """A product in a list; `verbs` only when asked for."""

    id: str
    view: Literal["buyer", "shop", "operator"]
    shop: SellingShop
    title: str
    description: str
    category: CategoryName
    attributes: dict[str, str]
    pictures: list[str]
    market: str
    currency: str
    state: State
    state_text: str
    reasons: list[str]
    skus: list[SkuOut]
    price_from: MoneyShape | None
    price_to: MoneyShape | None
    stock: int
    low: bool | None
    made_at: datetime
    published_at: datetime | None
    submitted_at: datetime | None
    review_overdue_at: datetime | None
    verbs: list[ProductVerb] | None


class ProductOut(ProductLine):
    """A product, whole; the clock of its review for the shop and operators."""

    deadlines: list[DeadlineShape]


class SkuIn(Shape):
    """A variant to be made."""

    code: Code
    name: Variant = ""
    price: MoneyShape
    barcode: Barcode = ""
    weight_grams: Grams = 0
    stock: Pieces = 0
    picture: NoPicture = ""
    low_at: Pieces | None = None


class ProductIn(Shape):
    """A product to be made, as a draft."""

    title: Title
    category: Slug
    description: Text = ""
    attributes: Attributes = Field(default_factory=dict)
    pictures: Pictures = Field(default_factory=list)
    skus: Annotated[list[SkuIn], Field(max_length=1000)] = Field(default_factory=list)


class SkuPatch(Shape):
    """Changes to a variant (`id`), or one to be added (no id; then `code` and `price` are needed, and `stock` may be given)."""

    id: Annotated[str, Field(max_length=40, pattern=r"^[A-Za-z0-9_]+$")] = ""
    code: Code = ""
    name: Variant = ""
    price: MoneyShape | None = None
    barcode: Barcode = ""
    weight_grams: Grams = 0
    stock: Pieces = 0
    picture: NoPicture = ""
    position: Annotated[int, Field(ge=0, le=10_000, strict=True)] = 0
    active: Annotated[bool, Field(strict=True)] = True
    low_at: Pieces | None = None

    @model_validator(mode="after")
    def _whole(self) -> "SkuPatch":
        if self.id and "stock" in self.model_fields_set:
            raise ValueError("stock of a variant that is there is changed by POST /skus/{id}/stock")
        if not self.id and (not self.code or self.price is None):
            raise ValueError("a new variant needs code and price")
        return self


class ProductPatch(Shape):
    """Changes to a product; what is left out stays."""

    title: Title = ""
    category: Slug = ""
    description: Text = ""
    attributes: Attributes = Field(default_factory=dict)
    pictures: Pictures = Field(default_factory=list)
    skus: Annotated[list[SkuPatch], Field(max_length=1000)] = Field(default_factory=list)


class RejectIn(Shape):
    """What must change before the product can be sold."""

    reasons: Annotated[list[Annotated[Line, Field(max_length=200)]], Field(min_length=1, max_length=10)]


class BanIn(Shape):
    """Why."""

    reason: Annotated[Line, Field(max_length=200)]


class StockIn(Shape):
    """Pieces that came to the shelf (above 0) or left it, and why."""

    delta: Annotated[int, Field(ge=-STOCK_MOST, le=STOCK_MOST, strict=True), AfterValidator(_moves)]
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""


class PictureKept(Shape):
    """A picture that is kept: `key` is what a product's `pictures` take, `url` is where it is shown."""

    key: str
    url: str
