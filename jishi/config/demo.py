"""The demonstration: three markets, six fictional shops, people who buy and sell, three weeks of orders.

Made through actions, then served.
"""

import argparse
import json
import os
import sys
from datetime import date, datetime, timedelta

from django.conf import settings

from jishi import lawbook
from jishi.config.commands import run_migrate, run_serve
from jishi.config.living import Cast, Director
from jishi.kernel import clock, events, installation, post
from jishi.kernel.access import THE_DEMO
from jishi.kernel.models import SimulatedClock
from jishi.kernel.runner import act
from jishi.kernel.words import LANGUAGES
from jishi.lawbook import demo as own_law
from jishi.modules.catalog import demo as goods
from jishi.modules.catalog.models import Product, Sku
from jishi.modules.desk import demo as talks
from jishi.modules.identity import actions as identity
from jishi.modules.identity import queries as people
from jishi.modules.identity.actions.addresses import Place
from jishi.modules.orders.demo import Buyer, fire, live
from jishi.modules.shops import actions as shops
from jishi.modules.shops.models import Shop

NAME = "Jishi 集市"
MARKETS = {"CN": "douyin-cn", "MY": "tiktok-sea", "UK": None}
SINCE = date(2022, 1, 1)
DAYS, ORDERS, SEED = 21, 260, 42
ANSWERING = {"beichuang": "agent.beichuang@example.org", "tarn": "tarn@example.org"}
"""The shops whose desk somebody answers, and by whom."""
LANGUAGE = {"CN": "zh-Hans", "MY": "en", "UK": "en"}
OWNERS = {
    "beichuang": "周予安",
    "banshan": "韦小满",
    "kain": "Aisyah Rahman",
    "rangup": "Lim Wei Jie",
    "tarn": "Hannah Price",
    "quire": "Owen Clarke",
}
OPERATORS = [
    ("operator@example.org", "admin", "顾明远"),
    ("governance@example.org", "governance", "林知行"),
    ("support@example.org", "support", "乔安"),
]
STAFF = [
    ("beichuang", "warehouse", "老秦"),
    ("beichuang", "agent", "阿宁"),
    ("tarn", "warehouse", "Priya Shah"),
    ("kain", "manager", "Devi Nair"),
]
BUYERS = {
    "CN": [
        ("许月光", "浙江省", "杭州市", "西湖区", "文三路 478 号 3 幢 502", "310012"),
        ("林知夏", "四川省", "成都市", "锦江区", "书院街 12 号", "610011"),
        ("陈一鸣", "广东省", "广州市", "天河区", "体育东路 60 号 1803", "510620"),
        ("苏然", "江苏省", "南京市", "鼓楼区", "汉口路 22 号", "210008"),
        ("何田田", "湖北省", "武汉市", "洪山区", "珞喻路 129 号", "430079"),
    ],
    "MY": [
        ("Farid Ismail", "Selangor", "Shah Alam", "", "12 Jalan Plumbum", "40000"),
        ("Chong Mei Ling", "Penang", "George Town", "", "8 Lebuh Armenian", "10200"),
    ],
    "UK": [
        ("Isla Grant", "Greater London", "London", "", "14 Doughty Street", "WC1N 2PL"),
        ("Tom Ashby", "West Yorkshire", "Leeds", "", "3 Otley Road", "LS6 3AA"),
    ],
}
PHONES = {"CN": "1380000{:04d}", "MY": "012345{:04d}", "UK": "020794{:05d}"}
COUNTRY = {"CN": "CN", "MY": "MY", "UK": "GB"}


def run(args: argparse.Namespace) -> int:
    """Fill the data directory the first time, then serve it on loopback; `--speed` lets pretend time run faster."""
    kept = settings.DATA_DIR / "demo.json"
    if not kept.exists():  # never filled, or broken off while it was: begin anew
        for old in settings.DATA_DIR.glob("jishi.sqlite3*"):
            old.unlink()
    run_migrate(args)
    if not kept.exists():
        print("Filling the demonstration (about half a minute) …", file=sys.stderr)
        kept.write_text(json.dumps({"logins": fill(clock.real())}, ensure_ascii=False, indent=1), encoding="utf-8")
    resume_clock(args.speed)
    _tell(args.port, json.loads(kept.read_text(encoding="utf-8"))["logins"])
    if args.no_serve:
        return 0
    if not args.quiet:
        os.environ["JISHI_DEMO_PEOPLE"] = "1"
    return run_serve(argparse.Namespace(port=args.port, host="127.0.0.1", workers=1, with_worker=False))


def director() -> Director:
    """Whoever goes on living in the demonstration that is here: its buyers, its desks, its carrier."""
    found = json.loads((settings.DATA_DIR / "demo.json").read_text(encoding="utf-8"))["logins"]
    buyers = []
    for one in found:
        person = people.person_reached(people.reach(one["to"], one["of"])) if one["role"] == "buyer" else None
        if person is not None:
            buyers += [Buyer(person.id, address.id, one["of"]) for address in people.addresses_of(person.id)[:1]]
    tellers = _tellers({slug: shop for slug, shop in _shops().items() if slug in ANSWERING})
    return Director(Cast(buyers, tellers), seed=int(clock.real().timestamp()))


