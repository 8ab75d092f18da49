"""How near a product has come to the limits that the rules set it."""

from jishi.kernel import clock
from jishi.lawbook.near import Nearness, near
from jishi.modules.catalog import law
from jishi.modules.catalog.models import Product, Sku


def limits_of(product: Product) -> list[Nearness]:
    """Its variants (rule catalog.products.skus_max) and its pictures (catalog.products.images_max), where there is such a limit."""
    now = clock.now()
    variants = near(law.skus_max(now, product.market), Sku.objects.filter(product=product).count())
    pictures = near(law.images_max(now, product.market), len(product.pictures))
    return [found for found in (variants, pictures) if found]
