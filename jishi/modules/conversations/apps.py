"""The module as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class Conversations(AppConfig):
    """Conversations."""

    name = "jishi.modules.conversations"
    label = "conversations"

    def ready(self) -> None:
        """Register what the socket asks, what is tidied, and what fsck looks at."""
        for part in ("jobs", "socket", "queries.checks"):
            import_module(f"{self.name}.{part}")
