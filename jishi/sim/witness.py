"""A listener to every fact: what it heard, and how often."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings

from jishi.kernel import events
from jishi.kernel.events import Heard, Listener
from jishi.kernel.runner import after_commit

NAME = "sim.witness"


class Witness:
    """Hears what all listeners hear: each fact once, in its own commit."""

    def __init__(self) -> None:
        self.heard: list[int] = []

    def _hear(self, heard: list[Heard]) -> None:
        after_commit(lambda: self.heard.extend(one.seq for one in heard))

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Among the listeners as long as the block lasts."""
        for package in settings.INSTALLED_APPS:
            if find_spec(f"{package}.events"):
                import_module(f"{package}.events")
        events.LISTENERS[NAME] = Listener(NAME, tuple(sorted(events.TYPES)), self._hear)
        try:
            yield
        finally:
            del events.LISTENERS[NAME]
