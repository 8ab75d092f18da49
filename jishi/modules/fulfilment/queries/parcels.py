"""A parcel, and the parcels of an order, as their readers see them."""

from typing import Any

from jishi.kernel import words
from jishi.modules.fulfilment.models import Package


def package_view(package: Package, lang: str) -> dict[str, Any]:
    """A parcel."""
    return {
        "id": package.pk,
        "number": package.number,
        "order_id": package.order,
        "carrier": package.carrier,
        "carrier_name": words.say(f"fulfilment.carrier.{package.carrier}", lang),
        "waybill": package.waybill,
        "state": package.state,
        "state_text": words.say(f"fulfilment.state.{package.state}", lang),
        "packed_at": package.packed_at,
        "collected_at": package.collected_at,
        "delivered_at": package.delivered_at,
    }


def packages_of(order: str, lang: str) -> list[dict[str, Any]]:
    """The parcels of an order, first packed first."""
    return [package_view(one, lang) for one in Package.objects.filter(order=order).order_by("packed_at", "id")]
