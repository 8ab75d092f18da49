"""The cart: over several shops, priced anew each time it is looked at; and what a basket would cost."""

from typing import Any

import pytest

from jishi.kernel import clock
from jishi.kernel.runner import act
from jishi.modules.catalog import actions as catalog
from jishi.modules.catalog.models import Product, Sku
from jishi.modules.catalog.tests import goods
from jishi.modules.orders.models import CartLine
from jishi.modules.orders.tests.scene import START, Scene, after, nobody, refusal, wares
from tests import people
from tests.rows import unchanged


def put(scene: Scene, sku: str, quantity: Any, who: people.Signed | None = None) -> Any:
    return scene.ask(who or scene.buyer, "PUT", f"/me/cart/lines/{sku}", {"quantity": quantity})


def withdraw(sku: str) -> None:
    act(catalog.withdraw, Product.objects.get(skus=sku), actor="person:merchant")


def line(scene: Scene, sku: str, name: str, quantity: int, price: str, total: str, available: int, **more: Any) -> dict[str, Any]:
    return {
        "sku_id": sku,
        "product_id": Sku.objects.get(pk=sku).product_id,
        "title": "青瓷盖碗",
        "sku_name": name,
        "picture": None,
        "quantity": quantity,
        "available": available,
        "on_sale": True,
        "price": {"amount": price, "currency": scene.shop.currency},
        "total": {"amount": total, "currency": scene.shop.currency},
    } | more


@pytest.mark.covers("ORD-08")
def test_a_cart_holds_lines_of_several_shops(scene: Scene) -> None:
    other = people.a_shop("CN", "Second shop", "second@example.org")
    cup, _ = wares(other)
    assert put(scene, scene.cup, 2).status_code == 200
    assert put(scene, cup, 1).status_code == 200
    shown = put(scene, scene.lid, 5).json()
    assert shown == {
        "shops": [
            {
                "shop": {"id": scene.shop.id, "name": "Shop of CN"},
                "market": "CN",
                "lines": [
                    line(scene, scene.cup, "Cup", 2, "99.00", "198.00", 10),
                    line(scene, scene.lid, "Lid", 5, "10.00", "50.00", 5),
                ],
                "total": {"amount": "248.00", "currency": "CNY"},
                "methods": ["online", "cash_on_delivery"],
                "pay_by": after(hours=48),
                "hand_over_by": after(hours=72),
            },
            {
                "shop": {"id": other.id, "name": "Second shop"},
                "market": "CN",
                "lines": [line(scene, cup, "Cup", 1, "99.00", "99.00", 10)],
                "total": {"amount": "99.00", "currency": "CNY"},
                "methods": ["online", "cash_on_delivery"],
                "pay_by": after(hours=48),
                "hand_over_by": after(hours=72),
            },
        ],
        "count": 8,
        "total": {"amount": "347.00", "currency": "CNY"},
        "unavailable": [],
    }
    assert scene.did(scene.buyer, "GET", "/me/cart") == shown
    assert scene.shelf(scene.cup) == (10, 0), "nothing is held by a cart"


@pytest.mark.covers("ORD-08")
def test_a_quantity_is_changed_and_a_line_taken_out(scene: Scene) -> None:
    put(scene, scene.cup, 2)
    put(scene, scene.lid, 1)
    changed = put(scene, scene.cup, 7).json()
    assert [(one["sku_id"], one["quantity"]) for one in changed["shops"][0]["lines"]] == [(scene.cup, 7), (scene.lid, 1)]
    left = scene.did(scene.buyer, "DELETE", f"/me/cart/lines/{scene.cup}")
    assert [one["sku_id"] for one in left["shops"][0]["lines"]] == [scene.lid]
    assert scene.did(scene.buyer, "DELETE", f"/me/cart/lines/{scene.cup}") == left, "what is not there is no error"
    empty = scene.did(scene.buyer, "DELETE", f"/me/cart/lines/{scene.lid}")
    assert empty == {"shops": [], "count": 0, "total": None, "unavailable": []}


def test_carts_are_each_persons_own(scene: Scene) -> None:
    put(scene, scene.cup, 2)
    other = people.a_buyer("other@example.org")
    assert scene.did(other, "GET", "/me/cart")["shops"] == []
    scene.did(other, "DELETE", f"/me/cart/lines/{scene.cup}")
    assert CartLine.objects.values_list("person", "sku", "quantity").get() == (scene.buyer.id, scene.cup, 2)


def test_what_is_withdrawn_or_short_is_set_apart(scene: Scene) -> None:
    tea = goods.skus(goods.product(goods.variant("TEA", "30.00", stock=3), shop=scene.shop.id, title="Tea"))[0].pk
    put(scene, scene.cup, 11)
    put(scene, scene.lid, 5)
    put(scene, tea, 1)
    withdraw(tea)
    shown = scene.did(scene.buyer, "GET", "/me/cart")
    assert shown["unavailable"] == [
        {"sku_id": scene.cup, "title": "青瓷盖碗", "available": 10},
        {"sku_id": tea, "title": "Tea", "available": 0},
    ]
    assert [(one["sku_id"], one["on_sale"], one["available"]) for one in shown["shops"][0]["lines"]] == [
        (scene.cup, True, 10),
        (scene.lid, True, 5),
        (tea, False, 3),
    ]
    assert shown["total"] == {"amount": "1139.00", "currency": "CNY"}, "what is not on sale costs nothing"


