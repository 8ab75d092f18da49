"""Lists by cursor: forward and back, ties and all, nothing skipped and nothing twice."""

import base64
from datetime import timedelta
from typing import Any

import orjson
import pytest
from django.test import Client

from jishi.kernel.api import lists
from jishi.kernel.api.lists import paginate
from jishi.kernel.errors import BadInput
from jishi.kernel.models import Job
from jishi.kernel.runner import act
from jishi.kernel.tests.ground import NOON, add_job

pytestmark = [pytest.mark.urls("jishi.kernel.tests.sample_urls"), pytest.mark.django_db]

ORDER = ("-at", "total", "-id")


def fill(count: int) -> list[str]:
    """Many ties in the time, some in the number; their ids in the list's order."""
    act(lambda: [add_job(id=f"job_{n:03}", at=NOON + timedelta(microseconds=n // 5), total=n % 3) for n in range(count)])
    found = sorted(Job.objects.all(), key=lambda job: job.id, reverse=True)
    return [job.id for job in sorted(sorted(found, key=lambda job: job.total), key=lambda job: job.at, reverse=True)]


def page(cursor: str | None = None, limit: int = 7, **filters: Any) -> dict[str, Any]:
    return paginate(Job.objects.filter(**filters), lambda some: [job.id for job in some], order=ORDER, cursor=cursor, limit=limit)


@pytest.mark.parametrize("count", [0, 1, 6, 7, 8, 14, 23])
def test_forward_and_back_again(count: int) -> None:
    ids = fill(count)
    there = [page()]
    while there[-1]["next_cursor"]:
        there.append(page(there[-1]["next_cursor"]))
    assert [one for piece in there for one in piece["items"]] == ids
    assert len(there) == max(1, -(-count // 7))
    assert there[0]["prev_cursor"] is None
    assert {piece["total"] for piece in there} == {count}
    back = [there[-1]]
    while back[-1]["prev_cursor"]:
        back.append(page(back[-1]["prev_cursor"]))
    assert [piece["items"] for piece in reversed(back)] == [piece["items"] for piece in there]
    for earlier, later in zip(back[1:], back, strict=False):
        assert page(earlier["next_cursor"])["items"] == later["items"]


def test_what_comes_meanwhile_moves_no_page() -> None:
    ids = fill(20)
    first = page()
    act(add_job, id="job_new", at=NOON + timedelta(hours=1))
    act(add_job, id="job_old", at=NOON - timedelta(hours=1))
    second = page(first["next_cursor"])
    assert second["items"] == ids[7:14]
    assert page(second["prev_cursor"])["items"] == ids[:7]
    assert page(page(second["prev_cursor"])["prev_cursor"])["items"] == ["job_new"]


def test_what_goes_meanwhile_moves_no_page() -> None:
    ids = fill(20)
    first = page()
    Job.objects.filter(pk__in=ids[3:8]).delete()
    assert page(first["next_cursor"])["items"] == ids[8:15]


def test_a_cursor_goes_with_any_filter_of_the_list() -> None:
    ids = fill(20)
    first = page(limit=2, total=1)
    rest = page(first["next_cursor"], limit=50, total=1)
    assert first["items"] + rest["items"] == [one for one in ids if int(one[4:]) % 3 == 1]
    assert (rest["total"], rest["next_cursor"]) == (7, None)


def test_the_total_is_exact_to_a_point_and_then_at_least() -> None:
    at_most = lists.COUNTED_TO
    act(lambda: [add_job(id=f"job_{n:05}", key=f"k{n}") for n in range(at_most)])
    assert page()["total"] == 10_000
    act(add_job)
    assert page()["total"] == {"at_least": 10_000}


def cursor(*content: Any) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(list(content))).decode().rstrip("=")


TIME = {"at": "2026-03-02T12:00:00+00:00"}


@pytest.mark.parametrize(
    "forged",
    [
        "x", "é", "====", "AAAA", "bnVsbA", cursor(), cursor(False), cursor(False, TIME), cursor(False, TIME, 1, "a", "b"),
        cursor(1, TIME, 1, "a"),
        cursor(None, TIME, 1, "a"), cursor(False, None, 1, "a"), cursor(False, "2026", 1, "a"), cursor(False, 5, 1, "a"),
        cursor(False, TIME, "x", "a"),
        cursor(False, TIME, TIME, "a"), cursor(False, TIME, 1.5, "a"), cursor(False, TIME, True, "a"), cursor(False, TIME, [], "a"),
        cursor(False, {"at": "2026-03-02T12:00:00"}, 1, "a"), cursor(False, {"at": "soon"}, 1, "a"), cursor(False, {"at": 5}, 1, "a"),
        cursor(False, {"at": "2026-03-02T12:00:00Z", "b": 1}, 1, "a"), cursor(False, {"at": "0001-01-01T00:00:00+14:00"}, 1, "a"),
        cursor(False, TIME, 1, "a\x00"), cursor(True, TIME, 1, {"deep": [[]]}), "A" * 5000,
    ],
)  # fmt: skip
def test_a_cursor_that_this_list_did_not_give_is_refused_by_name(forged: str) -> None:
    with pytest.raises(BadInput) as refusal:
        page(forged)
    assert (refusal.value.field, refusal.value.code) == ("cursor", "kernel.bad_cursor")
    reply = Client().get("/sample/jobs", {"cursor": forged})
    assert (reply.status_code, [fault["field"] for fault in reply.json()["errors"]]) == (422, ["cursor"])


@pytest.mark.parametrize("number", [2**63, 2**64 - 1, -(2**63)])
def test_a_number_beyond_the_database_is_a_place_like_any_other(number: int) -> None:
    ids = fill(5)
    assert set(page(cursor(False, {"at": "2030-01-01T00:00:00Z"}, number, "a"))["items"]) == set(ids)


@pytest.mark.parametrize("text", ["2026-03-02T12:00:00+00:00", '{"at": 1}', "集市", "' OR 1=1 --"])
def test_any_text_is_a_place(text: str) -> None:
    act(lambda: [add_job(id="job_1", kind=text), add_job(id="job_2", kind=text)])
    order = ("kind", "id")
    first = paginate(Job.objects.all(), lambda some: [job.id for job in some], order=order, cursor=None, limit=1)
    second = paginate(Job.objects.all(), lambda some: [job.id for job in some], order=order, cursor=first["next_cursor"], limit=1)
    assert (first["items"], second["items"]) == (["job_1"], ["job_2"])


def test_over_http_a_page_is_items_cursors_and_total() -> None:
    ids = fill(3)
    reply = Client().get("/sample/jobs", {"limit": 2}).json()
    assert [one["id"] for one in reply["items"]] == ids[:2]
    assert sorted(reply) == ["items", "next_cursor", "prev_cursor", "total"]
    rest = Client().get("/sample/jobs", {"limit": 2, "cursor": reply["next_cursor"]}).json()
    assert ([one["id"] for one in rest["items"]], rest["next_cursor"], rest["total"]) == (ids[2:], None, 3)


@pytest.mark.parametrize("limit", ["0", "-1", "201", "x", "1.5"])
def test_a_limit_out_of_bounds_is_refused_by_name(limit: str) -> None:
    reply = Client().get("/sample/jobs", {"limit": limit})
    assert (reply.status_code, [fault["field"] for fault in reply.json()["errors"]]) == (422, ["limit"])
