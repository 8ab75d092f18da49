"""The kernel as a Django app."""

from django.apps import AppConfig


class Kernel(AppConfig):
    """Tables of the kernel."""

    name = "jishi.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Registers the checks of the kernel's tables."""
        from jishi.kernel import fsck_checks

        assert fsck_checks.__name__  # importing it registers them
