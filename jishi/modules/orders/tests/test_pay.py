"""Paid: the order is on hold for the free hour and its clocks run; money that comes too late goes back at once."""

from datetime import timedelta

import orjson
import pytest

from jishi.kernel.ids import grouped
from jishi.kernel.models import Deadline, Event, Post
from jishi.modules.ledger import queries as ledger
from jishi.modules.orders.models import Order
from jishi.modules.orders.tests.scene import START, Scene, after, nobody, refusal
from jishi.modules.payments.adapters import sandbox
from jishi.modules.payments.models import Attempt, Refund
from tests import people
from tests.rows import unchanged

HOURS = {"orders.release": 1, "orders.pack_by": 48, "orders.hand_over_by": 72}


def notice(scene: Scene, event: str) -> int:
    """What the sandbox provider says later of the last attempt, and the status that it got."""
    body = orjson.dumps({"provider_ref": Attempt.objects.latest("at").provider_ref, "event": event})
    sign = {sandbox.HEADER: sandbox.sign(body)}
    client = nobody().client
    answer = client.post(f"{people.API}/payments/sandbox/notices", body, content_type="application/json", headers=sign)
    return int(answer.status_code)


@pytest.mark.covers("ORD-01", "ORD-04", "CLK-01")
def test_a_payment_puts_the_order_on_hold_and_starts_its_clocks(scene: Scene) -> None:
    order = scene.placed({scene.cup: 2})
    scene.later(minutes=30)
    assert scene.pay(order).status_code == 200
    shown = scene.seen(order)
    assert (shown["state"], shown["paid_at"]) == ("on_hold", after(minutes=30))
    assert shown["amounts"]["paid"] == {"amount": "198.00", "currency": "CNY"}
    clocks = {row.kind: (row.state, row.due) for row in Deadline.objects.filter(subject=order)}
    assert clocks == {
        "orders.reminder_1": ("lapsed", START + timedelta(minutes=15)),
        "orders.reminder_2": ("moot", START + timedelta(hours=16)),
        "orders.unpaid": ("met", START + timedelta(hours=48)),
        **{kind: ("open", START + timedelta(minutes=30, hours=hours)) for kind, hours in HOURS.items()},
    }
    assert [one["kind"] for one in scene.buyer.letters()] == ["orders.post.reminder"]
    types = list(Event.objects.filter(subject=order).order_by("seq").values_list("type", flat=True))
    assert types == ["orders.OrderPlaced", "orders.OrderPaid"]
    assert str(ledger.pending(order, "CNY").text()) == "198.00"
    assert Order.objects.get(pk=order).act_by == START + timedelta(minutes=30, hours=48)
    scene.sound()


def test_a_card_that_is_declined_leaves_the_order_to_be_paid(scene: Scene) -> None:
    order = scene.placed()
    assert scene.pay(order, "declined").json()["attempt"]["state"] == "declined"
    assert scene.seen(order)["state"] == "unpaid"
    assert scene.pay(order).json()["state"] == "captured"
    assert scene.seen(order)["state"] == "on_hold"
    scene.sound()


def test_an_order_is_paid_once(scene: Scene) -> None:
    order = scene.paid()
    with unchanged("kernel_idempotencykey"):
        refusal(scene.pay(order), 409, "payments.already_paid")


def test_a_slow_card_pays_when_its_notice_comes(scene: Scene) -> None:
    order = scene.placed()
    assert scene.pay(order, "slow").json()["state"] == "pending"
    assert scene.seen(order)["state"] == "unpaid"
    assert notice(scene, "captured") == 200
    assert scene.seen(order)["state"] == "on_hold"
    scene.sound()


@pytest.mark.covers("ORD-02")
def test_money_that_finds_its_order_closed_goes_back_in_the_same_transaction(scene: Scene) -> None:
    order = scene.placed({scene.cup: 2})
    scene.pay(order, "slow")
    scene.later(hours=48)
    assert scene.seen(order)["ended"]["cause"] == "unpaid"
    assert notice(scene, "captured") == 200
    shown = scene.seen(order)
    assert (shown["state"], shown["amounts"]["paid"]["amount"], shown["amounts"]["refunded"]["amount"]) == ("cancelled", "0.00", "0.00")
    back = Refund.objects.get()
    assert (back.cause, back.amount_minor) == ("payments.not_taken", 19_800)
    assert ledger.pending(order, "CNY").minor == 0
    assert notice(scene, "captured") == 200, "told twice, it is booked once"
    assert Refund.objects.count() == 1
    scene.sound()


@pytest.mark.covers("ORD-02")
def test_the_reminder_names_amount_and_instant_in_the_readers_language(scene: Scene) -> None:
    scene.did(scene.buyer, "PATCH", "/me", {"language": "zh-Hans"})
    order = scene.placed({scene.cup: 2})
    scene.later(hours=1)
    number = grouped(scene.seen(order)["number"])
    letter = scene.buyer.letters()[0]
    assert letter["subject"] == f"订单 {number} 还没付款"
    assert letter["text"] == "3月3日 10:00 前付款 ¥198.00，不然订单会关闭。"
    scene.did(scene.buyer, "PATCH", "/me", {"language": "en"})
    scene.later(hours=48)
    texts = [one["text"] for one in scene.buyer.letters()]
    assert texts == [
        "It wasn’t paid in time. Nothing was charged; you can order again.",
        "Pay ¥198.00 by 3 Mar 10:00 or the order closes.",
        "3月3日 10:00 前付款 ¥198.00，不然订单会关闭。",
    ]
    assert Post.objects.filter(person=scene.buyer.id, error="").exclude(sent_at=None).count() == 3
