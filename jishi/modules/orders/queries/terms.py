"""What a shop gives its buyers beyond the rules."""

from typing import Any

from jishi.kernel import clock
from jishi.modules.orders import law
from jishi.modules.orders.models import Terms


def terms_view(shop: str, market: str) -> dict[str, Any]:
    """A shop's terms, and what the rules of its market offer today."""
    offered = law.free_extensions(clock.now(), market)
    held = Terms.objects.filter(pk=shop).first()
    return {
        "free_extension_hours": held.free_extension_hours if held else None,
        "offered": list(offered.value or ()),
        "rule": offered.rule,
        "rule_key": offered.key,
    }
