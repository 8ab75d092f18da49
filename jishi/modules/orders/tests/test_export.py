"""Orders taken away as a table: what may be asked for, who may, what stands in it, how long it can be had (rules orders.export.*)."""

import csv
import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest

from jishi.kernel import clock, jobs, sheets
from jishi.kernel.models import Job, PrivateFile
from jishi.kernel.runner import act
from jishi.modules.orders.models import Export
from jishi.modules.orders.tests.scene import Scene, refusal
from tests import people
from tests.rows import unchanged

COLUMNS = "Order,State,Placed,Paid at,Completed,Cancelled at,Currency,Goods,Total,Paid,Refunded,Payment,Buyer’s note,Shop’s note"


def asked(scene: Scene, **change: Any) -> dict[str, Any]:
    """The last thirty days, all states, by when they were placed."""
    since, until = scene.now - timedelta(days=30), scene.now + timedelta(seconds=1)
    return {"template": "order_list", "format": "csv", "since": since.isoformat(), "until": until.isoformat()} | change


def export(scene: Scene, who: people.Signed | None = None, **change: Any) -> dict[str, Any]:
    """Ask for an export."""
    return dict(scene.did(who or scene.owner, "POST", f"/shops/{scene.shop.id}/exports", asked(scene, **change)))


def work(scene: Scene) -> int:
    """The worker does what waits; how many jobs."""
    with clock.at(scene.now):
        return sum(iter(jobs.do_one, 0))


def file(scene: Scene, made: dict[str, Any], who: people.Signed | None = None) -> Any:
    return scene.ask(who or scene.owner, "GET", f"/exports/{made['id']}/file")


