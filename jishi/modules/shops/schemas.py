"""Shapes of shops' API."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from jishi.kernel.api import IdText, Note, Shape

ShopName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$")]
ReachText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=254, pattern=r"^[^\x00-\x1f\x7f]*$")]
Role = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,20}$")]


class ShopIn(Shape):
    """A shop to open: its name, and where its owner is reached."""

    name: ShopName
    owner: ReachText
    names: dict[Literal["zh-Hans", "zh-Hant", "en"], ShopName] = {}
    description: Note = ""


class ShopOut(Shape):
    """A shop. `view` says for whom: public, shop (with the reader's role and permissions) or operator."""

    id: str
    view: Literal["public", "shop", "operator"]
    name: str
    names: dict[str, str]
    market: str
    currency: str
    zone: str
    state: str
    description: str
    picture: str | None
    opened_at: datetime
    subject: str | None
    role: str | None
    permissions: list[str]


Language = Literal["zh-Hans", "zh-Hant", "en"]
Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Market = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,4}$")]
PackName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,40}$")]


class InstallationOut(Shape):
    """What this marketplace calls itself, the languages it offers, and whether it was set up."""

    name: str
    languages: list[str]
    set_up: bool


class SetupMarket(Shape):
    """A market that may be opened."""

    code: str
    currency: str
    zone: str


class SetupPack(Shape):
    """Rules as one platform has them, for the markets that it is in."""

    name: str
    title: str
    markets: list[str]


class SetupOut(Shape):
    """What may be chosen, and how mail goes out: smtp, into the Mailbox, or not at all."""

    languages: list[str]
    markets: list[SetupMarket]
    packs: list[SetupPack]
    mail: Literal["smtp", "mailbox", "none"]


class MarketWish(Shape):
    """A market to open, and whose pack it goes by; the base alone without."""

    code: Market
    pack: PackName | None = None


class FirstShop(Shape):
    """A shop to open at once."""

    name: ShopName
    market: Market
    owner: ReachText


class SetUpIn(Shape):
    """What a marketplace is to be; `code` is that from the console, `operator` the phone or e-mail of who runs it."""

    code: Code
    name: ShopName
    languages: Annotated[list[Language], Field(min_length=1, max_length=3)]
    markets: Annotated[list[MarketWish], Field(min_length=1, max_length=20)]
    operator: ReachText
    operator_name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    shop: FirstShop | None = None


class SetUpOut(Shape):
    """What was done, and the first shop."""

    done: list[str]
    shop_id: str | None


class MailTryIn(Shape):
    """Where a message is to be sent, and the code from the console."""

    code: Code
    to: ReachText


class MemberIn(Shape):
    """Someone who is to work in the shop, by phone or e-mail."""

    to: ReachText
    role: Role


class MemberChange(Shape):
    """Another role."""

    role: Role


class MemberOut(Shape):
    """Someone who works in the shop; name, phone and e-mail masked."""

    person: IdText
    name: str
    phone: str
    email: str
    role: str
    since: datetime
