"""Every refusal has one form: a code, words in the reader's language, the fields at fault; input is read strictly."""

from typing import Any

import orjson
import pytest
from django.test import Client, RequestFactory

from jishi.kernel import words
from jishi.kernel.access import Actor
from jishi.kernel.api.problems import our_fault, problem, refused
from jishi.kernel.errors import NotFound, Refused, WrongState
from jishi.kernel.models import Job
from tests.rows import unchanged

pytestmark = [pytest.mark.urls("jishi.kernel.tests.sample_urls"), pytest.mark.django_db]


def post(body: Any, **headers: str) -> Any:
    text = body if isinstance(body, bytes) else orjson.dumps(body)
    return Client().post("/sample/jobs", text, content_type="application/json", headers=headers)


def fields(reply: Any) -> list[str]:
    assert (reply.status_code, reply["Content-Type"]) == (422, "application/problem+json")
    assert reply.json()["code"] == "kernel.bad_fields"
    return [fault["field"] for fault in reply.json()["errors"]]


@pytest.mark.parametrize(
    ("body", "at_fault"),
    [
        ({}, ["name"]),
        ({"name": ""}, ["name"]),
        ({"name": "  "}, ["name"]),
        ({"name": "a" * 121}, ["name"]),
        ({"name": "a\nb"}, ["name"]),
        ({"name": 5}, ["name"]),
        ({"name": None}, ["name"]),
        ({"name": "a", "strange": 1}, ["strange"]),
        ({"name": "a", "total": -1}, ["total"]),
        ({"name": "a", "total": 1001}, ["total"]),
        ({"name": "a", "total": 2**64 - 1}, ["total"]),
        ({"name": "a", "total": "many"}, ["total"]),
        ({"name": "a", "price": "1e5"}, ["price"]),
        ({"name": "a", "price": "٣"}, ["price"]),
        ({"name": "a", "price": "1.00\n"}, ["price"]),
        ({"name": "a", "price": 5}, ["price"]),
        ({"name": "a", "note": "x" * 2001}, ["note"]),
        ({"total": -1}, ["name", "total"]),
        ({"name": "a", "parts": [{"body": "ok"}, {"body": "not ok"}]}, ["parts.1.body"]),
        ({"name": "a", "parts": [{}]}, ["parts.0.body"]),
        ({"name": "a", "parts": [{"body": "ok", "more": 1}]}, ["parts.0.more"]),
        ({"name": "a", "parts": "none"}, ["parts"]),
        ([], ["body"]),
        ("text", ["body"]),
        (None, ["body"]),
    ],
)
def test_input_that_does_not_fit_names_the_fields_and_does_nothing(body: Any, at_fault: list[str]) -> None:
    with unchanged():
        assert fields(post(body)) == at_fault


@pytest.mark.parametrize("place", ["name", "note", "refuse"])
@pytest.mark.parametrize("text", [b'"a\\u0000b"', b'"a\\ud800b"'], ids=["NUL", "lone surrogate"])
def test_text_that_no_database_holds_is_refused(place: str, text: bytes) -> None:
    with unchanged():
        reply = post(b'{"name": "a", "%s": %s}' % (place.encode(), text))
        assert reply.status_code == 422


def test_nesting_beyond_reason_is_refused() -> None:
    with unchanged():
        assert post(b'{"name": "a", "parts": ' + b"[" * 200 + b"]" * 200 + b"}").status_code == 422


def test_what_fits_is_taken_trimmed() -> None:
    assert post({"name": "  集市  ", "note": "two\nlines"}).json()["name"] == "集市"
    assert Job.objects.get().kind == "集市"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("zh-CN,zh;q=0.9", "检查这些内容：name。"),
        ("zh-Hant-HK", "檢查這些欄位：name。"),
        ("zh-TW", "檢查這些欄位：name。"),
        ("en-GB,en;q=0.5", "Check these fields: name."),
        ("fr,de;q=0.5", "Check these fields: name."),
        ("fr, zh-Hans;q=0.3, en;q=0.1", "检查这些内容：name。"),
        ("*", "Check these fields: name."),
    ],
)
def test_words_are_in_the_language_asked_for(asked: str, said: str) -> None:
    reply = post({}, **{"Accept-Language": asked}).json()
    assert (reply["detail"], reply["title"]) == (said, said)


def test_who_asks_for_no_language_reads_their_own() -> None:
    assert post({}, **{"X-Who": "per_1"}).json()["detail"] == "檢查這些欄位：name。"
    assert post({}).json()["detail"] == "Check these fields: name."


def test_a_problem_says_who_asked() -> None:
    reply = post({}, **{"X-Request-Id": "abc-1"})
    assert (reply.json()["request_id"], reply["X-Request-Id"]) == ("abc-1", "abc-1")
    own = post({}, **{"X-Request-Id": "not ok"})
    assert own["X-Request-Id"].startswith("req_")
    assert own.json()["request_id"] == own["X-Request-Id"]


def test_a_refusal_as_a_problem() -> None:
    request = RequestFactory().get("/")
    reply = refused(request, WrongState(machine="order", verb="pack", state="ended", status="a param of any name"))
    assert (reply.status_code, reply["Content-Type"]) == (409, "application/problem+json")
    assert orjson.loads(reply.content) == {
        "type": "/problems/kernel.wrong_state",
        "title": "This can’t be done any more; it changed meanwhile.",
        "status": 409,
        "detail": "This can’t be done any more; it changed meanwhile.",
        "code": "kernel.wrong_state",
        "request_id": "",
        "errors": [],
    }


def test_a_refusal_may_name_the_field_and_the_rule() -> None:
    request = RequestFactory().get("/", headers={"Accept-Language": "zh-Hans"})
    body = orjson.loads(refused(request, NotFound(field="address_id", rule="orders.some.rule")).content)
    assert body["errors"] == [{"field": "address_id", "message": "这里什么也没有。"}]
    assert (body["status"], body["rule"]) == (404, "orders.some.rule")


def test_a_fault_of_ours_shows_nothing_of_itself() -> None:
    with unchanged():
        reply = post({"name": "a", "refuse": "broken"}, **{"X-Who": "per_1"})
    assert (reply.status_code, reply.json()["code"]) == (500, "kernel.fault")
    assert "division" not in reply.content.decode()
    assert our_fault(RequestFactory().get("/"), ValueError("secret")).status_code == 500


def test_an_address_with_nul_is_unreadable() -> None:
    for address in ("/sample/jobs?cursor=%00", "/sample/%00"):
        reply = Client().get(address)
        assert (reply.status_code, reply.json()["code"]) == (400, "kernel.unreadable")


def test_a_code_without_words_is_a_fault_of_ours() -> None:
    with pytest.raises(words.MissingWords):
        problem(RequestFactory().get("/"), "kernel.no_such_code", 409)
    with pytest.raises(words.MissingWords):
        refused(RequestFactory().get("/"), Refused("kernel.no_such_code"))


def test_the_reader_is_the_actor_unless_the_request_says_otherwise() -> None:
    request = RequestFactory().get("/")
    request.actor = Actor("person", "p", language="zh-Hans")
    assert orjson.loads(problem(request, "kernel.not_found", 404).content)["detail"] == "这里什么也没有。"
