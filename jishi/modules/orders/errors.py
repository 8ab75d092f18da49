"""Refusals of orders."""

from jishi.kernel.errors import BadInput, Refused


class NotOnSale(Refused):
    """A product is not on sale any more; `field` names the line."""

    code = "orders.not_on_sale"


class CartFull(Refused):
    """The cart holds as many lines as can be ordered at once."""

    code = "orders.cart_full"


class PriceChanged(Refused):
    """The total is not what the buyer was shown; nothing was ordered."""

    code = "orders.price_changed"


class MixedCurrencies(Refused):
    """One payment pays orders of one market and currency."""

    code = "orders.mixed_currencies"
    status = 422


class MethodNotOffered(BadInput):
    """This market does not offer this way to pay."""

    code = "orders.method_not_offered"


class NoSuchAddress(BadInput):
    """The address is not one of the buyer's."""

    code = "orders.no_such_address"


class AlreadyAsked(Refused):
    """A request to cancel is open already."""

    code = "orders.already_asked"


class TooLateToCancel(Refused):
    """The parcel is on its way: what comes now is for after-sales."""

    code = "orders.too_late_to_cancel"


class PartlyShipped(Refused):
    """A carrier has some of the order: what is still here is cancelled line by line."""

    code = "orders.partly_shipped"


class NothingToCancel(BadInput):
    """These lines have no such pieces left to cancel."""

    code = "orders.nothing_to_cancel"


class ReasonNeeded(BadInput):
    """Declining a request needs a reason: the buyer reads it."""

    code = "orders.reason_needed"


class ExtensionNotOffered(BadInput):
    """The rules of this market let no shop lengthen the free time by so many hours."""

    code = "orders.extension_not_offered"


class NoteNoMore(Refused):
    """The parcel is packed: nobody would read the buyer's note any more."""

    code = "orders.note_no_more"


class AddressNoMore(Refused):
    """The address cannot be changed any more, by rule or because the parcel is packed."""

    code = "orders.address_no_more"


class OtherZone(Refused):
    """The new address lies in another freight zone."""

    code = "orders.other_zone"


class ViewsFull(Refused):
    """As many saved views as a row of pills holds are kept already."""

    code = "orders.views_full"


class NotExported(BadInput):
    """The rules offer no such export; `field` and `rule` say what is wrong with it."""

    code = "orders.not_exported"


class ExportTooLarge(Refused):
    """More orders than a file may hold: fewer days, or one state, make fewer."""

    code = "orders.export_too_large"
