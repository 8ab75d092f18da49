"""Stock: what is promised, let go, shipped and counted; and that no concurrency sells what is not there."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from jishi.kernel.ids import new_id
from jishi.kernel.runner import Writer, act
from jishi.modules.catalog import actions, queries
from jishi.modules.catalog.errors import CodeTaken, PromisedToOrders, SoldOut, TooFewLeft, TooMuchStock
from jishi.modules.catalog.models import Sku, StockMove, Warehouse
from jishi.modules.catalog.queries import checks
from jishi.modules.catalog.tests import goods
from tests.rows import unchanged


@pytest.mark.django_db
def test_reserving_takes_from_what_is_free() -> None:
    one = goods.skus(goods.product(goods.variant(stock=10)))[0]
    (taken,) = act(actions.reserve, [(one.pk, 3)])
    assert (taken.sku, taken.quantity, taken.left) == (one.pk, 3, 7)
    assert goods.shelf(one) == (10, 3)
    assert queries.buyable([one.pk])[one.pk].available == 7


@pytest.mark.django_db
def test_reserving_more_than_is_left_takes_nothing_at_all() -> None:
    first, second = goods.skus(goods.product(goods.variant("A", name="a", stock=5), goods.variant("B", name="b", stock=2)))
    with unchanged(), pytest.raises(TooFewLeft) as few:
        act(actions.reserve, [(first.pk, 1), (second.pk, 3)])
    assert (few.value.field, few.value.params["left"], few.value.params["title"]) == (f"lines.{second.pk}", 2, "青瓷盖碗 b")
    act(actions.reserve, [(second.pk, 2)])
    with unchanged(), pytest.raises(SoldOut) as none:
        act(actions.reserve, [(second.pk, 1), (first.pk, 1)])
    assert none.value.field == f"lines.{second.pk}"


@pytest.mark.django_db
def test_lines_of_one_sku_are_added_up() -> None:
    one = goods.skus(goods.product(goods.variant(stock=5)))[0]
    with unchanged(), pytest.raises(TooFewLeft):
        act(actions.reserve, [(one.pk, 3), (one.pk, 3)])
    act(actions.reserve, [(one.pk, 2), (one.pk, 3)])
    assert goods.shelf(one) == (5, 5)


@pytest.mark.django_db
def test_a_sku_that_is_none_is_sold_out_and_no_pieces_are_refused() -> None:
    missing = new_id("sku")
    with unchanged(), pytest.raises(SoldOut):
        act(actions.reserve, [(missing, 1)])
    with unchanged(), pytest.raises(ValueError, match="0 pieces"):
        act(actions.reserve, [(missing, 0)])
    with unchanged(), pytest.raises(LookupError):
        act(actions.release, [(missing, 1)])


@pytest.mark.django_db
def test_releasing_adds_up_the_lines_of_many_orders() -> None:
    first, second = goods.skus(goods.product(goods.variant("A", name="a", stock=9), goods.variant("B", name="b", stock=9)))
    act(actions.reserve, [(first.pk, 6), (second.pk, 4)])
    act(actions.release, [(first.pk, 1), (second.pk, 4), (first.pk, 2)])
    assert (goods.shelf(first), goods.shelf(second)) == ((9, 3), (9, 0))
    act(actions.release, [])


@pytest.mark.django_db
def test_more_cannot_be_let_go_than_was_held() -> None:
    first, second = goods.skus(goods.product(goods.variant("A", name="a", stock=9), goods.variant("B", name="b", stock=9)))
    act(actions.reserve, [(first.pk, 1), (second.pk, 5)])
    with unchanged(), pytest.raises(IntegrityError):
        act(actions.release, [(first.pk, 2), (second.pk, 5)])


@pytest.mark.django_db
def test_what_is_shipped_leaves_the_shelf_with_a_move_for_each_order() -> None:
    first, second = goods.skus(goods.product(goods.variant("A", name="a", stock=9), goods.variant("B", name="b", stock=9)))
    act(actions.reserve, [(first.pk, 5), (second.pk, 1)])
    act(actions.consume, [(first.pk, 2)], "ord_1")
    act(actions.consume_all, [(first.pk, 2, "ord_2"), (first.pk, 1, "ord_3"), (second.pk, 1, "ord_3")])
    assert (goods.shelf(first), goods.shelf(second)) == ((4, 0), (8, 0))
    moves = StockMove.objects.filter(cause="shipped").order_by("subject", "level__sku__code").values_list("subject", "level__sku", "delta")
    assert list(moves) == [("ord_1", first.pk, -2), ("ord_2", first.pk, -2), ("ord_3", first.pk, -1), ("ord_3", second.pk, -1)]
    assert list(checks.levels()) == []


@pytest.mark.django_db
def test_nothing_is_shipped_that_was_not_reserved() -> None:
    one = goods.skus(goods.product(goods.variant(stock=9)))[0]
    act(actions.reserve, [(one.pk, 1)])
    with unchanged(), pytest.raises(IntegrityError):
        act(actions.consume, [(one.pk, 2)], "ord_1")


@pytest.mark.django_db
def test_what_is_promised_cannot_be_taken_off() -> None:
    one = goods.skus(goods.product(goods.variant(stock=9)))[0]
    act(actions.reserve, [(one.pk, 4)])
    with unchanged(), pytest.raises(PromisedToOrders) as promised:
        act(actions.adjust_stock, one, -6, "count", actor=goods.MERCHANT)
    assert (promised.value.params, promised.value.field) == ({"free": 5, "reserved": 4}, "delta")
    act(actions.adjust_stock, one, -5, "count", actor=goods.MERCHANT)
    assert goods.shelf(one) == (4, 4)
    with unchanged(), pytest.raises(TooMuchStock):
        act(actions.adjust_stock, one, 999_999_999, "", actor=goods.MERCHANT)


@pytest.mark.django_db
def test_many_skus_change_as_one_by_one() -> None:
    """The set-based way writes what the plain one would."""
    made = goods.skus(goods.product(*[goods.variant(f"S{n}", name=f"{n}", stock=50) for n in range(40)]))
    act(actions.reserve, [(sku.pk, 10 + n % 7) for n, sku in enumerate(made)])
    act(actions.release, [(sku.pk, 1 + n % 3) for n, sku in enumerate(made)])
    for n, sku in enumerate(made):
        assert goods.shelf(sku) == (50, 10 + n % 7 - 1 - n % 3)


def _at_once[A](threads: int, work: Callable[[int], A]) -> list[A]:
    """What each thread's work answers; all begin together. Raises what any of them raised."""
    start = Barrier(threads)

    def run(n: int) -> A:
        start.wait()
        try:
            return work(n)
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(threads)))


