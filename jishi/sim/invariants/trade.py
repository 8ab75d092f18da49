"""What must hold of orders, their money, stock and clocks, and of what is told of them."""

from collections import Counter
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from jishi.kernel import events, rows, stored
from jishi.kernel.models import Post
from jishi.sim.broken import Broken, none
from jishi.sim.witness import NAME

if TYPE_CHECKING:
    from jishi.sim.world import World

_HOLDING = "('unpaid', 'on_hold', 'to_process', 'awaiting_collection')"
_RUNNING = "('open', 'paused')"
_EVER = "('open', 'paused', 'lapsed')"
_CLOCKS = (
    f"(o.state = 'unpaid' AND d.kind = 'orders.unpaid' AND d.state IN {_RUNNING})",
    f"(o.state = 'on_hold' AND d.kind = 'orders.release' AND d.state IN {_RUNNING})",
    f"(o.state = 'to_process' AND d.kind IN ('orders.pack_by', 'orders.hand_over_by', 'orders.not_ready') AND d.state IN {_EVER})",
    f"(o.state = 'awaiting_collection' AND d.kind IN ('orders.hand_over_by', 'orders.not_collected') AND d.state IN {_EVER})",
)
"""Which clock an order must have in which state; a limit that has passed may leave an order as it is, by the rules of its market."""
_HELD = """
SELECT provider, currency, SUM(minor) FROM (
    SELECT a.provider, p.currency, c.value AS minor
    FROM payments_attempt a JOIN payments_payment p ON p.id = a.payment, json_each(a.covers) c WHERE a.state = 'captured'
    UNION ALL SELECT r.provider, p.currency, -r.amount_minor FROM payments_refund r JOIN payments_payment p ON p.id = r.payment
    UNION ALL SELECT owner, currency, minor FROM ledger_entry WHERE kind = 'provider.clearing'
) GROUP BY provider, currency HAVING SUM(minor) <> 0"""
_ONCE = "machine IN ('order', 'package', 'cancellation')"
LOOK_BACK = 200


def ledger(world: "World") -> None:
    """Every posting and currency balances; each order's pending money is what came less what went back, and so are the providers'."""
    none(
        "ledger",
        "a posting does not balance",
        "SELECT posting, currency, SUM(minor) FROM ledger_entry GROUP BY posting, currency HAVING SUM(minor) <> 0",
    )
    none(
        "ledger",
        "an order's pending money is not what was paid less what went back",
        """SELECT o.id, o.state, o.paid_minor, o.refunded_minor, e.minor FROM orders_order o LEFT JOIN (
            SELECT subject, SUM(minor) AS minor FROM ledger_entry WHERE kind = 'order.pending' GROUP BY subject) e ON e.subject = o.id
        WHERE COALESCE(e.minor, 0) <> o.paid_minor - o.refunded_minor""",
    )
    none(
        "ledger",
        "a cancelled order keeps money",
        "SELECT id, paid_minor, refunded_minor FROM orders_order WHERE state = 'cancelled' AND paid_minor <> refunded_minor",
    )
    none("ledger", "what a provider holds (captured less refunded) and what the ledger says, together, are not nothing", _HELD)


def stock(world: "World") -> None:
    """Reserved is what open orders wait for; on hand is what there was and came, less what carriers took."""
    waiting: Counter[str] = Counter()
    for sku, pieces in rows.sql(
        f"""SELECT n.sku, SUM(n.quantity - n.cancelled - n.shipped) FROM orders_order o
        JOIN orders_orderline n ON n."order" = o.id WHERE o.state IN {_HOLDING} GROUP BY n.sku"""
    ):
        waiting[sku] = pieces
    for content, sku, pieces in rows.sql(
        """SELECT c.id, n.sku, c.quantity FROM fulfilment_content c JOIN fulfilment_package p ON p.id = c.package
        JOIN orders_orderline n ON n.id = c.line WHERE p.collected_at IS NOT NULL"""
    ):
        if content not in world.book.collected:
            world.book.collected.add(content)
            world.book.shelf[sku] -= pieces
    for sku, on_hand, reserved in rows.sql("SELECT sku_id, on_hand, reserved FROM catalog_stocklevel WHERE selling"):
        if reserved != waiting[sku]:
            raise Broken("stock", f"{sku}: {reserved} are reserved, open orders wait for {waiting[sku]}")
        if on_hand != world.book.shelf[sku]:
            raise Broken("stock", f"{sku}: {on_hand} are on hand, there must be {world.book.shelf[sku]}")


