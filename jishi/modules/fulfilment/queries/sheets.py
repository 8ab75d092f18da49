"""What stands on a printed sheet, and the sheet as PDF."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from babel import Locale

from jishi import lawbook
from jishi.kernel import ids, paper, words
from jishi.modules.catalog import queries as catalog
from jishi.modules.fulfilment.actions.parcels import contents
from jishi.modules.fulfilment.models import Package, Sheet, Shelf
from jishi.modules.identity import queries as people
from jishi.modules.identity.queries import Recipient
from jishi.modules.orders import queries as orders
from jishi.modules.orders.queries import Piece
from jishi.modules.shops import queries as shops

LAYOUTS = Path(__file__).parent.parent / "words"
LARGE_FIRST = ("CN", "TW", "HK", "MO")
"""Countries that write an address from the large to the small."""
_LABEL = ("recipient", "sender", "order", "parcel", "contents", "pieces", "packed")
_PICK_LIST = ("pick_list", "orders", "pieces", "place", "sku", "thing", "order", "note", "contents")


def pdf(sheet: Sheet) -> bytes:
    """A sheet as it was printed, of what its parcels and orders are now; what is erased or gone meanwhile is left out."""
    filled = _labels(sheet) if sheet.kind == "labels" else _pick_list(sheet)
    return paper.pdf(LAYOUTS / f"{sheet.kind}.typ", filled, sheet.language)


def _labels(sheet: Sheet) -> dict[str, Any]:
    parcels = Package.objects.in_bulk(sheet.subjects)
    inside = contents(sheet.subjects)
    found = orders.by_ids({order for some in inside.values() for order in some})
    recipients = people.recipients_on_paper([order.address for order in found.values() if order.address])
    lines = orders.lines_of(found)
    codes = catalog.lying(list({line.sku for line in lines.values()}))
    shop = shops.shop(sheet.shop)
    assert shop is not None, f"the shop of {sheet.pk} is gone"
    zone = str(lawbook.zone(shop.market))
    pages = []
    for parcel in (parcels[one] for one in sheet.subjects if one in parcels):
        held = [found[order] for order in sorted(inside[parcel.pk]) if order in found]
        recipient = next((recipients[one.address] for one in held if one.address in recipients), None)
        if recipient is None:
            continue
        pieces = _by_sku(inside[parcel.pk], lines)
        pages.append(
            {
                "carrier": words.say(f"fulfilment.carrier.{parcel.carrier}", sheet.language),
                "waybill": parcel.waybill,
                "bars": paper.code128(parcel.waybill),
                "name": recipient.name,
                "phone": recipient.phone,
                "address": place_text(recipient, sheet.language),
                "order": " · ".join(ids.grouped(order.number) for order in held),
                "parcel": ids.grouped(parcel.number),
                "packed": words.moment(parcel.packed_at, sheet.language, zone),
                "count": sum(pieces.values()),
                "contents": [[codes[sku].code if sku in codes else "", count] for sku, count in pieces.items()],
            }
        )
    return {"shop": shops.named([shop.id], sheet.language)[shop.id], "pages": pages, "words": _words(_LABEL, sheet.language)}


def _by_sku(inside: Mapping[str, Mapping[str, int]], lines: Mapping[str, Any]) -> dict[str, int]:
    """What is in a parcel: SKU -> pieces, in the order of the lines."""
    found: dict[str, int] = {}
    held = {line: n for some in inside.values() for line, n in some.items() if line in lines}
    for line in sorted(held, key=lambda one: (lines[one].order, lines[one].n)):
        found[lines[line].sku] = found.get(lines[line].sku, 0) + held[line]
    return found


def place_text(recipient: Recipient, lang: str) -> str:
    """An address in the order in which its country writes it, as the web app shows it."""
    to = recipient
    if to.country in LARGE_FIRST:
        whole = f"{to.region}{'' if to.city == to.region else to.city}{to.district}"
        return " ".join(part for part in (whole, to.line, to.postcode) if part)
    country = Locale.parse(lang, sep="-").territories.get(to.country, to.country)
    return ", ".join(part for part in (to.line, to.district, to.city, to.region, to.postcode, country) if part)


def _pick_list(sheet: Sheet) -> dict[str, Any]:
    found = orders.by_ids(sheet.subjects)
    pieces = orders.still_here([one for one in sheet.subjects if one in found])
    wanted: dict[str, int] = defaultdict(int)
    called: dict[str, Piece] = {}
    for some in pieces.values():
        for piece in some:
            wanted[piece.sku] += piece.quantity
            called[piece.sku] = piece
    known = catalog.lying(list(wanted))
    places = dict(Shelf.objects.filter(pk__in=wanted).values_list("id", "place"))
    rows = [
        {
            "place": " · ".join(part for part in (known[sku].warehouse if sku in known else "", places.get(sku, "")) if part),
            "code": known[sku].code if sku in known else "",
            "title": called[sku].title,
            "name": called[sku].sku_name,
            "count": count,
        }
        for sku, count in wanted.items()
    ]
    shop = shops.shop(sheet.shop)
    assert shop is not None, f"the shop of {sheet.pk} is gone"
    return {
        "shop": shops.named([shop.id], sheet.language)[shop.id],
        "at": words.moment(sheet.at, sheet.language, str(lawbook.zone(shop.market))),
        "rows": sorted(rows, key=lambda row: (row["place"] == "", row["place"], row["code"])),
        "orders": [
            {
                "number": ids.grouped(found[order].number),
                "note": found[order].note,
                "pieces": [[known[one.sku].code if one.sku in known else one.title, one.sku_name, one.quantity] for one in some],
            }
            for order, some in pieces.items()
        ],
        "count": sum(wanted.values()),
        "words": _words(_PICK_LIST, sheet.language),
    }


def _words(names: tuple[str, ...], lang: str) -> dict[str, str]:
    return {name: words.say(f"fulfilment.paper.{name}", lang) for name in names}
