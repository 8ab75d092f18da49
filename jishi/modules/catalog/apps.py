"""The catalog as a Django app: its checks and deadlines made known, and the categories kept like the file at each migrate."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Catalog(AppConfig):
    """Categories, products, SKUs and their stock."""

    name = "jishi.modules.catalog"
    label = "catalog"

    def ready(self) -> None:
        """Importing the parts registers what they hold."""
        from jishi.modules.catalog import deadlines, states
        from jishi.modules.catalog.queries import checks

        assert deadlines.__name__
        assert states.__name__
        assert checks.__name__
        post_migrate.connect(_categories, sender=self, dispatch_uid="catalog.categories")


def _categories(using: str, **_: Any) -> None:
    from jishi.kernel.runner import act
    from jishi.modules.catalog.actions.seed_categories import seed_categories

    if using == "default":
        act(seed_categories)
