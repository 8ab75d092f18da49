"""How soon sessions are answered: each has a clock for its first answer, an outcome, and stands behind a figure."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from jishi import lawbook
from jishi.kernel import clock, deadlines, fsck, rows, standing
from jishi.kernel.models import Audit
from jishi.kernel.runner import act
from jishi.modules.desk.access import TALK
from jishi.modules.desk.actions.answer import mere_greeting
from jishi.modules.desk.models import Session
from jishi.modules.desk.tests.test_desk import say, talk
from tests import people
from tests.rows import unchanged

pytestmark = pytest.mark.django_db(transaction=True)
DAY, SECOND = timedelta(hours=24), timedelta(seconds=1)
FRIDAY = datetime(2099, 11, 6, 9, 30, tzinfo=UTC)
"""Half past five in the afternoon in China and Malaysia; later than any clock that people signed in by."""


def found() -> list[str]:
    return [f"{one.table} {one.row}: {one.what}" for one in fsck.run()]


def sweep() -> None:
    while deadlines.sweep():
        pass


class Desk:
    """A shop with an agent, and buyers who come one after the other."""

    def __init__(self, market: str = "MY") -> None:
        self.shop = people.a_shop(market)
        self.agent = self.shop.hire("agent")
        self.buyers = 0

    def asked(self, at: datetime) -> str:
        """A buyer asked at this instant; the conversation."""
        self.buyers += 1
        buyer = people.a_buyer(f"b{self.buyers}@buyers.example.org")
        conversation = talk(buyer, self.shop)
        with clock.at(at):
            assert say(buyer, conversation, "in stock?", "b1").status_code == 200
        return conversation

    def answered(self, conversation: str, at: datetime, text: str = "yes, it is", who: people.Signed | None = None) -> None:
        with clock.at(at):
            said = say(who or self.agent, conversation, text, f"a{at.timestamp()}", seen=100)
            assert said.status_code == 200, said.content

    def seen(self, at: datetime, query: str = "", who: people.Signed | None = None) -> dict[str, Any]:
        """The figures at this instant, whatever was due by then done."""
        with clock.at(at):
            sweep()
            answer = (who or self.shop.person).ask("GET", f"/shops/{self.shop.id}/response{query}")
        assert answer.status_code == 200, answer.content
        return dict(answer.json())

    def behind(self, at: datetime, query: str = "") -> list[dict[str, Any]]:
        with clock.at(at):
            answer = self.shop.person.ask("GET", f"/shops/{self.shop.id}/response/sessions{query}")
        assert answer.status_code == 200, answer.content
        return list(answer.json()["items"])


def session_of(conversation: str) -> Session:
    return Session.objects.get(conversation=conversation)


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    assert found() == []


@pytest.mark.covers("DSK-04")
@pytest.mark.parametrize(("after", "outcome"), [(timedelta(), "in_time"), (DAY - SECOND, "in_time"), (DAY, "late"), (DAY + SECOND, "late")])
@pytest.mark.parametrize("swept", [False, True], ids=["answered first", "swept first"])
def test_a_session_is_answered_within_24_hours_or_not_over_a_weekend_too(desk: Desk, after: timedelta, outcome: str, swept: bool) -> None:
    conversation = desk.asked(FRIDAY)
    with clock.at(FRIDAY + after):
        if swept:
            sweep()
    desk.answered(conversation, FRIDAY + after)
    tally = desk.seen(FRIDAY + 2 * DAY)["tally"]
    assert (tally[outcome], tally["waiting"], tally["rate"]) == (1, 0, 1.0 if outcome == "in_time" else 0.0)
    session = session_of(conversation)
    assert (session.answered_at, session.answered_by) == (FRIDAY + after, desk.agent.id)
    assert session.owed_by == (desk.agent.id if outcome == "in_time" else "")
    (ended,) = [one for one in deadlines.of([session.pk]) if one.kind == "desk.response"]
    assert (ended.state, ended.due, ended.opened) == ("met" if outcome == "in_time" else "lapsed", FRIDAY + DAY, FRIDAY)


@pytest.mark.covers("DSK-04")
def test_what_nobody_answers_is_late_with_a_decision_that_says_why(desk: Desk) -> None:
    conversation = desk.asked(FRIDAY)
    assert desk.seen(FRIDAY + DAY - SECOND)["tally"] == {"waiting": 1, "in_time": 0, "late": 0, "left_out": 0, "rate": None}
    assert desk.seen(FRIDAY + DAY)["tally"] == {"waiting": 0, "in_time": 0, "late": 1, "left_out": 0, "rate": 0.0}
    (line,) = desk.behind(FRIDAY + DAY, "?outcome=late")
    assert (line["conversation"], line["answered_at"], line["clock"]) == (conversation, None, None)
    why = desk.agent.ask("GET", f"/decisions/{line['decision']}").json()
    assert why["rule"]["id"] == "desk.response.within"
    assert people.a_buyer("b1@buyers.example.org").ask("GET", f"/decisions/{line['decision']}").status_code == 404


@pytest.mark.covers("DSK-04")
def test_only_the_first_answer_of_a_person_counts(desk: Desk) -> None:
    """A key's message, the closing phrase and the buyer's own words answer nothing; what is refused does not either."""
    conversation = desk.asked(FRIDAY)
    key = desk.shop.person.ask("POST", f"/shops/{desk.shop.id}/keys", {"name": "A program", "scopes": ["desk.answer"]}).json()["token"]
    message = {"client_id": "k1", "seen_seq": 100, "body": {"kind": "text", "text": "automatic"}}
    with clock.at(FRIDAY + SECOND):
        path = f"/api/v1/conversations/{conversation}/send"
        sent = desk.agent.client.__class__(headers={"Authorization": f"Bearer {key}"}).post(path, message, content_type="application/json")
        assert sent.status_code == 200, sent.content
        assert say(desk.agent, conversation, "blind", "a0", seen=0).json()["code"] == "conversations.unseen"
    assert session_of(conversation).answered_at is None
    desk.answered(conversation, FRIDAY + 2 * SECOND)
    desk.answered(conversation, FRIDAY + 3 * SECOND, who=desk.shop.person)
    session = session_of(conversation)
    assert (session.answered_by, session.answered_ms, session.owed_by) == (desk.agent.id, 2000, desk.agent.id)


@pytest.mark.parametrize(
    ("measure", "within"), [("rate_12h", timedelta(hours=12)), ("rate_3min", timedelta(minutes=3))], ids=["12 hours", "3 minutes"]
)
@pytest.mark.parametrize(("sooner", "hits"), [(SECOND, 1), (timedelta(), 0), (-SECOND, 0)], ids=["before", "at the end", "after"])
def test_other_rates_count_answers_before_their_own_time_is_up(
    desk: Desk, measure: str, within: timedelta, sooner: timedelta, hits: int
) -> None:
    desk.answered(desk.asked(FRIDAY), FRIDAY + within - sooner)
    (figure,) = [one for one in desk.seen(FRIDAY + DAY)["measures"] if one["name"] == measure]
    assert (figure["hits"], figure["total"]) == (hits, 1)


@pytest.mark.parametrize(("took", "reached"), [(59_999, True), (60_000, True), (60_001, False)])
def test_the_average_first_answer_is_held_against_a_minute(desk: Desk, took: int, reached: bool) -> None:
    conversation = desk.asked(FRIDAY)
    desk.answered(conversation, FRIDAY + timedelta(milliseconds=took))
    (figure,) = [one for one in desk.seen(FRIDAY + DAY)["measures"] if one["name"] == "first_response"]
    assert (figure["value"], figure["target_value"], figure["reached"]) == (took, 60_000, reached)


def test_the_first_answer_writes_and_the_next_costs_no_statement_more(desk: Desk) -> None:
    conversation = desk.asked(FRIDAY)
    counts = []
    for n in range(3):
        with people.questions() as sent:
            desk.answered(conversation, FRIDAY + (n + 1) * SECOND)
        counts.append(len([one for one in sent if not one.startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]))
        assert any("answered_ms = " in one for one in sent) is (n == 0)
        assert any("kernel_deadline" in one for one in sent) is (n == 0)
    assert counts[0] > counts[1] == counts[2]


@pytest.mark.covers("DSK-04")
def test_closing_without_an_answer_is_no_answer(desk: Desk) -> None:
    shop, conversation = desk.shop, desk.asked(FRIDAY)
    assert shop.person.ask("PUT", f"/shops/{shop.id}/closing-phrase", {"text": "Bye"}).status_code == 200
    with clock.at(FRIDAY + SECOND):
        assert desk.agent.ask("POST", f"/conversations/{conversation}/close").json()["response"] == "waiting"
    assert desk.seen(FRIDAY + DAY)["tally"]["late"] == 1
    assert session_of(conversation).answered_at is None


@pytest.mark.covers("DSK-04")
def test_an_agent_marks_a_session_as_needing_no_reply(desk: Desk) -> None:
    first, second = desk.asked(FRIDAY), desk.asked(FRIDAY)
    waived, late = (f"/sessions/{session_of(one).pk}/no-reply" for one in (first, second))
    reason = {"reason": "thanks"}
    finance, stranger = desk.shop.hire("finance"), people.a_shop(name="Another", owner="other@example.org").person
    with clock.at(FRIDAY + DAY - SECOND):
        with unchanged():
            assert [who.ask("POST", waived, reason).status_code for who in (finance, stranger)] == [403, 404]
            assert desk.agent.ask("POST", waived, {"reason": "I like to"}).status_code == 422
        assert desk.agent.ask("POST", waived, reason).json()["response"] == "left_out"
        with unchanged():
            assert desk.agent.ask("POST", waived, reason).json()["code"] == "desk.not_waiting"
    with clock.at(FRIDAY + DAY), unchanged():
        assert desk.agent.ask("POST", late, reason).json()["code"] == "desk.not_waiting"
    seen = desk.seen(FRIDAY + DAY)
    assert (seen["tally"]["left_out"], seen["tally"]["late"], seen["left_out"]) == (1, 1, {"no_reply_needed": 1})
    (line,) = desk.behind(FRIDAY + DAY, "?outcome=left_out")
    assert (line["left_out"], line["left_out_text"]) == ("no_reply_needed", "The buyer only said thanks or goodbye")
    (kept,) = Audit.objects.filter(act="desk.no_reply")
    assert (kept.actor, kept.subject, kept.data) == (f"person:{desk.agent.id}", session_of(first).pk, reason)


@pytest.mark.parametrize(("market", "target", "hours"), [("MY", 0.9, 20), ("TH", 0.85, 10), ("US", 0.9, 20)])
def test_each_regime_has_its_target_and_its_hours_before_a_session_expires(market: str, target: float, hours: int) -> None:
    desk = Desk(market)
    desk.asked(FRIDAY)
    (rate,) = [one for one in desk.seen(FRIDAY)["measures"] if one["name"] == "rate_24h"]
    with clock.at(FRIDAY):
        (line,) = desk.agent.ask("GET", f"/shops/{desk.shop.id}/sessions").json()["items"]
    assert (rate["target_value"], line["expiring_at"]) == (target, (FRIDAY + timedelta(hours=hours)).isoformat())


@pytest.mark.parametrize(
    ("regime", "market", "opened", "counts"),
    [
        *[("tiktok-sea", "MY", *one) for one in [((8, 0, -1), 0), ((8, 0, 0), 1), ((22, 59, 58), 1), ((23, 0, 0), 0)]],
        *[("kuaishou-cn", "CN", *one) for one in [((8, 0, -1), 0), ((8, 0, 0), 1), ((23, 0, 0), 1), ((23, 0, 1), 0)]],
    ],
)
def test_the_three_minute_rate_knows_the_hours_of_service(regime: str, market: str, opened: tuple[int, int, int], counts: int) -> None:
    act(lawbook.open_market, market, regime, date(2022, 1, 1), actor="system:test")
    desk = Desk(market)
    hours, minutes, seconds = opened
    midnight = datetime(2099, 11, 5, 16, tzinfo=UTC)  # in Malaysia and in China
    desk.asked(midnight + timedelta(hours=hours, minutes=minutes, seconds=seconds))
    (rate,) = [one for one in desk.seen(midnight + 2 * DAY)["measures"] if one["name"] == "rate_3min"]
    assert rate["total"] == counts


def test_a_greeting_is_an_answer_where_no_regime_says_otherwise() -> None:
    desk = Desk("UK")
    desk.answered(desk.asked(FRIDAY), FRIDAY + SECOND, "hello")
    assert desk.seen(FRIDAY + DAY)["tally"]["in_time"] == 1


@pytest.mark.parametrize("market", ["CN", "UK"])
def test_no_reply_needed_is_known_in_other_regimes_too(market: str) -> None:
    desk = Desk(market)
    conversation = desk.asked(FRIDAY)
    with clock.at(FRIDAY + SECOND):
        waived = desk.agent.ask("POST", f"/sessions/{session_of(conversation).pk}/no-reply", {"reason": "thanks"})
    assert waived.json()["response"] == "left_out"
    assert desk.seen(FRIDAY + DAY)["left_out"] == {"no_reply_needed": 1}


@pytest.mark.covers("DSK-04")
def test_the_rate_is_for_the_shop_and_each_agent_by_day(desk: Desk) -> None:
    other = desk.shop.hire("agent", "other@agents.example.org")
    mine, theirs = desk.asked(FRIDAY), desk.asked(FRIDAY + DAY)
    desk.asked(FRIDAY + DAY)
    desk.answered(mine, FRIDAY + SECOND)
    desk.answered(theirs, FRIDAY + DAY + SECOND, who=other)
    at = FRIDAY + 3 * DAY
    seen = desk.seen(at)
    assert (seen["first"], seen["last"]) == ("2099-10-11", "2099-11-09")
    assert [(one["day"], one["in_time"], one["late"], one["rate"]) for one in seen["days"]] == [
        ("2099-11-06", 1, 0, 1.0),
        ("2099-11-07", 1, 1, 0.5),
    ]
    agents = {one["person"]: (one["in_time"], one["late"], one["rate"]) for one in seen["agents"]}
    assert agents[desk.agent.id] == agents[other.id] == (1, 0, 1.0)
    assert (agents[""], agents[desk.shop.person.id]) == ((0, 1, 0.0), (0, 0, None))
    own = desk.seen(at, who=desk.agent)
    assert ([one["person"] for one in own["agents"]], own["tally"]) == ([desk.agent.id], seen["tally"])
    assert [one["conversation"] for one in desk.behind(at, f"?agent={other.id}")] == [theirs]
    assert [one["owed_by"] for one in desk.behind(at, "?agent=")] == [""]
    assert len(desk.behind(at)) == 3
    assert len(desk.behind(at, "?first=2099-11-07&last=2099-11-07")) == 2
    assert desk.seen(at, "?first=2099-11-06&last=2099-11-06")["tally"]["in_time"] == 1
    refused = desk.shop.person.ask("GET", f"/shops/{desk.shop.id}/response?first=2099-11-07&last=2099-11-06")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "first")


def test_the_window_is_thirty_days_of_the_market(desk: Desk) -> None:
    desk.asked(datetime(2099, 10, 10, 15, 59, tzinfo=UTC))
    desk.asked(datetime(2099, 10, 10, 16, 0, tzinfo=UTC))
    assert [one["day"] for one in desk.seen(FRIDAY + 3 * DAY)["days"]] == ["2099-10-11"]


@pytest.mark.covers("DSK-03")
def test_what_waits_longer_than_20_hours_is_about_to_expire(desk: Desk) -> None:
    conversation, answered = desk.asked(FRIDAY), desk.asked(FRIDAY)
    desk.answered(answered, FRIDAY + SECOND)
    path = f"/shops/{desk.shop.id}/sessions?group=expiring"
    for hours, listed in ((timedelta(hours=20), []), (timedelta(hours=20) + SECOND, [conversation]), (DAY, [])):
        with clock.at(FRIDAY + hours):
            sweep()
            items = desk.agent.ask("GET", path).json()["items"]
        assert [one["conversation"] for one in items] == listed
        assert [(one["clock"]["kind"], one["clock"]["due"]) for one in items] == [("desk.response", "2099-11-07T09:30:00+00:00")] * len(
            items
        )


def test_a_target_judges_from_ten_sessions_on(desk: Desk) -> None:
    conversations = [desk.asked(FRIDAY) for _ in range(10)]
    for conversation in conversations[:8]:
        desk.answered(conversation, FRIDAY + SECOND)
    first = desk.seen(FRIDAY + 2 * SECOND)["measures"][0]
    assert (first["name"], first["hits"], first["total"], first["reached"]) == ("rate_24h", 8, 8, None)
    first = desk.seen(FRIDAY + DAY)["measures"][0]
    assert (first["hits"], first["total"], first["value"], first["target_value"], first["reached"]) == (8, 10, 0.8, 0.9, False)
    assert desk.seen(FRIDAY + DAY)["violated"] is None


def test_in_the_united_states_a_rate_below_the_line_is_a_violation() -> None:
    desk = Desk("US")
    for _ in range(10):
        desk.asked(FRIDAY)
    seen = desk.seen(FRIDAY + DAY)
    assert (seen["enforced_below"], seen["violated"], seen["measures"][0]["reached"]) == (0.85, True, False)


@pytest.mark.parametrize("market", ["CN", "US"])
def test_where_a_greeting_is_no_answer(market: str) -> None:
    desk = Desk(market)
    conversation = desk.asked(FRIDAY)
    desk.answered(conversation, FRIDAY + SECOND, "您好,在的哦~" if market == "CN" else "Hello there!")
    assert session_of(conversation).answered_at is None
    desk.answered(conversation, FRIDAY + 3 * SECOND, "您好,有货。" if market == "CN" else "Hello, it is in stock.")
    assert session_of(conversation).answered_ms == 3000
    assert found() == []


@pytest.mark.parametrize(
    ("text", "mere"),
    [
        *(("您好", True), ("亲亲 在的 👋", True), ("Hi!", True), ("good morning", True), ("hello 您好", True)),
        *(("有货", False), ("hi, yes", False), ("👍", False), ("？", False), ("this", False), ("您好" * 900 + "x", False)),
    ],
)
def test_what_a_mere_greeting_is(text: str, mere: bool) -> None:
    assert mere_greeting(text) is mere


def test_where_sessions_of_barred_buyers_are_left_out() -> None:
    desk = Desk("TH")
    barred, free = desk.asked(FRIDAY), desk.asked(FRIDAY)
    ladder = lawbook.at("desk.report.ban_ladder", on=FRIDAY, market="TH")
    with clock.at(FRIDAY + SECOND):
        act(standing.restrict, barred, TALK, ladder)
        refused = desk.agent.ask("POST", f"/sessions/{session_of(free).pk}/no-reply", {"reason": "thanks"})
        assert (refused.json()["code"], refused.json()["rule"]) == ("desk.answer_needed", "desk.response.left_out")
    seen = desk.seen(FRIDAY + DAY)
    assert (seen["left_out"], seen["tally"]["late"], seen["measures"][0]["name"]) == ({"blocked_buyer": 1}, 1, "rate_12h")
    assert found() == []


@pytest.mark.parametrize(
    ("day", "counted", "outcome"),
    [
        (datetime(2026, 10, 9, 3, tzinfo=UTC), ["workdays"], "waiting"),
        (datetime(2026, 10, 10, 3, tzinfo=UTC), ["workdays"], "waiting"),
        (datetime(2026, 10, 17, 3, tzinfo=UTC), ["workdays", "holidays"], "left_out"),
        (datetime(2026, 10, 17, 3, tzinfo=UTC), ["weekends"], "waiting"),
        (datetime(2026, 10, 1, 3, tzinfo=UTC), ["workdays", "weekends"], "left_out"),
        (datetime(2026, 10, 1, 3, tzinfo=UTC), ["holidays"], "waiting"),
    ],
)
def test_only_the_days_that_the_rule_names_count(day: datetime, counted: list[str], outcome: str) -> None:
    """Saturday, 10 October 2026 was made up for a holiday: a working day in China."""
    with clock.at(datetime(2026, 9, 1, tzinfo=UTC)):
        desk = Desk("CN")
        change = {"rule": "desk.response.days_counted", "value": counted, "since": "2026-09-29"}
        draft = people.an_operator("governance").ask("POST", "/markets/CN/overrides", change)
        assert people.an_operator("admin").ask("POST", f"/overrides/{draft.json()['id']}/publish").status_code == 200, draft.content
    assert session_of(desk.asked(day)).response == outcome


BREAKS = (
    "UPDATE desk_session SET answered_at = NULL",
    "UPDATE desk_session SET response = 'late'",
    "UPDATE desk_session SET owed_by = 'nobody'",
    "UPDATE desk_session SET left_out = 'day'",
    "UPDATE desk_session SET answered_by = 'nobody', owed_by = 'nobody'",
    "UPDATE desk_session SET response = 'waiting'",
    "UPDATE desk_session SET opened_on = NULL",
)


@pytest.mark.parametrize("broken", BREAKS)
def test_fsck_names_an_outcome_that_does_not_fit(broken: str) -> None:
    desk = Desk()
    desk.answered(desk.asked(FRIDAY), FRIDAY + SECOND)
    assert found() == []
    act(rows.change, broken)
    assert {one.split(" ")[0] for one in found()} == {"desk_session"}
