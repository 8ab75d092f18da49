"""Long work: a row that moves forward with the work, and is gone on with when it is begun again."""

import pytest

from jishi.kernel import clock, jobs
from jishi.kernel.errors import Refused
from jishi.kernel.models import Job
from jishi.kernel.runner import act
from jishi.kernel.tests.ground import HOUR, NOON

pytestmark = pytest.mark.django_db


def start(**more: object) -> Job:
    return act(jobs.start, "sample.import", "file 1", {"rows": 10}, **{"total": 10} | more)


def test_a_job_is_begun_moved_forward_and_finished() -> None:
    with clock.at(NOON):
        job = start(shop="shp_1", person="per_1")
    found = Job.objects.get()
    assert (found.kind, found.key, found.params, found.done, found.total, found.state) == (
        "sample.import", "file 1", {"rows": 10}, 0, 10, "running"
    )  # fmt: skip
    assert (found.shop, found.person, found.at, found.finished_at, found.answer) == ("shp_1", "per_1", NOON, None, None)
    act(jobs.progress, job, 4)
    assert (job.done, Job.objects.get().done) == (4, 4)
    with clock.at(NOON + HOUR):
        act(jobs.finish, job, {"kept": 9, "wrong": 1})
    found = Job.objects.get()
    assert (found.state, found.finished_at, found.answer) == ("done", NOON + HOUR, {"kept": 9, "wrong": 1})
    assert (job.state, job.finished_at, job.answer) == ("done", NOON + HOUR, {"kept": 9, "wrong": 1})


def test_begun_again_it_is_gone_on_with() -> None:
    job = start()
    act(jobs.progress, job, 4)
    again = start(total=99)
    assert (again.pk, again.done, again.total) == (job.pk, 4, 10)
    assert Job.objects.count() == 1


def test_one_begun_in_the_same_action_moves_forward() -> None:
    def all_at_once() -> None:
        job = jobs.start("sample.import", "file 1", {}, total=2)
        jobs.progress(job, 2)
        jobs.finish(job, {})

    act(all_at_once)
    found = Job.objects.get()
    assert (found.done, found.state) == (2, "done")


def test_progress_is_kept_with_the_piece_of_work_or_not_at_all() -> None:
    job = start()

    def piece() -> None:
        jobs.progress(job, 5)
        raise Refused

    with pytest.raises(Refused):
        act(piece)
    assert (job.done, Job.objects.get().done) == (0, 0)


def test_an_end_that_is_undone_is_none() -> None:
    job = start()

    def ending() -> None:
        jobs.finish(job, {})
        raise Refused

    with pytest.raises(Refused):
        act(ending)
    assert (job.state, job.finished_at, job.answer, Job.objects.get().state) == ("running", None, None, "running")
