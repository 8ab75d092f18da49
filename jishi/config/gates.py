"""What production does not start with. `jishi doctor` tells the same of an installation that is not yet production."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

SECRET_LEAST = 32
"""Characters of a secret; `jishi doctor` tells how to make one."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")
FIXED = (3, 51, 3)
FIXED_LINES = {(3, 44): 6, (3, 50): 7}
"""The first SQLite without the write-ahead log's reset fault, which can lose commits, and older lines that have the fix too."""


def refuse_unsafe() -> None:
    """Raises RuntimeError with the first reason why this may not run as production; never outside of it."""
    if settings.ENV != "prod":
        return
    for reason in unsafe():
        raise RuntimeError(reason)


def unsafe() -> Iterator[str]:
    """Every reason why this installation may not run as production."""
    yield from _secrets()
    if settings.DEBUG:
        yield "DEBUG is on: it shows what went wrong to whoever asks; production does not start with it"
    url = urlsplit(settings.URL)
    if url.scheme != "https" and url.hostname not in LOOPBACK:
        yield "JISHI_URL is not https: the session's cookie would not come back, and must not travel in the clear"
    if connection.vendor == "sqlite" and not sqlite_is_sound(sqlite_version()):
        said = ".".join(map(str, sqlite_version()))
        yield f"SQLite {said} can lose commits (the write-ahead log's reset fault): 3.51.3 is needed, or 3.50.7 or 3.44.6 of older lines"
    from jishi.kernel.models import SimulatedClock

    if "kernel_simulatedclock" in connection.introspection.table_names() and SimulatedClock.objects.exists():
        yield "this database has a simulated clock: it is a demonstration's and does not start in production"


def _secrets() -> Iterator[str]:
    for name, values in (("JISHI_SECRET_KEY", [settings.SECRET_KEY]), ("JISHI_FIELD_KEYS", settings.FIELD_KEYS)):
        if not values or "unset" in values or "" in values:
            yield f"{name} is not set; production does not start without"
        elif any(len(value) < SECRET_LEAST or len(set(value)) < SECRET_LEAST // 4 or value.startswith("test-") for value in values):
            yield f"{name} holds a secret that can be guessed: take {SECRET_LEAST} random characters or more"
    if settings.SECRET_KEY in settings.FIELD_KEYS:
        yield "JISHI_SECRET_KEY is one of JISHI_FIELD_KEYS: whoever learns one would have both"


def sqlite_version() -> tuple[int, int, int]:
    """The version of the SQLite that this process uses."""
    from pysqlite3 import dbapi2

    major, minor, patch = dbapi2.sqlite_version_info
    return major, minor, patch


def sqlite_is_sound(version: tuple[int, int, int]) -> bool:
    """Has this SQLite the write-ahead log's reset fault mended?"""
    return version >= FIXED or version[2] >= FIXED_LINES.get(version[:2], version[2] + 1)
