"""`jishi ledger verify` finds nothing in a sound ledger, and names each row that is broken by SQL."""

import json
from datetime import UTC, datetime

import pytest
from django.db import connection

from jishi.config.cli import main
from jishi.kernel import fsck, rows
from jishi.kernel.ids import new_id
from jishi.kernel.money import Money
from jishi.kernel.runner import act
from jishi.modules.ledger import actions
from jishi.modules.ledger.actions import Account
from jishi.modules.ledger.queries.checks import checks, verify

pytestmark = pytest.mark.django_db

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
SHOP, ORDER, OTHER = new_id("shp"), new_id("ord"), new_id("ord")


def jishi(*words: str) -> int:
    """The command, as it is typed; its exit code."""
    return main(list(words))


def money_moves() -> tuple[str, str]:
    """Two orders paid, one of them returned in part; the ids of a payment and of the return."""

    def all_of_it() -> tuple[str, str]:
        paid = {}
        for order in (ORDER, OTHER):
            entries = [
                (Account("sandbox", "provider.clearing", order), Money(-500, "USD")),
                (Account(SHOP, "order.pending", order), Money(500, "USD")),
            ]
            paid[order] = actions.post(f"paid:{order}", "trial.paid", order, entries, market="US", at=NOON).id
        back = [
            (Account(SHOP, "order.pending", ORDER), Money(-200, "USD")),
            (Account("sandbox", "provider.clearing", ORDER), Money(200, "USD")),
        ]
        return paid[ORDER], actions.post("back", "trial.returned", ORDER, back, market="US", at=NOON).id

    return act(all_of_it)


def by_hand(text: str, *params: object) -> None:
    """Change rows as only somebody at the database could, who took the guard away first; the test's rollback restores it."""
    on = {table: f" ON {table}" if connection.vendor == "postgresql" else "" for table in ("ledger_posting", "ledger_entry")}
    for table, where in on.items():
        rows.change(f"DROP TRIGGER IF EXISTS {table}_immutable{where}")
    assert rows.change(text, params) >= 1


@pytest.mark.covers("FIN-01")
def test_a_sound_ledger_is_verified(capsys: pytest.CaptureFixture[str]) -> None:
    assert jishi("ledger", "verify") == 0
    assert capsys.readouterr().out == "0 postings balance.\n"
    money_moves()
    assert jishi("ledger", "verify") == 0
    assert capsys.readouterr().out == "3 postings balance.\n"
    assert jishi("ledger", "verify", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"postings": 3, "entries": 6, "findings": []}


@pytest.mark.covers("FIN-01")
def test_a_cent_that_is_off_is_named_and_the_exit_code_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    paid, _ = money_moves()
    by_hand("UPDATE ledger_entry SET minor = minor + 1 WHERE posting = %s AND n = 2", paid)
    assert jishi("ledger", "verify") == 1
    assert capsys.readouterr().out == f"ledger_posting {paid}: is off by 1 USD\nledger_posting {paid}: is off by 1 for {ORDER}\n"
    assert jishi("ledger", "verify", "--json") == 1
    assert json.loads(capsys.readouterr().out)["findings"] == [
        {"table": "ledger_posting", "row": paid, "what": "is off by 1 USD"},
        {"table": "ledger_posting", "row": paid, "what": f"is off by 1 for {ORDER}"},
    ]


BREAKS = [
    ("DELETE FROM ledger_entry WHERE posting = '{paid}' AND n = 1", {"{paid}", "{paid}/2"}),
    ("DELETE FROM ledger_entry WHERE posting = '{paid}'", {"{paid}", "{back}/1"}),
    ("DELETE FROM ledger_posting WHERE id = '{paid}'", {"{paid}/1", "{paid}/2"}),
    ("UPDATE ledger_posting SET currency = 'CNY' WHERE id = '{paid}'", {"{paid}/1", "{paid}/2"}),
    ("UPDATE ledger_posting SET cause = 'because' WHERE id = '{paid}'", {"{paid}"}),
    ("UPDATE ledger_posting SET subject = '' WHERE id = '{paid}'", {"{paid}"}),
    ("UPDATE ledger_posting SET key = '' WHERE id = '{paid}'", {"{paid}"}),
    ("UPDATE ledger_entry SET minor = -minor WHERE posting = '{paid}'", {"{paid}/2"}),
    ("UPDATE ledger_entry SET kind = 'shop.till' WHERE posting = '{paid}' AND n = 2", {"{paid}/2", "{back}/1"}),
    ("UPDATE ledger_entry SET owner = 'nobody' WHERE posting = '{back}' AND n = 1", {"{back}/1"}),
    ("UPDATE ledger_entry SET subject = NULL WHERE posting = '{back}'", {"{back}/1"}),
    ("UPDATE ledger_entry SET subject = 'ord_1' WHERE posting = '{back}' AND n = 2", {"{back}", "{back}/2"}),
    ("UPDATE ledger_entry SET n = 3 WHERE id = '{back}/2'", {"{back}/2", "{back}/3"}),
    ("UPDATE ledger_entry SET id = 'mine' WHERE id = '{back}/2'", {"mine"}),
]


@pytest.mark.parametrize(("text", "named"), BREAKS, ids=[text.replace("'", "")[:70] for text, _ in BREAKS])
def test_each_broken_row_is_named(text: str, named: set[str]) -> None:
    paid, back = money_moves()
    assert list(verify()) == []
    by_hand(text.format(paid=paid, back=back))
    wanted = {name.format(paid=paid, back=back) for name in named}
    assert {one.row for one in verify()} >= wanted
    assert {one.row for one in fsck.run() if one.table.startswith("ledger_")} >= wanted


def test_two_postings_of_one_key_are_named() -> None:
    paid, back = money_moves()
    rows.change("ALTER TABLE ledger_posting RENAME TO sound")
    rows.change("CREATE TABLE ledger_posting AS SELECT * FROM sound")
    rows.change("UPDATE ledger_posting SET key = 'back' WHERE id = %s", [paid])
    assert {(one.row, one.what) for one in verify()} == {(paid, "shares the key back"), (back, "shares the key back")}


def test_every_table_has_its_check() -> None:
    assert {one.table for one in fsck.CHECKS if one.table.startswith("ledger_")} == {"ledger_posting", "ledger_entry"}
    assert len(checks) == len([one for one in fsck.CHECKS if one.table.startswith("ledger_")])
