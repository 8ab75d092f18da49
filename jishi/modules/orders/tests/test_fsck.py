"""fsck finds nothing in a marketplace that actions made, and names exactly the row that is broken, table by table."""

from typing import Any

import pytest
from django.db import connection

from jishi.kernel import fsck
from jishi.kernel.models import Deadline
from jishi.modules.catalog.models import StockLevel
from jishi.modules.fulfilment.models import Content, Package, Scan
from jishi.modules.orders.models import CartLine, LineCancellation, Mark, Order, OrderLine, Waybill
from jishi.modules.orders.tests.scene import START, Scene
from jishi.modules.orders.tests.test_states import bring
from tests import people
from tests.rows import break_row, remove_row

NO_ONE = "none_0000000000000000000000"


@pytest.fixture
def market(scene: Scene) -> dict[str, str]:
    """Orders in every state, a cart, pieces cancelled, a request, marks, parcels and scans: by name, the row's id."""
    made = {state: bring(scene, state) for state in ("unpaid", "cancelled", "on_hold")}
    two = scene.paid({scene.cup: 2, scene.lid: 1})
    scene.wish(two, {scene.cup: 1})
    scene.later(hours=2)
    packed = [scene.did(scene.owner, "POST", f"/orders/{made['on_hold']}/pack")["id"]]
    scene.later(hours=73)
    made["awaiting_collection"] = made["on_hold"]
    made["unpaid"] = scene.placed({scene.cup: 1})
    made["on_hold"] = scene.paid({scene.lid: 1})
    made["in_transit"], made["delivered"], made["refunded"] = (scene.paid() for _ in range(3))
    scene.did(scene.owner, "POST", f"/orders/{made['refunded']}/cancel", {"reason": "none left"})
    scene.later(hours=74, minutes=30)
    for state, event in (("in_transit", "collected"), ("delivered", "delivered")):
        packed.append(scene.did(scene.owner, "POST", f"/orders/{made[state]}/pack")["id"])
        scene.scan(packed[-1], event)
    made["on_hold"] = scene.paid({scene.lid: 1})
    scene.did(scene.buyer, "PUT", f"/me/cart/lines/{scene.cup}", {"quantity": 2})
    scene.did(scene.owner, "PUT", f"/skus/{scene.cup}/shelf", {"place": "A-01"})
    sheets = {
        kind: scene.did(scene.owner, "POST", f"/shops/{scene.shop.id}/{kind}", {"order_ids": [made["awaiting_collection"]]})
        for kind in ("labels", "pick-lists")
    }
    return made | {
        "part": two,
        "request": scene.wished(two, {scene.lid: 1}),
        "cart": str(CartLine.objects.get().pk),
        "line": OrderLine.objects.get(order=two, sku=scene.cup).pk,
        "cut": LineCancellation.objects.get().pk,
        "mark": Mark.objects.get(order=two, mark="late_packing").pk,
        "shelf": scene.cup,
        "waybill": Waybill.objects.get(order=made["awaiting_collection"]).pk,
        "view": scene.did(scene.owner, "POST", f"/shops/{scene.shop.id}/order-views", {"name": "a", "conditions": {}})["id"],
        **{kind: str(answer["sheet_id"]) for kind, answer in sheets.items()},
        "level": StockLevel.objects.get(sku=scene.cup).pk,
        "parcel": packed[0],
        "moving": packed[1],
        "scan": Scan.objects.get(package=packed[1]).pk,
        "content": Content.objects.get(package=packed[0]).pk,
    }


def found() -> set[tuple[str, str]]:
    return {(one.table, one.row) for one in fsck.run()}


def test_a_marketplace_that_actions_made_is_sound(scene: Scene, market: dict[str, str]) -> None:
    assert found() == set()
    assert set(Order.objects.values_list("state", flat=True)) == {
        *("unpaid", "on_hold", "to_process", "awaiting_collection", "in_transit", "delivered", "cancelled"),
    }
    assert {row.state for row in Deadline.objects.filter(kind__startswith="orders.")} == {"open", "met", "moot", "lapsed"}


