"""`jishi rules`: the law from the shell, with exit codes and JSON."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from jishi import lawbook
from jishi.config.cli import main
from jishi.kernel import clock
from jishi.kernel.runner import act
from jishi.lawbook import files
from jishi.lawbook.tests.made import folder, rule, value

pytestmark = pytest.mark.django_db
X = "orders.test.x"
NOON = datetime(2024, 6, 3, 4, tzinfo=UTC)


class Shell:
    """Runs `jishi` and reads what it prints."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *words: str) -> tuple[int, str, str]:
        """Exit code, standard output, standard error."""
        with clock.at(NOON):
            code = main(list(words))
        printed = self.capsys.readouterr()
        return code, printed.out, printed.err

    def json(self, *words: str) -> Any:
        """The data of a command that goes well."""
        code, out, err = self(*words, "--json")
        assert (code, err) == (0, "")
        return json.loads(out)


@pytest.fixture
def jishi(capsys: pytest.CaptureFixture[str]) -> Shell:
    """The command."""
    return Shell(capsys)


@pytest.mark.covers("RUL-01")
def test_list_finds_rules_by_name_and_by_words_of_every_language(jishi: Shell) -> None:
    every = jishi.json("rules", "list")
    assert len(every) >= 460
    for line in every:
        assert line["says"].endswith(".")
        assert line["unit"]
        assert line["covers"]
    assert [line["id"] for line in jishi.json("rules", "list", "cancel_after")] == ["orders.unpaid.cancel_after"]
    for wanted in ("订单超过此时长未支付", "訂單超過此時長未支付", "An order not paid within this time"):
        assert [line["id"] for line in jishi.json("rules", "list", wanted)] == ["orders.unpaid.cancel_after"]
    assert {line["module"] for line in jishi.json("rules", "list", "--module", "payments")} == {"payments"}


@pytest.mark.covers("RUL-01")
def test_list_of_a_market_leaves_out_what_does_not_apply_there(jishi: Shell) -> None:
    here = {line["id"] for line in jishi.json("rules", "list", "--market", "CN")}
    there = {line["id"] for line in jishi.json("rules", "list", "--market", "US")}
    assert "aftersales.guarantee.multiple" in here | there
    assert here != there
    assert jishi.json("rules", "list", "--market", "CN", "--on", "1999-01-01") == []


@pytest.mark.covers("RUL-01")
def test_show_tells_value_unit_words_and_source(jishi: Shell) -> None:
    page = jishi.json("rules", "show", "orders.unpaid.cancel_after", "--market", "my", "--lang", "zh-Hans")
    assert (page["id"], page["name"], page["unit"], page["judged_on"]) == (
        "orders.unpaid.cancel_after",
        "未支付自动取消",
        "hours",
        "order_placed",
    )
    assert page["says"] == "订单超过此时长未支付则自动取消并告知买家。"
    assert page["in_force"]["value_text"] == "48 小时"
    assert page["in_force"]["asked"] == {"market": "MY", "on": "2024-06-03"}
    assert [(v["since"], v["value"], v["layer"], v["version"]) for v in page["history"]] == [("2022-01-01", 48, "base", 1)]
    assert page["history"][0]["source"]["quote"] == "如超48小時仍未付款,平臺將會自動取消訂單"
    code, out, _ = jishi("rules", "show", "orders.unpaid.cancel_after", "--market", "MY")
    assert code == 0
    assert "market MY, on 2024-06-03: 48 hours" in out


@pytest.mark.covers("RUL-01")
def test_show_on_a_day_with_keys_and_what_comes_next(jishi: Shell) -> None:
    page = jishi.json("rules", "show", "aftersales.guarantee.multiple", "--market", "CN", "--on", "2023-02-23")
    assert page["in_force"]["value_text"] == "3 times"
    assert [(v["since"], v["value_text"]) for v in page["next"]] == [("2023-02-24", "4 times")]
    assert page["next"][0]["notice"] == {"begins": "2023-02-16", "ends": "2023-02-23"}
    page = jishi.json("rules", "show", "aftersales.guarantee.multiple", "--market", "CN", "--on", "2023-02-24", "--guarantee", "pay_ten")
    assert (page["in_force"]["value_text"], page["next"]) == ("10 times", [])


