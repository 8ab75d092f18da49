"""Long work: a row with progress, moved forward in the same commit as the work, so that a kill repeats nothing that was written.

A command does its own; what a page asked for is done by the worker, through the function that a module registered for the kind
(`@work`). Such work is leased to one worker at a time: if that is killed, another begins it anew once the lease has run out.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from django.db import connection
from django.db.models import QuerySet

from jishi.kernel import clock, ids, rows, stored, worker
from jishi.kernel.errors import NotFound, Refused
from jishi.kernel.models import Job
from jishi.kernel.runner import act

LOG = structlog.get_logger()
LEASE = timedelta(minutes=1)
"""Longer than a piece of any job takes; each piece renews it."""
Moved = Callable[[int], None]
WORK: dict[str, Callable[[Job, Moved], None]] = {}


class Stopped(Exception):
    """The job was stopped, or is another worker's: what it did since its last piece is dropped."""


class JobOver(Refused):
    """The job has ended already: there is nothing to stop."""

    code = "kernel.job_over"


def work(kind: str) -> Callable[[Callable[[Job, Moved], None]], Callable[[Job, Moved], None]]:
    """Register who does the jobs of a kind: a function that is given the job and calls back after each piece with how much is done.

    It ends with an action that calls `finish`. It may be begun anew at any time, and is stopped by `Stopped` from the call back.
    """

    def register(call: Callable[[Job, Moved], None]) -> Callable[[Job, Moved], None]:
        WORK[kind] = call
        return call

    return register


def start(kind: str, key: str, params: dict[str, Any], *, total: int, shop: str | None = None, person: str | None = None) -> Job:
    """The job under this key: a new one, or the one begun before, to be gone on with."""
    held = Job.objects.filter(key=key).first()
    return held or rows.add(
        Job(id=ids.new_id("job"), kind=kind, key=key, params=params, total=total, shop=shop, person=person, at=clock.now())
    )


def progress(job: Job, done: int) -> None:
    """The work stands at `done` of its total; commits with the piece just done."""
    _flush()
    rows.change("UPDATE kernel_job SET done = %s WHERE id = %s", [done, job.id])
    rows.put(job, done=done)


def finish(job: Job, answer: dict[str, Any]) -> None:
    """The work is over, with this answer. Raises Stopped when the job was ended meanwhile."""
    _flush()
    now = clock.now()
    text = "UPDATE kernel_job SET state = 'done', finished_at = %s, answer = %s WHERE id = %s AND state = 'running'"
    if not rows.change(text, [rows.db_time(now), stored.json_text(answer), job.id]):
        raise Stopped
    rows.put(job, state="done", finished_at=now, answer=answer)


def of(person: str) -> QuerySet[Job]:
    """What a person asked for, the latest first."""
    return Job.objects.filter(person=person).order_by("-at", "-id")


def stop(job: str, person: str) -> Job:
    """End a job of a person's that still runs; nothing of it is kept. Raises NotFound, or JobOver."""
    held = rows.one(Job, job)
    if held is None or held.person != person:
        raise NotFound
    if not _end(job, "stopped"):
        raise JobOver
    rows.put(held, state="stopped", finished_at=clock.now())
    return held


@worker.beside
def do_one() -> int:
    """Do a job that waits for the worker, whole; how many were done."""
    if not WORK or not rows.sql("SELECT 1 FROM kernel_job WHERE state = 'running' LIMIT 1"):
        return 0
    job = act(_lease)
    if job is None:
        return 0
    try:
        WORK[job.kind](job, lambda done: act(_moved, job.id, done))
    except Stopped:
        LOG.info("job.stopped", job=job.id)
    except Exception as error:
        LOG.exception("job.failed", job=job.id, kind=job.kind, error=repr(error))
        act(_end, job.id, "failed")
    return 1


def _lease() -> Job | None:
    """The job that waits longest, of those that a worker does; leases go by the real clock."""
    among, kinds = rows.among(sorted(WORK))
    lock = "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    text = f"""WHERE id IN (SELECT id FROM kernel_job WHERE state = 'running' AND kind {among}
        AND (leased_until IS NULL OR leased_until < %s) ORDER BY at, id LIMIT 1 {lock})"""
    now = clock.real()
    taken = rows.fetch(Job, text, [*kinds, rows.db_time(now)])
    if not taken:
        return None
    rows.change("UPDATE kernel_job SET leased_until = %s, done = 0 WHERE id = %s", [rows.db_time(now + LEASE), taken[0].id])
    return taken[0]


def _moved(job: str, done: int) -> None:
    """Raises Stopped for a job that runs no longer."""
    text = "UPDATE kernel_job SET done = %s, leased_until = %s WHERE id = %s AND state = 'running'"
    if not rows.change(text, [done, rows.db_time(clock.real() + LEASE), job]):
        raise Stopped


def _end(job: str, state: str) -> bool:
    text = "UPDATE kernel_job SET state = %s, finished_at = %s WHERE id = %s AND state = 'running'"
    return rows.change(text, [state, rows.db_time(clock.now()), job]) == 1


def _flush() -> None:
    if rows.pending(Job):
        rows.flush()
