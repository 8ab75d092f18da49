"""Hold: what is pending on an order stays as it is for the rest of the transaction."""

from jishi.kernel import rows
from jishi.kernel.money import Money
from jishi.modules.ledger.models import PENDING, Entry


def hold_pending(order: str, currency: str) -> Money:
    """What is pending on an order and has not been returned, settled or otherwise used; nobody else takes of it meanwhile.

    Whoever takes money out of `order.pending` asks this first, in the same action. SQLite has one writer anyway; on PostgreSQL
    a lock named by the order lasts until the commit.
    """
    if rows.pending(Entry):
        rows.flush()
    if rows.vendor() == "postgresql":
        rows.sql("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [order])
    text = "SELECT COALESCE(SUM(minor), 0) FROM ledger_entry WHERE subject = %s AND kind = %s AND currency = %s"
    return Money(int(rows.sql(text, [order, PENDING, currency])[0][0]), currency)
