"""Paying: captured, declined, slow; what each leaves in the tables and in the ledger."""

import pytest

from jishi.kernel import clock, fsck
from jishi.kernel.errors import NotFound
from jishi.kernel.ids import new_id
from jishi.kernel.models import History
from jishi.kernel.money import Money
from jishi.kernel.runner import act
from jishi.modules.ledger.actions import Account
from jishi.modules.ledger.queries import balance, order_story, pending
from jishi.modules.payments import actions
from jishi.modules.payments.actions import Due
from jishi.modules.payments.errors import AlreadyPaid, MethodNotOffered, NoProvider, PaymentClosed, StillPending
from jishi.modules.payments.models import Attempt, Part, Payment, Refund
from jishi.modules.payments.queries import show, view_of, views_for
from jishi.modules.payments.tests import trial
from jishi.modules.payments.tests.trial import BUYER, NOON, PURPOSE, SHOP, everything, paid, subjects, to_pay, usd

pytestmark = pytest.mark.django_db
ME = f"person:{BUYER}"


def sound() -> bool:
    """Nothing to be found wrong with payments or ledger."""
    return [one for one in fsck.run() if one.table.startswith(("payments_", "ledger_"))] == []


def test_a_payment_is_made_of_its_parts() -> None:
    with clock.at(NOON):
        view = to_pay(9900, 100)
    stored = view_of(Payment.objects.get())
    assert (stored.payment.state, stored.payment.method, stored.payment.provider) == ("created", "online", "sandbox")
    assert (stored.payment.person, stored.payment.market, stored.payment.currency) == (BUYER, "US", "USD")
    assert stored.payment.created_at == NOON
    assert {
        (part.subject, part.shop, part.asked_minor, part.due_minor, part.captured_minor, part.refunded_minor) for part in stored.parts
    } == {
        (subjects(view)[0], SHOP, 9900, 9900, 0, 0),
        (subjects(view)[1], SHOP, 100, 100, 0, 0),
    }
    assert stored.attempt is None
    assert sound()


def test_a_card_that_is_good_pays_at_once() -> None:
    with clock.at(NOON):
        view = paid(9900, 100)
    first, second = subjects(view)
    payment = Payment.objects.get()
    assert (payment.state, payment.captured_at) == ("captured", NOON)
    attempt = Attempt.objects.get()
    assert (attempt.state, attempt.provider, attempt.covers) == ("captured", "sandbox", {part.id: part.asked_minor for part in view.parts})
    assert {part.subject: part.captured_minor for part in Part.objects.all()} == {first: 9900, second: 100}
    assert trial.came[-2:] == [(first, usd(9900)), (second, usd(100))]
    assert balance(Account("sandbox", "provider.clearing"), "USD") == usd(-10000)
    assert balance(Account(SHOP, "order.pending"), "USD") == usd(10000)
    assert pending(first, "USD") == usd(9900)
    story = order_story(first)
    assert [(one.cause, one.at) for one in story.movements] == [("payments.captured", NOON)]
    assert (story.sources, story.uses) == ({"paid": usd(9900)}, {"pending": usd(9900)})
    steps = History.objects.filter(subject=payment.id).values_list("machine", "verb", "from_state", "to_state", "actor")
    assert list(steps) == [("payment", "capture", "created", "captured", ME)]
    assert sound()


def test_a_declined_card_is_an_answer_and_the_payment_can_still_be_paid() -> None:
    view = to_pay(9900)
    tried = act(actions.pay, view.payment, "declined", actor=ME)
    assert (tried.payment.state, tried.attempt.state, tried.attempt.code) == ("created", "declined", "declined_by_bank")
    assert balance(Account("sandbox", "provider.clearing"), "USD") == usd(0)
    again = act(actions.pay, Payment.objects.get(), "ok", actor=ME)
    assert again.payment.state == "captured"
    assert sorted(Attempt.objects.values_list("state", flat=True)) == ["captured", "declined"]
    assert sound()


@pytest.mark.parametrize(
    ("event", "state", "held"), [("captured", "captured", -9900), ("declined", "created", 0)], ids=["captured", "declined"]
)
def test_a_slow_card_is_answered_by_a_notice(event: str, state: str, held: int) -> None:
    view = to_pay(9900)
    tried = act(actions.pay, view.payment, "slow", actor=ME)
    assert (tried.payment.state, tried.attempt.state) == ("pending", "pending")
    assert balance(Account("sandbox", "provider.clearing"), "USD") == usd(0)
    with pytest.raises(StillPending):
        act(actions.pay, Payment.objects.get(), "ok", actor=ME)
    attempt = act(actions.take_notice, "sandbox", tried.attempt.provider_ref, event, "card_expired" if event == "declined" else "")
    assert (attempt.state, attempt.code) == (event, "card_expired" if event == "declined" else "")
    assert Payment.objects.get().state == state
    assert balance(Account("sandbox", "provider.clearing"), "USD") == usd(held)
    assert sound()


