"""An order's money told: accounts, movements and the picture, whose two sides are the same."""

from datetime import UTC, datetime, timedelta

import pytest

from jishi.kernel.ids import new_id
from jishi.kernel.money import Money
from jishi.kernel.runner import act
from jishi.kernel.words import LANGUAGES, has
from jishi.modules.ledger import actions
from jishi.modules.ledger.actions import Account
from jishi.modules.ledger.models import KINDS
from jishi.modules.ledger.queries import order_story, show
from jishi.modules.ledger.queries.story import TERMS, picture

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
SHOP, ORDER, OTHER = new_id("shp"), new_id("ord"), new_id("ord")


def cny(minor: int) -> Money:
    return Money(minor, "CNY")


def move(key: str, at: datetime, *entries: tuple[str, str, int], order: str = ORDER) -> None:
    lines = [(Account(owner, kind, order), cny(minor)) for owner, kind, minor in entries]
    act(actions.post, key, f"payments.{key.split('-')[0]}", order, lines, market="CN", at=at)


@pytest.mark.django_db
def test_every_cent_of_an_order_is_explained() -> None:
    move("captured", NOON, ("sandbox", "provider.clearing", -9000), ("platform", "platform.subsidy", -900), (SHOP, "order.pending", 9900))
    move("captured-other", NOON, ("sandbox", "provider.clearing", -1), (SHOP, "order.pending", 1), order=OTHER)
    move("refunded", NOON + timedelta(days=1), (SHOP, "order.pending", -2000), ("sandbox", "provider.clearing", 2000))
    later = NOON + timedelta(days=8)
    move("settled", later, (SHOP, "order.pending", -7900), ("platform", "platform.commission", 395), (SHOP, "shop.payable", 7505))
    move("refunded-late", later + timedelta(days=1), ("platform", "platform.receivable", -100), ("sandbox", "provider.clearing", 100))
    story = order_story(ORDER)
    assert [(str(account), money) for account, money in story.accounts] == [
        (f"sandbox:provider.clearing:{ORDER}", cny(-6900)),
        (f"platform:platform.subsidy:{ORDER}", cny(-900)),
        (f"{SHOP}:order.pending:{ORDER}", cny(0)),
        (f"platform:platform.commission:{ORDER}", cny(395)),
        (f"{SHOP}:shop.payable:{ORDER}", cny(7505)),
        (f"platform:platform.receivable:{ORDER}", cny(-100)),
    ]
    assert [(one.cause, one.at, len(one.entries)) for one in story.movements] == [
        ("payments.captured", NOON, 3),
        ("payments.refunded", NOON + timedelta(days=1), 2),
        ("payments.settled", later, 3),
        ("payments.refunded", later + timedelta(days=1), 2),
    ]
    assert story.sources == {"paid": cny(9000), "subsidies": cny(900), "advanced": cny(100)}
    assert story.uses == {"refunded": cny(2100), "commissions": cny(395), "settled": cny(7505)}
    assert story.balanced


@pytest.mark.django_db
def test_what_is_taken_back_at_once_is_told_after_it_came() -> None:
    for n in range(8):
        order = new_id("ord")
        move(f"captured-{n}", NOON, ("sandbox", "provider.clearing", -1), (SHOP, "order.pending", 1), order=order)
        move(f"refunded-{n}", NOON, (SHOP, "order.pending", -1), ("sandbox", "provider.clearing", 1), order=order)
        assert [one.cause for one in order_story(order).movements] == ["payments.captured", "payments.refunded"]


@pytest.mark.django_db
def test_an_imported_order_was_settled_elsewhere() -> None:
    move("captured", NOON, ("elsewhere", "provider.clearing", -1195), (SHOP, "shop.external", 1195))
    told = show(order_story(ORDER), "zh-Hans")
    assert told["picture"] == {
        "sources": [{"term": "paid", "what": "买家支付", "amount": {"amount": "11.95", "currency": "CNY"}}],
        "uses": [{"term": "external", "what": "站外已结算", "amount": {"amount": "11.95", "currency": "CNY"}}],
        "balanced": True,
    }
    assert told["accounts"] == [
        {"account": f"elsewhere:provider.clearing:{ORDER}", "balance": {"amount": "-11.95", "currency": "CNY"}},
        {"account": f"{SHOP}:shop.external:{ORDER}", "balance": {"amount": "11.95", "currency": "CNY"}},
    ]
    posting = told["postings"][0]
    assert posting["at"] == NOON
    assert posting["cause"] == "payments.captured"
    assert posting["entries"] == [
        {"account": f"elsewhere:provider.clearing:{ORDER}", "amount": {"amount": "-11.95", "currency": "CNY"}},
        {"account": f"{SHOP}:shop.external:{ORDER}", "amount": {"amount": "11.95", "currency": "CNY"}},
    ]


@pytest.mark.django_db
def test_an_order_without_money_has_an_empty_story() -> None:
    story = order_story(new_id("ord"))
    assert show(story, "en") == {"accounts": [], "postings": [], "picture": {"sources": [], "uses": [], "balanced": True}}


def test_a_picture_shows_what_is_missing() -> None:
    sources, uses = picture(
        [(Account("sandbox", "provider.clearing", ORDER), cny(-9900)), (Account(SHOP, "shop.payable", ORDER), cny(9000))]
    )
    assert sources == {"paid": cny(9900)}
    assert uses == {"settled": cny(9000)}


def test_terms_have_words_in_every_language() -> None:
    assert {term for kind in KINDS.values() for term in (kind.term, kind.source) if term} == set(TERMS)
    assert [f"{lang} {term}" for lang in LANGUAGES for term in TERMS if not has(f"ledger.term.{term}", lang)] == []
