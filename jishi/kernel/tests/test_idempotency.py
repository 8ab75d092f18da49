"""A write under a key is done once, whoever asks again."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from jishi.kernel import clock, crypto, worker
from jishi.kernel.api.answers import PURPOSE
from jishi.kernel.models import IdempotencyKey, Job
from jishi.kernel.runner import Writer
from jishi.kernel.tests.ground import together
from jishi.kernel.tests.sample_urls import Gates
from tests.rows import unchanged

pytestmark = [pytest.mark.urls("jishi.kernel.tests.sample_urls"), pytest.mark.django_db]


def post(path: str = "/sample/jobs", key: str | None = "key-1", who: str = "per_1", **body: Any) -> Any:
    headers = {"X-Who": who} | ({} if key is None else {"Idempotency-Key": key})
    return Client().post(path, {"name": "a"} | body, content_type="application/json", headers=headers)


def names() -> list[str]:
    return sorted(Job.objects.values_list("kind", flat=True))


def test_without_a_key_each_asking_is_another_write() -> None:
    assert [post(key=None).status_code for _ in range(2)] == [201, 201]
    assert names() == ["a", "a"]
    assert not IdempotencyKey.objects.exists()


def test_the_same_again_gets_the_same_answer() -> None:
    first, second = post(), post()
    assert (first.status_code, first["Content-Type"]) == (201, "application/json")
    assert first.json() == {"id": Job.objects.get().id, "name": "a", "total": {"amount": "0", "currency": "IDR"}}
    assert (second.status_code, second.content, second["Content-Type"]) == (201, first.content, "application/json")
    assert "Idempotency-Replayed" not in first.headers
    assert second["Idempotency-Replayed"] == "true"
    assert names() == ["a"]


def test_other_parameters_under_the_same_key_are_refused() -> None:
    post()
    with unchanged():
        for reply in (post(name="b"), post(path="/sample/jobs?x=1"), post(total=1)):
            assert (reply.status_code, reply.json()["code"]) == (409, "kernel.key_reused")
            assert [fault["field"] for fault in reply.json()["errors"]] == ["Idempotency-Key"]
    assert post().status_code == 201


def test_a_key_belongs_to_one_actor_and_one_operation() -> None:
    replies = [post(), post(who="per_2"), post("/sample/others"), post(key="key-2")]
    assert [reply.status_code for reply in replies] == [201] * 4
    assert len({reply.json()["id"] for reply in replies}) == 4


def test_keys_of_those_not_signed_in_stand_in_nobodys_way() -> None:
    first, other, again = post(who="", name="a"), post(who="", name="b"), post(who="", name="a")
    assert [reply.status_code for reply in (first, other, again)] == [201] * 3
    assert first.json()["id"] != other.json()["id"], "the same key of another caller is another request"
    assert (again.content, again["Idempotency-Replayed"]) == (first.content, "true")
    assert "Idempotency-Replayed" not in other.headers
    assert post(name="a").json()["id"] not in (first.json()["id"], other.json()["id"]), "nor is it a person's"
    assert names() == ["a", "a", "b"]


def test_one_operation_on_another_thing_is_another_request() -> None:
    assert post("/sample/jobs/job_1/close").status_code == 204
    assert post("/sample/jobs/job_2/close").json()["code"] == "kernel.key_reused"
    again = post("/sample/jobs/job_1/close")
    assert (again.status_code, again.content, again["Idempotency-Replayed"]) == (204, b"", "true")


def test_a_refusal_is_remembered_with_its_words() -> None:
    first = post(refuse="dear")
    assert (first.status_code, first.json()["code"]) == (409, "kernel.too_many")
    assert first.json()["detail"] == "太頻繁了，過一會兒再試。"
    with unchanged():
        second = post(refuse="dear")
    assert (second.status_code, second.content) == (409, first.content)
    assert (second["Content-Type"], second["Idempotency-Replayed"]) == ("application/problem+json", "true")
    assert names() == []


@pytest.mark.parametrize(("refuse", "status"), [("broken", 500), ("often", 429)])
def test_what_may_be_otherwise_next_time_is_not_remembered(refuse: str, status: int) -> None:
    with unchanged():
        assert post(refuse=refuse).status_code == status
        again = post(refuse=refuse)
    assert again.status_code == status
    assert "Idempotency-Replayed" not in again.headers


def test_a_refusal_of_input_is_remembered() -> None:
    assert post(refuse="input").status_code == 422
    assert post(refuse="input")["Idempotency-Replayed"] == "true"


def test_unreadable_input_uses_no_key() -> None:
    with unchanged():
        assert post(total=-1).status_code == 422
    assert post(total=1).status_code == 201


def test_where_a_key_is_required_none_is_refused() -> None:
    with unchanged():
        reply = post("/sample/jobs/job_1/close", key=None)
    assert (reply.status_code, reply.json()["code"]) == (422, "kernel.key_required")
    assert [fault["field"] for fault in reply.json()["errors"]] == ["Idempotency-Key"]


@pytest.mark.parametrize("key", ["x" * 256, "käse", "a\tb"])
def test_a_key_is_plain_and_short(key: str) -> None:
    with unchanged():
        reply = post(key=key)
    assert (reply.status_code, reply.json()["code"]) == (422, "kernel.bad_key")


@pytest.mark.parametrize("key", ["x" * 255, "a b", '"quoted"', "~!{}"])
def test_any_plain_key_will_do(key: str) -> None:
    assert [post(key=key).status_code for _ in range(2)] == [201, 201]
    assert names() == ["a"]


def test_the_answer_is_kept_sealed_and_the_key_hashed() -> None:
    reply = post(name="secret name")
    row = IdempotencyKey.objects.get()
    assert (row.status, crypto.unseal(bytes(row.answer), PURPOSE)) == (201, reply.content)
    assert b"secret" not in bytes(row.answer)
    assert len(row.pk) == len(row.request) == 64
    assert "key-1" not in row.pk


def test_keys_are_forgotten_after_a_day() -> None:
    post()
    post(key="key-2")
    old = clock.real() - timedelta(hours=24, seconds=1)
    IdempotencyKey.objects.filter(pk=IdempotencyKey.objects.order_by("at")[0].pk).update(at=old)
    worker.forget_keys()
    assert IdempotencyKey.objects.count() == 1


@pytest.fixture
def gate() -> Iterator[type[Gates]]:
    """Actions of the sample stand still inside until let go."""
    Gates.entered.clear()
    Gates.go_on.clear()
    Gates.held = True
    yield Gates
    Gates.held = False
    Gates.go_on.set()


@pytest.fixture(params=["own transaction", "writer"])
def way(request: pytest.FixtureRequest, transactional_db: None) -> Iterator[None]:
    """On SQLite commands also go through the one writer."""
    one = Writer() if request.param == "writer" and connection.vendor == "sqlite" else None
    if one:
        one.start()
    yield
    if one:
        one.stop()


@pytest.mark.usefixtures("way")
def test_of_many_at_once_one_writes_and_all_get_its_answer() -> None:
    for n in range(4):
        replies = together(*[lambda n=n: post(key=f"crowd-{n}")] * 6)
        assert [reply.status_code for reply in replies] == [201] * 6
        assert len({reply.content for reply in replies}) == 1
        assert sorted(reply.headers.get("Idempotency-Replayed", "") for reply in replies) == ["", *["true"] * 5]
    assert names() == ["a"] * 4


@pytest.mark.usefixtures("way")
def test_the_second_waits_for_the_first(gate: type[Gates]) -> None:
    def second() -> Any:
        assert gate.entered.wait(20)
        answers = together(post, lambda: gate.go_on.wait(0.2) or gate.go_on.set())
        return answers[0]

    first, waited = together(post, second)
    assert (first.status_code, waited.status_code) == (201, 201)
    assert (waited.content, waited["Idempotency-Replayed"]) == (first.content, "true")
    assert names() == ["a"]


@pytest.mark.usefixtures("way")
def test_the_second_does_it_when_the_first_broke(gate: type[Gates]) -> None:
    def second() -> Any:
        assert gate.entered.wait(20)
        answers = together(lambda: post(refuse="broken"), lambda: gate.go_on.wait(0.2) or gate.go_on.set())
        return answers[0]

    first, waited = together(lambda: post(refuse="broken"), second)
    assert (first.status_code, waited.status_code) == (500, 500)
    assert names() == []


@pytest.mark.slow
@pytest.mark.postgresql
@pytest.mark.usefixtures("transactional_db")
def test_who_has_waited_too_long_is_told(gate: type[Gates]) -> None:
    def second() -> Any:
        assert gate.entered.wait(20)
        try:
            return post()
        finally:
            gate.go_on.set()

    first, waited = together(post, second)
    assert first.status_code == 201
    assert (waited.status_code, waited.json()["code"]) == (409, "kernel.in_progress")
    assert post()["Idempotency-Replayed"] == "true"