@pytest.mark.parametrize("second", ["captured", "declined"])
def test_a_notice_that_comes_twice_changes_nothing(second: str) -> None:
    tried = act(actions.pay, to_pay(9900).payment, "slow", actor=ME)
    act(actions.take_notice, "sandbox", tried.attempt.provider_ref, "captured")
    before = everything()
    assert act(actions.take_notice, "sandbox", tried.attempt.provider_ref, second).state == "captured"
    assert everything() == before


def test_a_notice_of_a_charge_that_nobody_asked_for_is_refused() -> None:
    act(actions.pay, to_pay(9900).payment, "slow", actor=ME)
    before = everything()
    with pytest.raises(NotFound):
        act(actions.take_notice, "sandbox", "sbx_unknown", "captured")
    with pytest.raises(NotFound):
        act(actions.take_notice, "cash", Attempt.objects.get().provider_ref, "captured")
    assert everything() == before


def test_a_provider_that_changes_its_mind_is_believed() -> None:
    tried = act(actions.pay, to_pay(9900).payment, "slow", actor=ME)
    act(actions.take_notice, "sandbox", tried.attempt.provider_ref, "declined")
    other = act(actions.pay, Payment.objects.get(), "slow", actor=ME)
    act(actions.take_notice, "sandbox", tried.attempt.provider_ref, "captured")
    assert Payment.objects.get().state == "captured"
    assert pending(subjects(tried)[0], "USD") == usd(9900)
    act(actions.take_notice, "sandbox", other.attempt.provider_ref, "captured")
    part = Part.objects.get()
    assert (part.captured_minor, part.refunded_minor) == (19800, 9900)
    assert pending(part.subject, "USD") == usd(9900)
    assert trial.came.count((part.subject, usd(9900))) == 1
    assert sound()


def test_what_is_paid_is_not_paid_again() -> None:
    view = paid(9900)
    before = everything()
    for stale in (Payment.objects.get(), to_be_paid(view.payment.id)):
        with pytest.raises(AlreadyPaid):
            act(actions.pay, stale, "ok", actor=ME)
    with pytest.raises(AlreadyPaid):
        act(actions.pay, to_be_paid(view.payment.id), "slow", actor=ME)
    assert everything() == before


def to_be_paid(payment: str) -> Payment:
    """A payment as somebody read it before it was paid."""
    row = Payment.objects.get(pk=payment)
    row.state, row.captured_at = "created", None
    return row


def test_a_payment_closes_when_none_of_its_orders_wants_it() -> None:
    view = to_pay(9900, 100)
    first, second = subjects(view)
    assert act(actions.close_for, [first], actor="system:clock", purpose=PURPOSE) == []
    assert show(view_of(Payment.objects.get()), "en")["amount"] == {"amount": "1.00", "currency": "USD"}
    assert act(actions.close_for, [first, second], actor="system:clock", purpose=PURPOSE) == [view.payment.id]
    assert act(actions.close_for, [first, second], actor="system:clock", purpose=PURPOSE) == []
    assert Payment.objects.get().state == "closed"
    before = everything()
    for stale in (Payment.objects.get(), to_be_paid(view.payment.id)):
        with pytest.raises(PaymentClosed):
            act(actions.pay, stale, "ok", actor=ME)
    assert everything() == before
    assert sound()


def test_many_payments_close_together_and_paid_ones_stay() -> None:
    views = [to_pay(100) for _ in range(3)]
    done = paid(100)
    orders = [subjects(view)[0] for view in [*views, done]]
    closed = act(actions.close_for, orders, actor="system:clock", purpose=PURPOSE)
    assert sorted(closed) == sorted(view.payment.id for view in views)
    assert Payment.objects.get(pk=done.payment.id).state == "captured"
    assert act(actions.close_for, [], actor="system:clock") == []
    assert sound()


def test_only_the_orders_that_are_still_wanted_are_paid() -> None:
    view = to_pay(9900, 100)
    first, second = subjects(view)
    act(actions.close_for, [first], actor="system:clock", purpose=PURPOSE)
    act(actions.pay, Payment.objects.get(), "ok", actor=ME)
    assert {part.subject: part.captured_minor for part in Part.objects.all()} == {first: 0, second: 100}
    assert balance(Account("sandbox", "provider.clearing"), "USD") == usd(-100)
    assert Refund.objects.count() == 0
    assert sound()


def test_less_can_be_due_than_was_asked_for() -> None:
    view = to_pay(9900)
    (order,) = subjects(view)
    act(actions.reduce, order, usd(400), purpose=PURPOSE)
    for wrong in (usd(9500), usd(0), usd(-1)):
        with pytest.raises(ValueError, match="cannot be taken off"):
            act(actions.reduce, order, wrong, purpose=PURPOSE)
    act(actions.pay, Payment.objects.get(), "ok", actor=ME)
    assert pending(order, "USD") == usd(9500)
    with pytest.raises(AlreadyPaid):
        act(actions.reduce, order, usd(1), purpose=PURPOSE)
    with pytest.raises(PaymentClosed):
        act(actions.reduce, new_id("ord"), usd(1), purpose=PURPOSE)
    assert sound()


