"""The platform cancels an order that is not shipped: an operator's act, kept as a decision that the buyer and the shop can read."""

from jishi.kernel import clock
from jishi.lawbook.decisions import Fact, Word, decide
from jishi.modules.orders import law
from jishi.modules.orders.actions.cancel import cancel
from jishi.modules.orders.actions.hold import hold
from jishi.modules.orders.actions.letters import PLATFORM
from jishi.modules.orders.models import Order


def decided(order: Order, cause: str) -> str:
    """Keep why an order ends for a cause that is neither side's doing; the decision's id. Rule orders.cancellation.causes."""
    now = clock.now()
    return decide(
        subject=order.pk,
        verb="orders.cancel",
        outcome=f"orders.decision.{cause}",
        market=order.market,
        person=order.person,
        shop=order.shop,
        rulings=[law.causes(order, now)],
        facts=[
            Fact("orders.fact.placed", order.placed_at, order.placed_at),
            Fact("orders.fact.state", Word(f"orders.state.{order.state}"), now),
        ],
    ).pk


def cancel_for_platform(order: Order, *, actor: str, reason: str) -> Order:
    """End the order and refund what was paid. Raises WrongState once it is collected."""
    hold(order)
    return cancel(order, PLATFORM, actor=actor, reason=reason, decision=decided(order, PLATFORM))
