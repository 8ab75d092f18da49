"""Signing in by a code: what proves an address, how often it may be tried, what a stranger learns (nothing)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from jishi.kernel import clock
from jishi.kernel.runner import act
from jishi.modules.identity import actions, queries
from jishi.modules.identity.errors import WrongCode
from jishi.modules.identity.models import Code, Person, Session
from tests import people
from tests.rows import snapshot, unchanged

pytestmark = pytest.mark.django_db
CODES, SIGN_IN = "/api/v1/sign-in/codes", "/api/v1/sign-in"


def post(client: Client, path: str, data: Any, **headers: str) -> Any:
    return client.post(path, people.body(data), content_type="application/json", headers=headers)


def other(code: str) -> str:
    """Another code of the same length."""
    return f"{(int(code) + 1) % 10 ** len(code):0{len(code)}d}"


@pytest.mark.covers("ONB-02")
def test_a_code_proves_an_email_and_the_first_sign_in_makes_the_person(client: Client) -> None:
    sent = post(client, CODES, {"to": "Ann@Example.org"})
    assert sent.status_code == 202
    assert sent.json() == {"to": "a***@example.org", "digits": 6, "resend_after": 60, "valid_for": 300}
    code = people.read_code(client, "ann@example.org")
    assert len(code) == 6
    answer = post(client, SIGN_IN, {"to": "ann@example.org", "code": code, "name": "Ann"}, **{"Accept-Language": "zh-TW"})
    assert answer.status_code == 200
    me = answer.json()
    person = Person.objects.get()
    assert me["person"] == {"id": person.id, "name": "Ann", "phone": "", "email": "a***@example.org"}
    assert (me["hats"], me["shops"], me["operator"], me["language"], me["market"]) == (["buyer"], [], None, "zh-Hant", "CN")
    cookie = answer.cookies["jishi_session"]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"], cookie["path"]) == (True, "Lax", "", "/")
    assert abs(cookie["max-age"] - 30 * 86400) <= 1
    assert client.get("/api/v1/me").json()["person"]["id"] == person.id


@pytest.mark.covers("ONB-02")
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("13800006021", "+86 138 0000 6021"),
        ("ann@example.org", " ANN@EXAMPLE.ORG "),
        ("+44 20 7946 0958", "+442079460958"),
    ],
)
def test_a_phone_or_an_email_is_one_persons_however_it_is_written(first: str, second: str) -> None:
    one, two = people.signed_in(first), people.signed_in(second)
    assert one.id == two.id
    assert Person.objects.count() == 1


def test_phones_are_masked_by_their_country(client: Client) -> None:
    people.a_market("UK")
    seen = {
        to: post(client, CODES, {"to": to}).json()["to"] for to in ("13800006021", "+44 20 7946 0958", "020 7946 0959", "+65 8123 4567")
    }
    assert seen == {
        "13800006021": "138 **** 6021",
        "+44 20 7946 0958": "+44 **** 0958",
        "020 7946 0959": "+44 **** 0959",
        "+65 8123 4567": "+65 **** 67",
    }


@pytest.mark.covers("ONB-02")
@pytest.mark.parametrize("to", ["12345", "+999 1234567", "a@b", "@example.org", "a@@example.org", "許晴川", "138 0000", "a@localhost"])
def test_what_is_no_address_is_refused_by_name(client: Client, to: str) -> None:
    with unchanged():
        answer = post(client, CODES, {"to": to})
    assert answer.status_code == 422
    assert answer.json()["code"] == "identity.not_reachable"
    assert [error["field"] for error in answer.json()["errors"]] == ["to"]


@pytest.mark.covers("ONB-02")
def test_a_stranger_learns_nothing_of_who_is_known(client: Client) -> None:
    """Known or unknown, an address gets the same answers, and the same rows are written."""
    people.signed_in("known@example.org", "Known")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM identity_code")
        cursor.execute("DELETE FROM kernel_quota")
    told = []
    for to in ("known@example.org", "knows@example.org"):
        before = snapshot()
        sent = post(Client(), CODES, {"to": to})
        rows = {table: len(after - before[table]) for table, after in snapshot().items() if after != before[table]}
        wrong = post(Client(), SIGN_IN, {"to": to, "code": other(people.read_code(client, to))})
        again = post(Client(), CODES, {"to": to})
        told.append([sent.status_code, sent.json(), rows, *(_plain(answer) for answer in (wrong, again))])
    assert told[0] == told[1]
    assert told[0][2] == {"identity_code": 1, "kernel_post": 1, "kernel_quota": 2}
    assert [status for status, _ in told[0][3:]] == [403, 429]


def _plain(answer: Any) -> tuple[int, dict[str, Any]]:
    return answer.status_code, {name: value for name, value in answer.json().items() if name != "request_id"}


@pytest.mark.covers("ONB-02")
def test_a_code_works_once(client: Client) -> None:
    code = people.ask_code(client, "ann@example.org")
    assert post(client, SIGN_IN, {"to": "ann@example.org", "code": code}).status_code == 200
    with unchanged():
        again = post(Client(), SIGN_IN, {"to": "ann@example.org", "code": code})
    assert (again.status_code, again.json()["code"]) == (403, "identity.wrong_code")
    assert Session.objects.count() == 1


@pytest.mark.covers("ONB-02")
def test_a_code_is_tried_five_times(client: Client) -> None:
    code = people.ask_code(client, "ann@example.org")
    for left in (4, 3, 2, 1, 0):
        answer = post(client, SIGN_IN, {"to": "ann@example.org", "code": other(code)})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (403, "code")
        assert Code.objects.get().tries_left == left
    with unchanged():
        right = post(client, SIGN_IN, {"to": "ann@example.org", "code": code})
    assert (right.status_code, right.json()["code"]) == (403, "identity.wrong_code")
    assert not Person.objects.exists()


@pytest.mark.covers("ONB-02")
def test_the_fifth_try_may_be_right(client: Client) -> None:
    code = people.ask_code(client, "ann@example.org")
    for _ in range(4):
        assert post(client, SIGN_IN, {"to": "ann@example.org", "code": other(code)}).status_code == 403
    assert post(client, SIGN_IN, {"to": "ann@example.org", "code": code}).status_code == 200


@pytest.mark.covers("ONB-02")
@pytest.mark.parametrize(("seconds", "works"), [(-1, True), (0, False), (1, False)])
def test_a_code_works_for_five_minutes(client: Client, seconds: int, works: bool) -> None:
    code = people.ask_code(client, "ann@example.org")
    reach, moment = queries.reach("ann@example.org", "CN"), Code.objects.get().made_at + timedelta(minutes=5, seconds=seconds)
    if works:
        assert act(actions.count_try, reach, at=moment)
        assert act(actions.sign_in, reach, code, language="en", at=moment).session.made_at == moment
        return
    with unchanged():
        assert not act(actions.count_try, reach, at=moment)
        with pytest.raises(WrongCode):
            act(actions.sign_in, reach, code, language="en", at=moment)


@pytest.mark.parametrize(("seconds", "status"), [(-1, 403), (60, 200)])
def test_an_old_code_is_refused_over_http_too(client: Client, seconds: int, status: int) -> None:
    code = people.ask_code(client, "ann@example.org")
    ends = clock.real() + timedelta(seconds=seconds)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE identity_code SET expires_at = %s", [ends.replace(tzinfo=None).isoformat(" ") if _sqlite() else ends])
    assert post(client, SIGN_IN, {"to": "ann@example.org", "code": code}).status_code == status


def _sqlite() -> bool:
    return connection.vendor == "sqlite"


@pytest.mark.covers("ONB-02")
@pytest.mark.parametrize(("seconds", "sent"), [(-1, False), (0, True), (1, True)])
def test_the_next_code_may_be_asked_for_after_a_minute(seconds: int, sent: bool) -> None:
    reach, start = queries.reach("ann@example.org", "CN"), clock.real()
    act(actions.send_code, reach, language="en", at=start)
    before = Code.objects.get().code
    moment = start + timedelta(minutes=1, seconds=seconds)
    if sent:
        act(actions.send_code, reach, language="en", at=moment)
        assert Code.objects.get().code != before
        return
    with unchanged(), pytest.raises(Exception, match=r"identity\.code_too_soon"):
        act(actions.send_code, reach, language="en", at=moment)


@pytest.mark.covers("ONB-02")
def test_too_soon_names_the_rule_and_the_field(client: Client) -> None:
    assert post(client, CODES, {"to": "ann@example.org"}).status_code == 202
    with unchanged():
        answer = post(client, CODES, {"to": "ann@example.org"})
    assert answer.status_code == 429
    assert answer.json()["rule"] == "identity.codes.resend_after"
    assert answer.json()["errors"][0]["field"] == "to"


@pytest.mark.covers("ONB-02")
def test_ten_codes_a_day_go_to_one_address() -> None:
    """A day of the market's zone, by the real clock; the next day there are ten more, and other addresses have their own."""
    reach = queries.reach("ann@example.org", "CN")
    noon = clock.real().replace(hour=4, minute=0, second=0, microsecond=0)  # 12:00 in Shanghai
    for n in range(10):
        act(actions.send_code, reach, language="en", at=noon + timedelta(minutes=n))
    with unchanged(), pytest.raises(Exception, match=r"identity\.too_many_codes"):
        act(actions.send_code, reach, language="en", at=noon + timedelta(hours=11, minutes=59, seconds=59))
    act(actions.send_code, reach, language="en", at=noon + timedelta(hours=12))
    act(actions.send_code, queries.reach("bob@example.org", "CN"), language="en", at=noon)


