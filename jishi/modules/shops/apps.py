"""Shops as a Django app."""

from django.apps import AppConfig


class Shops(AppConfig):
    """Tables of shops."""

    name = "jishi.modules.shops"
    label = "shops"

    def ready(self) -> None:
        """Make the checks and the machine of this table known."""
        from jishi.modules.shops import states
        from jishi.modules.shops.queries import checks

        assert checks
        assert states
