"""Whose turn it is to send: one worker at a time for a webhook, by a lease that outlives nobody long."""

from collections.abc import Collection
from datetime import timedelta

from jishi.kernel import clock, rows

LEASE = timedelta(seconds=60)
"""Longer than the longest attempt, and renewed with each: a worker that was killed is followed by another after this time."""


def take_turns(most: int, busy: Collection[str] = ()) -> list[str]:
    """Webhooks for which something is due and nobody sends, those that waited longest first; they are this worker's for a lease."""
    now = clock.real()
    among, keys = rows.among(busy) if busy else ("", [])
    lock = "FOR UPDATE SKIP LOCKED" if rows.vendor() == "postgresql" else ""
    text = f"""
        UPDATE partner_webhook SET leased_until = %s WHERE id IN (
            SELECT w.id FROM partner_webhook w WHERE w.state = 'on' AND (w.leased_until IS NULL OR w.leased_until <= %s)
            {"AND NOT w.id " + among if among else ""}
            AND EXISTS (SELECT 1 FROM partner_delivery d WHERE d.webhook_id = w.id AND d.state = 'waiting' AND d.next_at <= %s)
            ORDER BY w.leased_until IS NOT NULL, w.leased_until, w.id LIMIT %s {lock}
        ) RETURNING id"""
    found = rows.sql(text, [rows.db_time(now + LEASE), rows.db_time(now), *keys, rows.db_time(now), most])
    return [row[0] for row in found]


def end_turn(webhook: str) -> None:
    """Another may send for it from now on."""
    rows.change("UPDATE partner_webhook SET leased_until = %s WHERE id = %s", [rows.db_time(clock.real()), webhook])