ORDER = "orders_order"
BROKEN: list[tuple[str, str, str, Any]] = [
    ("orders_cartline", "cart", "sku", NO_ONE),
    ("orders_cartline", "cart", "person", NO_ONE),
    (ORDER, "unpaid", "goods_minor", 1),
    (ORDER, "part", "total_minor", 20_800),
    (ORDER, "part", "paid_minor", 20_801),
    (ORDER, "part", "refunded_minor", 0),
    (ORDER, "refunded", "refunded_minor", 9_899),
    (ORDER, "unpaid", "shop", NO_ONE),
    (ORDER, "unpaid", "market", "MY"),
    (ORDER, "unpaid", "currency", "USD"),
    (ORDER, "unpaid", "person", NO_ONE),
    (ORDER, "unpaid", "contact", NO_ONE),
    (ORDER, "unpaid", "import_key", "file:1"),
    (ORDER, "unpaid", "number", "123456789012345678"),
    (ORDER, "unpaid", "address", NO_ONE),
    (ORDER, "unpaid", "address", None),
    (ORDER, "unpaid", "payment", NO_ONE),
    (ORDER, "unpaid", "payment", None),
    (ORDER, "unpaid", "method", "cash_on_delivery"),
    (ORDER, "cancelled", "decision", NO_ONE),
    (ORDER, "unpaid", "state", "to_process"),
    (ORDER, "on_hold", "state", "to_process"),
    (ORDER, "refunded", "state", "completed"),
    (ORDER, "cancelled", "cancelled_at", None),
    (ORDER, "cancelled", "cause", ""),
    (ORDER, "on_hold", "cause", "merchant"),
    (ORDER, "on_hold", "paid_at", None),
    (ORDER, "unpaid", "paid_at", START),
    (ORDER, "on_hold", "completed_at", START),
    (ORDER, "awaiting_collection", "packed_at", None),
    (ORDER, "in_transit", "collected_at", None),
    (ORDER, "delivered", "delivered_at", None),
    (ORDER, "on_hold", "act_by", None),
    (ORDER, "unpaid", "act_by", START),
    ("orders_orderline", "line", "total_minor", 19_801),
    ("orders_linecancellation", "cut", "order", NO_ONE),
    ("orders_linecancellation", "cut", "decision", NO_ONE),
    ("orders_cancellation", "request", "shop", NO_ONE),
    ("orders_cancellation", "request", "person", NO_ONE),
    ("orders_cancellation", "request", "order", NO_ONE),
    ("orders_cancellation", "request", "answered_at", START),
    ("orders_cancellation", "request", "state", "accepted"),
    ("orders_cancellation", "request", "lines", '{"none": 1}'),
    ("orders_cancellation", "request", "decision", NO_ONE),
    ("orders_mark", "mark", "order", NO_ONE),
    ("orders_mark", "mark", "shop", NO_ONE),
    ("orders_mark", "mark", "decision", NO_ONE),
    ("catalog_stocklevel", "level", "reserved", 0),
    ("fulfilment_package", "parcel", "shop", NO_ONE),
    ("fulfilment_package", "parcel", "number", "123456789012345678"),
    ("fulfilment_package", "moving", "collected_at", None),
    ("fulfilment_package", "moving", "collected_at", START),
    ("fulfilment_package", "moving", "delivered_at", START),
    ("fulfilment_package", "parcel", "printed_at", START),
    ("fulfilment_sheet", "labels", "subjects", "[]"),
    ("fulfilment_sheet", "labels", "subjects", f'["{NO_ONE}"]'),
    ("fulfilment_sheet", "labels", "kind", "pick_list"),
    ("fulfilment_sheet", "pick-lists", "kind", "labels"),
    ("fulfilment_sheet", "pick-lists", "shop", NO_ONE),
    ("fulfilment_shelf", "shelf", "shop", NO_ONE),
    ("orders_waybill", "waybill", "shop", NO_ONE),
    ("orders_savedview", "view", "shop", NO_ONE),
    ("orders_savedview", "view", "person", NO_ONE),
    ("fulfilment_package", "parcel", "waybill", "553000000000000"),
    ("fulfilment_scan", "scan", "package", NO_ONE),
    ("fulfilment_scan", "scan", "received_at", START),
    ("fulfilment_scan", "scan", "at", START),
]


