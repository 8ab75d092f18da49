"""Who is told of what, when it is settled, and that they are told once."""

import pytest
from django.db import connection

from jishi.kernel import rows
from jishi.kernel.events import LISTENERS, Heard, read
from jishi.kernel.ids import grouped
from jishi.kernel.models import Event
from jishi.kernel.runner import act
from jishi.modules.notices.models import Notice
from jishi.modules.notices.tests.scene import asks, hire, kinds, say, told, wants
from jishi.modules.orders.tests.scene import Scene
from jishi.modules.orders.tests.test_request import reply
from tests import people
from tests.rows import unchanged

pytestmark = pytest.mark.django_db


def heard(*types: str) -> list[Heard]:
    """What the outbox holds of these."""
    return [read(row) for row in Event.objects.filter(type__in=types).order_by("seq")]


@pytest.mark.covers("NOT-01")
def test_an_order_to_pack_is_told_to_those_who_pack_and_settled_once_packed(scene: Scene) -> None:
    packer, agent = hire(scene, "warehouse"), hire(scene, "agent")
    order = scene.to_pack()
    number = grouped(scene.seen(order)["number"])
    (one,) = told(scene, packer)
    assert (one["subject"], one["title"], one["text"]) == (
        order,
        f"Order {number} can be packed",
        "¥99.00. The free time to cancel is over.",
    )
    assert told(scene, packer, lang="zh-CN")[0]["title"] == f"订单 {number} 可以打包了"
    assert (kinds(scene, scene.owner), kinds(scene, agent)) == (["to_pack"], [])
    scene.did(packer, "POST", f"/orders/{order}/pack")
    assert (kinds(scene, packer), kinds(scene, scene.owner)) == ([], [])
    (settled,) = told(scene, scene.owner, new=False)
    assert (settled["read_at"], settled["settled_at"] is not None) == (None, True)
    scene.sound()


@pytest.mark.covers("NOT-01")
def test_a_request_to_cancel_is_told_with_its_time_and_settled_by_the_answer(scene: Scene) -> None:
    agent, finance = hire(scene, "agent"), hire(scene, "finance")
    order = scene.to_pack()
    request = scene.wished(order)
    due = next(one for one in scene.seen(order, scene.owner)["deadlines"] if one["kind"] == "orders.cancellation")["due"]
    (one,) = told(scene, agent)
    assert (one["kind"], one["text"]) == ("notices.cancellation_asked", "Answer by 3 Mar 12:00.")
    assert due.startswith("2024-03-03T04:00:00")
    assert kinds(scene, finance) == []
    reply(scene, request, False, "engraved already")
    assert kinds(scene, agent) == []
    assert kinds(scene, scene.buyer, shop=False) == ["orders.post.request_declined"]
    scene.sound()


@pytest.mark.covers("NOT-01")
def test_a_request_taken_back_is_settled(scene: Scene) -> None:
    order = scene.to_pack()
    request = scene.wished(order)
    assert kinds(scene, scene.owner) == ["cancellation_asked", "to_pack"]
    scene.did(scene.buyer, "POST", f"/cancellations/{request}/withdraw")
    assert kinds(scene, scene.owner) == ["to_pack"]


@pytest.mark.covers("NOT-01")
def test_silence_that_closed_an_order_is_told_to_both(scene: Scene) -> None:
    order = scene.to_pack()
    scene.wished(order)
    scene.later(hours=60)
    assert kinds(scene, scene.owner) == ["closed_by_clock"]
    assert kinds(scene, scene.buyer, shop=False) == ["orders.post.cancelled"]
    assert scene.seen(order)["state"] == "cancelled"
    scene.sound()


@pytest.mark.covers("NOT-01")
def test_a_parcel_on_its_way_and_there_is_told_to_its_buyer(scene: Scene) -> None:
    order, package = scene.packed()
    scene.scan(package, "collected")
    scene.scan(package, "delivered")
    assert kinds(scene, scene.buyer, shop=False) == ["arrived", "shipped"]
    assert [one["subject"] for one in told(scene, scene.buyer, shop=False)] == [order, order]
    assert kinds(scene, scene.owner) == []


@pytest.mark.covers("NOT-01")
def test_a_reminder_is_settled_by_paying(scene: Scene) -> None:
    order = scene.placed()
    scene.later(minutes=20)
    assert kinds(scene, scene.buyer, shop=False) == ["orders.post.reminder"]
    scene.pay(order)
    assert kinds(scene, scene.buyer, shop=False) == []


