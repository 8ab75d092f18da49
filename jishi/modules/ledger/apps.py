"""The ledger as a Django app."""

from django.apps import AppConfig


class Ledger(AppConfig):
    """Tables of postings and entries."""

    name = "jishi.modules.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Make the checks of these tables known."""
        from jishi.modules.ledger.queries import checks

        assert checks
