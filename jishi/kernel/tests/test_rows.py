"""Rows the fast way are the rows of the plain way, and only actions write them."""

import json
from contextlib import nullcontext
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, models
from django.test.utils import CaptureQueriesContext, isolate_apps

from jishi.kernel import rows, stored
from jishi.kernel.models import (
    Audit,
    Deadline,
    Event,
    History,
    IdempotencyKey,
    Job,
    Post,
    PublicFile,
    Quota,
    SimulatedClock,
    Standing,
    SubjectKey,
)
from jishi.kernel.runner import act
from jishi.kernel.tests.ground import HOUR, NOON, Limit, add_job, new_job

pytestmark = pytest.mark.django_db

AWKWARD = {"text": "集市 “quoted” \\ \n é", "list": [1, -2.5, True, None, {"deep": []}], "big": 2**53, "": "empty key"}
ODD = NOON.replace(microsecond=123456)
SAMPLES: dict[type[models.Model], dict[str, Any]] = {
    History: {
        "machine": "m", "subject": "s", "verb": "v", "from_state": "a", "to_state": "b", "at": ODD, "actor": "person:p",
        "reason": "理由 100%s"
    },
    Deadline: {
        "kind": "k", "subject": "s", "market": "CN", "shop": None, "person": "per_1", "opened": NOON, "due": ODD + HOUR, "soon_at": NOON,
        "state": "open", "rule": "r", "ruling": AWKWARD, "cost": None, "late_ms": -(2**40)
    },
    Event: {"type": "t.T", "subject": "s", "at": ODD, "data": AWKWARD},
    Quota: {"used": 2**62},
    Standing: {"subject": "s", "privilege": "p", "effect": "limit", "amount": 5, "since": ODD, "rule": "r", "ruling": Limit(1).json()},
    IdempotencyKey: {"request": "q", "status": 200, "answer": bytes(range(256)), "at": ODD},
    Post: {"address": b"\x00\xff", "channel": "mail", "kind": "k", "language": "en", "params": {}, "at": NOON},
    Job: {"kind": "k", "params": [AWKWARD], "done": 3, "total": 9, "at": NOON, "finished_at": ODD, "answer": "a string", "state": "done"},
    Audit: {"actor": "a", "act": "b", "subject": "s", "at": NOON, "data": {}},
    SubjectKey: {"wrapped": None},
    PublicFile: {"type": "image/png"},
    SimulatedClock: {"real0": NOON, "sim0": ODD, "speed": 0.1},
}  # fmt: skip
UNIQUE = {Deadline: "kind", Job: "key"}


def made(model: type[models.Model], n: int) -> models.Model:
    """The sample, with keys of its own."""
    own: dict[str, Any] = {UNIQUE[model]: f"own{n}"} if model in UNIQUE else {}
    key = model._meta.pk
    if not isinstance(key, models.AutoField):
        own[key.name] = f"key{n}"
    return model(**SAMPLES[model] | own)


def as_held(model: type[models.Model]) -> list[dict[str, Any]]:
    """All rows as the database holds them, with each value's type; keys and unique names apart."""
    apart = {model._meta.pk.column, UNIQUE.get(model)}
    kind = "typeof" if connection.vendor == "sqlite" else "pg_typeof"
    fields = [f for f in model._meta.concrete_fields if f.column not in apart]
    found = []
    for field in fields:
        column = connection.ops.quote_name(field.column)
        found.append(rows.sql(f"SELECT {column}, {kind}({column}) FROM {model._meta.db_table} ORDER BY {model._meta.pk.column}"))
    seen = []
    for values in zip(*found, strict=True):
        row = {}
        for field, (value, stored_as) in zip(fields, values, strict=True):
            if isinstance(field, models.JSONField) and isinstance(value, str):
                value = json.loads(value)
            row[field.column] = (bytes(value) if isinstance(value, memoryview) else value, str(stored_as))
        seen.append(row)
    return seen


def columns_of(model: type[models.Model]) -> list[str]:
    return [f.attname for f in model._meta.concrete_fields if not isinstance(f, models.AutoField)]


@pytest.mark.parametrize("model", SAMPLES, ids=lambda model: model.__name__)
def test_rows_added_are_those_that_save_makes(model: type[models.Model]) -> None:
    made(model, 1).save(force_insert=True)
    act(rows.add, made(model, 2))
    act(rows.add, made(model, 3), made(model, 4))
    act(rows.many, model, columns_of(model), [[getattr(made(model, n), name) for name in columns_of(model)] for n in (5, 6)])
    act(rows.add, *(made(model, n) for n in range(7, 7 + rows.COPY_FROM)))  # so many that PostgreSQL copies them
    plain, *fast = as_held(model)
    assert fast == [plain] * (5 + rows.COPY_FROM)
    assert [vars_of(row) for row in model.objects.all()] == [vars_of(made(model, 1))] * (6 + rows.COPY_FROM)