def _shops() -> dict[str, Shop]:
    """The demonstration's shops by their short names, as far as they are there."""
    named = {shop.name: shop for shop in Shop.objects.all()}
    return {slug: named[told["name"]] for slug, told in goods.shops().items() if told["name"] in named}


def resume_clock(speed: float) -> None:
    """Let the marketplace's time run on from where it was, or from now, at `speed` simulated seconds a second."""
    row = SimulatedClock.objects.filter(pk=1).first()
    was = row.sim0 + (clock.real() - row.real0) * row.speed if row else clock.real()
    clock.simulate(max(was, clock.real()), speed)


def fill(now: datetime) -> list[dict[str, str]]:
    """Make markets, people, shops, goods and orders up to `now`; the logins."""
    start = now - timedelta(days=DAYS)
    with clock.at(start - timedelta(days=2)):
        for market, pack in MARKETS.items():
            act(lawbook.open_market, market, pack, SINCE, actor=THE_DEMO)
        act(installation.settle, NAME, LANGUAGES, actor=THE_DEMO)
        logins, operators = _operators()
        made = {}
        for slug, owner in OWNERS.items():
            market, name = goods.shops()[slug]["market"], goods.shops()[slug]["name"]
            person = _person(f"{slug}@example.org", owner, market)
            made[slug] = act(shops.open_shop, name, market, owner=person, actor=THE_DEMO)
            logins.append({"to": f"{slug}@example.org", "name": owner, "role": "owner", "of": name})
        for slug, role, name in STAFF:
            to = f"{role}.{slug}@example.org"
            reach = people.reach(to, made[slug].market)
            act(shops.add_member, made[slug], reach, role, language=LANGUAGE[made[slug].market], actor=THE_DEMO)
            _person(to, name, made[slug].market)
            logins.append({"to": to, "name": name, "role": role, "of": made[slug].name})
        goods.fill({slug: shop.id for slug, shop in made.items()})
        buyers = _buyers(logins)
    by_market = {market: list(_skus(market)) for market in MARKETS}
    live(buyers, by_market, start, now, ORDERS, SEED)
    with clock.at(now - timedelta(hours=3)):
        goods.fill_waiting({slug: shop.id for slug, shop in made.items()})
    _talks(made, buyers, now)
    own_law.fill(now, drafter=operators["governance"], publisher=operators["admin"])
    while events.pump() + post.deliver():
        pass
    return logins


def _talks(made: dict[str, Shop], buyers: list[Buyer], now: datetime) -> None:
    """The first shop of two markets answers its buyers: by its agent where it has one, else by its owner."""
    tellers = _tellers(made)
    people_of = {market: list(dict.fromkeys(one.person for one in buyers if one.market == market)) for market in MARKETS}
    talks.fill(tellers, people_of, now, fire)


def _tellers(made: dict[str, Shop]) -> list[talks.Teller]:
    """Who answers in each shop that has a desk."""
    tellers = []
    for slug, agent in ANSWERING.items():
        shop = made[slug]
        person = people.person_reached(people.reach(agent, shop.market))
        product = Product.objects.filter(shop=shop.id, state="on_sale").order_by("id").first()
        assert person
        assert product
        tellers.append(talks.Teller(shop.id, shop.market, person.id, product.id))
    return tellers


def _operators() -> tuple[list[dict[str, str]], dict[str, str]]:
    """The marketplace's own people: their logins, and by role who they are."""
    logins, made = [], {}
    for to, role, name in OPERATORS:
        made[role] = _person(to, name, "CN")
        act(identity.make_operator, made[role], role, actor=THE_DEMO)
        logins.append({"to": to, "name": name, "role": role, "of": ""})
    return logins, made


def _person(to: str, name: str, market: str) -> str:
    return act(identity.know_person, people.reach(to, market), language=LANGUAGE[market], name=name).id


def _skus(market: str) -> list[str]:
    found = Sku.objects.filter(product__market=market, product__state="on_sale", active=True)
    return list(found.order_by("product_id", "position").values_list("id", flat=True))


def _buyers(logins: list[dict[str, str]]) -> list[Buyer]:
    found = []
    for market, told in BUYERS.items():
        for n, (name, region, city, district, line, postcode) in enumerate(told, 1):
            to = f"buyer{n}.{market.lower()}@example.org"
            person = _person(to, name, market)
            phone = PHONES[market].format(6020 + n)
            place = Place(name, phone, COUNTRY[market], region, city, district, line, postcode)
            address = act(identity.add_address, person, place)
            # buyers of the larger market order more often
            found += [Buyer(person, address.id, market)] * (2 if market == "CN" else 3)
            logins.append({"to": to, "name": name, "role": "buyer", "of": market})
    return found


def _tell(port: int, logins: list[dict[str, str]]) -> None:
    print(f"\nJishi 集市 · http://127.0.0.1:{port}", file=sys.stderr)
    print(f"Sign in as any of these at http://127.0.0.1:{port}/demo (a click), or with a code from the Mailbox:", file=sys.stderr)
    for one in logins:
        print(f"  {one['to']:34} {one['name']} · {one['role']} {one['of']}", file=sys.stderr)
    print("Ctrl-C ends it; the data stays.\n", file=sys.stderr, flush=True)