@pytest.mark.covers("ONB-02")
def test_neither_code_nor_address_stands_in_any_table(client: Client) -> None:
    """The Mailbox shows the code; the tables do not, nor the name, phone or e-mail of anyone."""
    people.an_address(people.signed_in("13800006021", "许晴川"), line="文三路 478 号")
    code = people.ask_code(client, "13800006021")
    everything = repr(snapshot("kernel_idempotencykey"))
    for secret in (f"'{code}'", f'"{code}"', f" {code} ", "13800006021", "许晴川", "文三路"):
        assert secret not in everything


def test_the_code_comes_in_the_language_of_the_page(client: Client) -> None:
    for lang, words in (("en", "is your code"), ("zh-CN", "验证码"), ("zh-TW", "驗證碼")):
        to = f"{lang.lower()}@example.org"
        post(client, CODES, {"to": to}, **{"Accept-Language": lang})
        assert words in people.mailbox(client, to)[0]["text"]


def test_a_later_name_fills_an_empty_one_only() -> None:
    assert people.signed_in("ann@example.org").me["person"]["name"] == ""
    assert people.signed_in("ann@example.org", "Ann").me["person"]["name"] == "Ann"
    assert people.signed_in("ann@example.org", "Bob").me["person"]["name"] == "Ann"


@pytest.mark.parametrize(
    ("to", "channel", "code"),
    [("13800006021", "sms", "identity.no_sms_gateway"), ("ann@example.org", "mail", "identity.no_mail_gateway")],
)
def test_where_nothing_can_go_out_no_code_is_made(client: Client, settings: Any, to: str, channel: str, code: str) -> None:
    settings.POST_ADAPTERS = {"mail": "mailbox", "sms": "mailbox", channel: "none"}
    with unchanged():
        answer = post(client, CODES, {"to": to})
    assert (answer.status_code, answer.json()["code"]) == (409, code)


@pytest.mark.covers("ONB-02")
def test_two_who_are_not_signed_in_may_use_one_key() -> None:
    """Each has a code of their own; the same again sends none."""
    people.a_market()
    first, second = "first@example.org", "second@example.org"

    def asks(to: str) -> Any:
        return people.Signed(Client(), to, {}).ask("POST", "/sign-in/codes", {"to": to}, key="1")

    answers = [asks(first), asks(second), asks(first)]
    assert [one.status_code for one in answers] == [202] * 3
    assert [one.get("Idempotency-Replayed") for one in answers] == [None, None, "true"]
    assert [len(people.mailbox(Client(), to)) for to in (first, second)] == [1, 1]
