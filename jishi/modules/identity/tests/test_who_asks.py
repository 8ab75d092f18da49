"""Sessions, where writes may come from, and keys: who is taken for whom."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, RequestFactory

from jishi.kernel import clock, rows
from jishi.kernel.access import NOBODY
from jishi.modules.identity.access import OPERATOR_ROLES, SHOP_ROLES, actor_of
from tests import people
from tests.rows import unchanged

pytestmark = pytest.mark.django_db
ME, SIGN_OUT = "/api/v1/me", "/api/v1/sign-out"


def me(client: Client) -> Any:
    return client.get(ME).json()["person"]


def test_nobody_gets_language_market_and_clock(client: Client) -> None:
    answer = client.get(ME, headers={"Accept-Language": "zh-CN,en;q=0.5"})
    told = answer.json()
    now = told["clock"].pop("now")
    assert now.endswith("+00:00")
    assert told == {
        "person": None,
        "hats": [],
        "shops": [],
        "operator": None,
        "language": "zh-Hans",
        "market": "CN",
        "clock": {"speed": 1.0, "simulated": False},
        "csrf": None,
        "second_wanted": None,
        "viewing": None,
    }
    assert client.get("/api/v1/clock").json().keys() == {"now", "speed", "simulated"}


def test_signing_out_ends_the_session_everywhere() -> None:
    ann = people.signed_in("ann@example.org")
    thief = Client()
    thief.cookies["jishi_session"] = ann.client.cookies["jishi_session"].value
    assert me(thief) == me(ann.client) != None  # noqa: E711 - all three are compared
    answer = ann.ask("POST", "/sign-out")
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.cookies["jishi_session"]["max-age"] == 0
    assert me(thief) is None
    assert me(ann.client) is None
    assert Client().post(SIGN_OUT).status_code == 204


def test_a_second_sign_in_ends_the_session_before_it_in_that_browser() -> None:
    ann = people.signed_in("ann@example.org")
    thief = Client()
    thief.cookies["jishi_session"] = ann.client.cookies["jishi_session"].value
    code = people.ask_code(Client(), "bob@example.org")
    assert ann.ask("POST", "/sign-in", {"to": "bob@example.org", "code": code}).json()["person"]["email"] == "b***@example.org"
    assert me(thief) is None


@pytest.mark.covers("ONB-02")
@pytest.mark.parametrize(("seconds", "known"), [(60, True), (-1, False)])
def test_a_session_ends_by_the_real_clock(seconds: int, known: bool) -> None:
    ann = people.signed_in("ann@example.org")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE identity_session SET expires_at = %s, made_at = %s", [_at(seconds), _at(-86400)])
    with clock.at(clock.real() + timedelta(days=365)):
        assert (me(ann.client) is not None) is known


def _at(seconds: int) -> Any:
    return rows.db_time(clock.real() + timedelta(seconds=seconds))


def test_a_person_who_was_erased_is_nobody() -> None:
    ann = people.signed_in("ann@example.org")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE identity_person SET erased = %s", [True])
    assert me(ann.client) is None


@pytest.mark.parametrize("cookie", ["", "nonsense", "\x7f", "\xe9", "a" * 5000])
def test_a_strange_cookie_is_nobodys(client: Client, cookie: str) -> None:
    client.cookies["jishi_session"] = cookie
    assert me(client) is None


@pytest.mark.parametrize("token", [None, "", "wrong", "☺"])
def test_a_write_without_the_sessions_token_is_refused(token: str | None) -> None:
    ann = people.signed_in("ann@example.org")
    ann.client.defaults.pop("HTTP_X_CSRFTOKEN")
    if token is not None:
        ann.client.defaults["HTTP_X_CSRFTOKEN"] = token
    with unchanged():
        answer = ann.ask("PATCH", "/me", {"name": "Eve"})
    assert (answer.status_code, answer.json()["code"]) == (403, "kernel.bad_origin")


def test_another_sessions_token_does_not_do() -> None:
    ann, bob = people.signed_in("ann@example.org"), people.signed_in("bob@example.org")
    ann.client.defaults["HTTP_X_CSRFTOKEN"] = bob.me["csrf"]
    with unchanged():
        assert ann.ask("PATCH", "/me", {"name": "Eve"}).status_code == 403


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://testserver", 200),
        (settings.URL, 200),
        ("https://evil.example", 403),
        ("null", 403),
        ("", 403),
        ("http://testserver.evil", 403),
    ],
)
def test_a_write_says_where_it_comes_from(origin: str, status: int) -> None:
    ann = people.signed_in("ann@example.org", "Ann")
    answer = ann.client.patch(ME, people.body({"name": "Ann"}), content_type="application/json", headers={"Origin": origin})
    assert answer.status_code == status


def test_a_foreign_page_can_sign_nobody_in(client: Client) -> None:
    """Without a session too: else it could sign a visitor in as somebody else."""
    code = people.ask_code(client, "ann@example.org")
    with unchanged():
        for path in ("/sign-in", "/sign-in/codes"):
            given = people.body({"to": "ann@example.org", "code": code})
            answer = client.post(f"/api/v1{path}", given, content_type="text/plain", headers={"Origin": "https://evil.example"})
            assert (answer.status_code, answer.json()["code"]) == (403, "kernel.bad_origin")


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer", "Basic YTpi", "Bearer ☺", "x" * 4000])
def test_a_key_that_is_none_is_refused(header: str) -> None:
    """Even where nobody may look, and even beside a good cookie: a program is told that its key no longer works."""
    ann = people.signed_in("ann@example.org")
    answer = ann.client.get(ME, headers={"Authorization": header})
    assert (answer.status_code, answer.json()["code"]) == (401, "kernel.not_signed_in")


def test_who_asks_is_one_question() -> None:
    shop = people.a_shop()
    request = RequestFactory().get("/")
    request.COOKIES["jishi_session"] = shop.owner.cookies["jishi_session"].value
    with people.questions() as asked:
        actor = actor_of(request)
    assert len(asked) == 1
    assert (actor.kind, actor.person, actor.shops, actor.operator) == ("person", shop.person.id, {shop.id: "owner"}, None)
    assert actor.granted == {shop.id: SHOP_ROLES["owner"]}
    with people.questions() as asked:
        assert actor_of(RequestFactory().get("/")).id == NOBODY.id
    assert asked == []


@pytest.mark.covers("ONB-13")
def test_all_hats_of_a_person_are_seen_together() -> None:
    one, two = people.a_shop("CN", owner="ann@example.org"), people.a_shop("UK", owner="bob@example.org")
    hired = two.person.ask("POST", f"/shops/{two.id}/members", {"to": "ann@example.org", "role": "finance"})
    assert hired.status_code == 201
    ann = people.an_operator("support", to="ann@example.org")
    me = ann.me
    assert me["hats"] == ["buyer", "shop", "operator"]
    assert me["operator"] == {"role": "support", "permissions": sorted(OPERATOR_ROLES["support"])}
    assert me["shops"] == [
        {"id": one.id, "name": "Shop of CN", "market": "CN", "role": "owner", "permissions": sorted(SHOP_ROLES["owner"])},
        {"id": two.id, "name": "Shop of UK", "market": "UK", "role": "finance", "permissions": sorted(SHOP_ROLES["finance"])},
    ]


def test_one_changes_ones_name_and_language() -> None:
    ann = people.signed_in("ann@example.org", "Ann")
    assert ann.ask("PATCH", "/me", {"name": "Anna"}).json()["person"]["name"] == "Anna"
    changed = ann.ask("PATCH", "/me", {"language": "zh-Hant"}).json()
    assert (changed["person"]["name"], changed["language"]) == ("Anna", "zh-Hant")
    assert ann.client.get(ME).json()["language"] == "zh-Hant"
    with unchanged():
        assert ann.ask("PATCH", "/me", {"language": "tlh"}).status_code == 422
        assert Client().patch(ME, people.body({"name": "Eve"}), content_type="application/json").status_code == 401
