"""Finding orders by SKU, waybill and buyer, and lists that one comes back to."""

from typing import Any

import pytest

from jishi.kernel.runner import act
from jishi.modules.identity import actions as identity
from jishi.modules.orders.models import SavedView
from jishi.modules.orders.tests.scene import Scene, nobody, refusal
from jishi.modules.orders.tests.test_lists import listed, mine
from tests import people
from tests.rows import unchanged

KEYS = "kernel_idempotencykey"


@pytest.mark.covers("ORD-07")
def test_a_waybill_finds_its_order_whole_begun_or_in_groups(scene: Scene) -> None:
    one, two = scene.paid(), scene.paid()
    scene.later(hours=2)
    waybills = [scene.did(scene.owner, "POST", f"/orders/{order}/pack")["waybill"] for order in (one, two)]
    first = waybills[0]
    for words in (first, first[:-2], f"{first[:4]}%20{first[4:8]}%20{first[8:]}"):
        assert listed(scene, f"q={words}") == listed(scene, f"waybill={words}") == [one], words
    assert listed(scene, "waybill=553") == [two, one], "the last placed first"
    assert listed(scene, f"waybill={first[1:]}") == []
    assert mine(scene, f"q={first}") == [one], "buyers find their own"
    other = people.a_shop("CN", "Second shop", "second@example.org")
    assert scene.did(other.person, "GET", f"/shops/{other.id}/orders?waybill={first}")["items"] == []


@pytest.mark.covers("ORD-07")
def test_a_sku_is_found_by_id_code_and_bars(scene: Scene) -> None:
    cups, both, lids = scene.placed({scene.cup: 1}), scene.placed({scene.cup: 1, scene.lid: 1}), scene.placed({scene.lid: 1})
    for words in ("CUP", scene.cup):
        assert listed(scene, f"sku={words}") == [both, cups], words
        assert set(listed(scene, f"q={words}")) >= {both, cups}, words
    assert listed(scene, "sku=LID") == [lids, both]
    assert listed(scene, "sku=CU") == [], "a code is whole"
    assert listed(scene, "sku=LID&tab=to_ship") == []
    second = people.a_shop("CN", "Second shop", "second@example.org")
    theirs = second.sell()
    code = "GW-1"
    scene.placed({theirs: 1})
    assert listed(scene, f"sku={code}") == [], "a code is its shop's"


@pytest.mark.covers("ORD-07")
def test_a_buyer_is_found_and_conditions_add_up(scene: Scene) -> None:
    own = scene.placed()
    other = people.a_buyer("other@example.org", "Other Buyer")
    others = scene.placed({scene.lid: 1}, who=other)
    assert listed(scene, "buyer=other@example.org") == [others]
    assert listed(scene, f"buyer={scene.buyer.to}") == [own]
    assert listed(scene, f"buyer={scene.buyer.to}&sku=LID") == []
    assert listed(scene, "buyer=nobody@example.org") == []
    assert mine(scene, "buyer=other@example.org") == [], "a buyer asks for no other"


def kept(scene: Scene, name: str, who: people.Signed | None = None, **conditions: Any) -> dict[str, Any]:
    path = f"/shops/{scene.shop.id}/order-views"
    return dict(scene.did(who or scene.owner, "POST", path, {"name": name, "conditions": conditions}))


def views(scene: Scene, who: people.Signed | None = None) -> list[dict[str, Any]]:
    return list(scene.did(who or scene.owner, "GET", f"/shops/{scene.shop.id}/order-views"))


@pytest.mark.covers("ORD-07")
def test_a_view_is_kept_changed_and_forgotten_by_its_person_alone(scene: Scene) -> None:
    agent = scene.shop.hire("agent")
    first = kept(scene, "今天必发", tab="to_ship", sub="pack", sort="due")
    second = kept(scene, "Cups", tab="all", sku="CUP", paid="7d")
    kept(scene, "今天必发", agent, tab="unpaid")
    assert views(scene) == [first, second]
    assert [one["conditions"] for one in views(scene, agent)] == [{"tab": "unpaid"}]
    scene.later(hours=1)
    changed = kept(scene, "今天必发", tab="to_ship")
    assert (changed["id"], views(scene)) == (first["id"], [second, changed])
    with unchanged():
        refusal(scene.ask(agent, "DELETE", f"/order-views/{first['id']}"), 404, "kernel.not_found")
        refusal(scene.ask(nobody(), "GET", f"/shops/{scene.shop.id}/order-views"), 401, "kernel.not_signed_in")
        refusal(scene.ask(scene.buyer, "GET", f"/shops/{scene.shop.id}/order-views"), 404, "kernel.not_found")
    scene.did(scene.owner, "DELETE", f"/order-views/{first['id']}")
    assert views(scene) == [second]


@pytest.mark.covers("ORD-07")
def test_a_person_keeps_as_many_views_as_a_row_holds(scene: Scene) -> None:
    made = [kept(scene, f"View {n}", tab="all") for n in range(20)]
    with unchanged(KEYS):
        answer = scene.ask(scene.owner, "POST", f"/shops/{scene.shop.id}/order-views", {"name": "One more", "conditions": {}})
        refusal(answer, 409, "orders.views_full")
    kept(scene, "View 3", tab="unpaid")
    scene.did(scene.owner, "DELETE", f"/order-views/{made[0]['id']}")
    assert kept(scene, "One more")["name"] == "One more"


@pytest.mark.parametrize("conditions", [{"q": "许晴"}, {"buyer": "13800006021"}, {"waybill": "553"}, {"paid": "tomorrow"}, {"sort": "x"}])
def test_a_view_keeps_nothing_that_names_a_buyer(scene: Scene, conditions: dict[str, str]) -> None:
    with unchanged():
        answer = scene.ask(scene.owner, "POST", f"/shops/{scene.shop.id}/order-views", {"name": "x", "conditions": conditions})
        assert (answer.status_code, answer.json()["code"]) == (422, "kernel.bad_fields")


def test_who_is_erased_keeps_no_views(scene: Scene) -> None:
    agent = scene.shop.hire("agent")
    kept(scene, "Mine", agent)
    stays = kept(scene, "Owner's")
    scene.did(scene.owner, "DELETE", f"/shops/{scene.shop.id}/members/{agent.id}")
    act(identity.erase, agent.id, actor="system:demo")
    scene.heard()
    assert list(SavedView.objects.values_list("id", flat=True)) == [stays["id"]]
