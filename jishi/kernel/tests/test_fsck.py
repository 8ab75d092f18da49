"""For each table of the kernel one row is broken behind the back of every action, and fsck names exactly that one."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings

from jishi.kernel import (
    audit,
    clock,
    crypto,
    deadlines,
    events,
    files,
    fsck,
    installation,
    jobs,
    post,
    private,
    quota,
    rows,
    standing,
    words,
)
from jishi.kernel import models as tables
from jishi.kernel.api.answers import PURPOSE
from jishi.kernel.events import Heard
from jishi.kernel.machine import Machine
from jishi.kernel.money import Money
from jishi.kernel.runner import act
from jishi.kernel.tests.ground import HOUR, NOON, Limit, add_deadline, new_job
from tests.rows import break_row, remove_row
from tests.rows import tables as all_tables

KIND = "sample.fsck"


@dataclass(frozen=True)
class SampleTold(events.Event):
    paid: Money


@pytest.fixture(autouse=True)
def store(tmp_path: Path) -> Iterator[None]:
    """A public store of its own, to break files in."""
    with override_settings(FILES_DIR=tmp_path):
        yield


@pytest.fixture(autouse=True)
def spoken() -> Iterator[None]:
    """The sample's letters have words, as a module's would."""
    said = {f"{KIND}.subject": "Hello", f"{KIND}.text": "Hello."}
    for lang in words.LANGUAGES:
        words.lexicon(lang).update(said)
    yield
    for lang in words.LANGUAGES:
        for code in said:
            del words.lexicon(lang)[code]


@pytest.fixture
def world(db: None) -> dict[str, Any]:
    """A row or more in every table of the kernel, all as they should be; the keys of some by name."""
    machine = Machine("sample", tables.Job, {"hold": ({"running"}, "held"), "go_on": ({"held"}, "running")})
    standing.declare(KIND, "a sample")
    deadlines.on_lapse(KIND)(lambda due: None)
    kept = dict(events.LISTENERS)
    events.LISTENERS.clear()
    events.listen(SampleTold, name="sample.listener")(_refusing)
    with clock.at(NOON):
        named = act(_fill, machine)
        deadlines_of = dict(tables.Deadline.objects.values_list("subject", "pk"))
        act(deadlines.pause, ["paused"], "waiting", [KIND])
        act(deadlines.meet, [KIND], ["met"])
    with clock.at(NOON + 10 * HOUR):
        assert deadlines.sweep() == 1
    events.pump()
    events.LISTENERS.clear()
    events.LISTENERS.update(kept)
    assert audit.seal() == 1
    clock.simulate(NOON, 1.0)
    steps = list(tables.History.objects.order_by("pk").values_list("pk", flat=True))
    return named | {"steps": steps, "event": tables.Event.objects.get().pk, "aside": tables.EventSetAside.objects.get().pk} | deadlines_of


def _refusing(one: Heard) -> None:
    raise ZeroDivisionError


def _fill(machine: Machine[tables.Job]) -> dict[str, Any]:
    for subject, hours in (("open", 100), ("paused", 100), ("met", 100), ("lapsed", 10)):
        add_deadline(KIND, subject, hours=hours)
    job = rows.add(new_job(total=5))
    for verb in ("hold", "go_on"):
        machine.advance(job, verb, actor="person:p")
    other = jobs.start("sample", "ended", {}, total=1)
    jobs.progress(other, 1)
    jobs.finish(other, {})
    events.emit(SampleTold(subject="s", paid=Money(1, "CNY")))
    quota.take("sample", "2026", 10, 3)
    limited = standing.restrict("shp_1", KIND, Limit(1), effect="limit", amount=3, until=NOON + HOUR)
    crypto.new_subject("per_1")
    rows.add(tables.IdempotencyKey(id="key", request="asked", status=201, answer=crypto.seal(b"{}", PURPOSE), at=NOON))
    rows.add(tables.Audit(actor="person:p", act="looked", subject="s", at=NOON))
    rows.add(tables.Hold(id=post.DELIVERIES, since=NOON))
    rows.add(tables.Installation(id=installation.ONLY, name="Market", languages=["en"], set_up_at=NOON))
    mail = post.send("per_1", KIND, {}, language="en")
    _let_go()
    return {"job": job.pk, "ended": other.pk, "limited": limited.pk, "mail": mail.pk, "file": files.put_public(b"<svg/>", "image/svg+xml")}


def _let_go() -> None:
    """A private file that was kept for something that is no more."""
    rows.flush()
    private.put(private.seal("pic_1", "per_1", b"a picture", "image/png"))
    rows.flush()
    private.drop(["pic_1"])


def found() -> set[tuple[str, str]]:
    return {(one.table, one.row) for one in fsck.run()}


@pytest.fixture
def without_checks(world: dict[str, Any]) -> None:
    """The database's own constraints are out of the way, as after a fault of disk or hand."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("ALTER TABLE kernel_quota DROP CONSTRAINT quota_not_negative")
            cursor.execute("ALTER TABLE kernel_standing DROP CONSTRAINT standing_effect")


