"""What runs beside the requests in one process: the writer on SQLite, and the worker."""

import gc
import os
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

from jishi.kernel.runner import Writer
from jishi.kernel.worker import Worker

if TYPE_CHECKING:
    from jishi.config.living import Living


class Running:
    """The threads of this process, to be stopped in order."""

    def __init__(self, writer: Writer | None, worker: Worker | None, people: "Living | None" = None) -> None:
        self.writer = writer
        self.worker = worker
        self.people = people

    def stop(self) -> None:
        """The demonstration's people and the worker first: what they ask of the writer is still answered."""
        if self.people:
            self.people.stop()
        if self.worker:
            self.worker.stop()
        if self.writer:
            self.writer.stop()


def start() -> Running:
    """Start what this process needs: on SQLite always writer and worker; on PostgreSQL a worker when asked to."""
    writer = None
    if connection.vendor == "sqlite":
        writer = Writer()
        writer.start()
    with_worker = writer is not None or os.environ.get("JISHI_WITH_WORKER") == "1"
    worker = Worker() if with_worker else None
    if worker:
        worker.start()
    people = _people()
    settle()
    return Running(writer, worker, people)


def _people() -> "Living | None":
    """In a demonstration, unless it is to be quiet: those who live in it."""
    if settings.ENV != "demo" or os.environ.get("JISHI_DEMO_PEOPLE") != "1":
        return None
    from jishi.config import demo
    from jishi.config.living import Living

    people = Living(demo.director)
    people.start()
    return people


def settle() -> None:
    """What a start has made stays for good: the collector need not go through it again and again, a pause of 60 ms each time."""
    gc.collect()
    gc.freeze()
