"""A scene for tests of orders and parcels: a shop with two SKUs, a buyer, and pretend time that passes deadline by deadline.

scene = Scene.set()
order = scene.paid({scene.cup: 2})              # placed and paid at 10:00 of 1 March 2024 in Shanghai
scene.later(hours=2)                            # whatever fell due meanwhile has fired, each at its own instant
answer = scene.ask(scene.buyer, "POST", f"/orders/{order}/cancellations", {"reason": "changed my mind"})
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.test import Client

from jishi.kernel import clock, deadlines, fsck
from jishi.modules.catalog.models import Sku
from jishi.modules.catalog.tests import goods
from jishi.modules.orders.models import Order
from tests import people

START = datetime(2024, 3, 1, 2, tzinfo=UTC)
"""10:00 in Shanghai, a Friday."""
CURRENCIES = {"CN": "CNY", "MY": "MYR", "TH": "THB", "UK": "GBP", "US": "USD"}


def after(**span: int) -> str:
    """An instant so long after the start, as the API writes it."""
    return (START + timedelta(**span)).isoformat()


def nobody() -> people.Signed:
    """Somebody who is not signed in."""
    return people.Signed(Client(), "", {})


@dataclass
class Scene:
    """A shop, a buyer, two SKUs (a cup at 99.00, ten pieces; a lid at 10.00, five pieces) and what time it is."""

    shop: people.ShopAtHand
    buyer: people.Signed
    cup: str
    lid: str
    now: datetime = START
    keys: "count[int]" = field(default_factory=count)

    @classmethod
    def set(cls, market: str = "CN") -> "Scene":
        """The stage as the story begins."""
        with clock.at(START):
            shop = people.a_shop(market)
            buyer = people.a_buyer(market=market if market in people.ADDRESS else "CN")
            cup, lid = wares(shop)
        return cls(shop, buyer, cup, lid)

    @property
    def owner(self) -> people.Signed:
        """The shop's owner."""
        return self.shop.person

    def later(self, **span: int) -> "Scene":
        """Let time pass to so long after the start: each deadline fires at its own instant, and what was told by it is heard then."""
        end = START + timedelta(**span)
        assert end >= self.now, "time does not go back"
        while (due := deadlines.next_due()) is not None and due <= end:
            with clock.at(due):
                assert deadlines.sweep(), f"a deadline due at {due} does not fire"
                people.all_heard()
        self.now = end
        return self.heard()

    def heard(self) -> "Scene":
        """Events and post are delivered."""
        with clock.at(self.now):
            people.all_heard()
        return self

    def ask(self, who: people.Signed, method: str, path: str, body: Any = None, *, key: str | None = None, lang: str = "") -> Any:
        """One request at this instant; a write bears a key of its own unless one is given ("" for none)."""
        headers = {"Accept-Language": lang} if lang else {}
        given = f"scene-{next(self.keys)}" if key is None else key
        if given and method != "GET":
            headers["Idempotency-Key"] = given
        with clock.at(self.now):
            return who.client.generic(method, f"{people.API}{path}", people.body(body), content_type="application/json", headers=headers)

    def did(self, who: people.Signed, method: str, path: str, body: Any = None, **more: Any) -> Any:
        """What a request that must succeed answered."""
        answer = self.ask(who, method, path, body, **more)
        assert 200 <= answer.status_code < 300, answer.content
        return answer.json() if answer.content else None

    def place(self, basket: dict[str, int], *, who: people.Signed | None = None, **more: Any) -> Any:
        """The answer to placing a basket."""
        who = who or self.buyer
        lines = [{"sku_id": sku, "quantity": n} for sku, n in basket.items()]
        key = more.pop("key", None)
        return self.ask(who, "POST", "/me/orders", {"lines": lines, "address_id": who.address} | more, key=key)

    def placed(self, basket: dict[str, int] | None = None, **more: Any) -> str:
        """An order that was placed (one cup unless said otherwise), not paid."""
        answer = self.place(basket or {self.cup: 1}, **more)
        assert answer.status_code == 201, answer.content
        return str(answer.json()["orders"][0]["id"])

    def pay(self, order: str, card: str = "ok", who: people.Signed | None = None) -> Any:
        """The answer to paying an order's payment."""
        return self.ask(who or self.buyer, "POST", f"/payments/{Order.objects.get(pk=order).payment}/pay", {"card": card})

    def paid(self, basket: dict[str, int] | None = None, **more: Any) -> str:
        """An order that was placed and paid."""
        order = self.placed(basket, **more)
        assert self.pay(order).status_code == 200
        return order

    def to_pack(self, basket: dict[str, int] | None = None, **more: Any) -> str:
        """A paid order whose free hour is over; it is two hours after the start."""
        order = self.paid(basket, **more)
        self.later(hours=2)
        return order

    def packed(self, basket: dict[str, int] | None = None, **more: Any) -> tuple[str, str]:
        """A packed order and its parcel, two hours after the start."""
        order = self.to_pack(basket, **more)
        return order, str(self.did(self.owner, "POST", f"/orders/{order}/pack")["id"])

    def scan(self, package: str, event: str, who: people.Signed | None = None) -> Any:
        """The sandbox carrier scans a parcel now."""
        return self.did(who or self.owner, "POST", f"/packages/{package}/scans", {"event": event})

    def wish(self, order: str, lines: dict[str, int] | None = None, reason: str = "changed my mind") -> Any:
        """The answer to the buyer's wish to cancel an order, or pieces of its SKUs."""
        body: dict[str, Any] = {"reason": reason}
        if lines is not None:
            held = {line["sku_id"]: line["id"] for line in self.seen(order)["lines"]}
            body["lines"] = [{"line_id": held.get(sku, sku), "quantity": n} for sku, n in lines.items()]
        return self.ask(self.buyer, "POST", f"/orders/{order}/cancellations", body)

    def wished(self, order: str, lines: dict[str, int] | None = None, reason: str = "changed my mind") -> str:
        """The id of a request that waits for the shop."""
        answer = self.wish(order, lines, reason)
        assert answer.status_code == 200, answer.content
        return str(answer.json()["request"]["id"])

    def seen(self, order: str, who: people.Signed | None = None, lang: str = "") -> dict[str, Any]:
        """An order as its buyer (or someone else) sees it."""
        return dict(self.did(who or self.buyer, "GET", f"/orders/{order}", lang=lang))

    def why(self, decision: str, who: people.Signed | None = None, lang: str = "") -> dict[str, Any]:
        """The card of a decision."""
        return dict(self.did(who or self.buyer, "GET", f"/decisions/{decision}", lang=lang))

    def shelf(self, sku: str) -> tuple[int, int]:
        """What is on hand of a SKU, and what is held."""
        return goods.shelf(Sku.objects.get(pk=sku))

    def sound(self) -> None:
        """fsck finds nothing."""
        assert [(one.table, one.row, one.what) for one in fsck.run()] == []


def wares(shop: people.ShopAtHand) -> tuple[str, str]:
    """A product with two SKUs on sale in a shop: a cup at 99.00 and a lid at 10.00."""
    currency = CURRENCIES[shop.market]
    variants = (
        goods.variant("CUP", "99.00", currency, name="Cup", stock=10),
        goods.variant("LID", "10.00", currency, name="Lid", stock=5),
    )
    made = goods.product(*variants, shop=shop.id, market=shop.market)
    cup, lid = goods.skus(made)
    return cup.pk, lid.pk


def refusal(answer: Any, status: int, code: str, *fields: str) -> dict[str, Any]:
    """A problem of this status and code that names these fields."""
    assert answer.status_code == status, answer.content
    problem = dict(answer.json())
    assert problem["code"] == code, problem
    assert [one["field"] for one in problem["errors"]] == list(fields), problem
    return problem
