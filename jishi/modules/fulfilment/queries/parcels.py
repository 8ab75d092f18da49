"""A parcel, and the parcels of an order, as their readers see them."""

from typing import Any

from jishi.kernel import words
from jishi.modules.fulfilment.actions.print import Printed
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
        "printed_at": package.printed_at,
    }


def packages_of(order: str, lang: str) -> list[dict[str, Any]]:
    """The parcels of an order, first packed first."""
    return [package_view(one, lang) for one in Package.objects.filter(order=order).order_by("packed_at", "id")]


def printed_view(printed: Printed, lang: str) -> dict[str, Any]:
    """What became of a wish to print."""
    sheet = printed.sheet
    return {
        "sheet_id": sheet.pk if sheet else None,
        "document": f"/api/v1/sheets/{sheet.pk}" if sheet else None,
        "done": printed.done,
        "refused": [
            {"order_id": order, "code": error.code, "detail": words.say(error.code, lang, **error.params), "why": why}
            for order, error, why in printed.refused
        ],
    }
