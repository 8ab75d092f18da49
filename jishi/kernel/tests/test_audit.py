"""The sealed audit: blocks in commit order, and `jishi audit verify`, which names the row that was changed, removed or inserted."""

import json
from typing import Any

import pytest

from jishi.config import cli
from jishi.kernel import audit, clock, rows
from jishi.kernel.models import Audit, AuditSeal
from jishi.kernel.runner import act
from tests import people
from tests.rows import break_row, remove_row, unchanged

pytestmark = pytest.mark.django_db


def did(subject: str) -> int:
    """One act on record; its id."""
    act(lambda: rows.add(Audit(actor="system:test", act="test.did", subject=subject, at=clock.now(), data={"of": subject})))
    return int(Audit.objects.latest("id").pk)


def verified(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    """`jishi audit verify --json`: how it ended and what it said."""
    capsys.readouterr()
    code = cli.main(["audit", "verify", "--json", *words])
    return code, json.loads(capsys.readouterr().out)


def findings(capsys: pytest.CaptureFixture[str], *words: str) -> list[tuple[str, str, str]]:
    """What it found: table, row, what is wrong."""
    code, told = verified(capsys, *words)
    found = [(one["table"], one["row"], one["what"]) for one in told["findings"]]
    assert code == (1 if found else 0)
    return found


def sealed(*subjects: str) -> list[int]:
    """Acts, each in a block of its own."""
    made = []
    for subject in subjects:
        made.append(did(subject))
        assert audit.seal() == 1
    return made


def test_blocks_follow_one_another_and_hold_what_was_waiting(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = did("one"), did("two")
    assert audit.seal() == 2
    third = did("three")
    assert (audit.seal(), audit.seal()) == (1, 0)
    blocks = list(AuditSeal.objects.order_by("n"))
    assert [[row for row, _ in block.sealed] for block in blocks] == [[first, second], [third]]
    assert (blocks[0].before, blocks[1].before) == ("0" * 64, blocks[0].head)
    code, told = verified(capsys)
    assert (code, told["rows"], told["blocks"], told["head"], told["findings"]) == (0, 3, 2, blocks[1].head, [])


@pytest.mark.parametrize(
    ("column", "value"), [("actor", "person:other"), ("act", "test.undid"), ("subject", "else"), ("at", "2020-01-01 00:00:00")]
)
def test_a_row_that_was_changed_is_named(capsys: pytest.CaptureFixture[str], column: str, value: str) -> None:
    _, second, _ = sealed("one", "two", "three")
    break_row("kernel_audit", str(second), column, value)
    assert findings(capsys) == [("kernel_audit", str(second), "was changed")]


def test_a_row_whose_data_were_changed_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    first, *_ = sealed("one", "two")
    break_row("kernel_audit", str(first), "data", '{"of": "one "}')
    assert findings(capsys) == [("kernel_audit", str(first), "was changed")]


def test_a_row_that_was_removed_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    _, second, _ = sealed("one", "two", "three")
    remove_row("kernel_audit", str(second))
    assert findings(capsys) == [("kernel_audit", str(second), "was removed")]


def test_a_row_that_was_slipped_in_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    first, second, _ = sealed("one", "two", "three")
    remove_row("kernel_audit", str(second))
    columns = "actor, act, subject, at, data"
    txid = ", txid" if "txid" in _columns() else ""
    with_id = f"INSERT INTO kernel_audit (id, {columns}{txid}) SELECT %s, {columns}{txid} FROM kernel_audit WHERE id = %s"
    act(lambda: rows.change(with_id, [first - 1000, first]))
    assert findings(capsys) == [("kernel_audit", str(second), "was removed"), ("kernel_audit", str(first - 1000), "was inserted")]


def _columns() -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, "kernel_audit")]


def test_blocks_that_were_changed_or_removed_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    first, second, third = sealed("one", "two", "three")
    rewritten = AuditSeal.objects.get(n=2)
    forged = [[second, "f" * 64]]
    break_row("kernel_auditseal", "2", "sealed", json.dumps(forged), primary="n")
    assert findings(capsys) == [("kernel_auditseal", "2", "was changed"), ("kernel_audit", str(second), "was changed")]
    new = audit.block_hash(2, rewritten.sealed_at.isoformat(), rewritten.before, forged)
    break_row("kernel_auditseal", "2", "head", new, primary="n")
    assert findings(capsys)[0] == ("kernel_auditseal", "3", "does not follow the block before it")
    remove_row("kernel_auditseal", "2", primary="n")
    assert findings(capsys) == [("kernel_auditseal", "2", "was removed"), ("kernel_audit", str(second), "was inserted")]
    assert (first, third) == tuple(Audit.objects.exclude(pk=second).order_by("pk").values_list("pk", flat=True))


def test_a_chain_that_was_cut_lacks_the_head_that_the_log_kept(capsys: pytest.CaptureFixture[str]) -> None:
    _, _, third = sealed("one", "two", "three")
    kept = AuditSeal.objects.get(n=3).head
    assert findings(capsys, "--head", kept) == []
    remove_row("kernel_auditseal", "3", primary="n")
    remove_row("kernel_audit", str(third))
    assert findings(capsys) == [], "a tail that is gone altogether is not seen from inside"
    assert findings(capsys, "--head", kept) == [("kernel_auditseal", kept, "no block has this head: the chain was cut or written anew")]


def test_fsck_reads_the_seals_too(capsys: pytest.CaptureFixture[str]) -> None:
    (only,) = sealed("one")
    break_row("kernel_audit", str(only), "actor", "person:other")
    capsys.readouterr()
    assert cli.main(["fsck", "--json"]) == 1
    assert {"table": "kernel_audit", "row": str(only), "what": "was changed"} in json.loads(capsys.readouterr().out)


def test_operators_read_the_audit_and_its_seals() -> None:
    admin = people.an_operator()
    key = admin.ask("POST", "/operator/keys", {"name": "night", "scopes": ["orders.read"]}).json()["id"]
    audit.seal()
    found = admin.ask("GET", f"/audit?subject={key}").json()
    assert found["total"] == 1
    (row,) = found["items"]
    assert (row["actor"], row["act"], row["data"]) == (f"person:{admin.id}", "identity.make_key", {"shop": None, "scopes": ["orders.read"]})
    assert admin.ask("GET", "/audit?act=identity.make_key").json()["items"] == [row]
    assert admin.ask("GET", "/audit?actor=person:per_none").json()["items"] == []
    (block,) = admin.ask("GET", "/audit/blocks").json()["items"]
    assert (block["n"], block["rows"], block["before"]) == (1, Audit.objects.count(), "0" * 64)


@pytest.mark.parametrize("path", ["/audit", "/audit/blocks"])
def test_nobody_else_reads_it(path: str) -> None:
    shop, buyer, finance = people.a_shop(), people.a_buyer(), people.an_operator("finance")
    with unchanged():
        answers = [who.ask("GET", path).status_code for who in (shop.person, buyer, finance)]
    assert answers == [404, 404, 403]
