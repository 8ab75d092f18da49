"""Who and what there is before a story begins: markets under different packs, shops, goods, people signed in.

Made once a process, by the actions and routes that everybody uses, and copied for each seed.
"""

import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pyotp
from django.conf import settings
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.core.management import call_command
from django.db import connection

from jishi import lawbook
from jishi.kernel import clock, ids
from jishi.kernel.money import Money
from jishi.kernel.runner import act
from jishi.modules.catalog import actions as catalog
from jishi.modules.catalog.actions import ProductDraft, SkuDraft
from jishi.modules.identity import actions as identity
from jishi.modules.identity import queries as people
from jishi.modules.shops import actions as shops
from jishi.modules.shops.models import Shop as Row
from jishi.sim.asking import Answer, Visitor

SETUP = "system:setup"
SINCE = date(2022, 1, 1)
OPENED = datetime(2022, 12, 1, tzinfo=UTC)
MARKETS = {"CN": "douyin-cn", "MY": "tiktok-sea", "UK": None, "US": "tiktok-us"}
ADDRESSES = {
    "CN": [
        ("13800006021", "CN", "浙江省", "杭州市", "西湖区", "文三路 478 号", "310012"),
        ("13800006022", "CN", "四川省", "成都市", "锦江区", "书院街 12 号", "610011"),
    ],
    "MY": [
        ("012-345 6789", "MY", "Selangor", "Shah Alam", "", "12 Jalan Plumbum", "40000"),
        ("012-345 6790", "MY", "Penang", "George Town", "", "8 Lebuh Armenian", "10200"),
    ],
    "UK": [
        ("020 7946 0958", "GB", "Greater London", "London", "", "14 Doughty Street", "WC1N 2PL"),
        ("020 7946 0959", "GB", "West Yorkshire", "Leeds", "", "3 Otley Road", "LS6 3AA"),
    ],
    "US": [
        ("(213) 373-4253", "US", "California", "Los Angeles", "", "633 W 5th St", "90071"),
        ("(213) 373-4254", "US", "Nevada", "Reno", "", "1 S Virginia St", "89501"),
    ],
}
NAMES = ("name", "phone", "country", "region", "city", "district", "line", "postcode")
PRICES = (990, 4900, 12900)
SHOPS = 2
OPERATORS = ("governance", "governance", "finance")
PASSWORD = "rain on quiet roofs"  # noqa: S105 - of people who are not there


class Quick(ScryptPasswordHasher):
    """As passwords are kept, but for the time that it takes, which tells a simulation nothing."""

    work_factor = 2


@dataclass(frozen=True)
class Shop:
    """A shop and who sells there."""

    id: str
    market: str
    owner: Visitor


@dataclass(frozen=True)
class Goods:
    """Something on sale."""

    sku: str
    shop: Shop
    minor: int
    currency: str


@dataclass(frozen=True)
class Buyer:
    """Somebody who buys in one market, with addresses there."""

    visitor: Visitor
    market: str
    addresses: list[str]


@dataclass(frozen=True)
class Agent:
    """Somebody who answers a shop's buyers, by the address and with the password of the stage."""

    address: str
    person: str
    shop: Shop


@dataclass(frozen=True)
class Stage:
    """Everything, in an order that is always the same, and the file that holds it."""

    file: Path
    shops: list[Shop]
    goods: list[Goods]
    buyers: list[Buyer]
    agents: list[Agent]
    operators: list[Visitor]
    stranger: Visitor

    def set(self) -> None:
        """Lay a fresh copy where the settings expect the database, and sign everybody in as they were. Nothing may have it open."""
        for one in (*(shop.owner for shop in self.shops), *(buyer.visitor for buyer in self.buyers), *self.operators):
            one.begin()
        connection.close()
        name = Path(connection.settings_dict["NAME"])
        for old in name.parent.glob(name.name + "*"):
            old.unlink()
        shutil.copyfile(self.file, name)


