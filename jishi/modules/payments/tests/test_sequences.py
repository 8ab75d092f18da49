"""Whatever is done to a payment in whatever order: the ledger balances, and never more goes back than came."""

from itertools import count

import pytest
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jishi.kernel import fsck
from jishi.kernel.errors import Refused
from jishi.kernel.runner import act
from jishi.modules.ledger.queries import order_story
from jishi.modules.payments import actions
from jishi.modules.payments.models import Attempt, Part, Payment
from jishi.modules.payments.tests import trial
from jishi.modules.payments.tests.trial import BUYER, PURPOSE, to_pay, usd

KEYS = count()
AMOUNTS = (9900, 101, 5)
which = st.integers(0, 2)
STEPS = st.one_of(
    st.tuples(st.just("pay"), st.sampled_from(["ok", "declined", "slow"])),
    st.tuples(st.just("notice"), st.integers(0, 3), st.sampled_from(["captured", "declined"])),
    st.tuples(st.just("refund"), which, st.sampled_from([1, 5, 100, 101, 9000, 9900])),
    st.tuples(st.just("close"), which, st.just("")),
    st.tuples(st.just("reduce"), which, st.sampled_from([1, 4, 100, 5000])),
    st.tuples(st.just("replay"), which, st.just("")),
)


class Play:
    """One payment of three orders, and what is done to it."""

    def __init__(self) -> None:
        view = to_pay(*AMOUNTS)
        self.payment = view.payment.id
        self.orders = [part.subject for part in view.parts]
        self.refunds: list[tuple[str, int, str]] = []

    def pay(self, card: str, _: object = None) -> None:
        act(actions.pay, Payment.objects.get(pk=self.payment), card, actor=f"person:{BUYER}")

    def notice(self, nth: int, event: str) -> None:
        refs = list(Attempt.objects.filter(payment=self.payment).order_by("id").values_list("provider_ref", flat=True))
        if refs:
            act(actions.take_notice, "sandbox", refs[nth % len(refs)], event)

    def refund(self, nth: int, minor: int) -> None:
        asked = (self.orders[nth], minor, f"sequence:{next(KEYS)}")
        act(actions.refund, asked[0], usd(minor), "orders.cancelled", key=asked[2], purpose=PURPOSE)
        self.refunds.append(asked)

    def replay(self, nth: int, _: object) -> None:
        if self.refunds:
            order, minor, key = self.refunds[nth % len(self.refunds)]
            act(actions.refund, order, usd(minor), "orders.cancelled", key=key, purpose=PURPOSE)

    def close(self, nth: int, _: object) -> None:
        trial.close(self.orders[nth])
        act(actions.close_for, [self.orders[nth]], actor="system:clock", purpose=PURPOSE)

    def reduce(self, nth: int, minor: int) -> None:
        act(actions.reduce, self.orders[nth], usd(minor), purpose=PURPOSE)


@pytest.mark.django_db
@pytest.mark.covers("FIN-01")
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, max_size=14))
def test_any_sequence_keeps_the_ledger_balanced(steps: list[tuple[str, object, object]]) -> None:
    play = Play()
    for verb, *given_ in steps:
        before = trial.everything()
        try:
            getattr(play, verb)(*given_)
        except (Refused, ValueError):
            assert trial.everything() == before
    parts = Part.objects.filter(payment=play.payment)
    assert not parts.filter(refunded_minor__gt=F("captured_minor")).exists()
    for part in parts:
        story = order_story(part.subject)
        assert story.balanced
        assert story.sources.get("paid", usd(0)) == usd(part.captured_minor)
        assert story.uses.get("refunded", usd(0)) == usd(part.refunded_minor)
        assert story.uses.get("pending", usd(0)) == usd(part.captured_minor - part.refunded_minor)
        assert sum(1 for order, _ in trial.came if order == part.subject) <= 1
    assert [one for one in fsck.run() if one.table.startswith(("payments_", "ledger_"))] == []