def test_money_that_comes_for_a_closed_order_goes_back_in_the_same_transaction() -> None:
    tried = act(actions.pay, to_pay(9900).payment, "slow", actor=ME)
    (order,) = subjects(tried)
    act(actions.close_for, [order], actor="system:clock", purpose=PURPOSE)
    trial.close(order)
    act(actions.take_notice, "sandbox", tried.attempt.provider_ref, "captured")
    part = Part.objects.get()
    assert (part.due_minor, part.captured_minor, part.refunded_minor) == (0, 9900, 9900)
    assert Payment.objects.get().state == "captured"
    refund = Refund.objects.get()
    assert (refund.amount_minor, refund.cause) == (9900, "payments.not_taken")
    story = order_story(order)
    assert [one.cause for one in story.movements] == ["payments.captured", "payments.refunded"]
    assert (story.sources, story.uses, story.balanced) == ({"paid": usd(9900)}, {"refunded": usd(9900)}, True)
    assert sound()


def test_an_order_that_refuses_its_money_gets_it_back_to_the_buyer_and_the_others_keep_theirs() -> None:
    view = to_pay(9900, 100)
    first, second = subjects(view)
    trial.close(first)
    answer = act(actions.pay, view.payment, "ok", actor=ME)
    assert {part.subject: (part.captured_minor, part.refunded_minor) for part in answer.parts} == {first: (9900, 9900), second: (100, 0)}
    assert (pending(first, "USD"), pending(second, "USD")) == (usd(0), usd(100))
    assert trial.went[-1] == (first, usd(9900), "payments.not_taken")
    assert sound()


def test_more_than_is_due_by_now_goes_back() -> None:
    tried = act(actions.pay, to_pay(9900).payment, "slow", actor=ME)
    (order,) = subjects(tried)
    act(actions.reduce, order, usd(900), purpose=PURPOSE)
    act(actions.take_notice, "sandbox", tried.attempt.provider_ref, "captured")
    assert trial.came[-1] == (order, usd(9000))
    assert pending(order, "USD") == usd(9000)
    assert Refund.objects.get().amount_minor == 900
    assert sound()


def test_cash_is_booked_where_it_was_taken() -> None:
    order = new_id("ord")
    view = act(actions.collect_cash, BUYER, Due(order, SHOP, usd(9900), PURPOSE), market="US")
    assert (view.payment.state, view.payment.method, view.payment.provider) == ("captured", "cash_on_delivery", "cash")
    assert balance(Account("cash", "provider.clearing", order), "USD") == usd(-9900)
    assert pending(order, "USD") == usd(9900)
    act(actions.refund, order, usd(900), "orders.returned", key="r", purpose=PURPOSE)
    assert balance(Account("cash", "provider.clearing", order), "USD") == usd(-9000)
    assert sound()


@pytest.mark.parametrize("method", ["card_instalments", "pay_later", "cash_on_delivery", "cowries"])
def test_other_ways_to_pay_are_refused(method: str) -> None:
    before = everything()
    with pytest.raises(MethodNotOffered) as refused:
        act(actions.create, BUYER, method, [Due(new_id("ord"), SHOP, usd(1), PURPOSE)], market="US")
    assert (refused.value.status, refused.value.field) == (422, "method")
    assert refused.value.rule == ("payments.methods.offered" if method == "cowries" else None)
    assert everything() == before


@pytest.mark.parametrize(
    "due",
    [
        [],
        [Due(new_id("ord"), SHOP, usd(0), PURPOSE)],
        [Due(new_id("ord"), SHOP, usd(-1), PURPOSE)],
        [Due(new_id("ord"), SHOP, usd(1), PURPOSE), Due(new_id("ord"), SHOP, Money(1, "CNY"), PURPOSE)],
        [Due(new_id("ord"), SHOP, usd(1), "nothing")],
    ],
    ids=["nothing", "zero", "negative", "mixed", "purpose"],
)
def test_a_payment_of_nothing_is_a_mistake(due: list[Due]) -> None:
    before = everything()
    with pytest.raises(ValueError):
        act(actions.create, BUYER, "online", due, market="US")
    assert everything() == before


def test_without_a_provider_nothing_can_be_paid(settings: object) -> None:
    view = to_pay(9900)
    settings.PAYMENT_PROVIDER = ""
    before = everything()
    with pytest.raises(NoProvider):
        to_pay(1)
    with pytest.raises(NoProvider):
        act(actions.pay, view.payment, "ok", actor=ME)
    assert everything() == before


def test_payments_are_found_by_what_they_are_for() -> None:
    view, alone = paid(9900, 100), to_pay(5)
    first, second = subjects(view)
    found = views_for([first, second, *subjects(alone), new_id("ord")], PURPOSE)
    assert found.keys() == {first, second, *subjects(alone)}
    assert found[first] is found[second]
    assert [part.subject for part in found[first].parts] == [first, second]
    assert (found[first].attempt.state, found[subjects(alone)[0]].attempt) == ("captured", None)
