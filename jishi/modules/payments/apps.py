"""Payments as a Django app."""

from django.apps import AppConfig


class Payments(AppConfig):
    """Tables of payments, parts, attempts and refunds."""

    name = "jishi.modules.payments"
    label = "payments"

    def ready(self) -> None:
        """Make the checks of these tables known."""
        from jishi.modules.payments.queries import checks

        assert checks
