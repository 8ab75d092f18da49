"""Posting: what is written, what is refused, and that it happens once."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError
from psycopg.errors import UniqueViolation

from jishi.kernel import clock, rows
from jishi.kernel.ids import new_id
from jishi.kernel.money import Money
from jishi.kernel.runner import act
from jishi.modules.ledger import actions
from jishi.modules.ledger.actions import Account, Draft
from jishi.modules.ledger.models import Entry, Posting
from jishi.modules.ledger.queries import balance, pending
from jishi.modules.ledger.queries.checks import verify

pytestmark = pytest.mark.django_db

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
SHOP = new_id("shp")


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def paid(order: str, minor: int) -> list[tuple[Account, Money]]:
    return [(Account("sandbox", "provider.clearing", order), usd(-minor)), (Account(SHOP, "order.pending", order), usd(minor))]


def returned(order: str, minor: int) -> list[tuple[Account, Money]]:
    return [(account, -money) for account, money in paid(order, minor)]


def test_a_posting_is_written_with_its_entries() -> None:
    order = new_id("ord")
    with clock.at(NOON):
        posting = act(actions.post, "k1", "trial.paid", order, paid(order, 9900), market="US", shop=SHOP)
    assert list(Posting.objects.values()) == [
        {
            "id": posting.id,
            "key": "k1",
            "cause": "trial.paid",
            "subject": order,
            "market": "US",
            "shop": SHOP,
            "currency": "USD",
            "at": NOON,
        }
    ]
    assert list(Entry.objects.order_by("n").values_list("posting", "n", "owner", "kind", "subject", "currency", "minor")) == [
        (posting.id, 1, "sandbox", "provider.clearing", order, "USD", -9900),
        (posting.id, 2, SHOP, "order.pending", order, "USD", 9900),
    ]
    assert [str(entry.account) for entry in Entry.objects.order_by("n")] == [
        f"sandbox:provider.clearing:{order}",
        f"{SHOP}:order.pending:{order}",
    ]


def test_balances_are_sums_of_entries() -> None:
    first, second = new_id("ord"), new_id("ord")
    act(actions.post, "a", "trial.paid", first, paid(first, 9900), market="US")
    act(actions.post, "b", "trial.paid", second, paid(second, 100), market="US")
    act(actions.post, "c", "trial.returned", first, returned(first, 900), market="US")
    assert pending(first, "USD") == usd(9000)
    assert pending(first, "CNY") == Money(0, "CNY")
    assert balance(Account(SHOP, "order.pending"), "USD") == usd(9100)
    assert balance(Account(SHOP, "order.pending", second), "USD") == usd(100)
    assert balance(Account("sandbox", "provider.clearing"), "USD") == usd(-9100)
    assert balance(Account("platform", "platform.commission"), "USD") == usd(0)


def test_a_known_key_moves_nothing_again() -> None:
    order = new_id("ord")
    first = act(actions.post, "once", "trial.paid", order, paid(order, 5), market="US")
    again = act(actions.post, "once", "trial.paid", order, paid(order, 5), market="US")
    assert again.id == first.id
    assert (Posting.objects.count(), Entry.objects.count()) == (1, 2)


def test_a_known_key_moves_nothing_again_within_one_action() -> None:
    order = new_id("ord")

    def twice() -> tuple[Posting, Posting]:
        first = actions.post("once", "trial.paid", order, paid(order, 5), market="US")
        return first, actions.post("once", "trial.paid", order, paid(order, 5), market="US")

    first, again = act(twice)
    assert first.id == again.id
    assert (Posting.objects.count(), Entry.objects.count()) == (1, 2)


def test_a_key_names_one_movement_only() -> None:
    order = new_id("ord")
    act(actions.post, "once", "trial.paid", order, paid(order, 5), market="US")
    with pytest.raises(ValueError, match="posting once is another movement"):
        act(actions.post, "once", "trial.paid", order, paid(order, 6), market="US")
    assert balance(Account(SHOP, "order.pending"), "USD") == usd(5)


ORDER, OTHER = new_id("ord"), new_id("ord")
CLEARING, HELD = Account("sandbox", "provider.clearing", ORDER), Account(SHOP, "order.pending", ORDER)


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ([], "is empty"),
        ([(CLEARING, usd(-5)), (HELD, usd(4))], "is off by -1 USD"),
        ([(CLEARING, usd(-5)), (HELD, Money(5, "CNY"))], "mixes USD and CNY"),
        ([(CLEARING, usd(0)), (HELD, usd(0))], "moves nothing at"),
        ([(CLEARING, usd(-5)), (Account(SHOP, "order.pending", OTHER), usd(5))], f"is off by -5 USD for {ORDER}"),
        ([(CLEARING, usd(-5)), (Account(SHOP, "shop.till", ORDER), usd(5))], "shop.till is no kind of account"),
        ([(CLEARING, usd(-5)), (Account(SHOP, "tax.*", ORDER), usd(5))], "no kind of account"),
        ([(CLEARING, usd(-5)), (Account("sandbox", "shop.payable", ORDER), usd(5))], "sandbox can own no shop.payable"),
        ([(Account("sandbox", "provider.clearing"), usd(-5)), (Account(SHOP, "order.pending"), usd(5))], "is one per order"),
        ([(Account("sandbox", "provider.clearing", "x"), usd(-5)), (Account(SHOP, "order.pending", "x"), usd(5))], "x is no order"),
        (returned(ORDER, 1), "takes 1 of 0 USD pending"),
    ],
    ids=lambda value: value.replace(ORDER, "an order") if isinstance(value, str) else "",
)
def test_what_is_no_posting_is_refused_and_nothing_written(entries: list[tuple[Account, Money]], says: str) -> None:
    with pytest.raises(ValueError, match=says.replace("*", r"\*")):
        act(actions.post, "k", "trial.paid", ORDER, entries, market="US")
    with pytest.raises(ValueError, match=says.replace("*", r"\*") if "takes" not in says else "pending"):
        act(actions.post_many, [Draft("k", "trial.paid", ORDER, entries, "US", NOON)])
    assert (Posting.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "change",
    [{"key": ""}, {"cause": "paid"}, {"subject": ""}, {"market": ""}, {"at": NOON.replace(tzinfo=None)}],
    ids=lambda c: next(iter(c)),
)
def test_a_posting_says_what_why_where_and_when(change: dict[str, object]) -> None:
    asked = {"key": "k", "cause": "trial.paid", "subject": ORDER, "entries": paid(ORDER, 5), "market": "US", "at": NOON} | change
    with pytest.raises(ValueError):
        act(lambda: actions.post(**asked))
    assert Posting.objects.count() == 0


def test_pending_money_is_never_overdrawn_even_with_entries_not_yet_flushed() -> None:
    order = new_id("ord")

    def too_much() -> None:
        actions.post("in", "trial.paid", order, paid(order, 10), market="US")
        actions.post("out", "trial.returned", order, returned(order, 7), market="US")
        actions.post("more", "trial.returned", order, returned(order, 4), market="US")

    with pytest.raises(ValueError, match="takes 4 of 3 USD pending"):
        act(too_much)
    assert Posting.objects.count() == 0


def test_taxes_and_platform_accounts_have_their_owners() -> None:
    order = new_id("ord")
    entries = [
        (Account(SHOP, "shop.payable", order), usd(-30)),
        (Account("MY", "tax.low_value_goods", order), usd(10)),
        (Account("platform", "platform.commission", order), usd(20)),
    ]
    act(actions.post, "k", "trial.fees", order, entries, market="MY")
    assert balance(Account("MY", "tax.low_value_goods"), "USD") == usd(10)
    assert list(verify()) == []


def test_many_are_written_as_one_by_one() -> None:
    orders = [new_id("ord") for _ in range(3)]
    drafts = [Draft(f"many:{o}", "trial.paid", o, paid(o, n), "US", NOON, SHOP) for n, o in enumerate(orders, 1)]
    assert act(actions.post_many, drafts) == 3
    for n, order in enumerate(orders, 1):
        act(actions.post, f"one:{order}", "trial.paid", order, paid(order, n), market="US", at=NOON, shop=SHOP)
    plain, fast = (
        [
            (one.cause, one.subject, one.market, one.shop, one.currency, one.at, e.n, e.owner, e.kind, e.subject, e.currency, e.minor)
            for one in Posting.objects.filter(key__startswith=way).order_by("subject")
            for e in Entry.objects.filter(posting=one.id).order_by("n")
        ]
        for way in ("one:", "many:")
    )
    assert plain == fast
    assert len(plain) == 6
    assert list(verify()) == []


def test_many_with_a_known_key_are_refused_together() -> None:
    order, other = new_id("ord"), new_id("ord")
    act(actions.post, "known", "trial.paid", order, paid(order, 5), market="US")
    drafts = [Draft(key, "trial.paid", other, paid(other, 5), "US", NOON) for key in ("fresh", "known")]
    with pytest.raises((IntegrityError, UniqueViolation)):
        act(actions.post_many, drafts)
    assert list(Posting.objects.values_list("key", flat=True)) == ["known"]


@pytest.mark.parametrize("table", ["ledger_posting", "ledger_entry"])
def test_the_database_refuses_to_change_what_was_posted(table: str) -> None:
    order = new_id("ord")
    act(actions.post, "k", "trial.paid", order, paid(order, 5), market="US")
    with pytest.raises(DatabaseError, match="never changed"):
        act(rows.change, f"UPDATE {table} SET currency = 'CNY'")
    assert balance(Account(SHOP, "order.pending"), "USD") == usd(5)
