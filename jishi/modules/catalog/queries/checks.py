"""What must hold of the catalog's tables; `jishi fsck` names each row that does not."""

from collections.abc import Iterator

from jishi.kernel import rows
from jishi.kernel.fsck import check
from jishi.kernel.models import Deadline, History, PublicFile
from jishi.kernel.words import LANGUAGES
from jishi.modules.catalog.models import Category, Product, Sku, Warehouse
from jishi.modules.catalog.queries.barcodes import is_barcode

PIECE = 2_000
Findings = Iterator[tuple[str, str]]


@check("catalog_category", "a category has a name in every language and no circle above it")
def categories() -> Findings:
    """The tree is small: walked whole."""
    parents = dict(Category.objects.values_list("code", "parent_id"))
    for row in Category.objects.order_by("code"):
        missing = [lang for lang in LANGUAGES if not row.names.get(lang)]
        if missing:
            yield row.code, f"no name in {', '.join(missing)}"
        seen = {row.code}
        above = row.parent_id
        while above is not None and above not in seen:
            seen.add(above)
            above = parents.get(above)
        if above is not None:
            yield row.code, "stands above itself"


@check("catalog_product", "a product's state is the last of its history, its pictures are kept, its review has a clock")
def products() -> Findings:
    """State, pictures, the clock of a review, and goods on sale that nobody can buy."""
    steps = History.objects.filter(machine="product").order_by("id").values_list("subject", "to_state")
    last = dict(steps)
    timed = dict(Deadline.objects.filter(kind="catalog.review").order_by("opened").values_list("subject", "state"))
    files = set(PublicFile.objects.values_list("id", flat=True))
    sold = set(Sku.objects.filter(active=True).values_list("product_id", flat=True))
    for row in Product.objects.order_by("pk").iterator(PIECE):
        if last.get(row.pk, "draft") != row.state:
            yield row.pk, f"is {row.state}, its history says {last.get(row.pk, 'draft')}"
        lost = [key for key in row.pictures if key not in files]
        if lost:
            yield row.pk, f"its picture {lost[0]} is not kept"
        if row.state == "in_review" and timed.get(row.pk) not in ("open", "paused", "lapsed", None):
            yield row.pk, f"is in review, its deadline is {timed.get(row.pk)}"
        if row.state == "on_sale" and row.pk not in sold:
            yield row.pk, "is on sale without a variant to buy"


@check("catalog_sku", "a SKU is of its product's shop, its barcode is right and it is sold from one warehouse")
def skus() -> Findings:
    """Shop, barcode, picture and the one selling level."""
    sold = {sku for (sku,) in rows.sql("SELECT sku_id FROM catalog_stocklevel WHERE selling")}
    files = set(PublicFile.objects.values_list("id", flat=True))
    for row in Sku.objects.select_related("product").order_by("pk").iterator(PIECE):
        if row.shop != row.product.shop:
            yield row.pk, f"is of {row.shop}, its product of {row.product.shop}"
        if row.barcode and not is_barcode(row.barcode):
            yield row.pk, f"barcode {row.barcode} has a wrong check digit"
        if row.picture and row.picture not in files:
            yield row.pk, f"its picture {row.picture} is not kept"
        if row.pk not in sold:
            yield row.pk, "is sold from no warehouse"


@check("catalog_warehouse", "a shop with a warehouse has a first one")
def warehouses() -> Findings:
    """The first is made with the shop's first product; others follow."""
    with_first = set(Warehouse.objects.filter(first=True).values_list("shop", flat=True))
    for row in Warehouse.objects.exclude(shop__in=with_first).order_by("pk"):
        yield row.pk, f"{row.shop} has no first warehouse"


@check("catalog_stocklevel", "what is on hand is the sum of its moves, and the warehouse is the shop's own")
def levels() -> Findings:
    """Moves are added up by the database."""
    text = """
        SELECT l.id, l.on_hand, COALESCE(SUM(m.delta), 0) FROM catalog_stocklevel l LEFT JOIN catalog_stockmove m ON m.level_id = l.id
        GROUP BY l.id, l.on_hand HAVING l.on_hand <> COALESCE(SUM(m.delta), 0) ORDER BY l.id"""
    for level, on_hand, moved in rows.sql(text):
        yield level, f"{on_hand} on hand, its moves add up to {moved}"
    text = """
        SELECT l.id, p.shop, w.shop FROM catalog_stocklevel l JOIN catalog_sku s ON s.id = l.sku_id
        JOIN catalog_product p ON p.id = s.product_id JOIN catalog_warehouse w ON w.id = l.warehouse_id
        WHERE p.shop <> w.shop ORDER BY l.id"""
    for level, of_product, of_warehouse in rows.sql(text):
        yield level, f"goods of {of_product} in a warehouse of {of_warehouse}"


@check("catalog_stockmove", "a shipped move takes off, a first one puts on")
def moves() -> Findings:
    """Direction by cause."""
    text = """
        SELECT id, cause, delta FROM catalog_stockmove
        WHERE (cause = 'shipped' AND delta > 0) OR (cause = 'first' AND delta < 0) ORDER BY id"""
    for move, cause, delta in rows.sql(text):
        yield move, f"{cause} by {delta}"
