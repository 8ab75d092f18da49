"""Markets are opened by the operator, each under at most one pack at a time, dated; every process hears of a change."""

from datetime import UTC, date, datetime, timedelta
from time import monotonic

import pytest

from jishi import lawbook
from jishi.kernel import clock, rows
from jishi.kernel.errors import Refused
from jishi.kernel.models import Audit
from jishi.kernel.runner import act
from jishi.lawbook import engine, queries
from jishi.lawbook.errors import PackBackdated, PackTaken, UnknownMarket, UnknownPack
from jishi.lawbook.models import Market, MarketPack

pytestmark = pytest.mark.django_db
NOON = datetime(2024, 6, 3, 4, tzinfo=UTC)  # 3 June, noon in China
ANSWER = "orders.cancellation.answer_within"


def opened(code: str, pack: str | None, since: date, at: datetime = NOON) -> Market:
    """Open a market at an instant of the marketplace's clock."""
    with clock.at(at):
        return act(lawbook.open_market, code, pack, since, actor="test")


def stored() -> tuple[int, int, int]:
    """How much is written down."""
    return Market.objects.count(), MarketPack.objects.count(), Audit.objects.count()


def test_packs_read_by_compiled_text_are_those_of_the_orm() -> None:
    """Their days are dates and their market a key of another table."""
    opened("TH", "tiktok-sea", date(2024, 6, 3))
    (pack,) = rows.fetch(MarketPack, "ORDER BY since")
    plain = MarketPack.objects.get()
    assert (pack.pk, pack.market_id, pack.pack, pack.since, pack.at) == (plain.pk, "TH", "tiktok-sea", date(2024, 6, 3), plain.at)
    assert (pack.market.opened, rows.one(Market, "TH")) == (plain.market.opened, pack.market)


@pytest.mark.covers("API-06", "RUL-04")
def test_a_market_follows_its_pack_from_its_first_day_on() -> None:
    assert lawbook.at(ANSWER, on=date(2024, 6, 3), market="TH").value == 48
    opened("TH", "tiktok-sea", date(2024, 6, 3))
    assert [lawbook.at(ANSWER, on=date(2024, 6, day), market="TH").value for day in (2, 3)] == [48, 24]
    assert lawbook.at(ANSWER, on=date(2024, 6, 3), market="MY").value == 48
    assert [row.act for row in Audit.objects.all()] == ["lawbook.open_market"]


@pytest.mark.covers("API-06")
def test_open_markets_have_currency_and_zone_of_the_rulebook() -> None:
    opened("VN", "tiktok-sea", date(2024, 6, 1))
    opened("UK", None, date(2024, 6, 1))
    opened("US", "tiktok-us", date(2024, 6, 4))
    with clock.at(NOON):
        assert [(m.code, m.currency, m.zone, m.pack) for m in lawbook.markets()] == [
            ("UK", "GBP", "Europe/London", None),
            ("VN", "VND", "Asia/Ho_Chi_Minh", "tiktok-sea"),
        ]
    assert (lawbook.currency("VN"), lawbook.zone("VN").key) == ("VND", "Asia/Ho_Chi_Minh")
    midnight = datetime(2024, 6, 4, 4, tzinfo=UTC)  # in New York
    for second, there in ((-1, False), (0, True), (1, True)):
        with clock.at(midnight + timedelta(seconds=second)):
            assert (queries.market("US") is not None) is there


@pytest.mark.covers("API-06")
def test_an_open_market_changes_its_pack_after_the_notice() -> None:
    opened("CN", "douyin-cn", date(2024, 1, 1))
    before = stored()
    for day in (date(2024, 6, 3), date(2024, 6, 10)):
        with pytest.raises(PackBackdated) as refusal:
            opened("CN", "kuaishou-cn", day)
        assert (refusal.value.rule, refusal.value.params["earliest"]) == ("lawbook.changes.notice_for", date(2024, 6, 11))
    assert stored() == before
    opened("CN", "kuaishou-cn", date(2024, 6, 11))
    head = "desk.response.headline"
    midnight = datetime(2024, 6, 10, 16, tzinfo=UTC)
    asked = [lawbook.at(head, on=midnight + timedelta(seconds=s), market="CN").value for s in (-1, 0, 1)]
    assert asked == ["first_response", "rate_3min", "rate_3min"]
    with clock.at(NOON):
        assert [(m.pack, m.next_pack, m.next_since) for m in lawbook.markets()] == [("douyin-cn", "kuaishou-cn", date(2024, 6, 11))]
    opened("CN", None, date(2024, 7, 1))
    assert lawbook.at(head, on=date(2024, 7, 1), market="CN").layer == "base"


def test_asking_again_changes_nothing_and_a_settled_day_is_taken() -> None:
    first = opened("CN", "douyin-cn", date(2024, 1, 1))
    before = stored()
    assert opened("CN", "douyin-cn", date(2024, 1, 1)) == first
    with pytest.raises(PackTaken):
        opened("CN", "kuaishou-cn", date(2024, 1, 1))
    assert stored() == before


@pytest.mark.parametrize(
    ("code", "pack", "refusal"),
    [("XX", None, UnknownMarket), ("CN", "nobody", UnknownPack), ("CN", "tiktok-sea", UnknownPack), ("UK", "tiktok-us", UnknownPack)],
)
def test_what_the_rulebook_does_not_know_is_not_opened(code: str, pack: str | None, refusal: type[Refused]) -> None:
    before = stored()
    with pytest.raises(refusal):
        opened(code, pack, date(2024, 6, 3))
    assert stored() == before


def test_a_refused_opening_leaves_no_terms_behind() -> None:
    with pytest.raises(RuntimeError, match="undone"):
        act(_open_and_fail)
    assert lawbook.at(ANSWER, on=date(2024, 6, 3), market="TH").value == 48


def _open_and_fail() -> None:
    lawbook.open_market("TH", "tiktok-sea", date(2024, 6, 3), actor="test")
    raise RuntimeError("undone")


def test_another_process_hears_of_a_change_within_a_second() -> None:
    assert lawbook.at(ANSWER, on=date(2024, 6, 3), market="TH").value == 48
    opened("TH", "tiktok-sea", date(2024, 6, 3))
    engine._Now.read_at = monotonic()  # as in a process that was told nothing
    assert lawbook.at(ANSWER, on=date(2024, 6, 3), market="TH").value == 48
    engine._Now.read_at -= engine.REREAD_SECONDS
    assert lawbook.at(ANSWER, on=date(2024, 6, 3), market="TH").value == 24


@pytest.mark.parametrize(
    ("hours", "soon_after"),
    [(24, 20 * 3600), (12, 10 * 3600), (48, 40 * 3600), (30 * 24, 29 * 24 * 3600), (144, 120 * 3600), (145, 121 * 3600)],
)
def test_a_limit_is_due_soon_in_its_last_sixth_and_last_day(hours: int, soon_after: int) -> None:
    assert lawbook.soon_at(NOON, NOON + timedelta(hours=hours), "CN") == NOON + timedelta(seconds=soon_after)


def test_before_the_rule_began_nothing_is_due_soon_ahead_of_its_end() -> None:
    start = datetime(1997, 1, 1, tzinfo=UTC)
    assert lawbook.soon_at(start, start + timedelta(hours=48), "US") == start + timedelta(hours=48)