def table(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200, answer.content
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.covers("ORD-06")
def test_an_export_holds_the_orders_asked_for(scene: Scene) -> None:
    first, second = scene.paid(), scene.placed()
    scene.did(scene.owner, "PUT", f"/orders/{first}/note", {"text": "=SUM(A1)"})
    every, unpaid = export(scene), export(scene, state="unpaid")
    assert (every["orders"], every["failed"], every["kept_until"]) == (None, False, None)
    assert file(scene, every).status_code == 404, "not written yet"
    assert work(scene) == 2
    head, *lines = table(file(scene, every))
    assert ",".join(head) == COLUMNS
    numbers = {one: scene.did(scene.owner, "GET", f"/orders/{one}")["number"] for one in (first, second)}
    assert [(line[0].strip(), line[1], line[-1]) for line in lines] == [
        (numbers[first], "On hold", "'=SUM(A1)"),
        (numbers[second], "Unpaid", ""),
    ]
    assert [line[0].strip() for line in table(file(scene, unpaid))[1:]] == [numbers[second]]
    listed = scene.did(scene.owner, "GET", f"/shops/{scene.shop.id}/exports")["items"]
    assert [(one["id"], one["orders"]) for one in listed] == [(unpaid["id"], 1), (every["id"], 2)]
    scene.sound()


@pytest.mark.covers("ORD-06")
def test_templates_have_their_columns_and_mask_recipients(scene: Scene) -> None:
    order, _ = scene.packed()
    made = [export(scene, template=name) for name in ("package_list", "order_items")]
    assert work(scene) == 2
    parcels, items = (table(file(scene, one)) for one in made)
    shown = scene.did(scene.owner, "GET", f"/orders/{order}")
    parcel = dict(zip(*parcels, strict=True))
    assert all("*" in parcel[name] for name in ("Recipient", "Phone", "Address"))
    assert parcel["Waybills"].strip() == scene.did(scene.owner, "GET", f"/orders/{order}/packages")[0]["waybill"]
    item = dict(zip(*items, strict=True))
    line = shown["lines"][0]
    assert (item["Product"], item["Quantity"], item["Line total"]) == (line["title"], str(line["quantity"]), line["total"]["amount"])
    assert set(parcel) < set(item)


@pytest.mark.covers("ORD-06")
def test_a_workbook_opens(scene: Scene) -> None:
    scene.paid()
    made = export(scene, format="xlsx")
    assert work(scene) == 1
    answer = file(scene, made)
    assert answer.headers["Content-Type"] == sheets.TYPES["xlsx"]
    assert (answer.headers["Cache-Control"], answer.headers["Content-Disposition"][-6:]) == ("no-store", '.xlsx"')
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
    assert (page.count("<row "), page.count("<f>")) == (2, 0)


@pytest.mark.parametrize(
    ("change", "code", "field", "rule"),
    [
        ({"since": -91}, "orders.export_too_old", "since", "orders.export.window"),
        ({"since": 1}, "orders.export_no_time", "until", None),
        ({"template": "everything"}, "kernel.bad_fields", "template", None),
    ],
    ids=["too old", "no time", "no such template"],
)
def test_what_the_rules_do_not_offer_is_refused(scene: Scene, change: dict[str, Any], code: str, field: str, rule: str | None) -> None:
    days = change.get("since")
    wanted = asked(scene, **(change if days is None else {"since": (scene.now + timedelta(days=days)).isoformat()}))
    with unchanged(Export, Job):
        answer = scene.ask(scene.owner, "POST", f"/shops/{scene.shop.id}/exports", wanted, key="")
    assert refusal(answer, 422, code, field).get("rule") == rule


def test_ninety_days_and_not_a_second_more(scene: Scene) -> None:
    edge = scene.now - timedelta(days=90)
    told = [
        scene.ask(
            scene.owner, "POST", f"/shops/{scene.shop.id}/exports", asked(scene, since=(edge + timedelta(seconds=n)).isoformat())
        ).status_code
        for n in (-1, 0, 1)
    ]
    assert told == [422, 201, 201]


@pytest.mark.covers("ORD-06")
def test_a_file_is_kept_for_seven_days(scene: Scene) -> None:
    scene.paid()
    made = export(scene)
    assert work(scene) == 1
    kept = scene.did(scene.owner, "GET", f"/shops/{scene.shop.id}/exports")["items"][0]["kept_until"]
    assert kept == (scene.now + timedelta(days=7)).isoformat()
    scene.later(days=7, seconds=-1)
    assert file(scene, made).status_code == 200
    scene.later(days=7)
    assert file(scene, made).status_code == 404
    assert PrivateFile.objects.get(pk=made["id"]).dropped_at is not None
    assert scene.did(scene.owner, "GET", f"/shops/{scene.shop.id}/exports")["items"][0]["kept_until"] is None
    scene.sound()


def test_one_who_asked_stops_it_and_nobody_else(scene: Scene) -> None:
    scene.paid()
    made = export(scene)
    other = people.a_buyer()
    with unchanged(Job):
        assert scene.ask(other, "POST", f"/me/jobs/{made['job']}/stop", key="").status_code == 404
    assert [one["id"] for one in scene.did(scene.owner, "GET", "/me/jobs")["items"]] == [made["job"]]
    assert scene.did(other, "GET", "/me/jobs")["items"] == []
    stopped = scene.did(scene.owner, "POST", f"/me/jobs/{made['job']}/stop")
    assert (stopped["state"], stopped["name"]) == ("stopped", "Export of orders")
    assert work(scene) == 0
    again = scene.ask(scene.owner, "POST", f"/me/jobs/{made['job']}/stop")
    assert (again.status_code, again.json()["code"]) == (409, "kernel.job_over")
    listed = scene.did(scene.owner, "GET", f"/shops/{scene.shop.id}/exports")["items"][0]
    assert (listed["failed"], listed["orders"]) == (True, None)
    scene.sound()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_died_leaves_its_job_to_another() -> None:
    """A lease keeps others off for a minute; after it the job is begun anew."""
    begun: list[int] = []

    @jobs.work("tests.dying")
    def dies_at_first(job: Job, moved: jobs.Moved) -> None:
        begun.append(job.done)
        moved(1)
        if len(begun) == 1:
            raise SystemExit
        act(jobs.finish, job, {})

    act(jobs.start, "tests.dying", "dying", {}, total=2)
    now = clock.real()
    try:
        with pytest.raises(SystemExit):
            jobs.do_one()
        with clock.machine(lambda: now + jobs.LEASE):
            assert jobs.do_one() == 0, "the first may still be at it"
        with clock.machine(lambda: now + 2 * jobs.LEASE):
            assert jobs.do_one() == 1
    finally:
        del jobs.WORK["tests.dying"]
    assert begun == [0, 1]
    assert Job.objects.get().state == "done"


@pytest.mark.django_db(transaction=True)
def test_a_job_that_breaks_is_told_as_failed() -> None:
    @jobs.work("tests.breaking")
    def breaks(job: Job, moved: jobs.Moved) -> None:
        raise RuntimeError("broken")

    act(jobs.start, "tests.breaking", "breaking", {}, total=1)
    try:
        assert jobs.do_one() == 1
    finally:
        del jobs.WORK["tests.breaking"]
    assert Job.objects.get().state == "failed"


def test_whoever_may_not_export_is_refused(scene: Scene) -> None:
    agent = scene.shop.hire("agent")
    with unchanged(Export, Job):
        answer = scene.ask(agent, "POST", f"/shops/{scene.shop.id}/exports", asked(scene), key="")
    assert (answer.status_code, answer.json()["permission"]) == (403, "orders.export")


def test_the_same_key_asks_once(scene: Scene) -> None:
    told = [scene.ask(scene.owner, "POST", f"/shops/{scene.shop.id}/exports", asked(scene), key="once").json() for _ in range(2)]
    assert told[0] == told[1]
    assert Export.objects.count() == Job.objects.count() == 1


def test_cells_are_harmless() -> None:
    assert [sheets.harmless(text) for text in ("=1", "+1", "-1", "@x", "\tx", "\rx", "1=1", "")] == [
        *("'=1", "'+1", "'-1", "'@x", "'\tx", "'\rx", "1=1", "")
    ]
