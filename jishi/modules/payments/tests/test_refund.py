"""Refunds: once per key, never more than came, from what is pending, else advanced by the platform."""

import pytest

from jishi.kernel import clock, fsck
from jishi.kernel.ids import new_id
from jishi.kernel.money import Money
from jishi.kernel.runner import act
from jishi.modules.ledger import actions as ledger
from jishi.modules.ledger.actions import Account
from jishi.modules.ledger.queries import balance, order_story, pending
from jishi.modules.payments import actions
from jishi.modules.payments.errors import NothingToRefund
from jishi.modules.payments.models import Part, Refund
from jishi.modules.payments.tests import trial
from jishi.modules.payments.tests.trial import NOON, PURPOSE, SHOP, everything, paid, subjects, to_pay, usd

pytestmark = pytest.mark.django_db


def back(order: str, minor: int, key: str) -> Refund:
    return act(actions.refund, order, usd(minor), "orders.cancelled", key=key, purpose=PURPOSE)


def sound() -> bool:
    """Nothing to be found wrong with payments or ledger."""
    return [one for one in fsck.run() if one.table.startswith(("payments_", "ledger_"))] == []


def test_money_goes_back_in_parts() -> None:
    (order,) = subjects(paid(9900))
    with clock.at(NOON):
        first = back(order, 900, "a")
    back(order, 9000, "b")
    assert (first.amount_minor, first.cause, first.provider, first.at) == (900, "orders.cancelled", "sandbox", NOON)
    part = Part.objects.get()
    assert (part.captured_minor, part.refunded_minor) == (9900, 9900)
    assert pending(order, "USD") == usd(0)
    assert balance(Account("sandbox", "provider.clearing"), "USD") == usd(0)
    assert trial.went[-2:] == [(order, usd(900), "orders.cancelled"), (order, usd(9000), "orders.cancelled")]
    story = order_story(order)
    assert (story.sources, story.uses) == ({"paid": usd(9900)}, {"refunded": usd(9900)})
    assert sound()


def test_never_more_than_came() -> None:
    (order,) = subjects(paid(9900))
    back(order, 9000, "a")
    before = everything()
    with pytest.raises(NothingToRefund) as refused:
        back(order, 901, "b")
    assert refused.value.params == {"left": usd(900)}
    assert (refused.value.status, refused.value.code) == (409, "payments.nothing_to_refund")
    assert everything() == before


def test_what_was_never_paid_does_not_go_back() -> None:
    (order,) = subjects(to_pay(9900))
    before = everything()
    with pytest.raises(NothingToRefund):
        back(order, 1, "a")
    with pytest.raises(ValueError, match="nothing was ever to be paid"):
        back(new_id("ord"), 1, "a")
    assert everything() == before


def test_a_key_refunds_once() -> None:
    (order,) = subjects(paid(9900))
    first = back(order, 900, "a")
    before = everything()
    assert back(order, 900, "a").id == first.id
    with pytest.raises(ValueError, match="refund a is another one"):
        back(order, 901, "a")
    assert everything() == before


@pytest.mark.parametrize("amount", [usd(0), usd(-1), Money(1, "CNY")], ids=str)
def test_an_amount_that_is_none_is_a_mistake(amount: Money) -> None:
    (order,) = subjects(paid(9900))
    before = everything()
    with pytest.raises(ValueError):
        act(actions.refund, order, amount, "orders.cancelled", key="a", purpose=PURPOSE)
    assert everything() == before


def test_what_is_no_longer_pending_is_advanced_by_the_platform_and_never_waits() -> None:
    (order,) = subjects(paid(9900))
    settled = [(Account(SHOP, "order.pending", order), usd(-9000)), (Account(SHOP, "shop.payable", order), usd(9000))]
    act(ledger.post, "s", "payments.captured", order, settled, market="US")
    back(order, 2900, "a")
    assert pending(order, "USD") == usd(0)
    assert balance(Account("platform", "platform.receivable", order), "USD") == usd(-2000)
    back(order, 7000, "b")
    assert balance(Account("platform", "platform.receivable", order), "USD") == usd(-9000)
    story = order_story(order)
    assert story.sources == {"paid": usd(9900), "advanced": usd(9000)}
    assert story.uses == {"refunded": usd(9900), "settled": usd(9000)}
    assert story.balanced
    assert sound()


def test_paid_and_refunded_in_one_action() -> None:
    view = to_pay(9900)
    (order,) = subjects(view)

    def both() -> None:
        actions.pay(view.payment, "ok", actor="person:x")
        actions.refund(order, usd(9900), "orders.cancelled", key="a", purpose=PURPOSE)

    act(both)
    assert pending(order, "USD") == usd(0)
    assert sound()
