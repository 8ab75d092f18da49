"""Two at once: one pays, one refund goes through, each posting is there once."""

from functools import partial

import pytest

from jishi.kernel import fsck
from jishi.kernel.errors import Refused
from jishi.kernel.ids import new_id
from jishi.kernel.runner import Writer, act
from jishi.modules.ledger import actions as ledger
from jishi.modules.ledger.actions import Account
from jishi.modules.ledger.models import Posting
from jishi.modules.ledger.queries import order_story, pending
from jishi.modules.payments import actions
from jishi.modules.payments.actions import View
from jishi.modules.payments.errors import AlreadyPaid, NothingToRefund, PaymentClosed, StillPending
from jishi.modules.payments.models import Attempt, Part, Payment, Refund
from jishi.modules.payments.tests.trial import BUYER, PURPOSE, SHOP, at_once, paid, subjects, to_pay, usd
from tests.ground import on_postgresql

pytestmark = pytest.mark.django_db(transaction=True)
ME = f"person:{BUYER}"
TWICE = range(2)
ROUNDS = 6


@pytest.fixture(params=["own transactions"] if on_postgresql() else ["own transactions", "one writer"], autouse=True)
def _runner(request: pytest.FixtureRequest) -> object:
    """As in commands and on PostgreSQL, and as in `jishi serve` on SQLite."""
    if request.param == "own transactions":
        yield
        return
    writer = Writer()
    writer.start()
    yield
    writer.stop()


def sound() -> bool:
    """Nothing to be found wrong with payments or ledger."""
    return [one for one in fsck.run() if one.table.startswith(("payments_", "ledger_"))] == []


@pytest.mark.parametrize("cards", [("ok", "ok"), ("ok", "slow"), ("slow", "slow")], ids="-".join)
def test_a_payment_is_paid_once(cards: tuple[str, str]) -> None:
    for _ in range(ROUNDS):
        view = to_pay(9900)
        (order,) = subjects(view)
        stale = [Payment.objects.get(pk=view.payment.id) for _ in TWICE]
        answers = at_once(*(partial(act, actions.pay, row, card, actor=ME) for row, card in zip(stale, cards, strict=True)))
        won = [one for one in answers if isinstance(one, View)]
        lost = [one for one in answers if isinstance(one, Refused)]
        assert (len(won), len(lost)) == (1, 1)
        assert type(lost[0]) is (AlreadyPaid if won[0].payment.state == "captured" else StillPending)
        assert Attempt.objects.filter(payment=view.payment.id).count() == 1
        assert pending(order, "USD") == usd(9900 if won[0].payment.state == "captured" else 0)
    assert sound()


def test_a_refund_of_all_goes_through_once() -> None:
    for n in range(ROUNDS):
        (order,) = subjects(paid(9900))
        answers = at_once(
            *(partial(act, actions.refund, order, usd(9900), "orders.cancelled", key=f"{n}:{k}", purpose=PURPOSE) for k in TWICE)
        )
        assert sorted(type(one).__name__ for one in answers) == ["NothingToRefund", "Refund"]
        assert next(one for one in answers if isinstance(one, NothingToRefund)).params == {"left": usd(0)}
        assert Part.objects.get(subject=order).refunded_minor == 9900
        assert pending(order, "USD") == usd(0)
    assert sound()


def test_a_refund_asked_for_twice_under_one_key_is_one() -> None:
    for n in range(ROUNDS):
        (order,) = subjects(paid(9900))
        refund = partial(act, actions.refund, order, usd(1000), "orders.cancelled", key=f"key:{n}", purpose=PURPOSE)
        first, second = at_once(refund, refund)
        assert isinstance(first, Refund)
        assert first.id == second.id
        assert Part.objects.get(subject=order).refunded_minor == 1000
    assert sound()


def test_a_notice_that_comes_twice_at_once_is_booked_once() -> None:
    for _ in range(ROUNDS):
        tried = act(actions.pay, to_pay(9900).payment, "slow", actor=ME)
        notice = partial(act, actions.take_notice, "sandbox", tried.attempt.provider_ref, "captured")
        assert [one.state for one in at_once(notice, notice)] == ["captured", "captured"]
        assert pending(subjects(tried)[0], "USD") == usd(9900)
    assert sound()


def test_paid_and_closed_at_once() -> None:
    """Either it is closed and cannot be paid, or it is paid and stays."""
    for _ in range(ROUNDS):
        view = to_pay(9900)
        (order,) = subjects(view)
        pay = partial(act, actions.pay, Payment.objects.get(pk=view.payment.id), "ok", actor=ME)
        close = partial(act, actions.close_for, [order], actor="system:clock", purpose=PURPOSE)
        answer, closed = at_once(pay, close)
        if closed:
            assert isinstance(answer, PaymentClosed)
            assert pending(order, "USD") == usd(0)
        else:
            assert answer.payment.state == "captured"
            assert pending(order, "USD") == usd(9900)
        assert order_story(order).balanced
    assert sound()


def test_two_orders_of_one_payment_close_at_once() -> None:
    for _ in range(ROUNDS):
        view = to_pay(9900, 100)
        answers = at_once(*(partial(act, actions.close_for, [order], actor="system:clock", purpose=PURPOSE) for order in subjects(view)))
        assert sorted(answers) == [[], [view.payment.id]]
        assert Payment.objects.get(pk=view.payment.id).state == "closed"
    assert sound()


def test_a_posting_of_one_key_is_written_once() -> None:
    for n in range(ROUNDS):
        order = new_id("ord")
        entries = [(Account("sandbox", "provider.clearing", order), usd(-5)), (Account(SHOP, "shop.external", order), usd(5))]
        post = partial(act, ledger.post, f"at-once:{n}", "trial.paid", order, entries, market="US")
        first, second = at_once(post, post)
        assert first.id == second.id
        assert Posting.objects.filter(key=f"at-once:{n}").count() == 1
    assert sound()


def test_pending_money_is_taken_once() -> None:
    for n in range(ROUNDS):
        (order,) = subjects(paid(9900))
        entries = [(Account(SHOP, "order.pending", order), usd(-9900)), (Account(SHOP, "shop.payable", order), usd(9900))]
        answers = at_once(*(partial(act, ledger.post, f"{n}:{k}", "trial.settled", order, entries, market="US") for k in TWICE))
        assert sorted(type(one).__name__ for one in answers) == ["Posting", "ValueError"]
        assert pending(order, "USD") == usd(0)
    assert [one for one in fsck.run() if one.table.startswith("ledger_")] == []
