"""SKUs by the shop's own codes."""

from jishi.modules.catalog.models import Sku


def by_code(shop: str, code: str) -> tuple[str, str] | None:
    """Product and SKU that a shop calls by this code; None when there is none."""
    return Sku.objects.filter(shop=shop, code=code).values_list("product_id", "id").first()
