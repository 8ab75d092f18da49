"""The pack of an open market is changed by two persons, after the notice; until it begins it can be withdrawn."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from jishi import lawbook
from jishi.kernel import clock, fsck
from jishi.kernel.models import Audit, Event, History
from jishi.lawbook.models import Decision, MarketPack, PackChange
from jishi.lawbook.states import PACK_CHANGE
from tests import people
from tests.rows import break_row, unchanged
from tests.tables import obeys

pytestmark = pytest.mark.django_db
NOON = datetime(2024, 6, 3, 4, tzinfo=UTC)  # 3 June, noon in China
FIRST = date(2024, 6, 11)
HEAD = "desk.response.headline"
WANTED = {"settle": "draft > settled", "withdraw": "draft settled > withdrawn"}


def proposed(who: people.Signed, at: datetime = NOON, **changed: Any) -> Any:
    with clock.at(at):
        return who.ask("POST", "/markets/CN/pack-changes", {"pack": "kuaishou-cn", "since": "2024-06-11", "reason": "as agreed", **changed})


def does(who: people.Signed, change: str, verb: str, at: datetime = NOON) -> Any:
    with clock.at(at):
        return who.ask("POST", f"/pack-changes/{change}/{verb}", {"reason": "a mistake"} if verb == "withdraw" else None)


def refused(answer: Any, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content


@pytest.fixture
def two() -> tuple[people.Signed, people.Signed]:
    """An admin and somebody of governance; CN follows douyin-cn."""
    people.a_market("CN")
    return people.an_operator("admin"), people.an_operator("governance")


Two = tuple[people.Signed, people.Signed]


@pytest.mark.covers("API-06", "RUL-04")
def test_what_one_proposes_another_settles_and_from_its_day_on_it_holds(two: Two) -> None:
    admin, governance = two
    made = proposed(admin)
    assert made.status_code == 201
    change = made.json()
    assert (change["state"], change["pack"]["name"], change["since"], change["persons"], change["mine"]) == (
        "draft", "kuaishou-cn", "2024-06-11", 2, True,
    )  # fmt: skip
    assert [(one["verb"], one["allowed"]) for one in change["verbs"]] == [("settle", False), ("withdraw", True)]
    with clock.at(NOON):
        assert [(m.pack, m.next_pack) for m in lawbook.markets()] == [("douyin-cn", None)]
    settled = does(governance, change["id"], "settle").json()
    assert (settled["state"], [one["role"] for one in settled["approvals"]]) == ("settled", ["governance"])
    with clock.at(NOON):
        assert [(m.pack, m.next_pack, m.next_since) for m in lawbook.markets()] == [("douyin-cn", "kuaishou-cn", FIRST)]
    midnight = datetime(2024, 6, 10, 16, tzinfo=UTC)
    asked = [lawbook.at(HEAD, on=midnight + timedelta(seconds=s), market="CN").value for s in (-1, 0)]
    assert asked == ["first_response", "rate_3min"]
    acts = Audit.objects.filter(subject="CN").exclude(actor=people.SETUP).order_by("id")
    assert [(row.act, row.actor) for row in acts] == [
        ("lawbook.propose_pack", f"person:{admin.id}"),
        ("lawbook.settle_pack", f"person:{governance.id}"),
        ("lawbook.open_market", f"person:{governance.id}"),
    ]
    assert Event.objects.get(type="lawbook.PackAnnounced").data["pack"] == "kuaishou-cn"
    assert History.objects.get(machine="pack_change").verb == "settle"


@pytest.mark.covers("RUL-02")
def test_nobody_settles_their_own_and_none_settles_twice(two: Two) -> None:
    admin, governance = two
    change = proposed(admin).json()["id"]
    with unchanged():
        answer = does(admin, change, "settle")
        refused(answer, 403, "lawbook.same_person")
        assert answer.json()["rule"] == "lawbook.changes.pack_persons"
    assert does(governance, change, "settle").status_code == 200
    with unchanged():
        refused(does(governance, change, "settle"), 409, "kernel.wrong_state")


@pytest.mark.covers("RUL-02", "RUL-03")
def test_it_begins_after_the_notice_and_a_proposal_that_waited_too_long_does_not(two: Two) -> None:
    admin, governance = two
    with unchanged("lawbook_decision"):
        early = proposed(admin, since="2024-06-10")
    refused(early, 409, "lawbook.pack_backdated")
    assert Decision.objects.get(pk=early.json()["why"]).outcome == "lawbook.decision.pack_refused"
    change = proposed(admin).json()["id"]
    with unchanged("lawbook_decision"):
        late = does(governance, change, "settle", NOON + timedelta(days=1))
    refused(late, 409, "lawbook.pack_backdated")


@pytest.mark.covers("API-06")
def test_what_is_settled_is_withdrawn_until_it_begins(two: Two) -> None:
    admin, governance = two
    change = proposed(admin).json()["id"]
    assert does(governance, change, "settle").status_code == 200
    with unchanged():
        refused(does(admin, change, "withdraw", datetime(2024, 6, 10, 16, tzinfo=UTC)), 409, "kernel.wrong_state")
    gone = does(governance, change, "withdraw", datetime(2024, 6, 10, 15, 59, tzinfo=UTC))
    assert (gone.status_code, gone.json()["state"]) == (200, "withdrawn")
    assert [row.pack for row in MarketPack.objects.filter(market="CN")] == ["douyin-cn"]
    assert lawbook.at(HEAD, on=FIRST, market="CN").value == "first_response"
    assert Event.objects.filter(type="lawbook.PackWithdrawn", subject=change).count() == 1
    dropped = proposed(admin).json()["id"]
    assert does(admin, dropped, "withdraw").json()["state"] == "withdrawn"
    assert Event.objects.filter(type="lawbook.PackWithdrawn").count() == 1


@pytest.mark.parametrize(
    ("changed", "status", "code", "field"),
    [
        ({"pack": "tiktok-sea"}, 422, "lawbook.unknown_pack", "pack"),
        ({"pack": "nobody"}, 422, "lawbook.unknown_pack", "pack"),
        ({"pack": "douyin-cn"}, 422, "lawbook.pack_stands", "pack"),
        ({"reason": " "}, 422, "kernel.bad_fields", "reason"),
        ({"since": "1999-01-01"}, 422, "kernel.bad_fields", "since"),
    ],
)
def test_what_cannot_be_is_refused_by_name(two: Two, changed: dict[str, Any], status: int, code: str, field: str) -> None:
    with unchanged():
        answer = proposed(two[0], **changed)
    refused(answer, status, code)
    assert field in [one["field"] for one in answer.json()["errors"]]


@pytest.mark.covers("API-06")
def test_an_open_market_is_not_opened_anew_under_another_pack_by_one(two: Two) -> None:
    with clock.at(NOON), unchanged():
        answer = two[0].ask("POST", "/markets", {"code": "CN", "pack": "kuaishou-cn", "since": "2024-06-11"})
    refused(answer, 409, "lawbook.propose_first")
    two[0].ask("POST", "/markets", {"code": "CN", "pack": "douyin-cn", "since": people.SINCE.isoformat()})
    assert MarketPack.objects.count() == 1


@pytest.mark.covers("API-06", "RUL-04")
def test_operators_see_every_market_of_the_rulebook_with_its_terms(two: Two) -> None:
    admin, governance = two
    change = proposed(admin).json()["id"]
    with clock.at(NOON):
        found = {one["code"]: one for one in governance.ask("GET", "/operator/markets").json()}
    assert list(found) == ["CN", "ID", "MY", "PH", "SG", "TH", "UK", "US", "VN"]
    cn = found["CN"]
    assert (cn["open"], cn["pack"]["name"], cn["next_pack"], cn["earliest"], cn["notice"]) == (
        True, "douyin-cn", None, "2024-06-11", "lawbook.changes.notice_for",
    )  # fmt: skip
    assert cn["pack"]["rules"] == 4
    assert [one["name"] for one in cn["choices"]] == ["channels-cn", "douyin-cn", "kuaishou-cn", None]
    assert [(one["id"], one["mine"], [verb["verb"] for verb in one["verbs"] if verb["allowed"]]) for one in cn["changes"]] == [
        (change, False, ["settle"])
    ]
    uk = found["UK"]
    assert (uk["opened"], uk["open"], uk["pack"], uk["earliest"], uk["currency"]) == (None, False, None, "2024-06-03", "GBP")
    assert does(governance, change, "settle").status_code == 200
    with clock.at(NOON):
        [cn] = [one for one in governance.ask("GET", "/operator/markets").json() if one["code"] == "CN"]
    assert (cn["next_pack"]["name"], cn["next_since"]) == ("kuaishou-cn", "2024-06-11")


@pytest.mark.covers("API-06")
def test_who_may_not_changes_nothing(two: Two) -> None:
    admin, _ = two
    change = proposed(admin).json()["id"]
    support, shop = people.an_operator("support"), people.a_shop()
    with unchanged():
        for who, status, code in ((support, 403, "kernel.not_allowed"), (shop.person, 404, "kernel.not_found")):
            refused(proposed(who), status, code)
            refused(does(who, change, "settle"), status, code)
            refused(does(who, change, "withdraw"), status, code)
        assert shop.person.ask("GET", "/operator/markets").status_code == 404
        assert support.ask("GET", "/operator/markets").status_code == 200


@pytest.mark.parametrize("verb", WANTED)
def test_every_pair_moves_or_refuses(two: Two, verb: str) -> None:
    obeys(PACK_CHANGE, PackChange.objects.get(pk=proposed(two[0]).json()["id"]), verb, WANTED)


@pytest.mark.parametrize(("column", "value"), [("drafted_by", None), ("pack", "channels-cn"), ("approvals", "[]")])
def test_a_broken_row_is_named(two: Two, column: str, value: str | None) -> None:
    change = proposed(two[0]).json()["id"]
    assert does(two[1], change, "settle").status_code == 200
    assert list(fsck.run()) == []
    break_row("lawbook_packchange", change, column, value or two[1].id)
    assert [(one.table, one.row) for one in fsck.run()] == [("lawbook_packchange", change)]
