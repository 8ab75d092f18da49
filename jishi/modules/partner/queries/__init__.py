"""Reads of partner."""

from jishi.modules.partner.queries.facts import KINDS, fact_body, kind_of, shop_of
from jishi.modules.partner.queries.views import attempts_seen, deliveries_seen, delivery_seen, kinds_seen, webhook_seen, webhooks_seen

__all__ = [
    "KINDS",
    "attempts_seen",
    "deliveries_seen",
    "delivery_seen",
    "fact_body",
    "kind_of",
    "kinds_seen",
    "shop_of",
    "webhook_seen",
    "webhooks_seen",
]
