"""What runs beside the requests in one process: the writer on SQLite, and the worker."""

import gc
import os

from django.db import connection

from jishi.kernel.runner import Writer
from jishi.kernel.worker import Worker


class Running:
    """The threads of this process, to be stopped in order."""

    def __init__(self, writer: Writer | None, worker: Worker | None) -> None:
        self.writer = writer
        self.worker = worker

    def stop(self) -> None:
        """The worker first: what it asks of the writer is still answered."""
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
    _settle()
    return Running(writer, worker)


def _settle() -> None:
    """What start has made stays for good: the collector need not go through it again and again, a pause of 60 ms each time."""
    gc.collect()
    gc.freeze()
