"""Stock over HTTP: counted by who may, shown as it is, never below what is promised."""

import pytest

from jishi.kernel.runner import act
from jishi.modules.catalog import actions
from jishi.modules.catalog.models import StockMove
from tests import people
from tests.rows import unchanged

pytestmark = pytest.mark.django_db


@pytest.mark.covers("CAT-02")
def test_who_keeps_the_warehouse_books_what_comes_and_goes() -> None:
    shop = people.a_shop()
    keeper, sku = shop.hire("warehouse"), shop.sell(stock=10)
    came = keeper.ask("POST", f"/skus/{sku}/stock", {"delta": 15, "reason": "到货"})
    assert (came.status_code, came.json()["stock"], came.json()["on_hand"], came.json()["low"]) == (200, 25, 25, False)
    act(actions.reserve, [(sku, 20)])
    gone = keeper.ask("POST", f"/skus/{sku}/stock", {"delta": -3, "reason": "破损"})
    assert (gone.json()["stock"], gone.json()["on_hand"], gone.json()["reserved"], gone.json()["low"]) == (2, 22, 20, True)
    with unchanged():
        over = keeper.ask("POST", f"/skus/{sku}/stock", {"delta": -3})
        assert (over.status_code, over.json()["code"], over.json()["errors"][0]["field"]) == (409, "catalog.promised_to_orders", "delta")
    moves = StockMove.objects.order_by("at", "id").values_list("cause", "delta", "reason")
    assert list(moves) == [("first", 10, ""), ("adjusted", 15, "到货"), ("adjusted", -3, "破损")]
    assert shop.stock(sku) == (22, 20)


@pytest.mark.parametrize("delta", [0, "5", 1.5, 1_000_000_001, None, True])
def test_no_move_that_is_none(delta: object) -> None:
    shop = people.a_shop()
    sku = shop.sell()
    with unchanged():
        answer = shop.person.ask("POST", f"/skus/{sku}/stock", {"delta": delta})
    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (422, ["delta"])


def test_a_move_under_one_key_is_booked_once() -> None:
    shop = people.a_shop()
    sku = shop.sell(stock=10)
    answers = [shop.person.ask("POST", f"/skus/{sku}/stock", {"delta": 5}, key="count-1").json()["on_hand"] for _ in range(2)]
    assert (answers, shop.stock(sku)) == ([15, 15], (15, 0))


def test_a_sku_that_is_none_is_not_there() -> None:
    shop = people.a_shop()
    with unchanged():
        assert shop.person.ask("POST", "/skus/sku_none/stock", {"delta": 5}).status_code == 404
