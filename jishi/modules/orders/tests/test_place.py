"""Placing: a basket becomes one order a shop under one payment; whatever is not as it should be, nothing is ordered."""

from typing import Any

import pytest

from jishi.kernel import clock
from jishi.kernel.ids import valid_number
from jishi.kernel.models import Deadline, Event
from jishi.kernel.runner import act
from jishi.modules.catalog import actions as catalog
from jishi.modules.catalog.models import Product
from jishi.modules.orders.models import CartLine, Order, OrderLine
from jishi.modules.orders.tests.scene import START, Scene, after, refusal, wares
from jishi.modules.payments.models import Part, Payment
from tests import people
from tests.rows import unchanged

KEYS = "kernel_idempotencykey"


@pytest.mark.covers("ORD-01", "ORD-08")
def test_a_basket_of_one_shop_becomes_an_order(scene: Scene) -> None:
    scene.did(scene.buyer, "PUT", f"/me/cart/lines/{scene.cup}", {"quantity": 2})
    scene.did(scene.buyer, "PUT", f"/me/cart/lines/{scene.lid}", {"quantity": 1})
    answer = scene.place({scene.cup: 2}, note="  Gift-wrap, please ", total={"amount": "198.00", "currency": "CNY"})
    assert answer.status_code == 201
    order, payment = Order.objects.get(), Payment.objects.get()
    assert answer.json() == {
        "orders": [
            {
                "id": order.pk,
                "number": order.number,
                "shop_id": scene.shop.id,
                "state": "unpaid",
                "total": {"amount": "198.00", "currency": "CNY"},
                "placed_at": after(),
            }
        ],
        "payment": {"id": payment.pk, "amount": {"amount": "198.00", "currency": "CNY"}},
    }
    assert valid_number(order.number)
    assert (order.person, order.contact, order.address, order.note) == (scene.buyer.id, None, scene.buyer.address, "Gift-wrap, please")
    assert (order.goods_minor, order.total_minor, order.paid_minor, order.payment) == (19_800, 19_800, 0, payment.pk)
    line = OrderLine.objects.get()
    assert (line.n, line.title, line.sku_name, line.quantity, line.price_minor, line.total_minor) == (
        1,
        "青瓷盖碗",
        "Cup",
        2,
        9_900,
        19_800,
    )
    assert scene.shelf(scene.cup) == (10, 2)
    assert list(CartLine.objects.values_list("sku", flat=True)) == [scene.lid], "what was ordered is in the cart no more"
    assert [one.type for one in Event.objects.filter(subject=order.pk)] == ["orders.OrderPlaced"]
    scene.sound()


@pytest.mark.covers("ORD-08")
def test_a_basket_over_two_shops_becomes_two_orders_under_one_payment(scene: Scene) -> None:
    other = people.a_shop("CN", "Second shop", "second@example.org")
    cup, lid = wares(other)
    placed = scene.place({scene.cup: 1, cup: 2, scene.lid: 3, lid: 1}).json()
    assert [(one["shop_id"], one["total"]["amount"]) for one in placed["orders"]] == [(scene.shop.id, "129.00"), (other.id, "208.00")]
    assert placed["payment"]["amount"] == {"amount": "337.00", "currency": "CNY"}
    first, second = (Order.objects.get(pk=one["id"]) for one in placed["orders"])
    assert first.payment == second.payment == placed["payment"]["id"]
    assert list(Part.objects.order_by("n").values_list("subject", "shop", "due_minor")) == [
        (first.pk, scene.shop.id, 12_900),
        (second.pk, other.id, 20_800),
    ]
    lines = OrderLine.objects.order_by("order", "n").values_list("order", "n", "sku", "quantity")
    assert set(lines) == {(first.pk, 1, scene.cup, 1), (first.pk, 2, scene.lid, 3), (second.pk, 1, cup, 2), (second.pk, 2, lid, 1)}
    assert scene.pay(first.pk).status_code == 200
    assert set(Order.objects.values_list("state", "paid_minor")) == {("on_hold", 12_900), ("on_hold", 20_800)}
    scene.sound()


@pytest.mark.covers("ORD-08")
def test_one_of_two_orders_of_a_payment_is_cancelled_and_the_other_paid(scene: Scene) -> None:
    cup, _ = wares(people.a_shop("CN", "Second shop", "second@example.org"))
    placed = scene.place({scene.cup: 1, cup: 2}).json()
    first, second = (one["id"] for one in placed["orders"])
    assert scene.wish(first).json()["order"]["state"] == "cancelled"
    paid = scene.pay(second).json()
    assert (paid["state"], paid["captured"]["amount"]) == ("captured", "198.00")
    assert {one["id"]: scene.seen(one["id"])["state"] for one in placed["orders"]} == {first: "cancelled", second: "on_hold"}
    scene.sound()


def test_lines_of_one_sku_are_added_up(scene: Scene) -> None:
    lines = [{"sku_id": scene.cup, "quantity": 1}, {"sku_id": scene.cup, "quantity": 2}]
    body = {"lines": lines, "address_id": scene.buyer.address}
    placed = scene.did(scene.buyer, "POST", "/me/orders", body)
    assert placed["payment"]["amount"]["amount"] == "297.00"
    assert OrderLine.objects.get().quantity == 3


@pytest.mark.covers("ORD-03")
def test_cash_on_delivery_is_taken_on_at_once_and_owes_nothing_now(scene: Scene) -> None:
    placed = scene.place({scene.cup: 1}, method="cash_on_delivery").json()
    assert placed["payment"] is None
    assert placed["orders"][0]["state"] == "on_hold"
    assert Payment.objects.count() == 0
    kinds = set(Deadline.objects.filter(subject=placed["orders"][0]["id"]).values_list("kind", flat=True))
    assert kinds == {"orders.release", "orders.pack_by", "orders.hand_over_by"}, "silence is no default where nothing is owed yet"
    types = list(Event.objects.filter(subject=placed["orders"][0]["id"]).order_by("seq").values_list("type", flat=True))
    assert types == ["orders.OrderPlaced", "orders.OrderConfirmed"]
    scene.sound()