@pytest.fixture(autouse=True)
def checks_again() -> Iterator[None]:
    yield
    if connection.vendor == "sqlite" and connection.connection is not None:
        connection.connection.execute("PRAGMA ignore_check_constraints = OFF")


def test_what_actions_made_is_in_order(world: dict[str, Any]) -> None:
    own = [table for table in all_tables() if table.startswith("kernel_")]
    assert {table: rows.sql(f"SELECT COUNT(*) FROM {table}")[0][0] > 0 for table in own} == dict.fromkeys(own, True)
    assert len(own) == 18
    assert list(fsck.run()) == []


def later(hours: int) -> Callable[[], Any]:
    return lambda: rows.db_time(NOON + hours * HOUR)


BROKEN = [
    ("kernel_deadline", "lapsed", "closed_at", None),
    ("kernel_deadline", "lapsed", "closed_at", later(9)),
    ("kernel_deadline", "met", "closed_at", None),
    ("kernel_deadline", "open", "closed_at", later(1)),
    ("kernel_deadline", "paused", "closed_at", later(1)),
    ("kernel_deadline", "paused", "remainder_ms", None),
    ("kernel_deadline", "paused", "remainder_ms", -1),
    ("kernel_deadline", "open", "state", "lapsed"),
    ("kernel_quota", "sample|2026", "used", -1),
    ("kernel_standing", "limited", "until", later(-1)),
    ("kernel_standing", "limited", "privilege", "sample.undeclared"),
    ("kernel_standing", "limited", "amount", None),
    ("kernel_standing", "limited", "effect", "off"),
    ("kernel_idempotencykey", "key", "status", 0),
    ("kernel_idempotencykey", "key", "status", 500),
    ("kernel_idempotencykey", "key", "answer", bytes(40)),
    ("kernel_post", "mail", "sent_at", later(-1)),
    ("kernel_post", "mail", "kind", "sample.without_words"),
    ("kernel_post", "mail", "language", "fr"),
    ("kernel_job", "job", "done", 6),
    ("kernel_job", "job", "done", -1),
    ("kernel_job", "job", "state", "asleep"),
    ("kernel_job", "ended", "finished_at", None),
    ("kernel_job", "job", "finished_at", later(1)),
]


@pytest.mark.usefixtures("without_checks")
@pytest.mark.parametrize(("table", "name", "column", "value"), BROKEN)
def test_a_broken_row_is_named(world: dict[str, Any], table: str, name: str, column: str, value: Any) -> None:
    key = world.get(name, name)
    break_row(table, key, column, value() if callable(value) else value)
    assert found() == {(table, key)}


@pytest.mark.parametrize(
    ("step", "column", "value", "named"),
    [
        (0, "to_state", "running", [0, 1]),
        (1, "from_state", "running", [1]),
        (0, "verb", "fly", [0]),
        (1, "machine", "unknown", [1]),
        (0, "from_state", "held", [0]),
    ],
)
def test_a_broken_step_is_named(world: dict[str, Any], step: int, column: str, value: str, named: list[int]) -> None:
    break_row("kernel_history", world["steps"][step], column, value)
    assert found() == {("kernel_history", str(world["steps"][n])) for n in named}


def test_a_step_that_is_gone_breaks_the_chain(world: dict[str, Any]) -> None:
    machine = Machine("more", tables.Job, {"go": ({"running"}, "b"), "on": ({"b"}, "c"), "end": ({"c"}, "d")})
    job = act(rows.add, new_job())
    for verb in ("go", "on", "end"):
        act(machine.advance, job, verb, actor="person:p")
    _, middle, last = tables.History.objects.filter(machine="more").order_by("pk").values_list("pk", flat=True)
    assert found() == {("kernel_job", job.pk)}
    remove_row("kernel_history", middle)
    assert found() == {("kernel_job", job.pk), ("kernel_history", str(last))}


@pytest.mark.parametrize(
    ("column", "value"),
    [("type", "sample.Unknown"), ("data", "{}"), ("data", "[]"), ("data", '{"paid": {"minor": 1.5, "currency": "CNY"}}')],
)
def test_an_event_that_cannot_be_read_is_named(world: dict[str, Any], column: str, value: str) -> None:
    break_row("kernel_event", world["event"], column, value, primary="seq")
    assert found() == {("kernel_event", str(world["event"]))}


def test_a_cursor_beyond_the_last_event_is_named(world: dict[str, Any]) -> None:
    break_row("kernel_cursor", "sample.listener", "seq", world["event"] + 1, primary="listener")
    assert found() == {("kernel_cursor", "sample.listener")}


