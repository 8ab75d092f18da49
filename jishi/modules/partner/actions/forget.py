"""The log of deliveries is not kept for good."""

from jishi.kernel import clock, rows
from jishi.modules.partner import law
from jishi.modules.partner.models import Webhook

PIECE = 500


def forget() -> int:
    """Remove deliveries, with their attempts, that ended longer ago than rule partner.webhooks.log_kept_for says; up to 500, how many."""
    now, count = clock.real(), 0
    for market in Webhook.objects.order_by("market").values_list("market", flat=True).distinct():
        kept = law.log_kept_for(market)
        if not kept.applies:
            continue
        before = rows.db_time(now - (kept.after(now) - now))
        text = """
            SELECT d.id FROM partner_delivery d JOIN partner_webhook w ON w.id = d.webhook_id
            WHERE w.market = %s AND d.state <> 'waiting' AND d.next_at < %s ORDER BY d.id LIMIT %s"""
        among, keys = rows.among([row[0] for row in rows.sql(text, [market, before, PIECE])])
        rows.change(f"DELETE FROM partner_attempt WHERE delivery_id {among}", keys)
        count += rows.change(f"DELETE FROM partner_delivery WHERE id {among}", keys)
    return count
