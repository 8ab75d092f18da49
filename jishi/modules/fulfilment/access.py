"""The only doors to a parcel from outside."""

from jishi.kernel.access import Actor
from jishi.kernel.errors import NotFound, NotSignedIn
from jishi.modules.fulfilment.models import Content, Package, Sheet
from jishi.modules.orders.access import access_order
from jishi.modules.shops.access import access_shop

PRINTING = {"labels": ("fulfilment.pack", "orders.reveal"), "pick_list": ("fulfilment.pack",)}
"""What one must hold in the shop to print a sheet of a kind: a label shows its recipient in full."""


def access_package(actor: Actor, package_id: str) -> Package:
    """A parcel that the actor may have scanned: of a shop where they pack, or any for those who play the carrier.

    Raises NotSignedIn, NotFound, NotAllowed as `access_order`.
    """
    if actor.kind == "nobody":
        raise NotSignedIn
    package = Package.objects.filter(pk=package_id).first()
    if package is None:
        raise NotFound
    first = Content.objects.filter(package=package_id).order_by("order").values_list("order", flat=True)[0]
    access_order(actor, first, may="fulfilment.carry" if actor.operator else "fulfilment.pack")
    return package


def access_sheet(actor: Actor, sheet_id: str) -> Sheet:
    """A sheet that the actor printed, while they still may print such in its shop. Anyone else's is not there.

    Raises NotSignedIn, NotFound, NotAllowed.
    """
    if actor.kind == "nobody":
        raise NotSignedIn
    sheet = Sheet.objects.filter(pk=sheet_id).first()
    if sheet is None or sheet.person != actor.person:
        raise NotFound
    for may in PRINTING[sheet.kind]:
        access_shop(actor, sheet.shop, may=may)
    return sheet
