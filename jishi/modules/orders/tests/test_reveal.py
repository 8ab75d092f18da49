"""The recipient in full: for a reason that stays on record, so many a day by person and by shop, and for nobody once erased."""

from typing import Any

import pytest

from jishi.kernel import quota, rows
from jishi.kernel.models import Audit
from jishi.kernel.runner import act
from jishi.modules.orders.tests.scene import Scene, refusal
from tests import people
from tests.rows import unchanged

FULL = ("许晴", "+8613800006021", "文三路 478 号 3 幢 502", "310012", False)
TOUCHED = ("kernel_idempotencykey", "lawbook_decision")


def reveal(scene: Scene, order: str, who: people.Signed, reason: str = "the courier asks for the door") -> Any:
    return scene.ask(who, "POST", f"/orders/{order}/recipient", {"reason": reason})


def used_up(key: str, most: int) -> None:
    """All but nothing of a day's quota (1 March 2024 in Shanghai) is used."""
    assert act(quota.take, f"identity.reveal:{key}", "2024-03-01", most, most)


@pytest.mark.covers("FUL-01")
def test_staff_read_the_recipient_for_a_reason_that_is_on_record(scene: Scene) -> None:
    order = scene.paid()
    before = scene.seen(order, scene.owner)
    assert (before["address"]["masked"], before["address"]["phone"], before["reveals_left"]) == (True, "138 **** 6021", 50)
    seen = reveal(scene, order, scene.owner).json()
    assert tuple(seen[name] for name in ("name", "phone", "line", "postcode", "masked")) == FULL
    after = scene.seen(order, scene.owner)
    assert (after["address"], after["reveals_left"]) == (before["address"], 49), "the order itself stays masked"
    row = Audit.objects.get(act="identity.reveal_recipient")
    assert (row.actor, row.subject) == (f"person:{scene.owner.id}", order)
    assert row.data == {"address": seen["id"], "reason": "the courier asks for the door", "shop": scene.shop.id}
    assert scene.seen(order)["reveals_left"] is None, "the buyer has nothing to reveal"


@pytest.mark.covers("FUL-01", "RUL-08")
def test_a_persons_day_ends_with_a_reason_in_three_languages(scene: Scene) -> None:
    order = scene.paid()
    used_up(scene.owner.id, 50)
    assert scene.seen(order, scene.owner)["reveals_left"] == 0
    with unchanged(*TOUCHED):
        problem = refusal(reveal(scene, order, scene.owner), 429, "identity.too_many_reveals")
    assert problem["rule"] == "identity.reveal.per_person_a_day"
    assert problem["detail"] == "At most 50 reveals a day. The rest stays masked until tomorrow."
    said = {lang: scene.why(problem["why"], scene.owner, lang) for lang in ("zh-Hans", "zh-Hant", "en")}
    assert {lang: (card["says"], card["effect"], card["counterfactuals"]) for lang, card in said.items()} == {
        "zh-Hans": ("你今天的查看次数已用完", "明天之前，个人信息对你保持隐藏", ["明天可以再查看"]),
        "zh-Hant": ("你今天的檢視次數已用完", "明天之前，個人資料對你保持隱藏", ["明天可以再檢視"]),
        "en": (
            "You have unmasked as much as a day allows",
            "Personal data stay masked for you until tomorrow",
            ["Tomorrow it can be unmasked again"],
        ),
    }
    refusal(scene.ask(scene.buyer, "GET", f"/decisions/{problem['why']}"), 404, "kernel.not_found")
    scene.later(hours=24)
    assert reveal(scene, order, scene.owner).status_code == 200, "the next day it goes on"


def test_a_shops_day_ends_for_all_of_its_staff(scene: Scene) -> None:
    order = scene.paid()
    agent = scene.shop.hire("agent")
    used_up(scene.shop.id, 500)
    with unchanged(*TOUCHED):
        problem = refusal(reveal(scene, order, agent), 429, "identity.too_many_reveals")
    assert problem["rule"] == "identity.reveal.per_shop_a_day"
    assert scene.why(problem["why"], scene.owner)["says"] == "The shop has unmasked as much as a day allows"
    support = people.an_operator("support")
    assert reveal(scene, order, support).status_code == 200, "an operator looks in nobody's name but their own"


def test_a_key_of_a_shop_reveals_nothing(scene: Scene) -> None:
    order = scene.paid()
    key = scene.owner.ask("POST", f"/shops/{scene.shop.id}/keys", {"name": "labels", "scopes": ["orders.read", "orders.reveal"]}).json()
    with unchanged():
        answer = people.Client().post(
            f"{people.API}/orders/{order}/recipient",
            people.body({"reason": "labels"}),
            content_type="application/json",
            headers={"Authorization": f"Bearer {key['token']}"},
        )
    refusal(answer, 403, "kernel.not_allowed")


@pytest.mark.parametrize("reason", ["", "  ", None, "x" * 121])
def test_without_a_reason_nothing_is_shown(scene: Scene, reason: str | None) -> None:
    order = scene.paid()
    with unchanged():
        refusal(
            scene.ask(scene.owner, "POST", f"/orders/{order}/recipient", {"reason": reason}, key=""), 422, "kernel.bad_fields", "reason"
        )


def test_who_was_erased_is_revealed_to_nobody(scene: Scene) -> None:
    order = scene.paid()
    rows.sql("UPDATE kernel_subjectkey SET wrapped = NULL WHERE subject = %s", [scene.buyer.id])
    with unchanged("kernel_idempotencykey"):
        refusal(reveal(scene, order, scene.owner), 404, "kernel.not_found")
