"""The operators' machine room through HTTP: deadlines and their lateness, what was set aside, letters that were refused; run again."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from jishi.kernel import clock, deadlines, events, post
from jishi.kernel.events import Heard, listen
from jishi.kernel.models import Audit
from jishi.modules.orders.events import OrderPlaced
from tests import people
from tests.contracts import stage
from tests.rows import unchanged

pytestmark = pytest.mark.django_db


def did(answer: Any) -> Any:
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.mark.covers("CLK-04")
def test_how_late_each_deadline_fired_is_shown() -> None:
    built = stage.build()
    room = people.an_operator()
    lapsed = did(room.ask("GET", "/operator/deadlines?show=lapsed"))["items"]
    closing = next(one for one in lapsed if one["kind"] == "orders.unpaid")
    assert closing["title"] == "Payment"
    assert closing["late_ms"] > 0
    told = did(room.ask("GET", "/operator/lateness"))
    of = {one["kind"]: one for one in told["kinds"]}
    assert of["orders.unpaid"]["fired"] == sum(of["orders.unpaid"]["bars"]) == 1
    assert of["orders.unpaid"]["most_ms"] == closing["late_ms"]
    assert sum(one["fired"] for one in told["kinds"]) == len(lapsed)
    assert min(one["least_ms"] for one in told["kinds"] if one["fired"]) >= 0
    assert sum(one["open"] for one in told["kinds"]) == told["open"]
    assert {one["kind"] for one in told["kinds"] if not one["fired"]} >= {"orders.pack_by"}
    first = did(room.ask("GET", "/operator/deadlines?show=open&limit=1"))
    assert first["total"] == told["open"]
    with clock.at(clock.now() + timedelta(days=400)):
        assert did(room.ask("GET", "/operator/lateness"))["late"] == told["open"]
    assert built.hats["a buyer"] is not None


@pytest.fixture
def stubborn() -> Iterator[list[str]]:
    """A listener that cannot take an order as long as the list says why."""
    why = ["it is raining"]

    @listen(OrderPlaced, name="orders.stubborn")
    def refuse(heard: Heard) -> None:
        if why:
            raise RuntimeError(why[0])

    yield why
    del events.LISTENERS["orders.stubborn"]


def test_an_event_set_aside_is_shown_and_heard_again(stubborn: list[str]) -> None:
    stage.build()
    while events.pump():
        pass
    room = people.an_operator()
    found = did(room.ask("GET", "/operator/set-aside"))["items"]
    assert {(one["listener"], one["type"], one["error"]) for one in found} == {
        ("orders.stubborn", "orders.OrderPlaced", "RuntimeError: it is raining")
    }
    listeners = {one["listener"]: one for one in did(room.ask("GET", "/operator/listeners"))}
    assert (listeners["orders.stubborn"]["behind"], listeners["orders.stubborn"]["aside"]) == (0, len(found))
    again = f"/operator/set-aside/{found[0]['id']}/rerun"
    with unchanged():
        refused = room.ask("POST", again)
    assert (refused.status_code, refused.json()["code"]) == (409, "kernel.still_fails")
    assert "it is raining" in refused.json()["detail"]
    stubborn.clear()
    support = people.an_operator("support")
    with unchanged():
        assert support.ask("POST", again).status_code == 403
    assert room.ask("POST", again).status_code == 204
    assert len(did(room.ask("GET", "/operator/set-aside"))["items"]) == len(found) - 1
    assert room.ask("POST", again).status_code == 404
    assert Audit.objects.get(act="kernel.rerun_event").actor == f"person:{room.id}"


def test_a_deadline_set_aside_fires_when_it_is_run_again() -> None:
    stage.build()
    room = people.an_operator()
    soonest = did(room.ask("GET", "/operator/deadlines?show=open&kind=orders.unpaid"))["items"][0]
    _break("kernel_deadline", "set_aside_at = opened, error = 'ValueError: broken'", soonest["id"])
    with clock.at(clock.now() + timedelta(days=3)):
        while deadlines.sweep():
            pass
        [aside] = did(room.ask("GET", "/operator/deadlines?show=aside"))["items"]
        assert (aside["id"], aside["error"], aside["state"]) == (soonest["id"], "ValueError: broken", "aside")
        assert did(room.ask("POST", f"/operator/deadlines/{aside['id']}/rerun"))["state"] == "open"
        with unchanged():
            assert room.ask("POST", f"/operator/deadlines/{aside['id']}/rerun").json()["code"] == "kernel.nothing_to_rerun"
        while deadlines.sweep():
            pass
        assert did(room.ask("GET", "/operator/deadlines?show=aside"))["items"] == []
        lapsed = did(room.ask("GET", "/operator/deadlines?show=lapsed&kind=orders.unpaid"))["items"]
    assert lapsed[0]["id"] == soonest["id"]


def test_a_letter_that_was_refused_is_sent_again_and_never_shows_whom_it_was_for(settings: Any) -> None:
    @post.adapter("grumpy")
    def grumpy(row: Any) -> None:
        raise RuntimeError("550 <someone@example.org> is unknown, call +44 20 7946 0958")

    settings.POST_ADAPTERS = {"mail": "grumpy", "sms": "none"}
    people.a_market("CN")
    room = people.an_operator()
    shop = people.a_shop("CN")
    shop.person.ask("POST", f"/shops/{shop.id}/members", {"to": "agent@example.org", "role": "agent"})
    while post.deliver():
        pass
    del post.ADAPTERS["grumpy"]
    found = did(room.ask("GET", "/operator/post"))["items"]
    invited = next(one for one in found if one["kind"] == "shops.invited")
    assert invited["error"] == "RuntimeError: 550 <…> is unknown, call …"
    settings.POST_ADAPTERS = {"mail": "mailbox", "sms": "mailbox"}
    assert did(room.ask("POST", f"/operator/post/{invited['id']}/resend"))["state"] == "waiting"
    while post.deliver():
        pass
    assert invited["id"] in [one["id"] for one in did(room.ask("GET", "/operator/post?show=sent"))["items"]]
    with unchanged():
        assert room.ask("POST", f"/operator/post/{invited['id']}/resend").status_code == 409


def _break(table: str, sets: str, key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {sets} WHERE id = %s", [key])
        assert cursor.rowcount == 1