def vars_of(row: models.Model) -> dict[str, Any]:
    apart = {row._meta.pk.name, UNIQUE.get(type(row))}
    values = {f.name: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name not in apart}
    return {name: bytes(value) if isinstance(value, memoryview) else value for name, value in values.items()}


class Reversed(models.TextField):
    """A field with a conversion of its own, as an encrypted one has."""

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        return super().get_db_prep_save(value and value[::-1], connection)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return value and value[::-1]


@isolate_apps("jishi.kernel")
def test_a_field_of_its_own_converts_on_every_way() -> None:
    class Secret(models.Model):
        id = models.CharField(primary_key=True, max_length=64)
        type = Reversed()

        class Meta:
            app_label = "kernel"
            db_table = "kernel_publicfile"

    Secret(id="a", type="plain").save(force_insert=True)
    act(rows.add, Secret(id="b", type="plain"))
    act(rows.add, Secret(id="c", type="plain"), Secret(id="d", type="plain"))
    act(rows.many, Secret, ["id", "type"], [("e", "plain")])
    assert rows.sql("SELECT id, type FROM kernel_publicfile ORDER BY id") == [(key, "nialp") for key in "abcde"]
    assert [row.type for row in Secret.objects.all()] == ["plain"] * 5


@isolate_apps("jishi.kernel")
def test_a_field_that_only_save_would_fill_is_refused() -> None:
    class Stamped(models.Model):
        at = models.DateTimeField(auto_now_add=True)

        class Meta:
            app_label = "kernel"
            db_table = "kernel_audit"

    with pytest.raises(TypeError, match="gives every value"):
        act(rows.add, Stamped())


def test_rows_of_one_table_are_one_statement() -> None:
    with CaptureQueriesContext(connection) as seen:
        act(lambda: [add_job(id=f"job_{n}", key=f"k{n}") for n in range(30)])
    inserts = [query["sql"] for query in seen if "INSERT" in query["sql"]]
    assert [text[:10] for text in inserts] == ["30 times: "]
    assert Job.objects.count() == 30


def test_rows_are_not_readable_before_the_flush_and_are_after_it() -> None:
    def action() -> tuple[bool, bool, bool, bool]:
        add_job(id="job_1")
        before, pending = Job.objects.filter(pk="job_1").exists(), rows.pending(Job)
        rows.flush()
        return before, pending, Job.objects.filter(pk="job_1").exists(), rows.pending(Job)

    assert act(action) == (False, True, True, False)
    assert Job.objects.count() == 1


def test_add_returns_the_first() -> None:
    first, second = new_job(), new_job()
    assert act(rows.add, first, second) is first
    assert first._state.adding is False


def test_automatic_keys_follow_the_order_of_adding() -> None:
    def action() -> None:
        for n in range(5):
            rows.add(Audit(actor=f"a{n}", act="x", subject="s", at=NOON))

    act(action)
    assert list(Audit.objects.order_by("pk").values_list("actor", flat=True)) == ["a0", "a1", "a2", "a3", "a4"]


@pytest.mark.parametrize(
    "write",
    [
        lambda: rows.add(new_job()),
        rows.flush,
        lambda: rows.many(Job, ["id"], [("x",)]),
    ],
    ids=["add", "flush", "many"],
)  # fmt: skip
def test_outside_of_an_action_nothing_is_written(write: Any) -> None:
    with pytest.raises(RuntimeError, match="by actions only"):
        write()
    assert not Job.objects.exists()
    assert not rows.collecting()


def test_many_of_nothing_is_nothing() -> None:
    assert act(rows.many, Job, ["id", "kind"], []) == 0


def test_many_takes_any_iterable_and_counts() -> None:
    names = ["id", "key", "kind", "params", "at", "state", "done", "total"]
    taken = act(rows.many, Job, names, ((f"job_{n}", f"k{n}", "x", {"n": n}, NOON, "running", 0, n) for n in range(1000)))
    assert taken == 1000
    assert Job.objects.get(pk="job_999").params == {"n": 999}
    assert sum(Job.objects.values_list("total", flat=True)) == 499_500


def test_a_time_without_a_zone_is_refused_on_sqlite() -> None:
    with pytest.raises(ValueError, match="zone"):
        stored.sqlite_time(datetime(2026, 3, 2, 12))  # noqa: DTZ001 - that is the point


def test_times_of_raw_sql_go_both_ways() -> None:
    act(add_job, id="job_1", at=ODD)
    found = rows.sql("SELECT at, finished_at FROM kernel_job WHERE at = %s", [rows.db_time(ODD)])
    assert [tuple(map(stored.from_db_time, row)) for row in found] == [(ODD, None)]


