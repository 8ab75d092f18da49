"""The process dies: at a statement of one's choosing, as `kill -9` would have it, with whatever was not committed lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import connection

from jishi import lawbook
from jishi.kernel import clock
from jishi.kernel.errors import Unavailable
from jishi.kernel.runner import Writer

WRITES = ("INSERT", "UPDATE", "DELETE", "WITH")


class Crash(BaseException):
    """The end of the process: nothing catches it but whoever plays the system that starts the next."""


@contextmanager
def at_write(n: int) -> Iterator[None]:
    """The n-th statement that writes is never sent, nor is any after it: the process dies, in whichever thread it stands.

    Reads are not counted: how many there are depends on what the process happens to remember.
    """
    left = n

    def die(execute: Callable[..., Any], text: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        nonlocal left
        if text.lstrip().startswith(WRITES):
            left -= 1
            if left <= 0:
                raise Crash
        return execute(text, params, many, context)

    def watch() -> None:
        connection.execute_wrappers.insert(0, die)

    def leave() -> None:
        connection.execute_wrappers.remove(die)

    writer = Writer.running
    watch()
    if writer:
        writer.ask(watch)
    try:
        yield
    finally:
        leave()
        if writer:
            with suppress(Unavailable):
                writer.ask(leave)


def restart(*, with_writer: bool) -> None:
    """Another process takes over: it knows nothing but what was committed."""
    stop()
    clock.forget()
    lawbook.forget()
    if with_writer:
        Writer().start()


def stop() -> None:
    """The process is gone: its writer, its connection."""
    if Writer.running:
        Writer.running.stop()
    connection.close()