def test_what_was_set_aside_and_is_not_there_is_named(world: dict[str, Any]) -> None:
    break_row("kernel_eventsetaside", world["aside"], "seq", world["event"] + 1)
    assert found() == {("kernel_eventsetaside", str(world["aside"]))}


def test_a_subject_key_that_cannot_be_used_is_named(world: dict[str, Any]) -> None:
    break_row("kernel_subjectkey", "per_1", "wrapped", b"nonsense", primary="subject")
    assert found() == {("kernel_subjectkey", "per_1")}
    break_row("kernel_subjectkey", "per_1", "wrapped", None, primary="subject")
    assert found() == set()


@pytest.mark.parametrize("column", ["actor", "act"])
def test_an_act_of_nobody_is_named(world: dict[str, Any], column: str) -> None:
    key = tables.Audit.objects.get().pk
    break_row("kernel_audit", key, column, "")
    assert found() == {("kernel_audit", str(key))}


@pytest.mark.parametrize(("column", "value"), [("head", "f" * 64), ("before", "f" * 64), ("sealed", "[]")])
def test_a_block_that_was_changed_is_named(world: dict[str, Any], column: str, value: str) -> None:
    break_row("kernel_auditseal", "1", column, value, primary="n")
    assert ("kernel_auditseal", "1") in found()


def test_a_file_that_was_changed_or_is_gone_and_one_that_nobody_names(world: dict[str, Any]) -> None:
    path = files.place(world["file"])
    content = path.read_bytes()
    path.write_bytes(b"<svg>other</svg>")
    assert found() == {("kernel_publicfile", world["file"])}
    path.unlink()
    assert found() == {("kernel_publicfile", world["file"])}
    path.write_bytes(content)
    orphan = path.with_name("f" * 64)
    orphan.write_bytes(b"left by a kill")
    assert found() == set(), "it may be on its way"
    os.utime(orphan, (0, 0))
    assert found() == {("kernel_publicfile", "f" * 64)}


def test_a_private_file_is_named_unless_it_was_let_go(world: dict[str, Any]) -> None:
    path = private.place("pic_1")
    path.unlink()
    assert found() == set(), "it was let go and may be gone"
    path.write_bytes(b"another")
    break_row("kernel_privatefile", "pic_1", "dropped_at", None)
    what = {one.what for one in fsck.run()}
    assert what == {"its file is not what was sealed", "no row of any module bears its id"}
    path.unlink()
    assert {one.what for one in fsck.run()} == {"its file is gone", "no row of any module bears its id"}
    break_row("kernel_privatefile", "pic_1", "subject", "per_nobody")
    assert "it is sealed for nobody who is known" in {one.what for one in fsck.run()}
    orphan = path.with_name("pic_2")
    orphan.write_bytes(b"left by a kill")
    assert ("kernel_privatefile", "pic_2") not in found(), "it may be on its way"
    os.utime(orphan, (0, 0))
    assert ("kernel_privatefile", "pic_2") in found()
    orphan.unlink()


def test_a_hold_of_nothing_known_is_named(world: dict[str, Any]) -> None:
    break_row("kernel_hold", post.DELIVERIES, "id", "everything")
    assert found() == {("kernel_hold", "everything")}


@pytest.mark.parametrize(("column", "value"), [("name", " "), ("languages", "[]"), ("languages", '["fr"]'), ("id", 2)])
def test_an_installation_without_name_or_language_is_named(world: dict[str, Any], column: str, value: Any) -> None:
    break_row("kernel_installation", installation.ONLY, column, value)
    assert found() == {("kernel_installation", "2" if column == "id" else "1")}


@pytest.mark.parametrize("speed", [0.0, -1.0])
def test_a_clock_that_does_not_run_is_named(world: dict[str, Any], speed: float) -> None:
    break_row("kernel_simulatedclock", 1, "speed", speed)
    assert found() == {("kernel_simulatedclock", "1")}


def test_a_second_clock_is_named(world: dict[str, Any]) -> None:
    now = rows.db_time(NOON)
    rows.sql("INSERT INTO kernel_simulatedclock (id, real0, sim0, speed) VALUES (2, %s, %s, 1)", [now, now])
    assert found() == {("kernel_simulatedclock", "2")}


def test_a_check_that_fails_is_a_finding_and_stops_no_other(world: dict[str, Any]) -> None:
    def failing() -> Iterator[tuple[str, str]]:
        yield "a", "before"
        raise ZeroDivisionError("unreadable")

    before = list(fsck.CHECKS)
    try:
        fsck.check("kernel_job", "a sample")(failing)
        fsck.CHECKS.insert(0, fsck.CHECKS.pop())
        break_row("kernel_job", world["job"], "state", "asleep")
        seen = list(fsck.run())
    finally:
        fsck.CHECKS[:] = before
    assert [(one.table, one.row) for one in seen] == [("kernel_job", "a"), ("kernel_job", ""), ("kernel_job", world["job"])]
    assert seen[1].what == "the check failed: ZeroDivisionError: unreadable"