@pytest.mark.covers("RUL-04", "API-06")
def test_show_answers_by_the_markets_pack(jishi: Shell) -> None:
    with clock.at(NOON):
        act(lawbook.open_market, "TH", "tiktok-sea", date(2024, 6, 3), actor="test")
    page = jishi.json("rules", "show", "orders.cancellation.answer_within", "--market", "TH")
    assert (page["in_force"]["value_text"], page["in_force"]["layer"]) == ("24 hours", "tiktok-sea")
    assert page["in_force"]["regime"] == "TikTok Shop, South-East Asia."
    assert [v["layer"] for v in page["history"]] == ["tiktok-sea", "base"]
    before = jishi.json("rules", "show", "orders.cancellation.answer_within", "--market", "TH", "--on", "2024-06-02")
    assert (before["in_force"]["value_text"], before["in_force"]["layer"]) == ("48 hours", "base")
    everywhere = jishi.json("rules", "show", "orders.cancellation.answer_within")
    assert (everywhere["in_force"], [v["layer"] for v in everywhere["history"]]) == (None, ["tiktok-sea", "base"])


def test_a_published_fact_is_shown_and_decides_nothing(jishi: Shell) -> None:
    fact = next(line["id"] for line in jishi.json("rules", "list") if line["kind"] == "fact")
    assert jishi.json("rules", "show", fact, "--market", "CN")["in_force"] is None


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("show", "orders.unpaid.nothing"), "There is no rule orders.unpaid.nothing."),
        (("show", "orders.unpaid.cancel_after", "--market", "XX"), "The rulebook has no market XX."),
        (
            ("show", "orders.unpaid.cancel_after", "--shop-tier", "good"),
            "The rule orders.unpaid.cancel_after does not depend on shop_tier “good”.",
        ),
        (
            ("show", "settlement.period.reserve", "--shop-tier", "best"),
            "The rule settlement.period.reserve does not depend on shop_tier “best”.",
        ),
        (("diff",), "jishi: between two days: say which --market"),
        (("diff", "nowhere"), "jishi: nowhere holds no rulebook: No such file or directory"),
    ],
)
def test_what_cannot_be_answered_is_said_in_one_line(jishi: Shell, words: tuple[str, ...], says: str) -> None:
    assert jishi("rules", *words) == (1, "", says + "\n")


@pytest.mark.covers("RUL-01", "RUL-04", "RUL-07")
def test_check_is_content_with_the_rulebook_and_finds_every_bold_figure(jishi: Shell) -> None:
    data = jishi.json("rules", "check")
    assert data["faults"] == []
    assert data["bold_figures"] >= 139
    code, out, err = jishi("rules", "check")
    assert (code, err, out.splitlines()[0]) == (0, "", "no fault")


@pytest.mark.covers("RUL-01")
def test_check_names_faults_and_exits_1(jishi: Shell, tmp_path: Path) -> None:
    place = folder(tmp_path / "rules", {X: rule(value("2022-01-01", -1)), "orders.test.y": rule(value("2022-01-01", 1), unit="hour")})
    code, out, _ = jishi("rules", "check", "--rules", str(place))
    assert (code, out.splitlines()) == (
        1,
        ["orders.test.x value 1: -1 does not fit hours", "orders.test.y: unit hour is not in units.yaml"],
    )
    sound = folder(tmp_path / "sound", {X: rule(value("2022-01-01", 48))})
    page = tmp_path / "page.md"
    page.write_text("| RUL-01 | Within **48** hours or **3** days. |\n", encoding="utf-8")
    code, out, _ = jishi("rules", "check", "--rules", str(sound), "--requirements", str(page), "--json")
    assert code == 1
    assert json.loads(out) == {
        "faults": ["RUL-01: bold figure 3 is in no rule that covers it"],
        "bold_figures": 2,
        "rules": 1,
        "facts": 0,
        "values": 1,
        "packs": 0,
    }
    (sound / "orders" / "test.yaml").write_text("a: [", encoding="utf-8")
    code, out, _ = jishi("rules", "check", "--rules", str(sound))
    assert code == 1
    assert out.startswith("orders/test.yaml: ")


@pytest.mark.covers("RUL-01")
def test_diff_tells_what_changes_in_a_market_between_two_days(jishi: Shell) -> None:
    found = jishi.json("rules", "diff", "--market", "CN", "--from", "2023-02-23", "--to", "2023-02-24")
    changed = {(line["rule"], line["before"], line["after"]) for line in found}
    assert ("aftersales.guarantee.multiple", "3 times", "4 times") in changed
    assert ("aftersales.guarantee.floor", "¥500.00", "does not apply") in changed
    assert jishi.json("rules", "diff", "--market", "CN", "--from", "2023-02-24", "--to", "2023-02-24") == []


