"""The shop says what more it gives its buyers than the rules do."""

from jishi.kernel import clock, rows
from jishi.kernel.models import Audit
from jishi.modules.orders import law
from jishi.modules.orders.errors import ExtensionNotOffered
from jishi.modules.orders.models import Terms


def change_terms(shop: str, market: str, hours: int | None, *, actor: str) -> Terms:
    """Lengthen the free cancellation time of orders paid from now on by so many hours; None for no longer than the rule's.

    Raises ExtensionNotOffered for hours that the rule orders.cancellation.free_extension_hours does not offer here.
    """
    now = clock.now()
    offered = law.free_extensions(now, market)
    if hours is not None and not offered.holds(hours):
        raise ExtensionNotOffered(field="free_extension_hours", rule=offered.rule, market=market)
    text = """
        INSERT INTO orders_terms (shop, free_extension_hours, changed_at) VALUES (%s, %s, %s)
        ON CONFLICT (shop) DO UPDATE SET free_extension_hours = excluded.free_extension_hours, changed_at = excluded.changed_at"""
    rows.change(text, [shop, hours, rows.db_time(now)])
    rows.add(Audit(actor=actor, act="orders.change_terms", subject=shop, at=now, data={"free_extension_hours": hours}))
    return Terms(shop=shop, free_extension_hours=hours, changed_at=now)
