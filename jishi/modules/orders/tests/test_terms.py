"""What a shop gives beyond the rules: more free time, where a pack offers it."""

from typing import Any

import pytest

from jishi.kernel import fsck
from jishi.kernel.models import Audit, Deadline
from jishi.modules.orders.tests.scene import Scene, after, nobody, refusal
from tests import people
from tests.rows import break_row, unchanged


@pytest.fixture
def american(db: None) -> Scene:
    """A shop in the United States, where the free time may be lengthened by 1, 3 or 5 hours."""
    return Scene.set("US")


def terms(scene: Scene, hours: Any, who: people.Signed | None = None) -> Any:
    return scene.ask(who or scene.owner, "PUT", f"/shops/{scene.shop.id}/order-terms", {"free_extension_hours": hours})


@pytest.mark.covers("ORD-03", "CLK-02")
def test_more_free_time_is_chosen_and_everyone_reads_by_which_rule(american: Scene) -> None:
    scene = american
    path = f"/shops/{scene.shop.id}/order-terms"
    rule = "orders.cancellation.free_extension_hours"
    before = scene.did(scene.owner, "GET", path)
    assert {name: before[name] for name in ("free_extension_hours", "offered", "rule")} == {
        "free_extension_hours": None,
        "offered": [1, 3, 5],
        "rule": rule,
    }
    assert terms(scene, 5).json() == before | {"free_extension_hours": 5}
    assert terms(scene, 3).json() == scene.did(scene.owner, "GET", path) == before | {"free_extension_hours": 3}
    assert list(Audit.objects.filter(act="orders.change_terms").values_list("data", flat=True)) == [
        {"free_extension_hours": 5},
        {"free_extension_hours": 3},
    ]
    for order in (scene.paid(), scene.placed(method="cash_on_delivery")):
        clock = next(one for one in scene.seen(order)["deadlines"] if one["kind"] == "orders.release")
        assert (clock["due"], clock["rule"], clock["value_text"]) == (after(hours=4), "orders.cancellation.free_within", "1 hour")
        assert clock["extended"] == {
            "rule": rule,
            "rule_key": before["rule_key"],
            "rule_says": "A merchant may lengthen the free cancellation time by one of these.",
            "value_text": "3 hours",
        }
    assert terms(scene, None).json() == before
    order = scene.paid()
    clock = next(one for one in scene.seen(order)["deadlines"] if one["kind"] == "orders.release")
    assert (clock["due"], clock["extended"]) == (after(hours=1), None)
    scene.sound()


@pytest.mark.covers("ORD-03")
@pytest.mark.parametrize(("hours", "code"), [(2, "orders.extension_not_offered"), (0, "kernel.bad_fields"), ("3", "kernel.bad_fields")])
def test_hours_that_are_not_offered_are_refused(american: Scene, hours: Any, code: str) -> None:
    with unchanged("kernel_idempotencykey"):
        problem = refusal(terms(american, hours), 422, code, "free_extension_hours")
    if code.startswith("orders."):
        assert problem["rule"] == "orders.cancellation.free_extension_hours"
        assert problem["detail"] == "In US, the free time can’t be lengthened by that many hours."


def test_owners_and_managers_choose(american: Scene) -> None:
    scene = american
    others = {role: scene.shop.hire(role) for role in ("supervisor", "agent", "warehouse", "finance")}
    operators = [people.an_operator(role) for role in ("admin", "governance")]
    with unchanged():
        for who in (*others.values(), *operators):
            refusal(terms(scene, 3, who), 403, "kernel.not_allowed")
        refusal(terms(scene, 3, scene.buyer), 404, "kernel.not_found")
        refusal(terms(scene, 3, nobody()), 401, "kernel.not_signed_in")
    assert terms(scene, 3, scene.shop.hire("manager")).status_code == 200
    path = f"/shops/{scene.shop.id}/order-terms"
    assert scene.did(others["agent"], "GET", path)["free_extension_hours"] == 3
    refusal(scene.ask(scene.buyer, "GET", path), 404, "kernel.not_found")


def test_a_choice_that_the_rules_no_longer_offer_is_not_applied(american: Scene) -> None:
    scene = american
    terms(scene, 3)
    break_row("orders_terms", scene.shop.id, "free_extension_hours", 2, primary="shop")
    order = scene.paid()
    assert Deadline.objects.get(subject=order, kind="orders.release").due.isoformat() == after(hours=1)


def test_terms_of_no_shop_are_named_by_fsck(american: Scene) -> None:
    terms(american, 3)
    break_row("orders_terms", american.shop.id, "shop", "none_0000000000000000000000", primary="shop")
    assert [(one.table, one.row) for one in fsck.run()] == [("orders_terms", "none_0000000000000000000000")]
