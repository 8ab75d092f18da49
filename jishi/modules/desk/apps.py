"""The module as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class Desk(AppConfig):
    """The customer-service desk."""

    name = "jishi.modules.desk"
    label = "desk"

    def ready(self) -> None:
        """Register what runs when time is up, what the socket asks, and what fsck looks at."""
        for part in ("deadlines", "listeners", "socket", "queries.checks"):
            import_module(f"{self.name}.{part}")
