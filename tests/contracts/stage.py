"""A small marketplace with one of everything, made by requests: real ids for tests that walk over all operations."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from jishi.kernel import clock, deadlines, ids, jobs
from jishi.kernel.tests.pictures import picture
from jishi.lawbook.models import Decision
from jishi.modules.catalog.tests import goods
from tests import people
from tests.contracts.operations import Operation


@dataclass(frozen=True)
class Stage:
    """Who is signed in, and an id for each kind of thing, by the word that stands before it in an address."""

    hats: dict[str, people.Signed | None]
    ids: dict[str, str]

    def filled(self, operation: Operation) -> dict[str, str]:
        """The path parameters of an operation, of things that are there."""
        found = re.findall(r"/([a-z-]+)/\{([a-z_]+)\}", operation.path)
        return {name: self.ids[word] for word, name in found if word in self.ids}


def build() -> Stage:
    """A shop in CN with goods on sale; a buyer with orders unpaid, forgotten, packed and asked to be cancelled; an operator."""
    shop = people.a_shop("CN")
    buyer = people.a_buyer()
    operator = people.an_operator()
    return Stage({"nobody": None, "a buyer": buyer, "the owner": shop.person, "an operator": operator}, things(shop, buyer))


def things(shop: people.ShopAtHand, buyer: people.Signed) -> dict[str, str]:
    """One of everything of this shop and this buyer, by the word that stands before its id in an address."""
    change = {"rule": "orders.unpaid.cancel_after", "value": 24, "since": "2190-01-01"}
    override = _did(people.an_operator("governance").ask("POST", f"/markets/{shop.market}/overrides", change))
    variant = goods.variant(code=f"GW-{shop.market}", price="39.00", currency=shop.currency, stock=50)
    made = goods.product(variant, shop=shop.id, market=shop.market, title="青瓷盖碗")
    sku = str(goods.skus(made)[0].pk)
    now = clock.now()
    with clock.at(now - timedelta(days=4)):
        _ordered(buyer, sku, pay=False)
    with clock.at(now - timedelta(hours=2)):
        regretted, _ = _ordered(buyer, sku, pay=True)
        packed, _ = _ordered(buyer, sku, pay=True)
    while deadlines.sweep():
        pass
    wish = _did(buyer.ask("POST", f"/orders/{regretted}/cancellations", {"reason": "changed my mind"}))
    package = _did(shop.person.ask("POST", f"/orders/{packed}/pack"))
    sheet = _did(shop.person.ask("POST", f"/shops/{shop.id}/pick-lists", {"order_ids": [packed]}))
    view = _did(shop.person.ask("POST", f"/shops/{shop.id}/order-views", {"name": "Today", "conditions": {"tab": "to_ship"}}))
    asked = {"template": "order_list", "format": "csv", "since": (now - timedelta(days=30)).isoformat(), "until": now.isoformat()}
    exported, waiting = (_did(shop.person.ask("POST", f"/shops/{shop.id}/exports", asked | {"state": one})) for one in ("all", "unpaid"))
    jobs.do_one()
    quick = _did(shop.person.ask("POST", f"/shops/{shop.id}/replies", {"whose": "shop", "title": "Hello", "text": "Hello {buyer}"}))
    unpaid, payment = _ordered(buyer, sku, pay=False)
    told = {"url": "https://hooks.example.org/jishi", "kinds": ["order.placed"]}
    webhook = str(_did(shop.person.ask("POST", f"/shops/{shop.id}/webhooks", told))["id"])
    key = _did(shop.person.ask("POST", f"/shops/{shop.id}/keys", {"name": "A program", "scopes": ["orders.read"]}))
    conversation, shown = _talked(shop, buyer)
    return {
        "conversations": conversation,
        "pictures": shown,
        "shops": shop.id,
        "markets": shop.market,
        "products": str(made.pk),
        "skus": sku,
        "lines": sku,
        "orders": unpaid,
        "payments": payment,
        "packages": str(package["id"]),
        "sheets": str(sheet["sheet_id"]),
        "order-views": str(view["id"]),
        "exports": str(exported["id"]),
        "jobs": str(waiting["job"]),
        "replies": str(quick["id"]),
        "notices": _told(shop),
        "cancellations": str(wish["request"]["id"]),
        "decisions": Decision.objects.filter(shop=shop.id).latest("at").id,
        "addresses": buyer.address,
        "members": shop.person.id,
        "overrides": str(override["id"]),
        "days": "2190-01-02",
        "years": "2190",
        "weeks": "2190-01-02",
        "rules": "orders.unpaid.cancel_after",
        "webhooks": webhook,
        "deliveries": str(_did(shop.person.ask("POST", f"/webhooks/{webhook}/ping"))["id"]),
        "keys": str(key["id"]),
        "sku_id": sku,
        "address_id": buyer.address,
    } | _persons(buyer)


def _persons(buyer: people.Signed) -> dict[str, str]:
    """Whom operators look at and after."""
    proposed = {"pack": "kuaishou-cn", "since": "2190-01-01", "reason": "as agreed"}
    change = _did(people.an_operator().ask("POST", "/markets/CN/pack-changes", proposed))
    return {"people": buyer.id, "operators": people.an_operator("governance").id, "pack-changes": str(change["id"])}


def _told(shop: people.ShopAtHand) -> str:
    """The last thing that the owner was told."""
    people.all_heard()
    return str(shop.person.ask("GET", f"/me/notices?shop={shop.id}").json()["items"][0]["id"])


def _talked(shop: people.ShopAtHand, buyer: people.Signed) -> tuple[str, str]:
    """A buyer's conversation with the shop, in which they showed a picture."""
    talk = str(_did(buyer.ask("POST", f"/shops/{shop.id}/conversations"))["id"])
    sent = buyer.client.post(f"/api/v1/conversations/{talk}/pictures", picture(), content_type="image/png")
    shown = str(_did(sent)["id"])
    said = {"client_id": "one", "body": {"kind": "image", "picture_id": shown}}
    _did(buyer.ask("POST", f"/conversations/{talk}/send", said))
    return talk, shown


def _ordered(buyer: people.Signed, sku: str, *, pay: bool) -> tuple[str, str]:
    wanted = {"lines": [{"sku_id": sku, "quantity": 1}], "address_id": buyer.address, "method": "online"}
    placed = _did(buyer.ask("POST", "/me/orders", wanted, key=ids.new_id("key")))
    payment = str(placed["payment"]["id"])
    if pay:
        _did(buyer.ask("POST", f"/payments/{payment}/pay", {"card": "ok"}, key=ids.new_id("key")))
    return str(placed["orders"][0]["id"]), payment


def _did(answer: Any) -> dict[str, Any]:
    assert answer.status_code in (200, 201), answer.content
    return dict(answer.json())
