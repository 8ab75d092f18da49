"""Two doors that open upwards: whoever asked for money is told when it came, and when it went back, in that transaction."""

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from jishi.kernel.money import Money
from jishi.modules.payments.models import Payment


class Paid(NamedTuple):
    """Money that came for a subject: as much as was due."""

    subject: str
    amount: Money


class Returned(NamedTuple):
    """Money that went back of a subject, and why (module.what)."""

    subject: str
    amount: Money
    cause: str


Captured = Callable[[Payment, Sequence[Paid]], Collection[str]]
Refunded = Callable[[Payment, Returned], None]
CAPTURED: dict[str, Captured] = {}
REFUNDED: dict[str, Refunded] = {}


def on_captured(purpose: str) -> Callable[[Captured], Captured]:
    """Register who hears of money that came for a purpose. Raises ValueError when somebody does already.

    The handler gets the payment and what came for each subject, takes it, and returns the subjects that can no longer take it:
    their money goes back at once. It runs before the payment's own state is moved, so that those who close orders and those who
    pay them lock the two in one order.
    """

    def register(handler: Captured) -> Captured:
        _only(CAPTURED, purpose)
        CAPTURED[purpose] = handler
        return handler

    return register


def on_refunded(purpose: str) -> Callable[[Refunded], Refunded]:
    """Register who hears of money that went back, for whatever cause; nobody need. Raises ValueError when somebody does already."""

    def register(handler: Refunded) -> Refunded:
        _only(REFUNDED, purpose)
        REFUNDED[purpose] = handler
        return handler

    return register


def _only(door: dict[str, Captured] | dict[str, Refunded], purpose: str) -> None:
    if purpose in door:
        raise ValueError(f"two want to hear of money for {purpose}")
