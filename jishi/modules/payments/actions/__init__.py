"""The only writers of payments, and the two doors through which those above learn, in the same transaction, that money moved."""

from jishi.modules.payments.actions.close_for import close_for
from jishi.modules.payments.actions.collect_cash import collect_cash
from jishi.modules.payments.actions.create import Due, create
from jishi.modules.payments.actions.doors import Paid, Returned, on_captured, on_refunded
from jishi.modules.payments.actions.pay import pay
from jishi.modules.payments.actions.reduce import reduce
from jishi.modules.payments.actions.refund import refund
from jishi.modules.payments.actions.take_notice import take_notice
from jishi.modules.payments.models import Payment, Refund
from jishi.modules.payments.queries.view import View

__all__ = [
    "Due",
    "Paid",
    "Payment",
    "Refund",
    "Returned",
    "View",
    "close_for",
    "collect_cash",
    "create",
    "on_captured",
    "on_refunded",
    "pay",
    "reduce",
    "refund",
    "take_notice",
]