@pytest.mark.slow
def test_fsck_names_exactly_the_row_that_is_broken(scene: Scene, market: dict[str, str]) -> None:
    """One field of one row after the other, each mended before the next."""
    missed = {}
    for table, name, column, value in BROKEN:
        key, before = market[name], kept(table, market[name], column)
        break_row(table, key, column, value)
        if (names := found()) != {(table, key)}:
            missed[f"{table} {name} {column}={value}"] = names
        break_row(table, key, column, before)
    assert missed == {}
    assert found() == set()


def kept(table: str, key: str, column: str) -> Any:
    """What a field holds, as the database has it."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM {table} WHERE id = %s', [key])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("table", "name", "column", "value"),
    [
        ("fulfilment_content", "content", "package", NO_ONE),
        ("fulfilment_content", "content", "order", NO_ONE),
        ("fulfilment_content", "content", "line", NO_ONE),
        ("fulfilment_content", "content", "quantity", 1000),
        ("fulfilment_package", "parcel", "state", "void"),
        ("orders_orderline", "line", "shipped", 1),
    ],
)
def test_what_is_in_no_parcel_is_found_with_what_it_was_in(
    scene: Scene, market: dict[str, str], table: str, name: str, column: str, value: Any
) -> None:
    break_row(table, market[name], column, value)
    assert (table, market[name]) in found()


def test_a_row_that_is_gone_is_missed(scene: Scene, market: dict[str, str]) -> None:
    order = market["in_transit"]
    remove_row("orders_order", order)
    package = Package.objects.get(pk=Content.objects.get(order=order).package)
    lines = set(OrderLine.objects.filter(order=order).values_list("pk", flat=True))
    assert {("fulfilment_package", package.pk), *(("orders_orderline", line) for line in lines)} <= found()


def test_a_lost_line_is_missed_by_its_order(scene: Scene, market: dict[str, str]) -> None:
    line = OrderLine.objects.get(order=market["delivered"])
    inside = Content.objects.get(line=line.pk).pk
    remove_row("orders_orderline", line.pk)
    assert found() == {("orders_order", market["delivered"]), ("fulfilment_content", inside)}


def test_pieces_cancelled_without_a_word_are_found_at_their_line(scene: Scene, market: dict[str, str]) -> None:
    remove_row("orders_linecancellation", market["cut"])
    assert found() == {("orders_orderline", market["line"])}


def test_a_line_among_those_of_another_shop_is_found(scene: Scene, market: dict[str, str]) -> None:
    other = people.a_shop("CN", "Second shop", "second@example.org")
    break_row("catalog_sku", scene.lid, "shop", other.id)
    lines = set(OrderLine.objects.filter(order=market["part"], sku=scene.lid).values_list("pk", flat=True))
    assert {("orders_orderline", line) for line in lines} <= found()


def test_a_clock_that_is_lost_or_runs_on_is_found_at_its_order(scene: Scene, market: dict[str, str]) -> None:
    for name, kind in (("unpaid", "orders.unpaid"), ("on_hold", "orders.release"), ("delivered", "orders.completion")):
        clock = Deadline.objects.get(subject=market[name], kind=kind)
        break_row("kernel_deadline", clock.pk, "state", "moot")
        assert ("orders_order", market[name]) in found(), kind
        break_row("kernel_deadline", clock.pk, "state", "open")
    clock = Deadline.objects.filter(subject=market["cancelled"], kind="orders.unpaid").get()
    break_row("kernel_deadline", clock.pk, "state", "open")
    assert ("orders_order", market["cancelled"]) in found()
    clock = Deadline.objects.get(subject=market["part"], kind="orders.cancellation")
    break_row("kernel_deadline", clock.pk, "state", "moot")
    assert ("orders_cancellation", market["request"]) in found()