def parcels(world: "World") -> None:
    """Of a packed order each piece that is to be sent is in one parcel, and one that all carriers have does not wait for one."""
    none(
        "parcels",
        "a piece that is to be sent is in no parcel, or one that a carrier has is in none of its parcels",
        """SELECT l.id, o.state, l.quantity, l.cancelled, l.shipped FROM orders_orderline l JOIN orders_order o ON o.id = l."order"
        LEFT JOIN (SELECT c.line, SUM(CASE WHEN p.state = 'packed' THEN c.quantity ELSE 0 END) AS here,
            SUM(CASE WHEN p.collected_at IS NOT NULL THEN c.quantity ELSE 0 END) AS gone
            FROM fulfilment_content c JOIN fulfilment_package p ON p.id = c.package GROUP BY c.line) s ON s.line = l.id
        WHERE (o.state = 'awaiting_collection' AND COALESCE(s.here, 0) < l.quantity - l.cancelled - l.shipped)
            OR COALESCE(s.gone, 0) < l.shipped OR COALESCE(s.here, 0) + COALESCE(s.gone, 0) > l.quantity""",
    )
    none(
        "parcels",
        "a parcel holds orders of two buyers",
        """SELECT c.package FROM fulfilment_content c JOIN orders_order o ON o.id = c."order"
        GROUP BY c.package HAVING COUNT(DISTINCT o.person) > 1""",
    )


def clocks(world: "World") -> None:
    """No open order or request lacks its deadline, and an ended order has none that runs."""
    none(
        "clocks",
        "an open order lacks its deadline",
        f"""SELECT o.id, o.state FROM orders_order o WHERE o.state IN {_HOLDING} AND NOT EXISTS (
            SELECT 1 FROM kernel_deadline d WHERE d.subject = o.id AND ({" OR ".join(_CLOCKS)}))""",
    )
    none(
        "clocks",
        "an order that arrived has no window",
        f"""SELECT o.id FROM orders_order o WHERE o.state = 'delivered' AND NOT EXISTS (
            SELECT 1 FROM kernel_deadline d WHERE d.subject = o.id AND d.kind = 'orders.completion' AND d.state IN {_RUNNING})""",
    )
    none(
        "clocks",
        "a request waits for an answer for ever",
        f"""SELECT c.id, c."order" FROM orders_cancellation c WHERE c.state = 'open' AND NOT EXISTS (
            SELECT 1 FROM kernel_deadline d WHERE d.subject = c."order" AND d.kind = 'orders.cancellation' AND d.state IN {_RUNNING})""",
    )
    none(
        "clocks",
        "an order has ended and its clock runs",
        f"""SELECT o.id, o.state, d.kind FROM orders_order o JOIN kernel_deadline d ON d.subject = o.id
        WHERE o.state IN ('cancelled', 'completed') AND d.state IN {_RUNNING} AND d.kind LIKE 'orders.%%'""",
    )


def outcomes(world: "World") -> None:
    """Each deadline closes once, stays so, and never lapses early; nothing due was set aside; what it did, it did once."""
    book = world.book
    since = stored.from_db_time(book.looked) if book.looked else world.now
    text = "SELECT id, kind, subject, state, due, closed_at, late_ms FROM kernel_deadline WHERE closed_at >= %s"
    for row, kind, subject, state, due, closed, late in rows.sql(text, [rows.db_time(since)]):
        before = book.closed.setdefault(row, state)
        if before != state:
            raise Broken("outcomes", f"{kind} of {subject} was {before} and is {state}")
        due_at, closed_at = _time(due), _time(closed)
        if closed_at > world.now:
            raise Broken("outcomes", f"{kind} of {subject} closes at {closed_at}, it is {world.now}")
        if state == "lapsed" and (closed_at < due_at or late is None or abs(late - (closed_at - due_at).total_seconds() * 1000) > 1):
            raise Broken("outcomes", f"{kind} of {subject} was due at {due_at} and lapsed at {closed_at}, {late} ms late")
    book.looked = world.now.isoformat()
    none("outcomes", "a deadline was set aside", "SELECT kind, subject, error FROM kernel_deadline WHERE set_aside_at IS NOT NULL")
    none(
        "outcomes",
        "a deadline decided twice",
        """SELECT deadline, outcome, COUNT(*) FROM lawbook_decision WHERE deadline IS NOT NULL
        GROUP BY deadline, outcome HAVING COUNT(*) > 1""",
    )
    none(
        "outcomes",
        "a step that can be taken once was taken again",
        f"""SELECT h.machine, h.subject, h.verb FROM kernel_history h JOIN kernel_history b
        ON b.subject = h.subject AND b.machine = h.machine AND b.verb = h.verb AND b.id < h.id WHERE h.id > %s AND h.{_ONCE}""",
        [book.step],
    )
    book.step = rows.sql("SELECT COALESCE(MAX(id), 0) FROM kernel_history")[0][0]