def test_several_markets_are_refused(scene: Scene) -> None:
    with clock.at(START):
        cup, _ = wares(people.a_shop("MY"))
    with unchanged(KEYS):
        refusal(scene.place({scene.cup: 1, cup: 1}), 422, "orders.mixed_currencies", "lines")


def test_a_total_that_is_not_what_was_shown_orders_nothing(scene: Scene) -> None:
    with unchanged(KEYS):
        for amount, currency in (("98.99", "CNY"), ("99.00", "USD"), ("-99.00", "CNY"), ("9999999999999.00", "CNY")):
            problem = refusal(
                scene.place({scene.cup: 1}, total={"amount": amount, "currency": currency}), 409, "orders.price_changed", "total"
            )
            assert problem["detail"] == "The price has changed: it’s ¥99.00 now. Check and order again."
        for amount, currency in (("99.005", "CNY"), ("99.00", "QQQ")):
            refusal(scene.place({scene.cup: 1}, total={"amount": amount, "currency": currency}), 422, "kernel.bad_input", "total")
        for amount in ("ninety", "1e2", "", "99,00", 99):
            refusal(scene.place({scene.cup: 1}, total={"amount": amount, "currency": "CNY"}), 422, "kernel.bad_fields", "total.amount")


def test_an_address_is_one_of_the_buyers_own(scene: Scene) -> None:
    other = people.a_buyer("other@example.org")
    retired = people.an_address(scene.buyer)
    assert scene.ask(scene.buyer, "DELETE", f"/me/addresses/{retired}").status_code == 204
    with unchanged(KEYS):
        for address in (other.address, retired, "adr_00000000000000000000000000"):
            refusal(scene.place({scene.cup: 1}, address_id=address), 422, "orders.no_such_address", "address_id")
        refusal(scene.place({scene.cup: 1}, address_id=""), 422, "kernel.bad_fields", "address_id")


def test_a_way_to_pay_is_one_that_there_is(scene: Scene) -> None:
    with unchanged(KEYS):
        refusal(scene.place({scene.cup: 1}, method="barter"), 422, "kernel.bad_fields", "method")


def test_what_is_sold_out_names_its_line(scene: Scene) -> None:
    scene.placed({scene.lid: 5})
    with unchanged(KEYS):
        problem = refusal(scene.place({scene.cup: 1, scene.lid: 1}), 409, "catalog.sold_out", f"lines.{scene.lid}")
        assert "青瓷盖碗 Lid" in problem["detail"]
        refusal(scene.place({scene.cup: 11}), 409, "catalog.too_few_left", f"lines.{scene.cup}")
    assert scene.shelf(scene.cup) == (10, 0)


def test_what_is_not_on_sale_names_its_line(scene: Scene) -> None:
    with unchanged(KEYS):
        refusal(scene.place({"sku_0": 1}), 409, "orders.not_on_sale", "lines.sku_0")
    act(catalog.withdraw, Product.objects.get(skus=scene.cup), actor="person:merchant")
    with unchanged(KEYS):
        problem = refusal(scene.place({scene.cup: 1}), 409, "orders.not_on_sale", f"lines.{scene.cup}")
        assert problem["detail"] == "“青瓷盖碗” is no longer on sale."


@pytest.mark.parametrize("quantity", [0, -1, 10_000, "1", None])
def test_a_line_has_1_to_9999_pieces(scene: Scene, quantity: Any) -> None:
    with unchanged(KEYS):
        refusal(scene.place({scene.cup: quantity}), 422, "kernel.bad_fields", "lines.0.quantity")


def test_a_price_is_fixed_when_the_order_is_placed(scene: Scene) -> None:
    order = scene.placed({scene.cup: 2})
    product = Product.objects.get(skus=scene.cup)
    price = {"skus": [{"id": scene.cup, "price": {"amount": "120.00", "currency": "CNY"}}]}
    scene.did(scene.owner, "PATCH", f"/products/{product.pk}", price)
    assert scene.seen(order)["amounts"]["total"] == {"amount": "198.00", "currency": "CNY"}
    assert scene.pay(order).json()["captured"]["amount"] == "198.00"


def test_a_key_is_required(scene: Scene) -> None:
    with unchanged():
        refusal(scene.place({scene.cup: 1}, key=""), 422, "kernel.key_required", "Idempotency-Key")
        refusal(scene.place({scene.cup: 1}, key="x" * 256), 422, "kernel.bad_key", "Idempotency-Key")


def test_the_same_key_gets_the_same_answer_and_one_order(scene: Scene) -> None:
    first = scene.place({scene.cup: 1}, key="once")
    with unchanged():
        again = scene.place({scene.cup: 1}, key="once")
        assert (again.status_code, again.content, again.headers["Idempotency-Replayed"]) == (201, first.content, "true")
        refusal(scene.place({scene.cup: 2}, key="once"), 409, "kernel.key_reused", "Idempotency-Key")
    other = people.a_buyer("other@example.org")
    assert scene.place({scene.cup: 1}, key="once", who=other).status_code == 201, "a key is its sender's own"
    assert Order.objects.count() == 2


def test_a_refusal_is_remembered_under_its_key(scene: Scene) -> None:
    scene.placed({scene.lid: 5})
    first = scene.place({scene.lid: 1}, key="late")
    with unchanged():
        again = scene.place({scene.lid: 1}, key="late")
    assert (again.status_code, again.content) == (409, first.content)
