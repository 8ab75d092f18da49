"""Identity as a Django app."""

from django.apps import AppConfig


class Identity(AppConfig):
    """Tables of persons, sessions and keys."""

    name = "jishi.modules.identity"
    label = "identity"

    def ready(self) -> None:
        """Make the checks of these tables and the hourly tidying known."""
        from jishi.modules.identity import jobs, socket
        from jishi.modules.identity.adapters import mail
        from jishi.modules.identity.queries import checks

        assert checks
        assert jobs
        assert mail
        assert socket
