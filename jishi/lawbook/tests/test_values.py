"""Every value that ever held is kept for good, and `jishi fsck` names each row of the lawbook that is not as it was."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from jishi import lawbook
from jishi.kernel import clock, fsck, rows
from jishi.kernel.models import Deadline
from jishi.kernel.runner import act
from jishi.lawbook import models as tables
from jishi.lawbook import queries
from jishi.lawbook.actions.copy_values import copy_values
from jishi.lawbook.decisions import decide
from jishi.lawbook.rulebook import load, rulebook
from jishi.lawbook.ruling import Ruling
from jishi.lawbook.tests.made import folder, rule, value

pytestmark = pytest.mark.django_db
X = "orders.test.x"
NOON = datetime(2024, 6, 3, 4, tzinfo=UTC)


def found() -> set[tuple[str, str]]:
    """Table and row of what the lawbook's checks find."""
    return {(finding.table, finding.row) for one in fsck.CHECKS if one.table.startswith("lawbook_") for finding in one.find()}


@pytest.mark.covers("RUL-03")
def test_migrating_copies_every_value() -> None:
    assert set(tables.Value.objects.values_list("key", flat=True)) == set(rulebook().by_key)
    assert act(copy_values) == 0
    row = tables.Value.objects.get(rule="orders.unpaid.cancel_after")
    assert (row.layer, row.since, row.where, row.unit, row.value) == ("base", date(2022, 1, 1), {}, "hours", 48)
    assert row.head["says_zh"] == "订单超过此时长未支付则自动取消并告知买家。"


@pytest.mark.covers("RUL-03")
def test_a_case_reads_its_value_after_the_files_have_lost_it(tmp_path: Path) -> None:
    lost = load(
        folder(tmp_path, {X: rule(value("2022-01-01", 48), value("2023-01-01", 36), value("2023-01-01", 24, where={"market": "UK"}))})
    )
    assert act(copy_values, lost) == 3
    keys = {v.raw: v.key for v in lost.rules[X].values}
    back = Ruling.from_json({"rule": X, "key": keys[36], "asked": {"market": "CN", "on": "2024-06-01"}})
    assert (back.value, back.text("zh-Hans"), back.since) == (36, "36 小时", date(2023, 1, 1))
    assert back.after(NOON) == datetime(2024, 6, 4, 16, tzinfo=UTC)
    assert [queries.version("base", X, keys[hours], "CN") for hours in (48, 36, 24)] == [1, 2, 1]
    queries.kept_value.cache_clear()


def test_a_corrected_value_is_another_value(tmp_path: Path) -> None:
    first = load(folder(tmp_path / "first", {X: rule(value("2022-01-01", 48))}))
    second = load(folder(tmp_path / "second", {X: rule(value("2022-01-01", 47))}))
    assert [act(copy_values, first), act(copy_values, second), act(copy_values, first)] == [1, 1, 0]
    assert sorted(tables.Value.objects.filter(rule=X).values_list("value", flat=True)) == [47, 48]


def test_fsck_is_content_with_what_actions_write() -> None:
    _fill()
    assert found() == set()


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("value", "UPDATE lawbook_value SET unit = 'days' WHERE rule = 'orders.unpaid.cancel_after'"),
        ("value", "UPDATE lawbook_value SET value = '49' WHERE rule = 'orders.unpaid.cancel_after'"),
        ("value", "UPDATE lawbook_value SET since = '2021-01-01' WHERE rule = 'orders.unpaid.cancel_after'"),
        ("market", "UPDATE lawbook_market SET opened = '2020-01-01'"),
        ("marketpack", "UPDATE lawbook_marketpack SET pack = 'tiktok-us'"),
        ("decision", "UPDATE lawbook_decision SET rulings = '[]'"),
        ("decision", "UPDATE lawbook_decision SET deadline = 'dln_none', due = at"),
        (
            "decision",
            'UPDATE lawbook_decision SET rulings = \'[{"rule": "orders.unpaid.cancel_after", "key": "0123456789ab", "asked": {}}]\'',
        ),
    ],
)
def test_fsck_names_the_row_that_was_broken(table: str, change: str) -> None:
    rows_of = _fill()
    rows.sql(change)
    assert found() == {(f"lawbook_{table}", rows_of[table])}


def _fill() -> dict[str, str]:
    """One row of each table through actions; table -> its key."""
    with clock.at(NOON):
        market = act(lawbook.open_market, "CN", "douyin-cn", date(2024, 6, 3), actor="test")
        ruling = lawbook.at("orders.unpaid.cancel_after", on=NOON, market="CN")
        told = {"market": "CN", "since": NOON}
        decision = act(
            decide, subject="ord_1", verb="lapse", outcome="lawbook.decision.pack_refused", market="CN", rulings=[ruling], params=told
        )
    pack = tables.MarketPack.objects.get(market=market)
    assert not Deadline.objects.exists()
    return {"value": ruling.key, "market": "CN", "marketpack": pack.pk, "decision": decision.id}
