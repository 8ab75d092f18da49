"""Long work: a row with progress, moved forward in the same commit as the work, so that a kill repeats nothing."""

from typing import Any

from jishi.kernel import clock, ids, rows, stored
from jishi.kernel.models import Job


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
    """The work is over, with this answer."""
    _flush()
    now = clock.now()
    text = "UPDATE kernel_job SET state = 'done', finished_at = %s, answer = %s WHERE id = %s"
    rows.change(text, [rows.db_time(now), stored.json_text(answer), job.id])
    rows.put(job, state="done", finished_at=now, answer=answer)


def _flush() -> None:
    if rows.pending(Job):
        rows.flush()