def test_change_counts_the_rows_it_changed() -> None:
    act(lambda: [add_job(id=f"job_{n}") for n in range(3)])
    changed = act(rows.change, "UPDATE kernel_job SET done = 1 WHERE id <> %s", ["job_1"])
    assert changed == 2
    act(rows.change_many, "UPDATE kernel_job SET total = %s WHERE id = %s", [(7, "job_0"), (8, "job_1")])
    assert dict(Job.objects.values_list("id", "total")) == {"job_0": 7, "job_1": 8, "job_2": 0}


def test_a_row_that_cannot_be_kept_undoes_the_whole_action() -> None:
    act(add_job, id="job_1")
    with pytest.raises(IntegrityError):
        act(lambda: [add_job(id="job_2"), add_job(id="job_1")])
    assert list(Job.objects.values_list("id", flat=True)) == ["job_1"]


@pytest.mark.parametrize("model", SAMPLES, ids=lambda model: model.__name__)
def test_a_new_row_is_what_its_model_makes(model: type[models.Model]) -> None:
    given = {f.attname: getattr(made(model, 1), f.attname) for f in model._meta.concrete_fields if f.attname in SAMPLES[model]}
    quick, plain = rows.new(model, **given), model(**given)
    assert [getattr(quick, f.attname) for f in model._meta.concrete_fields] == [
        getattr(plain, f.attname) for f in model._meta.concrete_fields
    ]
    assert quick._state.adding is True
    assert quick._state.db is None


def test_new_rows_share_no_default() -> None:
    one, other = rows.new(Audit), rows.new(Audit)
    one.data["a"] = 1
    assert other.data == {}


@pytest.mark.parametrize("model", SAMPLES, ids=lambda model: model.__name__)
def test_rows_fetched_by_compiled_text_are_those_of_the_orm(model: type[models.Model]) -> None:
    made(model, 1).save(force_insert=True)
    made(model, 2).save(force_insert=True)
    plain = list(model.objects.order_by("pk"))
    fetched = rows.fetch(model, f"ORDER BY {model._meta.pk.column}")
    assert [vars_of(row) for row in fetched] == [vars_of(row) for row in plain]
    assert [row.pk for row in fetched] == [row.pk for row in plain]
    assert [(row._state.adding, row._state.db) for row in fetched] == [(False, "default")] * 2


def test_rows_of_the_same_action_are_fetched_and_changed() -> None:
    def action() -> tuple[list[str], list[tuple[str, int]]]:
        add_job(id="job_1")
        found = [job.id for job in rows.fetch(Job, "WHERE id = %s", ["job_1"])]
        add_job(id="job_2")
        changed = rows.update(Job, "SET done = done + %s WHERE state = %s", [3, "running"])
        return found, sorted((job.id, job.done) for job in changed)

    assert act(action) == (["job_1"], [("job_1", 3), ("job_2", 3)])
    assert sorted(Job.objects.values_list("id", "done")) == [("job_1", 3), ("job_2", 3)]


def test_one_row_is_found_by_its_id() -> None:
    act(lambda: [add_job(id="job_1", done=1), add_job(id="job_2", done=2)])
    found = rows.one(Job, "job_2")
    assert found is not None
    assert (found.pk, found.done, found._state.adding) == ("job_2", 2, False)
    assert rows.one(Job, "job_3") is None
    assert act(lambda: (add_job(id="job_3"), rows.one(Job, "job_3"))[1]).pk == "job_3"


@pytest.mark.parametrize("watched", [False, True], ids=["straight to the driver", "by Django's cursor"])
def test_a_statement_means_the_same_on_either_way(watched: bool) -> None:
    with CaptureQueriesContext(connection) if watched else nullcontext():
        act(lambda: [add_job(id=f"job_{n}", kind=kind) for n, kind in enumerate(("50%s", "50%", "s"))])
        assert rows.sql("SELECT id FROM kernel_job WHERE kind LIKE '%%s' AND id <> %s ORDER BY id", ["job_9"]) == [("job_0",), ("job_2",)]
        assert rows.sql("SELECT '100%%', '%%%%'") == [("100%", "%%")]
        assert rows.sql("SELECT id FROM kernel_job WHERE kind = %s", ["50%s"]) == [("job_0",)]
        assert act(rows.change, "UPDATE kernel_job SET total = 1 WHERE kind LIKE '50%%'") == 2
        assert act(rows.sql, "DELETE FROM kernel_job") == []
        with pytest.raises(IntegrityError):
            act(rows.sql, "INSERT INTO kernel_quota (id, used) VALUES ('a', -1)")


def test_who_watches_the_statements_sees_all_of_them() -> None:
    seen: list[str] = []

    def watch(execute: Any, text: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(text.split()[0])
        return execute(text, params, many, context)

    with connection.execute_wrapper(watch):
        act(lambda: (add_job(id="job_1"), rows.flush(), rows.sql("SELECT 1"), rows.change("DELETE FROM kernel_job")))
    assert [verb for verb in seen if verb in ("INSERT", "SELECT", "DELETE")][-3:] == ["INSERT", "SELECT", "DELETE"]
