"""How processes tell each other that something was said: notes of ids and numbers, never of text.

Without Redis: PostgreSQL's LISTEN and NOTIFY, or nothing at all where one process serves a SQLite file. A fan-out may vanish at
any moment: then each process asks the log more often, and nothing is lost.
"""

from collections.abc import Callable
from typing import Any, Protocol

from django.conf import settings
from django.db import connection

Notes = list[list[Any]]
Heard = Callable[[Notes], None]


class Fanout(Protocol):
    """A way to the other processes. `shared`: are there any? `blind`: is it down just now?"""

    shared: bool

    @property
    def blind(self) -> bool: ...
    def publish(self, notes: Notes) -> None: ...
    def stop(self) -> None: ...


class Alone:
    """One process: nobody else is to be told."""

    shared = False
    blind = False

    def publish(self, notes: Notes) -> None:
        """Nobody hears it."""

    def stop(self) -> None:
        """Nothing runs."""


def start(heard: Heard) -> Fanout:
    """The fan-out of this installation, running; `heard` is called in its thread with the notes of others."""
    if settings.REDIS_URL:
        from jishi.realtime.fanout.by_redis import ByRedis

        return ByRedis(settings.REDIS_URL, heard)
    if connection.vendor == "postgresql":
        from jishi.realtime.fanout.by_postgresql import ByPostgresql

        return ByPostgresql(heard)
    return Alone()


def publish_once(notes: Notes) -> None:
    """Tell the processes that serve sockets from one that does not (a command, a worker). What fails is found by their next poll."""
    if not notes:
        return
    if settings.REDIS_URL:
        from jishi.realtime.fanout.by_redis import tell

        tell(settings.REDIS_URL, notes)
    elif connection.vendor == "postgresql":
        from jishi.realtime.fanout.by_postgresql import tell_by

        tell_by(connection.cursor, notes)
