"""Notices as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class Notices(AppConfig):
    """What persons are told, and where."""

    name = "jishi.modules.notices"
    label = "notices"

    def ready(self) -> None:
        """Make known the machine, what is heard, what happens when a letter is due, what is tidied, and the checks."""
        for part in ("states", "listeners", "deadlines", "jobs", "queries.checks"):
            import_module(f"{self.name}.{part}")
