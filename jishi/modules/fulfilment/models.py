"""Tables of fulfilment."""

from django.db import models


class Package(models.Model):
    """A parcel under a waybill: of an order or some of it, or of several orders of one buyer to one address."""

    id = models.CharField(primary_key=True, max_length=40)
    number = models.CharField(max_length=18, unique=True)
    shop = models.CharField(max_length=40)
    carrier = models.CharField(max_length=40)
    waybill = models.CharField(max_length=40, unique=True)
    state = models.CharField(max_length=20)
    packed_at = models.DateTimeField()
    collected_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    printed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["packed", "in_transit", "delivered", "failed", "destroyed", "void"]), name="package_state"
            ),
        ]
        indexes = [models.Index(fields=["shop", "state"], name="package_shop")]


class Content(models.Model):
    """So many pieces of an order's line that are in a parcel; of a void parcel those that were in it last."""

    id = models.CharField(primary_key=True, max_length=40)
    package = models.CharField(max_length=40)
    order = models.CharField(max_length=40)
    line = models.CharField(max_length=40)
    quantity = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["package", "line"], name="content_once"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="content_quantity"),
        ]
        indexes = [models.Index(fields=["order"], name="content_order")]


class Sheet(models.Model):
    """What was printed at once, by whom: labels of parcels or a pick list of orders (`subjects`: their ids, in the order of the pages)."""

    id = models.CharField(primary_key=True, max_length=40)
    shop = models.CharField(max_length=40)
    person = models.CharField(max_length=40)
    kind = models.CharField(max_length=12)
    language = models.CharField(max_length=8)
    subjects = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(kind__in=["labels", "pick_list"]), name="sheet_kind")]
        indexes = [models.Index(fields=["shop", "at"], name="sheet_shop")]


class Shelf(models.Model):
    """Where in the warehouse a SKU lies; its id is the SKU's."""

    id = models.CharField(primary_key=True, max_length=40)
    shop = models.CharField(max_length=40)
    place = models.CharField(max_length=40)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(place=""), name="shelf_place")]


class Scan(models.Model):
    """What a carrier reported of a parcel; the same report again is the same row."""

    id = models.CharField(primary_key=True, max_length=120)
    package = models.CharField(max_length=40)
    event = models.CharField(max_length=20)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    applied = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(event__in=["collected", "delivered", "failed", "destroyed"]), name="scan_event")
        ]
        indexes = [models.Index(fields=["package"], name="scan_package")]
