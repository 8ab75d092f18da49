"""Tables of orders. Ids of other modules are text: their rows are asked for through their queries."""

from django.db import models

STATES = ["unpaid", "on_hold", "to_process", "awaiting_collection", "in_transit", "delivered", "completed", "cancelled"]
CAUSES = [
    *("unpaid", "buyer_free", "buyer_agreed", "merchant_silent", "merchant"),
    *("not_ready", "not_collected", "delivery_failure", "destroyed", "platform"),
]
METHODS = ["online", "cash_on_delivery"]


class CartLine(models.Model):
    """What a buyer means to order."""

    id = models.CharField(primary_key=True, max_length=40)
    person = models.CharField(max_length=40)
    sku = models.CharField(max_length=40)
    quantity = models.IntegerField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "sku"], name="cart_line_once"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="cart_quantity"),
        ]


class Order(models.Model):
    """What one buyer bought of one shop at once. Amounts are minor units of `currency`."""

    id = models.CharField(primary_key=True, max_length=40)
    number = models.CharField(max_length=18, unique=True)
    shop = models.CharField(max_length=40)
    market = models.CharField(max_length=4)
    currency = models.CharField(max_length=3)
    person = models.CharField(max_length=40, null=True)
    contact = models.CharField(max_length=40, null=True)
    state = models.CharField(max_length=20)
    method = models.CharField(max_length=20)
    payment = models.CharField(max_length=40, null=True)
    address = models.CharField(max_length=40, null=True)
    address_changes = models.IntegerField(default=0)
    note = models.TextField(default="")
    shop_note = models.TextField(default="")
    goods_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    paid_minor = models.BigIntegerField(default=0)
    refunded_minor = models.BigIntegerField(default=0)
    placed_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    packed_at = models.DateTimeField(null=True)
    collected_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    act_by = models.DateTimeField(null=True)
    cause = models.CharField(max_length=20, default="")
    initiator = models.CharField(max_length=60, default="")
    cancel_reason = models.CharField(max_length=200, default="")
    decision = models.CharField(max_length=40, null=True)
    import_key = models.CharField(max_length=90, null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=STATES), name="order_state"),
            models.CheckConstraint(condition=models.Q(cause__in=["", *CAUSES]), name="order_cause"),
            models.CheckConstraint(condition=models.Q(refunded_minor__lte=models.F("paid_minor")), name="order_refunded"),
            models.CheckConstraint(condition=models.Q(total_minor__gte=0), name="order_total"),
        ]
        indexes = [
            models.Index(fields=["shop", "-placed_at", "-id"], name="order_shop_placed"),
            models.Index(fields=["shop", "state", "-placed_at", "-id"], name="order_shop_state"),
            models.Index(fields=["shop", "act_by", "id"], condition=models.Q(act_by__isnull=False), name="order_shop_act_by"),
            models.Index(fields=["shop", "paid_at"], condition=models.Q(paid_at__isnull=False), name="order_shop_paid"),
            models.Index(fields=["person", "-placed_at", "-id"], name="order_person"),
        ]


class OrderLine(models.Model):
    """One SKU of an order, as it was called and priced when it was ordered; how many pieces were cancelled, and handed to a carrier."""

    id = models.CharField(primary_key=True, max_length=40)
    order = models.CharField(max_length=40)
    n = models.IntegerField()
    product = models.CharField(max_length=40)
    sku = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    sku_name = models.CharField(max_length=120)
    picture = models.CharField(max_length=80, default="")
    quantity = models.IntegerField()
    cancelled = models.IntegerField(default=0)
    shipped = models.IntegerField(default=0)
    price_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "n"], name="order_line_n"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="order_line_quantity"),
            models.CheckConstraint(
                condition=models.Q(cancelled__gte=0) & models.Q(cancelled__lte=models.F("quantity")), name="order_line_cancelled"
            ),
            models.CheckConstraint(
                condition=models.Q(shipped__gte=0) & models.Q(shipped__lte=models.F("quantity") - models.F("cancelled")),
                name="order_line_shipped",
            ),
        ]
        indexes = [models.Index(fields=["sku"], name="order_line_sku")]


