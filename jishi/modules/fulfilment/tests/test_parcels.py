"""The way of a parcel, through HTTP: packed, collected, delivered; scans that come twice, late and out of order."""

from datetime import timedelta

import pytest

from jishi.kernel import clock
from jishi.kernel.ids import valid_number
from jishi.kernel.models import Deadline
from jishi.kernel.runner import act
from jishi.modules.fulfilment import actions
from jishi.modules.fulfilment.errors import ScanInFuture
from jishi.modules.fulfilment.models import Package, Scan
from jishi.modules.ledger import queries as ledger
from jishi.modules.orders.models import Mark, Order, OrderLine
from jishi.modules.orders.tests.scene import START, Scene, after, refusal
from tests.rows import unchanged

KEYS = "kernel_idempotencykey"


def report(scene: Scene, package: str, event: str, reference: str, **span: int) -> Scan:
    """The carrier reports now what it scanned so long after the start."""
    with clock.at(scene.now):
        return act(actions.scan, Package.objects.get(pk=package), event, START + timedelta(**span), reference)


@pytest.mark.covers("ORD-01", "ORD-04", "FUL-02")
def test_packing_gives_a_waybill_and_meets_the_clock(scene: Scene) -> None:
    order = scene.to_pack({scene.cup: 2})
    scene.later(hours=20)
    shown = scene.did(scene.owner, "POST", f"/orders/{order}/pack")
    package = Package.objects.get()
    assert shown == {
        "id": package.pk,
        "number": package.number,
        "contents": [
            {
                "order_id": order,
                "order_number": Order.objects.get().number,
                "line_id": OrderLine.objects.get().pk,
                "title": OrderLine.objects.get().title,
                "sku_name": OrderLine.objects.get().sku_name,
                "quantity": 2,
            }
        ],
        "carrier": "sandbox",
        "carrier_name": "Sandbox carrier",
        "waybill": package.waybill,
        "state": "packed",
        "state_text": "Awaiting collection",
        "packed_at": after(hours=20),
        "collected_at": None,
        "delivered_at": None,
        "printed_at": None,
    }
    assert (package.waybill[:3], len(package.waybill), package.waybill.isdigit()) == ("553", 15, True), (
        "China has the platform's own numbers"
    )
    assert valid_number(package.number)
    seen = scene.seen(order)
    assert (seen["state"], seen["packed_at"]) == ("awaiting_collection", after(hours=20))
    assert scene.did(scene.buyer, "GET", f"/orders/{order}/packages") == [shown]
    states = dict(Deadline.objects.filter(subject=order).values_list("kind", "state"))
    assert (states["orders.pack_by"], states["orders.hand_over_by"]) == ("met", "open")
    assert Order.objects.get().act_by == START + timedelta(hours=72)
    scene.sound()


@pytest.mark.covers("ORD-01")
def test_only_what_waits_to_be_packed_is_packed_and_once(scene: Scene) -> None:
    unpaid, on_hold, cancelled = scene.placed(), scene.paid(), scene.placed()
    scene.wish(cancelled)
    with unchanged(KEYS):
        for order in (unpaid, on_hold, cancelled):
            refusal(scene.ask(scene.owner, "POST", f"/orders/{order}/pack"), 409, "kernel.wrong_state")
    scene.later(hours=1)
    scene.did(scene.owner, "POST", f"/orders/{on_hold}/pack")
    with unchanged(KEYS):
        refusal(scene.ask(scene.owner, "POST", f"/orders/{on_hold}/pack"), 409, "kernel.wrong_state")


def test_the_same_key_packs_once(scene: Scene) -> None:
    order = scene.to_pack()
    first = scene.ask(scene.owner, "POST", f"/orders/{order}/pack", key="once")
    with unchanged():
        assert scene.ask(scene.owner, "POST", f"/orders/{order}/pack", key="once").content == first.content


@pytest.mark.covers("ORD-01", "ORD-04", "FUL-02")
def test_the_first_scan_takes_the_goods_off_the_shelf(scene: Scene) -> None:
    order, package = scene.packed({scene.cup: 3})
    scene.wish(order, {scene.cup: 1})
    scene.later(hours=30)
    shown = scene.scan(package, "collected")
    assert (shown["state"], shown["state_text"], shown["collected_at"]) == ("in_transit", "In transit", after(hours=30))
    seen = scene.seen(order)
    assert (seen["state"], seen["collected_at"], seen["cancellation"]["state"]) == ("in_transit", after(hours=30), "rejected")
    assert scene.shelf(scene.cup) == (7, 0), "the request fell away: all three are gone"
    assert Order.objects.get().act_by is None
    scene.sound()


@pytest.mark.covers("ORD-01", "FUL-02")
def test_delivery_opens_the_aftersales_window_and_its_end_completes(scene: Scene) -> None:
    order, package = scene.packed()
    scene.later(hours=30)
    scene.scan(package, "collected")
    scene.later(hours=80)
    assert scene.scan(package, "delivered")["delivered_at"] == after(hours=80)
    assert scene.seen(order)["delivered_at"] == after(hours=80)
    scene.later(hours=80 + 15 * 24 - 1)
    assert scene.seen(order)["state"] == "delivered"
    scene.later(hours=80 + 15 * 24)
    seen = scene.seen(order)
    assert (seen["state"], seen["completed_at"]) == ("completed", after(days=15, hours=80))
    scene.sound()


