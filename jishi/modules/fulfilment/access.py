"""The only doors to a parcel from outside."""

from jishi.kernel.access import Actor
from jishi.kernel.errors import NotFound, NotSignedIn
from jishi.modules.fulfilment.models import Package
from jishi.modules.orders.access import access_order


def access_package(actor: Actor, package_id: str) -> Package:
    """A parcel that the actor may have scanned: of a shop where they pack, or any for those who play the carrier.

    Raises NotSignedIn, NotFound, NotAllowed as `access_order`.
    """
    if actor.kind == "nobody":
        raise NotSignedIn
    package = Package.objects.filter(pk=package_id).first()
    if package is None:
        raise NotFound
    access_order(actor, package.order, may="fulfilment.carry" if actor.operator else "fulfilment.pack")
    return package
