"""A parcel, and the parcels of an order, as their readers see them."""

from collections.abc import Mapping, Sequence
from typing import Any

from jishi.kernel import words
from jishi.modules.fulfilment.actions.parcels import contents, parcels_of
from jishi.modules.fulfilment.actions.print import Printed
from jishi.modules.fulfilment.models import Package
from jishi.modules.orders import queries as orders


def package_view(package: Package, lang: str) -> dict[str, Any]:
    """A parcel."""
    return package_views([package], lang)[0]


def package_views(packages: Sequence[Package], lang: str) -> list[dict[str, Any]]:
    """Parcels, each with what is in it."""
    inside = contents([one.pk for one in packages])
    of = {order for some in inside.values() for order in some}
    numbers, lines = orders.by_ids(of), orders.lines_of(of)

    def seen(held: Mapping[str, Mapping[str, int]]) -> list[dict[str, Any]]:
        flat = [(numbers[order], lines[line], n) for order, some in held.items() for line, n in some.items()]
        return [
            {
                "order_id": order.pk,
                "order_number": order.number,
                "line_id": line.pk,
                "title": line.title,
                "sku_name": line.sku_name,
                "quantity": n,
            }
            for order, line, n in sorted(flat, key=lambda one: (one[0].placed_at, one[0].pk, one[1].n))
        ]

    return [
        {
            "id": package.pk,
            "number": package.number,
            "contents": seen(inside[package.pk]),
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
        for package in packages
    ]


def packages_of(order: str, lang: str) -> list[dict[str, Any]]:
    """The parcels of an order, first packed first."""
    return package_views(parcels_of(order), lang)


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
