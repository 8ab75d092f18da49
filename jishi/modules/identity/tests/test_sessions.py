"""Where one is signed in: seen, ended one by one or all others at once; over means over at the next question."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from jishi.kernel import clock, rows
from jishi.modules.identity.access import standing_in
from jishi.modules.identity.models import Session
from tests import people
from tests.rows import break_row, unchanged

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/604.1"


def signed_in_with(agent: str, to: str = "ann@example.org") -> people.Signed:
    client = Client(headers={"User-Agent": agent})
    return people.Signed(client, to, people.sign_in(client, to))


def seen(who: people.Signed) -> list[dict[str, Any]]:
    answer = who.ask("GET", "/me/sessions")
    assert answer.status_code == 200
    return list(answer.json()["items"])


@pytest.mark.covers("ONB-02")
def test_one_sees_where_one_is_signed_in_and_nobody_elses() -> None:
    desk, phone = signed_in_with(FIREFOX), signed_in_with(IPHONE)
    signed_in_with(FIREFOX, "bob@example.org")
    assert [(one["device"], one["way"], one["here"]) for one in seen(phone)] == [
        ("Safari · iOS", "code", True),
        ("Firefox · Linux", "code", False),
    ]
    assert [one["here"] for one in seen(desk)] == [False, True]
    assert Client().get("/api/v1/me/sessions").status_code == 401


@pytest.mark.covers("ONB-02")
def test_a_session_ended_from_elsewhere_is_over_at_the_next_question() -> None:
    desk, phone = signed_in_with(FIREFOX), signed_in_with(IPHONE)
    bob = signed_in_with(FIREFOX, "bob@example.org")
    lost = next(one["id"] for one in seen(phone) if not one["here"])
    with unchanged():
        for nothing in (lost, "ses_none"):
            assert bob.ask("DELETE", f"/me/sessions/{nothing}").status_code == 404
    ids = list(Session.objects.values_list("id", flat=True))
    assert set(standing_in(ids)) == set(ids)
    assert phone.ask("DELETE", f"/me/sessions/{lost}").status_code == 204
    assert set(standing_in(ids)) == set(ids) - {lost}
    assert desk.client.get("/api/v1/me").json()["person"] is None
    assert desk.ask("GET", "/me/sessions").status_code == 401
    assert [one["here"] for one in seen(phone)] == [True]
    with unchanged():
        assert phone.ask("DELETE", f"/me/sessions/{lost}").status_code == 404


@pytest.mark.covers("ONB-02")
def test_all_others_end_at_once() -> None:
    here, others = signed_in_with(IPHONE), [signed_in_with(FIREFOX) for _ in range(3)]
    bob = signed_in_with(FIREFOX, "bob@example.org")
    answer = here.ask("POST", "/me/sessions/end-others")
    assert (answer.status_code, answer.json()) == (200, {"ended": 3})
    assert [one.client.get("/api/v1/me").json()["person"] for one in others] == [None] * 3
    assert [one["here"] for one in seen(here)] == [True]
    assert bob.client.get("/api/v1/me").json()["person"]["id"] == bob.id
    assert here.ask("POST", "/me/sessions/end-others").json() == {"ended": 0}
    assert Client().post("/api/v1/me/sessions/end-others").status_code == 401


def lay_idle(seconds: int) -> datetime:
    """All sessions began, and were last used, so long ago; when that was."""
    then = clock.real() - timedelta(seconds=seconds)
    for one in Session.objects.all():
        break_row("identity_session", one.id, "made_at", rows.db_time(then))
        break_row("identity_session", one.id, "used_at", rows.db_time(then))
    return then


@pytest.mark.covers("ONB-02")
def test_when_a_session_was_last_used_is_kept_every_five_minutes() -> None:
    ann = signed_in_with(FIREFOX)
    assert seen(ann)[0]["used_at"] == seen(ann)[0]["made_at"], "signing in is a use"
    then = lay_idle(240)
    assert ann.ask("GET", "/me").status_code == 200
    assert datetime.fromisoformat(seen(ann)[0]["used_at"]) == then
    then, asked = lay_idle(300), clock.real()
    assert ann.ask("GET", "/me").status_code == 200
    one = seen(ann)[0]
    assert datetime.fromisoformat(one["made_at"]) == then
    assert asked <= datetime.fromisoformat(one["used_at"]) <= clock.real()


def test_who_is_out_leaves_no_use_behind() -> None:
    ann = signed_in_with(FIREFOX)
    lay_idle(600)
    assert ann.ask("POST", "/sign-out").status_code == 204
    lay_idle(600)
    with unchanged():
        assert ann.ask("GET", "/me/sessions").status_code == 401


def test_an_erased_persons_sessions_live_no_more() -> None:
    ann = signed_in_with(FIREFOX)
    ids = list(Session.objects.values_list("id", flat=True))
    break_row("identity_person", ann.id, "erased", True)
    assert standing_in(ids) == {}


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome · macOS"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36 MicroMessenger/8.0", "WeChat · Android"),
        (IPHONE, "Safari · iOS"),
        ("curl/8.5.0", ""),
    ],
)
def test_devices_are_called_as_people_call_them(agent: str, device: str) -> None:
    from jishi.modules.identity.queries.devices import device_of

    assert device_of(agent) == device


@pytest.mark.parametrize(
    ("env", "url", "secure"),
    [("prod", "https://market.example", True), ("prod", "http://127.0.0.1:8000", True), ("test", "http://127.0.0.1:8000", "")],
)
def test_in_production_the_cookie_is_secure(settings: Any, env: str, url: str, secure: Any) -> None:
    code = people.ask_code(Client(), "ann@example.org")
    settings.ENV, settings.URL = env, url
    answer = Client().post("/api/v1/sign-in", people.body({"to": "ann@example.org", "code": code}), content_type="application/json")
    assert answer.cookies["jishi_session"]["secure"] == secure
