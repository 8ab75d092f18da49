"""Money that comes in or goes back, as postings: it waits in `order.pending`, and nothing leaves there without a cause."""

from jishi.kernel.money import Money
from jishi.modules.ledger import actions as ledger
from jishi.modules.ledger.actions import Account
from jishi.modules.payments.models import Attempt, Part, Payment, Refund


def captured(payment: Payment, attempt: Attempt, part: Part, amount: Money) -> None:
    """A provider holds money for an order."""
    entries = [
        (Account(attempt.provider, "provider.clearing", part.subject), -amount),
        (Account(part.shop, "order.pending", part.subject), amount),
    ]
    key = f"payments.captured:{attempt.id}:{part.id}"
    ledger.post(key, "payments.captured", part.subject, entries, market=payment.market, shop=part.shop)


def refunded(refund: Refund, *, subject: str, shop: str, market: str, amount: Money) -> None:
    """Money goes back: of what is pending on the order; what is missing there the platform advances, and never waits for it."""
    there = min(ledger.hold_pending(subject, amount.currency), amount)
    entries = [(Account(shop, "order.pending", subject), -there)] if there else []
    if amount > there:
        entries.append((Account("platform", "platform.receivable", subject), there - amount))
    entries.append((Account(refund.provider, "provider.clearing", subject), amount))
    ledger.post(f"payments.refunded:{refund.id}", "payments.refunded", subject, entries, market=market, shop=shop, at=refund.at)