def test_what_is_no_sku_or_not_on_sale_does_not_go_in(scene: Scene) -> None:
    draft = goods.skus(goods.product(goods.variant("TEA", stock=3), shop=scene.shop.id, on_sale=False, title="Tea"))[0].pk
    with unchanged("kernel_idempotencykey"):
        for sku in (draft, "sku_00000000000000000000000000", scene.shop.id):
            refusal(put(scene, sku, 1), 409, "orders.not_on_sale", "sku_id")


@pytest.mark.parametrize("quantity", [0, -1, 10_000, 10**30, "2", 1.5, True, None])
def test_a_quantity_is_a_whole_number_from_1_to_9999(scene: Scene, quantity: Any) -> None:
    with unchanged():
        refusal(put(scene, scene.cup, quantity), 422, "kernel.bad_fields", "quantity")
        answer = scene.ask(scene.buyer, "POST", "/me/quote", {"lines": [{"sku_id": scene.cup, "quantity": quantity}]})
        refusal(answer, 422, "kernel.bad_fields", "lines.0.quantity")


def test_a_cart_wants_a_person(scene: Scene) -> None:
    key = people.Signed(nobody().client, "", {})
    made = scene.did(scene.owner, "POST", f"/shops/{scene.shop.id}/keys", {"name": "Till", "scopes": ["orders.read"]})
    key.client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {made['token']}"
    asked = [
        ("GET", "/me/cart", None),
        ("PUT", f"/me/cart/lines/{scene.cup}", {"quantity": 1}),
        ("DELETE", f"/me/cart/lines/{scene.cup}", None),
        ("POST", "/me/quote", {"lines": [{"sku_id": scene.cup, "quantity": 1}]}),
        ("GET", "/me/orders", None),
        ("POST", "/me/orders", {"lines": [{"sku_id": scene.cup, "quantity": 1}], "address_id": scene.buyer.address}),
    ]
    with unchanged():
        for method, path, body in asked:
            refusal(scene.ask(nobody(), method, path, body), 401, "kernel.not_signed_in")
            refusal(scene.ask(key, method, path, body), 403, "kernel.not_allowed")


@pytest.mark.covers("ORD-08")
def test_a_quote_holds_nothing_and_says_what_it_would_cost(scene: Scene) -> None:
    lines = [{"sku_id": scene.cup, "quantity": 1}, {"sku_id": scene.lid, "quantity": 2}, {"sku_id": scene.cup, "quantity": 2}]
    with unchanged():
        shown = scene.did(scene.buyer, "POST", "/me/quote", {"lines": lines})
    assert [(one["sku_id"], one["quantity"], one["total"]["amount"]) for one in shown["shops"][0]["lines"]] == [
        (scene.cup, 3, "297.00"),
        (scene.lid, 2, "20.00"),
    ]
    assert (shown["count"], shown["total"]["amount"]) == (5, "317.00")


def test_a_quote_over_two_currencies_has_no_total(scene: Scene) -> None:
    with clock.at(START):
        cup, _ = wares(people.a_shop("UK"))
    lines = [{"sku_id": scene.cup, "quantity": 1}, {"sku_id": cup, "quantity": 1}]
    shown = scene.did(scene.buyer, "POST", "/me/quote", {"lines": lines})
    assert shown["total"] is None
    assert [one["total"] for one in shown["shops"]] == [
        {"amount": "99.00", "currency": "CNY"},
        {"amount": "99.00", "currency": "GBP"},
    ]


def test_a_quote_of_what_is_not_there_says_so(scene: Scene) -> None:
    shown = scene.did(scene.buyer, "POST", "/me/quote", {"lines": [{"sku_id": "sku_0", "quantity": 3}]})
    assert shown == {
        "shops": [],
        "count": 3,
        "total": None,
        "unavailable": [{"sku_id": "sku_0", "title": "", "available": 0}],
    }


BASKETS: dict[str, Any] = {
    "empty": [],
    "too long": [{"sku_id": "sku_1", "quantity": 1}] * 101,
    "no list": "x",
    "no id": [{"sku_id": "a b", "quantity": 1}],
    "no SKU": [{"quantity": 1}],
}


@pytest.mark.parametrize("lines", BASKETS.values(), ids=BASKETS)
def test_a_basket_is_a_list_of_1_to_100_lines(scene: Scene, lines: Any) -> None:
    with unchanged():
        answer = scene.ask(scene.buyer, "POST", "/me/quote", {"lines": lines})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"].startswith("lines")


def test_a_cart_holds_as_many_lines_as_can_be_ordered_at_once(scene: Scene) -> None:
    variants = [goods.variant(f"B{n}", "1.00", name=f"Bead {n}", stock=1) for n in range(100)]
    beads = [one.pk for one in goods.skus(goods.product(*variants, shop=scene.shop.id, title="Beads"))]
    for bead in beads:
        assert put(scene, bead, 1).status_code == 200
    with unchanged("kernel_idempotencykey"):
        refusal(put(scene, scene.cup, 1), 409, "orders.cart_full", "sku_id")
    assert put(scene, beads[0], 2).status_code == 200, "what is in it is changed"
    scene.did(scene.buyer, "DELETE", f"/me/cart/lines/{beads[1]}")
    assert put(scene, scene.cup, 1).status_code == 200
