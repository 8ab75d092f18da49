"""Import: a piece of a file of completed orders from elsewhere becomes rows, once, whatever is killed and run again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jishi.kernel import events, ids, jobs, rows
from jishi.kernel.models import Job
from jishi.kernel.money import Money
from jishi.modules.identity import actions as people
from jishi.modules.ledger import actions as ledger
from jishi.modules.ledger.actions import Account, Draft
from jishi.modules.orders.events import OrdersImported
from jishi.modules.orders.models import Mark, Order, OrderLine

CAUSE = "orders.imported"
ORDER = (
    *("id", "number", "shop", "market", "currency", "contact", "state", "method", "address_changes", "note", "shop_note"),
    *("goods_minor", "total_minor", "paid_minor", "refunded_minor", "placed_at", "paid_at", "completed_at"),
    *("cause", "initiator", "cancel_reason", "import_key"),
)
LINE = (
    *("id", "order", "n", "product", "sku", "title", "sku_name", "picture"),
    *("quantity", "cancelled", "shipped", "price_minor", "total_minor"),
)
MARK = ("id", "order", "shop", "mark", "scored", "at")


@dataclass(frozen=True, slots=True)
class Row:
    """A good row of the file: who bought how many items for how much, when; `n` is its line number, from 1."""

    n: int
    customer: str
    at: datetime
    items: int
    minor: int


@dataclass(frozen=True)
class Target:
    """Where rows go: the shop, and the product that stands for whatever was bought."""

    shop: str
    market: str
    currency: str
    product: str
    sku: str
    title: str


def import_rows(job: Job, file: str, target: Target, piece: Sequence[Row], done: int) -> int:
    """Take over a piece (up to some hundred rows) of the file with this SHA-256; how many orders are new.

    A row's key is (file, row number): a row that is there already is passed over. The job stands at `done` in the same commit.
    """
    keys = {f"{file}:{row.n}": row for row in piece}
    among, wanted = rows.among(keys)
    held = {row[0] for row in rows.sql(f"SELECT import_key FROM orders_order WHERE import_key {among}", wanted)}
    fresh = [(key, row) for key, row in keys.items() if key not in held]
    contacts = people.add_contacts(target.shop, [row.customer for _, row in fresh])
    orders, lines, marks, drafts = [], [], [], []
    for key, row in fresh:
        order = ids.new_id("ord")
        who = (order, ids.new_number(), target.shop, target.market, target.currency, contacts[row.customer])
        amounts = (row.minor, row.minor, row.minor, 0, row.at, row.at, row.at)
        orders.append((*who, "completed", "online", 0, "", "", *amounts, "", "", "", key))
        price = row.minor // row.items
        lines.append((ids.new_id("orl"), order, 1, target.product, target.sku, target.title, "", "", row.items, 0, 0, price, row.minor))
        if row.minor:
            amount = Money(row.minor, target.currency)
            paid, kept = Account("external", "provider.clearing", order), Account(target.shop, "shop.external", order)
            drafts.append(Draft(f"import:{order}", CAUSE, order, [(paid, -amount), (kept, amount)], target.market, row.at, target.shop))
        else:
            marks.append((ids.new_id("mrk"), order, target.shop, "gift", False, row.at))
    rows.many(Order, ORDER, orders)
    rows.many(OrderLine, LINE, lines)
    rows.many(Mark, MARK, marks)
    ledger.post_many(drafts)
    if fresh:
        total = Money(sum(row.minor for _, row in fresh), target.currency)
        events.emit(OrdersImported(target.shop, target.market, len(fresh), total))
    jobs.progress(job, done)
    return len(fresh)
