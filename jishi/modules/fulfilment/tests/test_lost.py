"""Parcels that do not arrive: what the carrier could not deliver, and what was destroyed; the order ends with them."""

import pytest

from jishi.lawbook.models import Decision
from jishi.modules.orders.tests.scene import Scene, after
from jishi.modules.orders.tests.test_cancel import running
from jishi.modules.payments.models import Refund

SAID = {
    "delivery_failure": ("Delivery failed", "The carrier couldn’t deliver it, so the order was cancelled"),
    "destroyed": ("The parcel was destroyed", "The parcel was destroyed, so the order was cancelled"),
}


def under_way(scene: Scene) -> tuple[str, str]:
    """An order of two cups and its parcel, collected."""
    order, package = scene.packed({scene.cup: 2})
    scene.later(hours=30)
    scene.scan(package, "collected")
    scene.later(hours=80)
    return order, package


@pytest.mark.covers("ORD-05", "RUL-03", "FUL-02")
@pytest.mark.parametrize(
    ("event", "cause", "shown"), [("failed", "delivery_failure", "Not deliverable"), ("destroyed", "destroyed", "Destroyed")]
)
def test_the_order_ends_and_everyone_reads_why(scene: Scene, event: str, cause: str, shown: str) -> None:
    order, package = under_way(scene)
    seen = scene.scan(package, event)
    assert (seen["state"], seen["state_text"]) == (event, shown)
    decision = Decision.objects.get(subject=order)
    for who in (scene.buyer, scene.owner):
        ended = scene.seen(order, who)["ended"]
        assert (ended["cause"], ended["text"], ended["at"], ended["decision"]) == (cause, SAID[cause][0], after(hours=80), decision.pk)
        card = scene.why(decision.pk, who)
        assert (card["says"], card["rule"]["id"]) == (SAID[cause][1], "orders.cancellation.causes")
        assert [(one["label"], one["value"]) for one in card["facts"]][1] == ("State", "In transit")
    amounts = scene.seen(order)["amounts"]
    assert (amounts["paid"]["amount"], amounts["refunded"]["amount"]) == ("198.00", "198.00")
    assert Refund.objects.get().cause == f"orders.cancelled.{cause}"
    assert scene.shelf(scene.cup) == (8, 0), "the goods left the shelf and do not come back by that"
    assert running(order) == []
    assert scene.buyer.letters()[0]["text"] == "¥198.00 goes back the way you paid."
    scene.sound()


@pytest.mark.covers("ORD-05")
def test_what_was_not_paid_is_not_given_back(scene: Scene) -> None:
    order = scene.placed({scene.cup: 1}, method="cash_on_delivery")
    scene.later(hours=2)
    package = scene.did(scene.owner, "POST", f"/orders/{order}/pack")["id"]
    scene.scan(package, "collected")
    scene.scan(package, "failed")
    assert scene.seen(order)["ended"]["cause"] == "delivery_failure"
    assert not Refund.objects.exists()
    assert scene.buyer.letters()[0]["text"] == "Nothing was charged; you can order again."
    scene.sound()


@pytest.mark.covers("ORD-05")
def test_a_parcel_that_failed_may_be_destroyed_and_the_order_keeps_its_cause(scene: Scene) -> None:
    order, package = under_way(scene)
    scene.scan(package, "failed")
    scene.later(hours=400)
    assert scene.scan(package, "destroyed")["state"] == "destroyed"
    assert scene.seen(order)["ended"]["cause"] == "delivery_failure"
    assert Decision.objects.filter(subject=order).count() == 1
    scene.sound()


def test_a_report_that_does_not_fit_is_kept_and_changes_nothing(scene: Scene) -> None:
    order, package = under_way(scene)
    scene.scan(package, "delivered")
    assert scene.scan(package, "failed")["state"] == "delivered"
    assert scene.seen(order)["state"] == "delivered"
    scene.sound()


def test_reported_twice_it_ends_once(scene: Scene) -> None:
    order, package = under_way(scene)
    scene.scan(package, "failed")
    scene.later(hours=81)
    assert scene.scan(package, "failed")["state"] == "failed"
    assert scene.seen(order)["ended"]["at"] == after(hours=80)
    assert Refund.objects.count() == 1
    scene.sound()
