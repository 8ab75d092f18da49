"""The module as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class Orders(AppConfig):
    """Orders."""

    name = "jishi.modules.orders"
    label = "orders"

    def ready(self) -> None:
        """Register what runs when time is up, when money arrives, and what fsck looks at."""
        for part in ("deadlines", "listeners", "socket", "jobs", "queries.checks"):
            import_module(f"{self.name}.{part}")
