"""An independent referee: what Jishi posts, beancount books too, and both must come to the same balances."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from beancount import loader
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jishi.kernel.ids import new_id
from jishi.kernel.money import Money
from jishi.kernel.runner import act
from jishi.modules.ledger import actions
from jishi.modules.ledger.actions import Account, Draft
from jishi.modules.ledger.models import Entry, Posting
from jishi.modules.ledger.queries import balance, order_story
from jishi.modules.ledger.queries.checks import verify

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
RUNS = count()
KINDS = [
    *[("sandbox", kind) for kind in ("provider.clearing", "insurer.premium", "lender.credit")],
    *[("platform", f"platform.{kind}") for kind in ("commission", "fee", "subsidy", "receivable")],
    ("MY", "tax.low_value_goods"),
    *[(new_id("shp"), kind) for kind in ("shop.payable", "shop.reserve", "shop.external", "order.pending")],
]
"""Owner and kind; each shop here has one kind only, which is enough to tell accounts apart."""


@st.composite
def postings(draw: st.DrawFn) -> list[tuple[str, list[tuple[int, int]]]]:
    """Movements of one to three orders: currency, and (index of the account, minor units) that add up to nothing."""
    made = []
    for _ in range(draw(st.integers(1, 8))):
        chosen = draw(st.lists(st.sampled_from(range(len(KINDS))), min_size=2, max_size=5, unique=True))
        amounts = draw(st.lists(st.integers(-(10**12), 10**12).filter(bool), min_size=len(chosen) - 1, max_size=len(chosen) - 1))
        last = -sum(amounts)
        if last:
            made.append((draw(st.sampled_from(["USD", "CNY", "IDR"])), list(zip(chosen, [*amounts, last], strict=True))))
    return made


def named(account: Account) -> str:
    """An account as beancount wants it: every part begins with a capital or a digit."""
    parts = [account.owner, account.kind, account.order or "all"]
    return "Assets:" + ":".join("X" + part.replace("_", "-").replace(".", "-") for part in parts)


def booked(texts: Iterable[str], accounts: Iterable[Account], balances: Iterable[str]) -> list[object]:
    """What beancount finds wrong with these transactions and these balances."""
    opened = [f"2020-01-01 open {named(account)}" for account in accounts]
    _, errors, _ = loader.load_string("\n".join([*opened, *texts, *balances]), dedent=False)
    return list(errors)


def as_beancount(postings: Iterable[Posting]) -> tuple[list[str], set[Account]]:
    texts, accounts = [], set()
    for one in postings:
        lines = [f'{one.at.date()} * "{one.key}"']
        for entry in Entry.objects.filter(posting=one.id).order_by("n"):
            accounts.add(entry.account)
            lines.append(f"  {named(entry.account)}  {entry.minor} {one.currency}")
        texts.append("\n".join(lines) + "\n")
    return texts, accounts


@pytest.mark.django_db
@pytest.mark.covers("FIN-01")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(postings(), st.booleans())
def test_beancount_agrees_with_every_balance(moves: list[tuple[str, list[tuple[int, int]]]], many: bool) -> None:
    run, orders = next(RUNS), {currency: new_id("ord") for currency in ("USD", "CNY", "IDR")}
    drafts = []
    for n, (currency, lines) in enumerate(moves):
        order = orders[currency]
        entries = [(Account(*KINDS[which], order), Money(minor, currency)) for which, minor in lines]
        if any(account.kind == "order.pending" and money.minor < 0 for account, money in entries):
            entries = [(account, -money) for account, money in entries]
        drafts.append(Draft(f"{run}:{n}", "trial.moved", order, entries, "MY", NOON + timedelta(days=n)))
    if many:
        act(actions.post_many, drafts)
    else:
        for draft in drafts:
            act(actions.post, *draft[:4], market=draft.market, at=draft.at)
    texts, accounts = as_beancount(Posting.objects.filter(key__startswith=f"{run}:"))
    day = date(2030, 1, 1)
    balances = [
        f"{day} balance {named(account)}  {balance(account, currency).minor} {currency}"
        for account in accounts
        for currency, order in orders.items()
        if account.order == order
    ]
    assert booked(texts, accounts, balances) == []
    assert list(verify()) == []
    for order in orders.values():
        assert order_story(order).balanced


def test_the_referee_sees_a_cent() -> None:
    there, here = Account("sandbox", "provider.clearing"), Account("platform", "platform.fee")
    fair = [f'2024-03-01 * "k"\n  {named(there)}  -500 USD\n  {named(here)}  500 USD\n']
    assert booked(fair, [there, here], [f"2030-01-01 balance {named(here)}  500 USD"]) == []
    assert len(booked(fair, [there, here], [f"2030-01-01 balance {named(here)}  501 USD"])) == 1
    assert len(booked([fair[0].replace("-500", "-499")], [there, here], [])) == 1
