"""Shapes of shops' API."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import StringConstraints

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