class LineCancellation(models.Model):
    """Pieces of one line that were cancelled while the rest of the order went on: how many, for which cause, by whom and why."""

    id = models.CharField(primary_key=True, max_length=40)
    order = models.CharField(max_length=40)
    line = models.CharField(max_length=40)
    quantity = models.IntegerField()
    cause = models.CharField(max_length=20)
    initiator = models.CharField(max_length=60)
    reason = models.CharField(max_length=200)
    decision = models.CharField(max_length=40, null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(cause__in=CAUSES), name="line_cancellation_cause"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="line_cancellation_quantity"),
        ]
        indexes = [models.Index(fields=["order"], name="line_cancellation_order")]


class Cancellation(models.Model):
    """A buyer's request to cancel an order, or some of its lines (`lines`: line id -> pieces)."""

    id = models.CharField(primary_key=True, max_length=40)
    order = models.CharField(max_length=40)
    shop = models.CharField(max_length=40)
    person = models.CharField(max_length=40)
    state = models.CharField(max_length=12)
    reason = models.CharField(max_length=200)
    lines = models.JSONField(null=True)
    opened_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=60, default="")
    answer_reason = models.CharField(max_length=200, default="")
    decision = models.CharField(max_length=40, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=["open", "accepted", "rejected", "withdrawn"]), name="cancellation_state"),
            models.UniqueConstraint(fields=["order"], condition=models.Q(state="open"), name="cancellation_one_open"),
        ]
        indexes = [models.Index(fields=["shop", "state", "-opened_at"], name="cancellation_shop")]


class Terms(models.Model):
    """What a shop gives its buyers beyond the rules: hours more in which an order is cancelled freely."""

    shop = models.CharField(primary_key=True, max_length=40)
    free_extension_hours = models.IntegerField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(free_extension_hours__isnull=True) | models.Q(free_extension_hours__gt=0), name="terms_free_extension"
            )
        ]


class Waybill(models.Model):
    """Under which waybill an order travels, kept here so that lists find it."""

    id = models.CharField(primary_key=True, max_length=40)
    waybill = models.CharField(max_length=40)
    order = models.CharField(max_length=40)
    shop = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "waybill"], name="waybill_once")]
        indexes = [models.Index(fields=["shop", "waybill"], name="waybill_shop")]


class SavedView(models.Model):
    """A list that a person of a shop keeps under a name: its conditions, never a buyer's name or number."""

    id = models.CharField(primary_key=True, max_length=40)
    shop = models.CharField(max_length=40)
    person = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    conditions = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "shop", "name"], name="saved_view_name")]


class Export(models.Model):
    """A table of a shop's orders that somebody asked for. Its id is that of the file, which is sealed with their key and is let go later.

    `bounds` says which orders: `state`, `time` (created, paid), `since` and `until`.
    """

    id = models.CharField(primary_key=True, max_length=40)
    shop = models.CharField(max_length=40)
    person = models.CharField(max_length=40)
    job = models.CharField(max_length=40, null=True)
    template = models.CharField(max_length=20)
    format = models.CharField(max_length=8)
    bounds = models.JSONField()
    language = models.CharField(max_length=8)
    at = models.DateTimeField()
    orders = models.IntegerField(null=True)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["shop", "-at", "-id"], name="order_export_shop")]


class Mark(models.Model):
    """A fact that is noted on an order (late packing, late shipment, gift …), with the decision behind it."""

    id = models.CharField(primary_key=True, max_length=40)
    order = models.CharField(max_length=40)
    shop = models.CharField(max_length=40)
    mark = models.CharField(max_length=40)
    scored = models.BooleanField(default=False)
    at = models.DateTimeField()
    decision = models.CharField(max_length=40, null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "mark"], name="mark_once")]
        indexes = [models.Index(fields=["shop", "mark"], name="mark_shop")]