def test_cash_is_taken_at_the_door(scene: Scene) -> None:
    order = scene.placed({scene.cup: 2}, method="cash_on_delivery")
    scene.later(hours=2)
    package = scene.did(scene.owner, "POST", f"/orders/{order}/pack")["id"]
    scene.scan(package, "collected")
    assert ledger.pending(order, "CNY").minor == 0
    scene.later(hours=30)
    scene.scan(package, "delivered")
    seen = scene.seen(order)
    assert (seen["amounts"]["paid"]["amount"], seen["paid_at"]) == ("198.00", after(hours=30))
    assert ledger.pending(order, "CNY").text() == "198.00"
    scene.sound()


@pytest.mark.covers("FUL-02")
def test_the_same_report_again_changes_nothing(scene: Scene) -> None:
    order, package = scene.packed()
    scene.later(hours=30)
    first = report(scene, package, "collected", "S1", hours=29)
    assert (first.pk, first.applied) == ("sandbox:S1", True)
    with unchanged():
        again = report(scene, package, "collected", "S1", hours=29)
    assert again.pk == first.pk
    assert scene.scan(package, "collected")["collected_at"] == after(hours=29), "told by another name, it is kept, not applied"
    assert sorted(Scan.objects.values_list("applied", flat=True)) == [False, True]
    assert scene.seen(order)["collected_at"] == after(hours=29)
    scene.sound()


@pytest.mark.covers("FUL-02")
def test_a_delivery_without_a_first_scan_counts_as_both(scene: Scene) -> None:
    order, package = scene.packed({scene.cup: 2})
    scene.later(hours=50)
    assert scene.scan(package, "delivered")["state"] == "delivered"
    seen = scene.seen(order)
    assert (seen["state"], seen["collected_at"], seen["delivered_at"]) == ("delivered", after(hours=50), after(hours=50))
    assert [one["verb"] for one in seen["history"][:2]] == ["deliver", "collect"]
    assert scene.shelf(scene.cup) == (8, 0)
    scene.sound()


@pytest.mark.covers("FUL-02", "ORD-04")
def test_a_first_scan_reported_after_the_delivery_sets_things_right(scene: Scene) -> None:
    order, package = scene.packed()
    scene.later(hours=75)
    assert [one["mark"] for one in scene.seen(order)["marks"]] == ["late_shipment"]
    report(scene, package, "delivered", "S2", hours=74)
    assert Mark.objects.get().withdrawn_at is None, "nothing tells yet that it was collected in time"
    scene.later(hours=76)
    assert report(scene, package, "collected", "S1", hours=20).applied is True
    seen = scene.seen(order)
    assert (seen["state"], seen["collected_at"], seen["delivered_at"]) == ("delivered", after(hours=20), after(hours=74))
    assert [(one["mark"], one["withdrawn_at"]) for one in seen["marks"]] == [("late_shipment", after(hours=76))]
    assert report(scene, package, "collected", "S3", hours=30).applied is False, "a later first scan is none"
    scene.sound()


@pytest.mark.covers("ORD-04", "FUL-02")
@pytest.mark.parametrize(("seconds", "withdrawn"), [(-1, True), (0, False), (1, False)])
def test_a_late_report_of_a_scan_in_time_withdraws_the_mark(scene: Scene, seconds: int, withdrawn: bool) -> None:
    order, package = scene.packed()
    scene.later(hours=73)
    assert scene.seen(order)["tags"] == ["late_shipment"]
    report(scene, package, "collected", "S1", hours=72, seconds=seconds)
    seen = scene.seen(order, scene.owner)
    assert (seen["marks"][0]["withdrawn_at"] is not None, seen["tags"]) == (withdrawn, [] if withdrawn else ["late_shipment"])
    assert seen["marks"][0]["decision"], "it stays readable why it was marked"
    listed = scene.did(scene.owner, "GET", f"/shops/{scene.shop.id}/orders?mark=late_shipment")["items"]
    assert [one["id"] for one in listed] == ([] if withdrawn else [order])
    scene.sound()


def test_a_scan_lies_between_packing_and_now(scene: Scene) -> None:
    _, package = scene.packed()
    scene.later(hours=3)
    with unchanged():
        for span in ({"hours": 3, "seconds": 1}, {"hours": 1, "minutes": 59}):
            with pytest.raises(ScanInFuture) as refused:
                report(scene, package, "collected", "S1", **span)
            assert refused.value.field == "at"


def test_what_is_no_event_is_refused(scene: Scene) -> None:
    _, package = scene.packed()
    with unchanged():
        for event in ("lost", "", None, 1):
            refusal(scene.ask(scene.owner, "POST", f"/packages/{package}/scans", {"event": event}), 422, "kernel.bad_fields", "event")


def test_where_there_is_no_sandbox_nobody_plays_the_carrier(scene: Scene, settings: object) -> None:
    _, package = scene.packed()
    settings.SANDBOX = False  # type: ignore[attr-defined]
    with unchanged(KEYS):
        refusal(scene.ask(scene.owner, "POST", f"/packages/{package}/scans", {"event": "collected"}), 403, "fulfilment.no_sandbox")


def test_elsewhere_the_carriers_own_numbers_are_used(db: None) -> None:
    scene = Scene.set("UK")
    _, package = scene.packed()
    waybill = Package.objects.get(pk=package).waybill
    assert (waybill[:2], len(waybill)) == ("SB", 15)


def test_parcels_are_told_in_the_readers_language(scene: Scene) -> None:
    order, _ = scene.packed()
    texts = {}
    for lang in ("zh-Hans", "zh-Hant", "en"):
        shown = scene.did(scene.buyer, "GET", f"/orders/{order}/packages", lang=lang)[0]
        texts[lang] = (shown["carrier_name"], shown["state_text"])
    assert texts == {"zh-Hans": ("沙箱承运", "待揽收"), "zh-Hant": ("沙箱物流", "待攬收"), "en": ("Sandbox carrier", "Awaiting collection")}
