"""A decision keeps by which rulings and facts it was made, and says why to each reader in their language."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from jishi import lawbook
from jishi.config.cli import main
from jishi.kernel import clock, deadlines
from jishi.kernel.access import NOBODY, Actor
from jishi.kernel.errors import NotFound, NotSignedIn
from jishi.kernel.models import Deadline
from jishi.kernel.money import Money
from jishi.kernel.runner import act
from jishi.lawbook import why
from jishi.lawbook.access import access_decision
from jishi.lawbook.decisions import Decision, Fact, Word, decide
from jishi.lawbook.errors import LawError
from jishi.lawbook.spoken import kept, span, spoken

pytestmark = pytest.mark.django_db
NOON = datetime(2024, 6, 3, 4, tzinfo=UTC)
PERSON, SHOP = "per_1", "shp_1"
FACTS = [
    Fact("lawbook.fact.announced", NOON, at=NOON),
    Fact("lawbook.fact.to_begin", date(2024, 6, 4), audience="person"),
    Fact("lawbook.fact.to_begin", Money(9900, "CNY"), audience="shop"),
    Fact("lawbook.fact.to_begin", Word("lawbook.value.yes"), audience="operator"),
]


def decided(**rest: Any) -> Decision:
    """A decision about a change of packs."""
    with clock.at(NOON):
        ruling = lawbook.at("lawbook.changes.notice_for", on=NOON, market="CN")
        told = {"market": "CN", "since": date(2024, 6, 4), "earliest": date(2024, 6, 11)}
        line = ("lawbook.sum.notice", {"announced": NOON, "notice": ruling, "earliest": date(2024, 6, 11)})
        wanted = {
            "subject": "CN",
            "verb": "open_market",
            "outcome": "lawbook.decision.pack_refused",
            "market": "CN",
            "person": PERSON,
            "shop": SHOP,
            "rulings": [ruling],
            "facts": FACTS,
            "sum": line,
            "counterfactuals": [("lawbook.instead.later", told)],
            "params": told,
        }
        return act(decide, **{**wanted, **rest})


def read(decision: Decision, lang: str = "en", actor: Actor | None = None) -> dict[str, Any]:
    """The card as an actor sees it."""
    row, audiences = access_decision(
        actor or Actor("person", "per_9", "per_9", granted={"operator": frozenset({"lawbook.decisions"})}), decision.id
    )
    return why.card(row, audiences, lang)


@pytest.mark.covers("RUL-03")
def test_the_card_is_said_in_the_readers_language() -> None:
    decision = decided()
    told = {lang: read(decision, lang) for lang in ("en", "zh-Hans", "zh-Hant")}
    assert [card["says"] for card in told.values()] == ["The pack of CN was not changed.", "CN 的规则包没有更换。", "CN 的規則包沒有更換。"]
    assert told["en"]["effect"] == "It stays as it is on 4 Jun 2024."
    assert [card["sum"] for card in told.values()] == [
        "3 Jun 12:00 + 7 calendar days of notice: from 11 Jun 2024",
        "6月3日 12:00 + 公示 7 个自然日：2024年6月11日 起",
        "6月3日 12:00 + 公示 7 個自然日：2024年6月11日 起",
    ]
    assert told["en"]["counterfactuals"] == ["A change that begins on 11 Jun 2024 or later goes through."]
    assert [(f["label"], f["value"]) for f in told["en"]["facts"]][:2] == [("Announced", "3 Jun 12:00"), ("Asked to begin", "4 Jun 2024")]
    assert [f["at"] for f in told["en"]["facts"]] == [NOON, None, None, None]


@pytest.mark.covers("RUL-03", "RUL-01")
def test_the_rule_is_cited_with_version_layer_and_source() -> None:
    rule = read(decided(), "zh-Hans")["rule"]
    assert (rule["id"], rule["name"], rule["says"]) == ("lawbook.changes.notice_for", "公示期", "规则变更或废止的公示天数。")
    assert (rule["value_text"], rule["version"], rule["since"], rule["market"], rule["layer"]) == (
        "7 个自然日",
        1,
        date(2022, 1, 1),
        "CN",
        "base",
    )
    assert (rule["regime"], rule["converted"]) == ("通用规则", False)
    assert rule["source"]["kind"] == "seed"
    assert rule["source"]["doc"] == "抖音电商开放个人店入驻公告;抖音电商客服主动催拍催付功能详解"
    assert rule["source"]["quote"] == "公示期為2023年2月16日-2023年2月23日"
    traditional = read(decided(), "zh-Hant")["rule"]
    assert (traditional["says"], traditional["converted"]) == ("規則變更或廢止的公示天數。", True)


@pytest.mark.covers("RUL-03")
def test_facts_are_told_only_to_those_they_are_for() -> None:
    decision = decided()
    readers = {
        "person": Actor("person", PERSON, PERSON),
        "shop": Actor("person", "per_2", "per_2", shops={SHOP: "agent"}),
        "key": Actor("key", "key_1", granted={SHOP: frozenset({"orders.list"})}),
        "both": Actor("person", PERSON, PERSON, shops={SHOP: "owner"}),
        "operator": Actor("person", "per_3", "per_3", operator="support", granted={"operator": frozenset({"lawbook.decisions"})}),
    }
    seen = {name: [fact["value"] for fact in read(decision, "en", actor)["facts"]] for name, actor in readers.items()}
    assert seen == {
        "person": ["3 Jun 12:00", "4 Jun 2024"],
        "shop": ["3 Jun 12:00", "¥99.00"],
        "key": ["3 Jun 12:00", "¥99.00"],
        "both": ["3 Jun 12:00", "4 Jun 2024", "¥99.00"],
        "operator": ["3 Jun 12:00", "4 Jun 2024", "¥99.00", "yes"],
    }


def test_to_everyone_else_it_is_not_there() -> None:
    decision = decided()
    others = (
        Actor("person", "per_4", "per_4"),
        Actor("person", "per_5", "per_5", shops={"shp_2": "owner"}, granted={"shp_2": frozenset({"orders.read"})}),
        Actor("key", "key_2", operator="admin", granted={"operator": frozenset({"orders.read"})}),
        Actor("system", "clock"),
    )
    for actor in others:
        with pytest.raises(NotFound):
            access_decision(actor, decision.id)
        with pytest.raises(NotFound):
            access_decision(actor, "dec_none")
    with pytest.raises(NotSignedIn):
        access_decision(NOBODY, decision.id)
    with pytest.raises(NotFound):
        access_decision(Actor("person", PERSON, PERSON), decided(person=None, shop=None).id)


@pytest.mark.covers("RUL-03")
def test_a_rule_that_changed_since_says_so() -> None:
    multiple = lawbook.at("aftersales.guarantee.multiple", on=date(2023, 2, 23), market="CN", guarantee=None)
    decision = decided(rulings=[multiple])
    with clock.at(datetime(2023, 2, 23, 15, 59, 59, tzinfo=UTC)):
        assert read(decision)["changed_since"] is False
    with clock.at(datetime(2023, 2, 23, 16, 0, 0, tzinfo=UTC)):
        card = read(decision)
        assert card["changed_since"] is True
        assert (card["rule"]["value_text"], card["rule"]["since"]) == ("3 times", multiple.since)


@pytest.mark.covers("RUL-03")
def test_several_rulings_and_one_that_does_not_apply_are_cited() -> None:
    nothing = lawbook.at("orders.unpaid.cancel_after", on=date(1999, 1, 1), market="CN")
    card = read(decided(rulings=[lawbook.at("lawbook.changes.notice_for", on=NOON, market="CN"), nothing]))
    assert [(rule["id"], rule["value_text"], rule["key"], rule["version"]) for rule in card["rules"]] == [
        ("orders.unpaid.cancel_after", "does not apply", None, None)
    ]


@pytest.mark.covers("RUL-03")
def test_the_deadline_that_decided_is_told_with_its_lateness() -> None:
    @deadlines.on_lapse("test.decides")
    def _lapse(due: list[Deadline]) -> None:
        for row in due:
            decide(
                subject=row.subject,
                verb="lapse",
                outcome="lawbook.decision.pack_refused",
                market="CN",
                person=PERSON,
                rulings=[lawbook.Ruling.from_json(row.ruling)],
                params={"market": "CN", "since": NOON},
                deadline=row,
            )

    with clock.at(NOON):
        opened = act(
            deadlines.open, "test.decides", "ord_1", lawbook.at("orders.unpaid.cancel_after", on=NOON, market="CN"), NOON, market="CN"
        )
    assert opened is not None
    assert (opened.due, opened.soon_at) == (NOON + timedelta(hours=48), NOON + timedelta(hours=40))
    with clock.at(opened.due + timedelta(milliseconds=400)):
        assert deadlines.sweep() == 1
    card = read(Decision.objects.get(subject="ord_1"))
    assert card["deadline"] == {"id": opened.id, "due": opened.due, "fired": opened.due + timedelta(milliseconds=400), "late_ms": 400}
    del deadlines.HANDLERS["test.decides"]


def test_a_decision_without_ruling_or_words_is_a_mistake_of_ours() -> None:
    before = Decision.objects.count()
    for wrong in (
        {"rulings": []},
        {"outcome": "lawbook.decision.unheard"},
        {"facts": [Fact("lawbook.fact.unheard", 1)]},
        {"sum": ("lawbook.sum.unheard", {})},
        {"counterfactuals": [("lawbook.instead.unheard", {})]},
        {"params": {"share": 0.5}},
        {"params": {"at": datetime(2024, 1, 1)}},  # noqa: DTZ001
    ):
        with pytest.raises(LawError):
            decided(**wrong)
    assert Decision.objects.count() == before


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "does not apply"),
        (True, "yes"),
        (15000, "15,000"),
        ("tea", "tea"),
        (Decimal("0.50"), "0.5"),
        (Money(-9900, "GBP"), "−£99.00"),
        (NOON, "3 Jun 12:00"),
        (date(2024, 6, 3), "3 Jun 2024"),
        (timedelta(days=1, hours=2, minutes=3), "1 day 2 hours"),
        (timedelta(seconds=61), "1 minute 1 second"),
        (timedelta(), "0 seconds"),
        (Word("lawbook.unknown_market", {"market": "XX"}), "The rulebook has no market XX."),
    ],
)
def test_what_is_kept_is_said_again(value: Any, said: str) -> None:
    assert spoken(json.loads(json.dumps(kept(value))), "en", "Asia/Shanghai") == said


def test_a_span_is_said_in_its_two_largest_parts() -> None:
    assert span(2 * 86_400 + 3 * 3_600 + 59, "zh-Hans") == "2 天 3 小时"
    assert span(3_600 + 5, "en") == "1 hour 5 seconds"


@pytest.mark.covers("RUL-03")
def test_why_from_the_shell(capsys: pytest.CaptureFixture[str]) -> None:
    decision = decided()
    assert main(["rules", "why", decision.id, "--lang", "zh-Hans"]) == 0
    out = capsys.readouterr().out
    assert "CN 的规则包没有更换。" in out
    assert "lawbook.changes.notice_for: 规则变更或废止的公示天数。 7 个自然日 (version 1, since 2022-01-01, CN)" in out
    assert main(["rules", "why", decision.id, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rule"]["id"] == "lawbook.changes.notice_for"
    assert main(["rules", "why", "dec_none"]) == 1
    assert capsys.readouterr() == ("", "Nothing is here.\n")