@pytest.mark.covers("NOT-01")
def test_a_buyer_who_waits_is_told_to_those_who_answer_and_then_the_buyer_of_the_answer(scene: Scene) -> None:
    agent, packer = hire(scene, "agent"), hire(scene, "warehouse")
    talk = asks(scene, scene.buyer, scene.shop.id)
    assert (kinds(scene, agent), kinds(scene, scene.owner), kinds(scene, packer)) == (["chat_waiting"], ["chat_waiting"], [])
    assert told(scene, agent)[0]["subject"] == talk
    scene.did(agent, "POST", f"/conversations/{talk}/take")
    assert (kinds(scene, agent), kinds(scene, scene.owner)) == (["chat_waiting"], [])
    say(scene, agent, talk, "yes, ten pieces")
    assert kinds(scene, agent) == []
    (one,) = told(scene, scene.buyer, shop=False)
    assert (one["title"], one["subject"], one["from_shop"]) == ("Shop of CN has answered", talk, scene.shop.id)
    scene.sound()


@pytest.mark.covers("NOT-01")
def test_a_fact_that_is_heard_twice_is_told_once(scene: Scene) -> None:
    scene.to_pack()
    assert kinds(scene, scene.owner) == ["to_pack"]
    facts = heard("orders.OrderReleased")
    assert len(facts) == 1
    with unchanged():
        act(LISTENERS["notices.tell"].handler, facts)


@pytest.mark.covers("NOT-01")
def test_two_hundred_members_are_told_in_few_statements(scene: Scene) -> None:
    order = scene.to_pack()
    scene.heard()
    rows_before = Notice.objects.count()
    with connection.cursor() as cursor:
        for n in range(200):
            person = f"per_{n:026d}"
            cursor.execute(
                "INSERT INTO identity_person (id, email_index, language, market, erased, made_at) "
                "VALUES (%s, %s, 'en', 'CN', %s, CURRENT_TIMESTAMP)",
                [person, f"index {n}", False],
            )
            cursor.execute(
                "INSERT INTO identity_membership (id, workplace_id, person_id, role, since) VALUES (%s, %s, %s, %s, CURRENT_TIMESTAMP)",
                [f"mem_{n:026d}", scene.shop.id, person, "warehouse"],
            )
    (fact,) = heard("orders.OrderReleased")
    again = Heard(fact.fact, fact.at, fact.seq + 1_000_000)
    with people.questions() as asked:
        act(LISTENERS["notices.tell"].handler, [again])
    assert Notice.objects.count() - rows_before == 201
    assert {one.subject for one in Notice.objects.all()} == {order}
    assert len(asked) <= 16, asked


@pytest.mark.covers("NOT-01")
def test_who_leaves_a_shop_has_no_notices_of_it_and_another_role_settles_what_it_may_not_do(scene: Scene) -> None:
    packer, manager = hire(scene, "warehouse"), hire(scene, "manager")
    scene.wished(scene.to_pack())
    assert (kinds(scene, packer), kinds(scene, manager)) == (["to_pack"], ["cancellation_asked", "to_pack"])
    scene.did(scene.owner, "PATCH", f"/shops/{scene.shop.id}/members/{manager.id}", {"role": "warehouse"})
    scene.did(scene.owner, "DELETE", f"/shops/{scene.shop.id}/members/{packer.id}")
    assert kinds(scene, manager) == ["to_pack"]
    assert scene.ask(packer, "GET", f"/me/notices?shop={scene.shop.id}").status_code == 404
    assert rows.sql("SELECT COUNT(*) FROM notices_notice WHERE person = %s", [packer.id]) == [(0,)]
    scene.sound()


@pytest.mark.covers("NOT-01")
def test_what_nobody_wants_anywhere_is_not_kept(scene: Scene) -> None:
    wants(scene, scene.owner, in_app=False, mail=False, browser=False)
    wants(scene, scene.buyer, shop=False, in_app=False, mail=False, browser=False)
    order = scene.to_pack()
    scene.did(scene.owner, "POST", f"/orders/{order}/cancel", {"reason": "broken"})
    scene.heard()
    assert Notice.objects.count() == 0
    assert scene.buyer.letters() == []