def _buy(sku: Sku, others: list[Sku], n: int, times: int) -> Counter[str]:
    """Try to buy one of a hot SKU so many times, every other time together with another SKU; how it went."""
    found: Counter[str] = Counter()
    for turn in range(times):
        lines = [(sku.pk, 1), (others[(n + turn) % len(others)].pk, 1)] if turn % 2 else [(sku.pk, 1)]
        try:
            act(actions.reserve, lines)
            found["sold"] += 1
        except SoldOut:
            found["sold out"] += 1
    return found


@pytest.mark.covers("CAT-02")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("writer", [False, True], ids=["own transactions", "one writer"])
def test_exactly_as_many_are_sold_as_there_are(writer: bool) -> None:
    hot, *others = goods.skus(goods.product(*[goods.variant(f"S{n}", name=f"{n}", stock=100 if n == 0 else 1000) for n in range(4)]))
    one_writer = Writer() if writer and connection.vendor == "sqlite" else None
    if one_writer:
        one_writer.start()
    try:
        found = sum(_at_once(8, lambda n: _buy(hot, others, n, 20)), Counter[str]())
    finally:
        if one_writer:
            one_writer.stop()
    assert found == {"sold": 100, "sold out": 60}
    assert goods.shelf(hot) == (100, 100)


@pytest.mark.django_db(transaction=True)
def test_of_those_who_take_one_code_at_once_one_has_it() -> None:
    shop = new_id("shp")

    def made(n: int) -> str:
        try:
            goods.product(goods.variant("SAME"), shop=shop, title=f"{n}", on_sale=False)
            return "made"
        except CodeTaken:
            return "taken"

    assert Counter(_at_once(6, made)) == {"made": 1, "taken": 5}
    assert (Sku.objects.filter(shop=shop).count(), Warehouse.objects.filter(shop=shop).count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_those_who_take_and_let_go_at_once_do_not_wait_in_a_circle() -> None:
    made = goods.skus(goods.product(*[goods.variant(f"S{n}", name=f"{n}", stock=1000) for n in range(6)]))
    act(actions.reserve, [(sku.pk, 400) for sku in made])

    def work(n: int) -> None:
        for turn in range(15):
            lines = [(made[(n + turn + k) % 6].pk, 1) for k in range(4)]
            if n % 3 == 0:
                act(actions.release, lines)
            elif n % 3 == 1:
                act(actions.consume, lines, f"ord_{n}_{turn}")
            else:
                act(actions.reserve, list(reversed(lines)))

    _at_once(6, work)
    assert sum(goods.shelf(sku)[0] for sku in made) == 6 * 1000 - 2 * 15 * 4
    assert sum(goods.shelf(sku)[1] for sku in made) == 6 * 400 - 2 * 15 * 4
    assert list(checks.levels()) == []
