"""Partner as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class Partner(AppConfig):
    """Tables of webhooks."""

    name = "jishi.modules.partner"
    label = "partner"

    def ready(self) -> None:
        """Make known what is heard, what is sent beside the worker, the machines and the checks."""
        for part in ("states", "listeners", "jobs", "queries.checks"):
            import_module(f"{self.name}.{part}")
