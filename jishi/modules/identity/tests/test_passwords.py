"""Passwords: optional, long, not guessable; forgotten ones are set anew by a code; a stranger learns nothing, not even by the clock."""

from datetime import timedelta
from time import perf_counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from jishi.kernel import clock, rows
from jishi.modules.identity.models import Password, Session
from tests import people
from tests.rows import unchanged

pytestmark = pytest.mark.django_db
GOOD = "eleven blue teapots"
IN = "/api/v1/sign-in/password"


def enter(to: str, password: str, client: Client | None = None) -> Any:
    return (client or Client()).post(IN, people.body({"to": to, "password": password}), content_type="application/json")


def with_password(to: str = "ann@example.org", password: str = GOOD) -> people.Signed:
    ann = people.signed_in(to, "Ann Bell")
    assert ann.ask("POST", "/me/password", {"password": password}).status_code == 204
    return ann


def grow_old(minutes: int = 16) -> None:
    """All sessions began so long ago."""
    began = clock.real() - timedelta(minutes=minutes)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE identity_session SET made_at = %s", [rows.db_time(began)])


@pytest.mark.covers("ONB-02")
def test_a_password_opens_a_session_of_its_own() -> None:
    ann = with_password()
    answer = enter(" ANN@example.org", GOOD)
    assert answer.status_code == 200
    assert answer.json()["person"]["id"] == ann.id
    assert answer.cookies["jishi_session"].value != ann.client.cookies["jishi_session"].value
    assert sorted(Session.objects.values_list("way", flat=True)) == ["code", "password"]
    assert Password.objects.get().secret.startswith("scrypt$")


@pytest.mark.covers("ONB-02")
def test_wrong_unknown_and_none_are_answered_alike() -> None:
    with_password()
    people.signed_in("bob@example.org")
    told = []
    for to in ("ann@example.org", "bob@example.org", "nobody@example.org", "+44 20 7946 0958"):
        with unchanged("kernel_quota"):
            answer = enter(to, GOOD + "!")
        told.append((answer.status_code, {name: value for name, value in answer.json().items() if name != "request_id"}))
    assert told[0][0] == 403
    assert told[0][1]["code"] == "identity.wrong_password"
    assert all(one == told[0] for one in told)


@pytest.mark.covers("ONB-02")
def test_whoever_is_not_known_is_hashed_for_too() -> None:
    """Without the hash an answer takes a tenth as long."""
    with_password()

    def fastest(to: str) -> float:
        taken = []
        for _ in range(3):
            begun = perf_counter()
            assert enter(to, GOOD + "!").status_code == 403
            taken.append(perf_counter() - begun)
        return min(taken)

    known, unknown = fastest("ann@example.org"), fastest("nobody@example.org")
    assert 0.5 < unknown / known < 2


@pytest.mark.covers("ONB-02")
@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("elevenchars", "identity.password_too_short"),
        ("x" * 129, "identity.password_too_long"),
        ("1234567890123", "identity.password_guessable"),
        ("I am Ann Bell today", "identity.password_guessable"),
        ("hello ann.bell there", "identity.password_guessable"),
        ("jishi jishi jishi", "identity.password_guessable"),
    ],
)
def test_what_is_short_or_guessed_first_is_refused(password: str, code: str) -> None:
    ann = people.signed_in("ann.bell@example.org", "Ann Bell")
    with unchanged():
        answer = ann.ask("POST", "/me/password", {"password": password})
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert [one["field"] for one in answer.json()["errors"]] == ["password"]


@pytest.mark.covers("ONB-02")
@pytest.mark.parametrize("password", ["twelve chars", "x" * 127 + "y", "密码由十二个字符组成就可以"])
def test_the_bounds_themselves_are_taken_and_nothing_is_cut_off(password: str) -> None:
    with_password(password=password)
    assert enter("ann@example.org", password).status_code == 200
    assert enter("ann@example.org", password[:-1]).status_code == 403


@pytest.mark.covers("ONB-02")
def test_a_new_password_ends_all_other_sessions_and_is_told() -> None:
    ann = with_password()
    other = Client()
    assert enter("ann@example.org", GOOD, other).status_code == 200
    assert ann.ask("POST", "/me/password", {"password": GOOD + " more"}).status_code == 204
    assert other.get("/api/v1/me").json()["person"] is None
    assert ann.client.get("/api/v1/me").json()["person"]["id"] == ann.id
    assert enter("ann@example.org", GOOD).status_code == 403
    assert enter("ann@example.org", GOOD + " more").status_code == 200
    assert [one["kind"] for one in ann.letters()] == ["identity.set_password"] * 2


@pytest.mark.covers("ONB-02")
def test_whoever_forgot_it_signs_in_by_a_code_and_sets_another() -> None:
    with_password()
    ann = people.signed_in("ann@example.org")
    assert ann.ask("POST", "/me/password", {"password": "another good sentence"}).status_code == 204
    assert enter("ann@example.org", GOOD).status_code == 403
    assert enter("ann@example.org", "another good sentence").status_code == 200


@pytest.mark.covers("ONB-02")
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/me/password", {"password": "another good sentence"}),
        ("DELETE", "/me/password", None),
        ("POST", "/me/authenticator", None),
        ("POST", "/me/authenticator/confirm", {"code": "123456"}),
        ("DELETE", "/me/authenticator", None),
        ("POST", "/me/recovery-codes", None),
        ("POST", "/me/passkeys/options", None),
        ("POST", "/me/reaches", {"to": "13800006021", "code": "123456"}),
    ],
)
def test_after_a_quarter_of_an_hour_one_signs_in_anew_to_change_it(method: str, path: str, body: Any) -> None:
    ann = with_password()
    grow_old()
    with unchanged():
        answer = ann.ask(method, path, body)
    assert (answer.status_code, answer.json()["code"], answer.json()["rule"]) == (403, "identity.prove_anew", "identity.factors.fresh_for")
    with unchanged():
        stranger = people.Signed(Client(), "", {}).ask(method, path, body)
    assert stranger.status_code == 401


@pytest.mark.parametrize(("minutes", "status"), [(14, 204), (15, 403)])
def test_fresh_is_a_quarter_of_an_hour(minutes: int, status: int) -> None:
    ann = with_password()
    grow_old(minutes)
    assert ann.ask("DELETE", "/me/password").status_code == status


@pytest.mark.covers("ONB-02")
def test_a_password_can_be_removed() -> None:
    ann = with_password()
    assert ann.ask("GET", "/me/security").json()["password_set_at"] is not None
    assert ann.ask("DELETE", "/me/password").status_code == 204
    assert ann.ask("GET", "/me/security").json()["password_set_at"] is None
    assert enter("ann@example.org", GOOD).status_code == 403
    assert [one["kind"] for one in ann.letters()] == ["identity.remove_password", "identity.set_password"]
    with unchanged():
        assert ann.ask("DELETE", "/me/password").status_code == 204


def test_no_trace_of_a_password_stands_in_any_table() -> None:
    from tests.rows import snapshot

    ann = people.signed_in("ann@example.org")
    assert ann.ask("POST", "/me/password", {"password": GOOD}, key="k-1").status_code == 204
    assert GOOD not in repr(snapshot())
    assert snapshot()["kernel_idempotencykey"].total() == 0
