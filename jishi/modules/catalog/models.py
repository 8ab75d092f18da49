"""Tables of the catalog. Shops are text: their rows are asked for through their queries."""

from django.db import models

from jishi.kernel.money import MINOR_MAX

STATES = ["draft", "in_review", "on_sale", "off_sale", "banned"]
STOCK_MAX = 1_000_000_000


class Category(models.Model):
    """A kind of goods, in a tree; `names` by language."""

    code = models.CharField(primary_key=True, max_length=40)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    names = models.JSONField()
    position = models.IntegerField()


class Product(models.Model):
    """What a shop offers, in one or more variants. `pictures` are keys of public files, the first is the cover.

    `reasons` is what the last review wants changed, or why it was banned.
    """

    id = models.CharField(primary_key=True, max_length=40)
    shop = models.CharField(max_length=40)
    market = models.CharField(max_length=4)
    currency = models.CharField(max_length=3)
    title = models.CharField(max_length=200)
    description = models.TextField(default="")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="products")
    attributes = models.JSONField(default=dict)
    pictures = models.JSONField(default=list)
    state = models.CharField(max_length=12, default="draft")
    reasons = models.JSONField(default=list)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    review_overdue_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=STATES), name="catalog_product_state"),
            models.CheckConstraint(
                condition=~models.Q(state="on_sale") | models.Q(published_at__isnull=False), name="catalog_product_published"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="in_review") | models.Q(submitted_at__isnull=False), name="catalog_product_submitted"
            ),
        ]
        indexes = [
            models.Index(fields=["market", "-published_at", "-id"], condition=models.Q(state="on_sale"), name="catalog_product_market"),
            models.Index(fields=["market", "submitted_at", "id"], condition=models.Q(state="in_review"), name="catalog_product_review"),
            models.Index(fields=["shop", "-made_at", "-id"], name="catalog_product_shop"),
        ]


class Sku(models.Model):
    """A variant that can be bought: its own code (one of a kind in the shop), price in minor units, weight in grams."""

    id = models.CharField(primary_key=True, max_length=40)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="skus")
    shop = models.CharField(max_length=40)
    code = models.CharField(max_length=60)
    barcode = models.CharField(max_length=14, default="")
    name = models.CharField(max_length=120)
    price_minor = models.BigIntegerField()
    weight_grams = models.IntegerField(default=0)
    picture = models.CharField(max_length=64, default="")
    position = models.IntegerField()
    active = models.BooleanField(default=True)
    low_at = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "code"], name="catalog_sku_code"),
            models.UniqueConstraint(fields=["product", "name"], name="catalog_sku_name"),
            models.CheckConstraint(condition=models.Q(price_minor__gt=0, price_minor__lte=MINOR_MAX), name="catalog_sku_price"),
            models.CheckConstraint(condition=models.Q(weight_grams__gte=0), name="catalog_sku_weight"),
        ]


class Warehouse(models.Model):
    """Where a shop's goods lie. The first is made with the shop's first product, and has no name while it is the only one."""

    id = models.CharField(primary_key=True, max_length=40)
    shop = models.CharField(max_length=40)
    name = models.CharField(max_length=60, default="")
    first = models.BooleanField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "name"], name="catalog_warehouse_name"),
            models.UniqueConstraint(fields=["shop"], condition=models.Q(first=True), name="catalog_one_first_warehouse"),
        ]


class StockLevel(models.Model):
    """How many pieces of a SKU lie in a warehouse, and how many of them are promised to orders.

    A SKU is sold from one warehouse (`selling`): what is reserved is reserved there.
    """

    id = models.CharField(primary_key=True, max_length=40)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="levels", db_index=False)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="levels")
    selling = models.BooleanField()
    on_hand = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sku", "warehouse"], name="catalog_one_level"),
            models.UniqueConstraint(fields=["sku"], condition=models.Q(selling=True), name="catalog_sold_from_one"),
            models.CheckConstraint(condition=models.Q(reserved__gte=0), name="catalog_reserved"),
            models.CheckConstraint(condition=models.Q(on_hand__gte=models.F("reserved")), name="catalog_no_oversell"),
            models.CheckConstraint(condition=models.Q(on_hand__lte=STOCK_MAX), name="catalog_on_hand_most"),
            models.CheckConstraint(condition=models.Q(selling=True) | models.Q(reserved=0), name="catalog_reserved_where_sold"),
        ]


class StockMove(models.Model):
    """Why pieces came to a shelf or left it; the moves of a level add up to what is on hand."""

    id = models.CharField(primary_key=True, max_length=40)
    level = models.ForeignKey(StockLevel, on_delete=models.PROTECT, related_name="moves", db_index=False)
    delta = models.IntegerField()
    cause = models.CharField(max_length=20)
    subject = models.CharField(max_length=40, default="")
    reason = models.CharField(max_length=200, default="")
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(cause__in=["first", "adjusted", "shipped"]), name="catalog_move_cause"),
            models.CheckConstraint(condition=~models.Q(delta=0), name="catalog_move_moves"),
        ]
        indexes = [models.Index(fields=["level", "at"], name="catalog_move_level")]