@contextmanager
def ids_by(seed: int, since: datetime) -> Iterator[None]:
    """Ids are drawn by a seed, three a millisecond from `since` on: the same story has the same."""
    made = itertools.count()
    chance = Random(seed)  # noqa: S311 - it must repeat itself
    base = int(since.timestamp() * 1000)
    with ids.drawn_from(lambda: base + next(made) // 3, chance.randbytes):
        yield


def build() -> Stage:
    """Make it all in an empty database on SQLite, and put that aside as the copy to begin from.

    Raises ValueError on another database.
    """
    if connection.vendor != "sqlite":
        raise ValueError("a simulation runs on a SQLite file of its own; leave JISHI_DATABASE_URL unset")
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    settings.PASSWORD_HASHERS = [f"{Quick.__module__}.{Quick.__qualname__}"]
    call_command("migrate", verbosity=0)
    with ids_by(0, OPENED), clock.at(OPENED), clock.machine(lambda: OPENED):
        for market, pack in MARKETS.items():
            act(lawbook.open_market, market, pack, SINCE, actor=SETUP)
        made = [_shop(market, n) for market in MARKETS for n in range(SHOPS)]
        goods = [one for shop in made for one in _goods(shop)]
        buyers = [_buyer(market, n) for market in MARKETS for n in range(2)]
        agents = [_agent(shop) for shop in made[::SHOPS]]
        operators = [_operator(n, role) for n, role in enumerate(OPERATORS)]
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    file = settings.DATA_DIR / "stage.sqlite3"
    shutil.copyfile(connection.settings_dict["NAME"], file)
    return Stage(file, made, goods, buyers, agents, operators, Visitor("a stranger"))


def _shop(market: str, n: int) -> Shop:
    to = f"owner{n}.{market.lower()}@example.org"
    owner = act(identity.know_person, people.reach(to, market), language="en", name=f"Owner {n} of {market}")
    shop = act(shops.open_shop, f"Shop {n} of {market}", market, owner=owner.id, actor=SETUP)
    return Shop(shop.id, market, _signed_in(to))


def _goods(shop: Shop) -> list[Goods]:
    currency = lawbook.currency(shop.market)
    drafts = [SkuDraft(f"S{n}", Money(minor, currency), f"no {n}", stock=40) for n, minor in enumerate(PRICES)]
    product = act(catalog.create_product, shop.id, shop.market, ProductDraft(title="Cup", category="home", skus=drafts), actor=SETUP)
    act(catalog.submit, product, actor=SETUP)
    act(catalog.approve, product, actor=SETUP)
    found = shop.owner.send("GET", f"/products/{product.pk}").data["skus"]
    return [Goods(sku["id"], shop, minor, currency) for sku, minor in zip(found, PRICES, strict=True)]


def _buyer(market: str, n: int) -> Buyer:
    visitor = _signed_in(f"buyer{n}.{market.lower()}@example.org")
    places = [dict(zip(NAMES, (f"Buyer {n}", *place), strict=True)) for place in ADDRESSES[market]]
    return Buyer(visitor, market, [str(_did(visitor.send("POST", "/me/addresses", place))["id"]) for place in places])


def _agent(shop: Shop) -> Agent:
    """They work for a shop and have a password; each story signs them in anew."""
    to = f"agent.{shop.market.lower()}@example.org"
    act(shops.add_member, Row.objects.get(pk=shop.id), people.reach(to, shop.market), "agent", language="en", actor=SETUP)
    visitor = _signed_in(to)
    _did(visitor.send("POST", "/me/password", {"password": PASSWORD}))
    _did(visitor.send("POST", "/sign-out"))
    return Agent(to, visitor.person, shop)


def _operator(n: int, role: str) -> Visitor:
    """They work for the marketplace, with the second factor that their role wants."""
    to = f"operator{n}@example.org"
    person = act(identity.know_person, people.reach(to, "CN"), language="en", name=f"Operator {n}")
    act(identity.make_operator, person.id, role, actor=SETUP)
    visitor = _signed_in(to)
    visitor.secret = _did(visitor.send("POST", "/me/authenticator"))["secret"]
    _did(visitor.send("POST", "/me/authenticator/confirm", {"code": pyotp.TOTP(visitor.secret).at(clock.real())}))
    return visitor


def _signed_in(to: str) -> Visitor:
    visitor = Visitor(to)
    visitor.sign_in()
    visitor.keep()
    return visitor


def _did(answer: Answer) -> dict[str, Any]:
    assert answer.good, answer
    return dict(answer.data or {})
