"""The platform cancels an order that is not shipped: an operator's act, kept as a decision that the buyer and the shop can read."""

from jishi.kernel import clock
from jishi.lawbook.decisions import Fact, Word, decide
from jishi.modules.orders import law
from jishi.modules.orders.actions.cancel import cancel
from jishi.modules.orders.actions.hold import hold
from jishi.modules.orders.actions.letters import PLATFORM
from jishi.modules.orders.models import Order


def cancel_for_platform(order: Order, *, actor: str, reason: str) -> Order:
    """End the order and refund what was paid; rule orders.cancellation.causes. Raises WrongState once it is collected."""
    hold(order)
    now = clock.now()
    decision = decide(
        subject=order.pk,
        verb="orders.cancel",
        outcome="orders.decision.platform",
        market=order.market,
        person=order.person,
        shop=order.shop,
        rulings=[law.causes(order, now)],
        facts=[
            Fact("orders.fact.placed", order.placed_at, order.placed_at),
            Fact("orders.fact.state", Word(f"orders.state.{order.state}"), now),
        ],
    )
    return cancel(order, PLATFORM, actor=actor, reason=reason, decision=decision.pk)
