"""The module as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class Fulfilment(AppConfig):
    """Fulfilment."""

    name = "jishi.modules.fulfilment"
    label = "fulfilment"

    def ready(self) -> None:
        """Register what runs when time is up, what is heard of orders, and what fsck looks at."""
        for part in ("deadlines", "listeners", "queries.checks"):
            import_module(f"{self.name}.{part}")