def _time(value: Any) -> datetime:
    found = stored.from_db_time(value)
    assert found is not None
    return found


def outbox(world: "World") -> None:
    """Nobody heard anything twice or out of order, and nothing was set aside."""
    heard = world.witness.heard[-LOOK_BACK:]
    if any(later <= earlier for earlier, later in pairwise(heard)):
        raise Broken("outbox", f"heard twice or out of order: {heard}")
    none("outbox", "an event was set aside", "SELECT listener, seq, error FROM kernel_eventsetaside")


def placings(world: "World") -> None:
    """Every order that a buyer was told of is there, and no more than were asked for."""
    held = {row[0] for row in rows.sql("SELECT id FROM orders_order")}
    lost = world.book.placed.keys() - held
    if lost:
        raise Broken("acknowledged", f"orders that were acknowledged are not there: {sorted(lost)[:5]}")
    more = len(held) - len(world.book.placed)
    if more > world.book.unheard:
        raise Broken("idempotency", f"{more} orders that nobody was told of, at most {world.book.unheard} were left unheard")


def steps(_: "World") -> None:
    """Once a day, over all of the history: what a tick looks at only since the last one."""
    none(
        "outcomes",
        "a step that can be taken once was taken twice",
        f"""SELECT machine, subject, verb, COUNT(*) FROM kernel_history WHERE {_ONCE}
        GROUP BY machine, subject, verb HAVING COUNT(*) > 1""",
    )


def told(world: "World") -> None:
    """Once a day: what lapsed was told, once each: as a notice, or by a message that waits to become one."""
    lapsed = Counter(
        {
            order: int(count)
            for order, count in rows.sql(
                "SELECT subject, COUNT(*) FROM kernel_deadline WHERE kind LIKE 'orders.reminder%%' AND state = 'lapsed' GROUP BY subject"
            )
        }
    )
    reminded = Counter(str(row[0]) for row in rows.sql("SELECT subject FROM notices_notice WHERE kind = 'orders.post.reminder'"))
    reminded.update(str(one.params["order"]) for one in rows.fetch(Post, "WHERE kind = 'orders.post.reminder' AND waits"))
    if lapsed != reminded:
        raise Broken("outcomes", f"reminders lapsed and reminders written differ: {dict(lapsed - reminded)} {dict(reminded - lapsed)}")


def caught_up(world: "World") -> None:
    """Once a day, when the worker is up: everybody has heard everything, and what follows from it has been done."""
    said = [row[0] for row in rows.sql("SELECT seq FROM kernel_event ORDER BY seq")]
    if world.witness.heard != said:
        raise Broken("outbox", f"{len(said)} facts, {len(world.witness.heard)} heard: {sorted(set(said) ^ set(world.witness.heard))[:10]}")
    for listener in events.LISTENERS.values():
        if listener.name != NAME:
            last = max((row[0] for row in rows.sql(*_last(listener.types))), default=None) or 0
            stands = max((row[0] for row in rows.sql("SELECT seq FROM kernel_cursor WHERE listener = %s", [listener.name])), default=0)
            if last > stands:
                raise Broken("outbox", f"{listener.name} stands at {stands}, its last fact is {last}")
    none(
        "outbox",
        "a cancelled order's parcel is not void",
        """SELECT p.id FROM fulfilment_package p JOIN fulfilment_content c ON c.package = p.id JOIN orders_order o ON o.id = c."order"
        WHERE o.state = 'cancelled' AND p.state = 'packed'""",
    )
    none(
        "parcels",
        "an order waits for a carrier who has all of it",
        """SELECT o.id FROM orders_order o WHERE o.state = 'awaiting_collection' AND NOT EXISTS (
            SELECT 1 FROM orders_orderline l WHERE l."order" = o.id AND l.quantity > l.cancelled + l.shipped)""",
    )
    none(
        "outcomes",
        "something is long due and open",
        "SELECT kind, due FROM kernel_deadline WHERE state = 'open' AND due < %s",
        [rows.db_time(world.now)],
    )


def _last(types: tuple[str, ...]) -> tuple[str, list[Any]]:
    return f"SELECT MAX(seq) FROM kernel_event WHERE type IN ({rows.marks(types)})", list(types)
