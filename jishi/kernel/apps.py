"""The kernel as a Django app."""

from django.apps import AppConfig


class Kernel(AppConfig):
    """Tables of the kernel."""

    name = "jishi.kernel"
    label = "kernel"
