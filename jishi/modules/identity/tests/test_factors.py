"""Second factors: an authenticator is asked for once it was shown to work, each of its codes works once, recovery codes too."""

from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest
from django.db import connection
from django.test import Client

from jishi.kernel import clock, rows
from jishi.kernel.runner import act
from jishi.modules.identity import actions
from jishi.modules.identity.models import Authenticator, RecoveryCode, Session
from jishi.modules.identity.queries.factors import matching_step
from tests import people
from tests.rows import unchanged

pytestmark = pytest.mark.django_db
SECOND = "/api/v1/sign-in/second"


def code_at(secret: str, at: datetime, steps: int = 0) -> str:
    """What the app shows at a moment, or some codes before or after."""
    return pyotp.TOTP(secret).generate_otp(int(at.timestamp()) // 30 + steps)


def code_of(secret: str, steps: int = 0) -> str:
    return code_at(secret, clock.real(), steps)


def with_app(to: str = "ann@example.org") -> tuple[people.Signed, str, list[str]]:
    """Someone with an authenticator that works: their browser, its secret, their recovery codes. Its codes of now are all unused."""
    ann = people.signed_in(to, "Ann")
    begun = ann.ask("POST", "/me/authenticator")
    assert begun.status_code == 201, begun.content
    secret = begun.json()["secret"]
    confirmed = ann.ask("POST", "/me/authenticator/confirm", {"code": code_of(secret)})
    assert confirmed.status_code == 200, confirmed.content
    with connection.cursor() as cursor:
        cursor.execute("UPDATE identity_authenticator SET last_step = 0")
    return ann, secret, confirmed.json()["recovery_codes"]


def first(to: str = "ann@example.org", client: Client | None = None) -> dict[str, Any]:
    """What someone who has proved the first factor is told."""
    client = client or Client()
    given = {"to": to, "code": people.ask_code(client, to)}
    answer = client.post("/api/v1/sign-in", people.body(given), content_type="application/json")
    assert answer.status_code == 202, answer.content
    assert "jishi_session" not in answer.cookies
    return dict(answer.json())


def second(token: str, code: str, client: Client | None = None) -> Any:
    return (client or Client()).post(SECOND, people.body({"token": token, "code": code}), content_type="application/json")


@pytest.mark.covers("ONB-02")
def test_with_an_authenticator_a_code_alone_lets_nobody_in() -> None:
    ann, secret, codes = with_app()
    assert len(set(codes)) == 10
    sessions = Session.objects.count()
    told = first()
    assert (told["ways"], told["valid_for"]) == (["totp", "recovery"], 600)
    assert Session.objects.count() == sessions
    browser = Client()
    answer = second(told["token"], code_of(secret), browser)
    assert answer.status_code == 200
    assert answer.json()["person"]["id"] == ann.id
    assert browser.get("/api/v1/me").json()["person"]["id"] == ann.id
    assert Session.objects.latest("made_at").way == "code+totp"


@pytest.mark.covers("ONB-02")
def test_nothing_is_asked_before_the_app_was_shown_to_work() -> None:
    ann = people.signed_in("ann@example.org")
    secret = ann.ask("POST", "/me/authenticator").json()["secret"]
    with unchanged("kernel_quota"):
        wrong = ann.ask("POST", "/me/authenticator/confirm", {"code": f"{(int(code_of(secret)) + 1) % 10**6:06}"})
    assert (wrong.status_code, wrong.json()["code"]) == (403, "identity.wrong_second")
    assert people.signed_in("ann@example.org").id == ann.id


def test_the_secret_is_for_apps_to_read() -> None:
    made = people.signed_in("ann@example.org").ask("POST", "/me/authenticator").json()
    parsed = pyotp.parse_uri(made["uri"])
    assert (parsed.secret, parsed.issuer, parsed.name) == (made["secret"], "Jishi", "ann@example.org")
    assert made["qr"].startswith("data:image/svg+xml")
    assert made["secret"].encode() not in bytes(Authenticator.objects.get().secret)


@pytest.mark.covers("ONB-02")
def test_each_code_works_once() -> None:
    _, secret, _ = with_app()
    code = code_of(secret)
    assert second(first()["token"], code).status_code == 200
    token = first()["token"]
    with unchanged("kernel_quota"):
        again = second(token, code)
    assert (again.status_code, again.json()["code"]) == (403, "identity.wrong_second")
    assert second(token, code_of(secret, 1)).status_code == 200


@pytest.mark.covers("ONB-02")
@pytest.mark.parametrize(("steps", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_an_apps_clock_may_be_off_by_one_code(steps: int, fits: bool) -> None:
    _, secret, _ = with_app()
    row, at = Authenticator.objects.get(), clock.real().replace(second=15, microsecond=0)
    found = matching_step(row, code_at(secret, at, steps), at)
    assert found == (int(at.timestamp()) // 30 + steps if fits else None)


@pytest.mark.covers("ONB-02")
def test_a_recovery_code_stands_in_once_and_ends_what_is_open_elsewhere() -> None:
    ann, _, codes = with_app()
    answer = second(first()["token"], codes[3].upper().replace("-", " "))
    assert answer.status_code == 200
    assert ann.client.get("/api/v1/me").json()["person"] is None
    assert RecoveryCode.objects.filter(used_at=None).count() == 9
    token = first()["token"]
    with unchanged("kernel_quota"):
        assert second(token, codes[3]).status_code == 403
    assert ann.letters()[0]["kind"] == "identity.use_recovery_code"


@pytest.mark.covers("ONB-02")
def test_what_one_proved_first_holds_for_ten_minutes_and_one_sign_in() -> None:
    _, secret, codes = with_app()
    token = first()["token"]
    assert second(token, code_of(secret)).status_code == 200
    with unchanged():
        assert second(token, codes[0]).status_code == 403
    late = first()["token"]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE identity_challenge SET made_at = %s, expires_at = %s", [_ago(601), _ago(1)])
    with unchanged():
        assert second(late, codes[0]).status_code == 403
        assert second("made-up", codes[0]).status_code == 403


def _ago(seconds: int) -> Any:
    return rows.db_time(clock.real() - timedelta(seconds=seconds))


@pytest.mark.covers("ONB-02")
def test_another_persons_recovery_code_is_none() -> None:
    with_app("ann@example.org")
    _, _, codes = with_app("bob@example.org")
    token = first("ann@example.org")["token"]
    with unchanged("kernel_quota"):
        assert second(token, codes[0]).status_code == 403


@pytest.mark.covers("ONB-02")
def test_losing_the_authenticator_ends_all_other_sessions() -> None:
    ann, secret, _ = with_app()
    other = Client()
    assert second(first(client=other)["token"], code_of(secret), other).status_code == 200
    assert ann.ask("DELETE", "/me/authenticator").status_code == 204
    assert other.get("/api/v1/me").json()["person"] is None
    assert ann.client.get("/api/v1/me").json()["person"]["id"] == ann.id
    assert people.signed_in("ann@example.org").id == ann.id
    assert not RecoveryCode.objects.exists()
    with unchanged():
        assert ann.ask("DELETE", "/me/authenticator").status_code == 404


@pytest.mark.covers("ONB-02")
def test_new_recovery_codes_take_the_place_of_the_old() -> None:
    ann, _, old = with_app()
    new = ann.ask("POST", "/me/recovery-codes")
    assert new.status_code == 201
    assert not set(new.json()["recovery_codes"]) & set(old)
    assert second(first()["token"], old[0]).status_code == 403
    assert second(first()["token"], new.json()["recovery_codes"][0]).status_code == 200
    bob = people.signed_in("bob@example.org")
    with unchanged():
        assert bob.ask("POST", "/me/recovery-codes").status_code == 404


def test_an_authenticator_in_use_is_not_replaced() -> None:
    ann, _, _ = with_app()
    with unchanged():
        answer = ann.ask("POST", "/me/authenticator")
    assert (answer.status_code, answer.json()["code"]) == (409, "identity.authenticator_in_use")


@pytest.mark.covers("ONB-02")
def test_a_password_is_followed_by_the_second_factor_too() -> None:
    ann, secret, _ = with_app()
    assert ann.ask("POST", "/me/password", {"password": "eleven blue teapots"}).status_code == 204
    given = people.body({"to": "ann@example.org", "password": "eleven blue teapots"})
    told = Client().post("/api/v1/sign-in/password", given, content_type="application/json")
    assert told.status_code == 202
    assert second(told.json()["token"], code_of(secret)).status_code == 200
    assert Session.objects.latest("made_at").way == "password+totp"


def test_what_is_over_is_tidied_away() -> None:
    with_app()
    first()
    from jishi.modules.identity.jobs import forget_what_is_over
    from jishi.modules.identity.models import Challenge

    forget_what_is_over()
    assert Challenge.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("UPDATE identity_challenge SET made_at = %s, expires_at = %s", [_ago(601), _ago(1)])
    forget_what_is_over()
    assert Challenge.objects.count() == 0


def test_the_last_factor_gone_two_at_once_is_refused_once() -> None:
    ann, _, _ = with_app()
    at = clock.real()
    act(actions.remove_authenticator, ann.id, at=at, session=None)
    with unchanged(), pytest.raises(Exception, match=r"kernel\.not_found"):
        act(actions.remove_authenticator, ann.id, at=at, session=None)


def test_of_an_erased_person_no_factor_is_left_and_no_secret_is_ever_exported() -> None:
    from jishi.kernel import subjects
    from jishi.modules.identity.models import Challenge, Passkey, Password
    from jishi.modules.identity.tests.keys_at_hand import Device
    from jishi.modules.identity.tests.test_passkeys import add

    ann, secret, codes = with_app()
    assert ann.ask("POST", "/me/password", {"password": "eleven blue teapots"}).status_code == 204
    assert add(ann, Device()).status_code == 201
    first()
    told = subjects.held(ann.id)
    assert {"identity_authenticator", "identity_password", "identity_passkey", "identity_recoverycode"} <= told.keys()
    assert not any(hidden in repr(told) for hidden in (secret, "scrypt$", *codes))
    act(actions.erase, ann.id, actor="system:shell")
    tables = (Password, Authenticator, RecoveryCode, Passkey, Challenge)
    assert [model.objects.filter(person_id=ann.id).count() for model in tables] == [0] * 5
