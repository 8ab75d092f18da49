"""Refusals of the catalog."""

from jishi.kernel.errors import BadInput, Refused


class SoldOut(Refused):
    """Nothing of a SKU is left; `field` names the line."""

    code = "catalog.sold_out"


class TooFewLeft(Refused):
    """Less of a SKU is left than was asked for; `field` names the line."""

    code = "catalog.too_few_left"


class PromisedToOrders(Refused):
    """What is promised to orders cannot be taken off the shelf."""

    code = "catalog.promised_to_orders"


class TooMuchStock(BadInput):
    """More than a shelf can be booked with."""

    code = "catalog.too_much_stock"


class NoSuchCategory(BadInput):
    """The tree has no such category."""

    code = "catalog.no_such_category"


class NoSuchPicture(BadInput):
    """No file is kept under this key."""

    code = "catalog.no_such_picture"


class NotAPicture(BadInput):
    """The bytes are no PNG, JPEG or WebP."""

    code = "catalog.not_a_picture"


class PictureTooLarge(BadInput):
    """The picture has more bytes than are kept."""

    code = "catalog.picture_too_large"


class TooManyPictures(BadInput):
    """More pictures than rule catalog.products.images_max allows."""

    code = "catalog.too_many_pictures"


class TooManySkus(BadInput):
    """More variants than rule catalog.products.skus_max allows."""

    code = "catalog.too_many_skus"


class BadBarcode(BadInput):
    """No EAN or UPC of 8, 12, 13 or 14 digits, or its check digit is wrong."""

    code = "catalog.bad_barcode"


class BadPrice(BadInput):
    """No price in the product's currency above nothing."""

    code = "catalog.bad_price"


class CodeTaken(BadInput):
    """Another variant of the shop has this code."""

    code = "catalog.code_taken"


class NameTaken(BadInput):
    """Another variant of the product has this name."""

    code = "catalog.name_taken"


class NoSuchSku(BadInput):
    """The product has no such variant."""

    code = "catalog.no_such_sku"


class NothingToSell(Refused):
    """A product needs a picture and at least one active variant before it can be reviewed or sold."""

    code = "catalog.nothing_to_sell"


class NotWhileReviewed(Refused):
    """What a reviewer is looking at does not change under their eyes."""

    code = "catalog.not_while_reviewed"


class NotWhileOnSale(Refused):
    """What buyers read is changed off sale, and reviewed again."""

    code = "catalog.not_while_on_sale"


class Banned(Refused):
    """The operator closed this product for good."""

    code = "catalog.banned"


class Prohibited(Refused):
    """The market's rule lists these goods as not to be sold (rule catalog.prohibited.goods)."""

    code = "catalog.prohibited"


class Restricted(Refused):
    """The market's rule wants a paper for these goods (rule catalog.prohibited.goods)."""

    code = "catalog.restricted"
