"""The socket as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class Realtime(AppConfig):
    """Tickets of the socket."""

    name = "jishi.realtime"
    label = "realtime"

    def ready(self) -> None:
        """Make what fsck looks at and the hourly tidying known."""
        for part in ("fsck", "jobs"):
            import_module(f"{self.name}.{part}")
