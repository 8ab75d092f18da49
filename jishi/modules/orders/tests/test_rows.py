"""The fast ways leave the rows that plain ones leave: written in bulk as Django would save them, ended together as one by one.

And an action that the database makes run twice leaves what it leaves when it runs once.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, models

from jishi.config import cli
from jishi.kernel import clock, deadlines
from jishi.kernel.models import Deadline, Event, History, Post
from jishi.lawbook.models import Decision
from jishi.modules.catalog.models import StockLevel
from jishi.modules.fulfilment.models import Content, Package, Scan
from jishi.modules.orders.models import Cancellation, CartLine, LineCancellation, Mark, Order, OrderLine
from jishi.modules.orders.tests.scene import Scene
from jishi.modules.payments.models import Part, Payment, Refund
from tests import people
from tests.rows import snapshot

OURS: list[type[models.Model]] = [CartLine, Order, OrderLine, LineCancellation, Cancellation, Mark, Package, Content, Scan]
AROUND: list[type[models.Model]] = [Deadline, History, Event, Post, Decision, StockLevel, Payment, Part, Refund]
AN_ID = re.compile(r"\b([a-z]{3})_[0-9A-HJKMNP-TV-Z]{26}\b")
A_NUMBER = re.compile(r"\b\d{18}\b")


def as_django_saves_them(*kinds: type[models.Model]) -> None:
    """Every row, read and saved again by Django, is what it was to the last character (but for the blanks in JSON)."""
    for kind in kinds:
        rows = list(kind._default_manager.all())
        assert rows, kind
        before = stored(kind)
        for row in rows:
            row.save_base(force_update=True)
        assert stored(kind) == before


def stored(kind: type[models.Model]) -> dict[Any, tuple[Any, ...]]:
    """Rows by key as the database holds them; JSON as what it says."""
    fields = kind._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(f.column) for f in fields)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {kind._meta.db_table}")
        found = cursor.fetchall()
    data = [n for n, f in enumerate(fields) if isinstance(f, models.JSONField)]
    key = next(n for n, f in enumerate(fields) if f.primary_key)

    def said(n: int, value: Any) -> Any:
        return json.loads(value) if n in data and isinstance(value, str) else value

    return {row[key]: tuple(said(n, value) for n, value in enumerate(row)) for row in found}


def test_rows_are_written_as_django_saves_them(scene: Scene) -> None:
    order, package = scene.packed({scene.cup: 2, scene.lid: 1}, note="Ring twice")
    other = scene.paid({scene.cup: 2})
    scene.wish(other, {scene.cup: 1})
    scene.later(hours=73)
    scene.wished(order, {scene.cup: 1})
    scene.scan(package, "collected")
    scene.did(scene.owner, "POST", f"/orders/{other}/cancel", {"reason": "none left"})
    scene.did(scene.buyer, "PUT", f"/me/cart/lines/{scene.cup}", {"quantity": 1})
    scene.placed({scene.lid: 1})
    scene.later(hours=122)
    as_django_saves_them(*OURS, *AROUND)


def test_imported_rows_are_written_as_django_saves_them(db: None, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("customer,date,items,amount\nann,1997-01-01,1,11.77\nann,1997-03-30,2,0\n")
    assert cli.main(["import", "orders", str(path), "--shop", "new:Records:US"]) == 0
    as_django_saves_them(Order, OrderLine, Mark, Event)


def left(order: str) -> dict[str, list[str]]:
    """Every row that speaks of an order or its payment; ids, numbers and counters struck out."""
    payment = str(Order.objects.get(pk=order).payment)
    found: dict[str, list[str]] = {}
    for table, rows in snapshot("kernel_idempotencykey").items():
        some = [" ".join(value for value in row if not value.isdigit()) for row in rows if _speaks(row, order, payment)]
        if some:
            found[table] = sorted(A_NUMBER.sub("…", AN_ID.sub(r"\1", text)) for text in some)
    return found


def _speaks(row: tuple[Any, ...], order: str, payment: str) -> bool:
    return any(order in value or payment in value for value in row)


def test_orders_that_end_together_end_as_they_do_one_by_one(scene: Scene) -> None:
    together = [scene.placed({scene.cup: 1}) for _ in range(3)]
    alone = scene.placed({scene.cup: 1})
    scene.later(hours=47)
    rows = Deadline.objects.filter(kind="orders.unpaid").order_by("due")
    with clock.at(rows.get(subject=alone).due):
        assert deadlines.sweep(limit=1) == 1
        assert deadlines.sweep() == 3
    states = dict(Order.objects.values_list("pk", "state"))
    assert set(states.values()) == {"cancelled"}
    one = left(alone)
    assert one.keys() >= {"orders_order", "orders_orderline", "kernel_deadline", "kernel_history", "kernel_event", "lawbook_decision"}
    for order in together:
        assert left(order) == one
    assert scene.shelf(scene.cup) == (10, 0)


@contextmanager
def a_deadlock(text: str) -> Iterator[list[str]]:
    """The database calls a deadlock once, before the first statement with this text; what it said so of."""
    said: list[str] = []

    def failing(execute: Callable[..., Any], statement: str, params: Any, many: bool, context: Any) -> Any:
        if text in statement and not said:
            said.append(statement)
            error = OperationalError("deadlock detected")
            error.__cause__ = type("Deadlock", (Exception,), {"sqlstate": "40P01"})()
            raise error
        return execute(statement, params, many, context)

    with connection.execute_wrapper(failing):
        yield said


def _place(scene: Scene) -> str:
    with a_deadlock('INSERT INTO "kernel_event"') as said:
        order = scene.placed({scene.cup: 2})
    assert said
    return order


def test_placing_and_paying_twice_over(scene: Scene) -> None:
    order = _place(scene)
    with a_deadlock('INSERT INTO "kernel_event"') as said:
        assert scene.pay(order).status_code == 200
    assert said
    assert scene.shelf(scene.cup) == (10, 2)
    assert scene.seen(order)["amounts"]["paid"]["amount"] == "198.00"
    scene.sound()


WAYS: dict[str, Callable[[Scene, str], Any]] = {
    "the buyer, whole": lambda scene, order: scene.wish(order),
    "the buyer, some": lambda scene, order: scene.wish(order, {scene.cup: 1}),
    "the shop": lambda scene, order: scene.ask(scene.owner, "POST", f"/orders/{order}/cancel", {"reason": "none left"}),
}


@pytest.mark.parametrize("way", WAYS)
def test_cancelling_twice_over_refunds_once(scene: Scene, way: str) -> None:
    order = scene.paid({scene.cup: 2})
    with a_deadlock('INSERT INTO "kernel_event"') as said:
        shown = WAYS[way](scene, order)
    assert shown.status_code == 200
    assert said
    back = 9_900 if way == "the buyer, some" else 19_800
    row = Order.objects.get(pk=order)
    assert (row.refunded_minor, sum(Refund.objects.values_list("amount_minor", flat=True))) == (back, back)
    assert scene.shelf(scene.cup) == (10, 1 if way == "the buyer, some" else 0)
    scene.sound()


def test_silence_twice_over(scene: Scene) -> None:
    order = scene.to_pack({scene.cup: 3})
    scene.wished(order, {scene.cup: 2})
    scene.later(hours=49)
    with a_deadlock('INSERT INTO "orders_linecancellation"') as said:
        scene.later(hours=50)
    assert said
    row = Order.objects.get(pk=order)
    assert (row.state, row.total_minor, row.refunded_minor) == ("to_process", 9_900, 19_800)
    scene.sound()


def test_answers_scans_addresses_and_cash_twice_over(scene: Scene) -> None:
    order = scene.placed({scene.cup: 2}, method="cash_on_delivery")
    new = people.an_address(scene.buyer)
    scene.later(hours=2)
    with a_deadlock('INSERT INTO "kernel_idempotencykey"'), a_deadlock("UPDATE orders_order SET address"):
        moved = scene.ask(scene.buyer, "PUT", f"/orders/{order}/address", {"address_id": new})
    assert (moved.status_code, Order.objects.get().address_changes) == (200, 1)
    request = scene.wished(order, {scene.cup: 1})
    with a_deadlock('INSERT INTO "kernel_event"'):
        answered = scene.ask(scene.owner, "POST", f"/cancellations/{request}/answer", {"accept": True})
    assert answered.status_code == 200
    package = scene.did(scene.owner, "POST", f"/orders/{order}/pack")["id"]
    for event in ("collected", "delivered"):
        with a_deadlock('INSERT INTO "fulfilment_scan"') as said:
            scene.scan(package, event)
        assert said
    row = Order.objects.get()
    assert (row.state, row.total_minor, row.paid_minor) == ("delivered", 9_900, 9_900)
    assert scene.shelf(scene.cup) == (9, 0)
    scene.sound()
