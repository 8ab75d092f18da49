"""The platform cancels an order that is not shipped: with a reason, a decision that both sides read, the money back and a letter."""

from typing import Any

import pytest

from jishi.kernel.ids import grouped
from jishi.kernel.runner import act
from jishi.lawbook.models import Decision
from jishi.modules.identity import actions as identity
from jishi.modules.orders.tests.scene import Scene, after, refusal
from jishi.modules.orders.tests.test_cancel import KEYS, amounts, running
from jishi.modules.payments.models import Refund
from tests import people
from tests.rows import unchanged


def cancels(scene: Scene, who: people.Signed, order: str, reason: str = "banned goods") -> Any:
    return scene.ask(who, "POST", f"/orders/{order}/cancel", {"reason": reason})


@pytest.mark.covers("ORD-05", "RUL-03", "RUL-08")
def test_an_operator_cancels_for_the_platform_and_everyone_reads_why(scene: Scene) -> None:
    order = scene.to_pack({scene.cup: 2})
    request = scene.wished(order, {scene.cup: 1})
    operator = people.an_operator("governance")
    shown = cancels(scene, operator, order).json()
    assert (shown["view"], shown["state"]) == ("operator", "cancelled")
    decision = Decision.objects.get(subject=order)
    ended = {
        "cause": "platform",
        "text": "Cancelled by the platform",
        "initiator": "operator",
        "reason": "banned goods",
        "at": after(hours=2),
        "decision": decision.pk,
    }
    for who in (operator, scene.buyer, scene.owner):
        assert scene.seen(order, who)["ended"] == ended
        card = scene.why(decision.pk, who)
        assert (card["says"], card["rule"]["id"]) == ("The platform cancelled it", "orders.cancellation.causes")
        assert card["rule"]["value_text"] == (
            "unpaid, buyer free, buyer agreed, merchant silent, merchant, not ready, not collected, delivery failure, destroyed, platform"
        )
        assert card["effect"] == "What was paid goes back to the buyer; the goods are back on sale"
        assert [(one["label"], one["value"]) for one in card["facts"]] == [("Placed", "1 Mar 10:00"), ("State", "To pack")]
    seen = scene.seen(order)
    assert [(one["verb"], one["actor"]) for one in seen["history"][:2]] == [("request_accept", "operator"), ("cancel", "operator")]
    assert (seen["cancellation"]["id"], seen["cancellation"]["state"]) == (request, "accepted")
    assert amounts(seen) == ("198.00", "198.00", "198.00", "198.00")
    assert Refund.objects.get().cause == "orders.cancelled.platform"
    assert running(order) == []
    assert scene.shelf(scene.cup) == (10, 0)
    letter = scene.buyer.letters()[0]
    assert (letter["subject"], letter["text"]) == (
        f"The platform cancelled order {grouped(seen['number'])}",
        "¥198.00 goes back the way you paid. The reason is on the order’s page.",
    )
    scene.sound()


@pytest.mark.covers("ORD-05")
def test_an_unpaid_order_is_cancelled_for_the_platform_too(scene: Scene) -> None:
    order = scene.placed()
    assert cancels(scene, people.an_operator("admin"), order).json()["ended"]["cause"] == "platform"
    assert scene.buyer.letters()[0]["text"] == "Nothing was charged. The reason is on the order’s page."
    refusal(scene.pay(order), 409, "payments.closed")
    scene.sound()


@pytest.mark.covers("ORD-05")
def test_what_is_collected_or_over_stays_as_it_is(scene: Scene) -> None:
    operator = people.an_operator("governance")
    order, package = scene.packed()
    scene.scan(package, "collected")
    cancelled = scene.to_pack()
    scene.did(scene.owner, "POST", f"/orders/{cancelled}/cancel", {"reason": "broken"})
    with unchanged(KEYS):
        for one in (order, cancelled):
            refusal(cancels(scene, operator, one), 409, "kernel.wrong_state")
        refusal(cancels(scene, operator, order, " "), 422, "kernel.bad_fields", "reason")


@pytest.mark.covers("ORD-05")
def test_other_operators_may_not_and_none_answers_for_the_shop(scene: Scene) -> None:
    order = scene.to_pack()
    request = scene.wished(order)
    others = [people.an_operator(role) for role in ("support", "finance", "reviewer")]
    operator = people.an_operator("governance")
    with unchanged():
        for who in others:
            refusal(cancels(scene, who, order), 403, "kernel.not_allowed")
        refusal(scene.ask(operator, "POST", f"/cancellations/{request}/answer", {"accept": True}), 403, "kernel.not_allowed")


@pytest.mark.covers("ORD-05")
@pytest.mark.parametrize("side", ["buyer", "warehouse"])
def test_nobody_cancels_where_they_stand_on_both_sides(scene: Scene, side: str) -> None:
    order = scene.to_pack()
    who = scene.buyer if side == "buyer" else scene.shop.hire(side)
    act(identity.make_operator, who.id, "governance", actor="system:setup")
    people.a_second(who.id)
    who = people.signed_in(who.to)
    with unchanged():
        refusal(cancels(scene, who, order), 403, "orders.both_sides")
    if side == "warehouse":
        assert "cancel" not in [one["verb"] for one in scene.seen(order, who)["verbs"]]
