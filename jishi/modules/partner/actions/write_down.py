"""What happened is written down for every webhook that wants to know, in the listener's transaction."""

from collections.abc import Sequence
from datetime import datetime

from jishi.kernel import clock, ids, rows
from jishi.kernel.events import Heard
from jishi.modules.partner import law
from jishi.modules.partner.models import Delivery, Webhook
from jishi.modules.partner.queries.facts import fact_body, kind_of, shop_of
from jishi.modules.partner.states import DELIVERY, ON, WAITING


def write_down(heard: Sequence[Heard]) -> int:
    """One delivery for each fact and each webhook of its shop that was there, is on and asked for the kind; how many."""
    shops = {shop_of(one.fact) for one in heard}
    listening: dict[str, list[Webhook]] = {}
    among, keys = rows.among(shops)
    for webhook in rows.fetch(Webhook, f"WHERE state = '{ON}' AND shop {among}", keys):
        listening.setdefault(webhook.shop, []).append(webhook)
    now, count = clock.real(), 0
    for one in heard:
        kind = kind_of(one.fact)
        for webhook in listening.get(shop_of(one.fact), []):
            if kind in webhook.kinds and webhook.made_at <= one.at:
                rows.add(delivery_of(webhook, kind, one.seq, fact_body(kind, one.fact, one.at), one.at, now))
                count += 1
    return count


def delivery_of(webhook: Webhook, kind: str, seq: int | None, body: str, at: datetime, now: datetime) -> Delivery:
    """A delivery that is due at once; given up when the rule's time for trying again is over."""
    return rows.new(
        Delivery,
        id=ids.new_id("whd"),
        webhook_id=webhook.id,
        kind=kind,
        seq=seq,
        body=body,
        at=at,
        next_at=now,
        gives_up_at=gives_up_at(webhook, now),
    )


def gives_up_at(webhook: Webhook, now: datetime) -> datetime:
    """Until when it is tried; where no rule says how long, once."""
    ruling = law.retries_for(webhook.market)
    return ruling.after(now) if ruling.applies else now


def drop_waiting(webhook: Webhook, *, actor: str) -> int:
    """What still waits for a webhook that is told nothing any more fails; how many."""
    return len(DELIVERY.advance_all(Delivery.objects.filter(webhook=webhook, state=WAITING), "give_up", actor=actor, reason="off"))