@pytest.mark.covers("RUL-04")
def test_diff_tells_what_a_new_pack_changes(jishi: Shell) -> None:
    with clock.at(NOON):
        act(lawbook.open_market, "TH", None, date(2024, 1, 1), actor="test")
        act(lawbook.open_market, "TH", "tiktok-sea", date(2024, 7, 1), actor="test")
    found = {line["rule"]: line for line in jishi.json("rules", "diff", "--market", "TH", "--to", "2024-07-01")}
    line = found["orders.cancellation.answer_within"]
    assert (line["before"], line["after"], line["where"]) == ("48 hours", "24 hours", {})


def test_diff_from_another_rulebook(jishi: Shell, tmp_path: Path) -> None:
    import shutil

    other = tmp_path / "rules"
    shutil.copytree(files.folder(), other)
    page = other / "orders" / "unpaid.yaml"
    page.write_text(page.read_text(encoding="utf-8").replace("value: 48", "value: 36", 1), encoding="utf-8")
    found = jishi.json("rules", "diff", str(other))
    assert [(line["rule"], line["before"], line["after"]) for line in found] == [
        (
            "orders.unpaid.cancel_after",
            "48 hours · TikTok Shop order management guide (UK, SEA)",
            "36 hours · TikTok Shop order management guide (UK, SEA)",
        )
    ]


def test_the_law_is_read_in_a_fresh_clone_where_no_data_is(tmp_path: Path) -> None:
    import os
    import subprocess
    import sys

    env = {name: text for name, text in os.environ.items() if not name.startswith("JISHI_")}
    words = ["rules", "show", "orders.unpaid.cancel_after", "--market", "CN", "--on", "2024-01-01"]
    done = subprocess.run(
        [sys.executable, "-m", "jishi.config.cli", *words], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "market CN, on 2024-01-01: 48 hours  (version 1, cc25c7be808e, base)" in done.stdout.splitlines()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.covers("RUL-07")
@pytest.mark.parametrize(
    ("hits", "total", "says"),
    [
        (0, 2, "not judged, below 3 cases (desk.response.enforced_below)"),
        (0, 3, "bites"),
        (16, 20, "bites"),
        (17, 20, "does not bite"),
    ],
)
def test_judge_says_nothing_below_the_minimum_count(jishi: Shell, hits: int, total: int, says: str) -> None:
    with clock.at(NOON):
        act(lawbook.open_market, "TH", "tiktok-sea", date(2024, 6, 3), actor="test")
    asked = ("rules", "judge", "desk.response.enforced_below", "--market", "TH", "--on", "2026-07-06")
    code, out, err = jishi(*asked, "--hits", str(hits), "--total", str(total))
    assert (code, err, out.strip()) == (0, "", f"desk.response.enforced_below: {hits} of {total} against 85%: {says}")
    data = jishi.json(*asked, "--hits", str(hits), "--total", str(total))
    assert (data["min_count"], data["judged"], data["bites"]) == (3, total >= 3, {"bites": True, "does not bite": False}.get(says))


@pytest.mark.covers("RUL-07")
def test_judge_where_there_is_no_such_rule_and_where_none_judges(jishi: Shell) -> None:
    asked = ("--market", "UK", "--hits", "1", "--total", "2")
    assert "no such limit here" in jishi("rules", "judge", "desk.response.enforced_below", *asked)[1]
    assert (
        jishi("rules", "judge", "orders.unpaid.cancel_after", *asked)[2]
        == "jishi: orders.unpaid.cancel_after is no percentage that judges\n"
    )
    assert jishi("rules", "judge", "desk.response.enforced_below", "--hits", "1", "--total", "2")[0] == 1


@pytest.mark.covers("RUL-07")
@pytest.mark.parametrize(
    ("made", "fault"),
    [
        (rule(value("2022-01-01", "0.5"), unit="ratio", compare="at_least"), f"{X}: a percentage that judges needs min_count (RUL-07)"),
        (rule(value("2022-01-01", "0.5"), unit="ratio", min_count=10), f"{X}: a percentage that judges says how it compares (RUL-07)"),
        (
            rule(value("2022-01-01", "0.5"), unit="ratio", compare="at_least", min_count=0),
            f"{X}: min_count is a whole number from 1 on (RUL-07)",
        ),
        (
            rule(value("2022-01-01", "0.5", min_count="10"), unit="ratio", compare="at_least", min_count=10),
            f"{X}: min_count is a whole number from 1 on (RUL-07)",
        ),
    ],
)
def test_check_refuses_a_percentage_without_a_minimum_count(jishi: Shell, tmp_path: Path, made: dict[str, Any], fault: str) -> None:
    code, out, _ = jishi("rules", "check", "--rules", str(folder(tmp_path / "rules", {X: made})))
    assert (code, out.splitlines()) == (1, [fault])
