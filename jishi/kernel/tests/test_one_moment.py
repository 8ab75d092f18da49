"""What takes several questions is as of one moment while others write: else a sound installation would be found broken."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection

from jishi.kernel import fsck, rows
from jishi.kernel.models import Job
from jishi.kernel.runner import act
from jishi.kernel.tests.ground import add_job, together

pytestmark = pytest.mark.django_db(transaction=True)


def writes_meanwhile() -> list[int]:
    """Count, let somebody else write, count again."""
    counts = [Job.objects.count()]
    together(lambda: act(add_job))
    return [*counts, Job.objects.count()]


@pytest.fixture
def checks() -> Iterator[list[fsck.Check]]:
    """A check that fails within the database, and one that takes two questions; the others are out of the way."""

    def broken() -> Iterator[fsck.Finding]:
        rows.sql("SELECT nothing FROM nowhere")
        yield fsck.Finding("broken", "", "never said")

    def twice() -> Iterator[fsck.Finding]:
        first, second = writes_meanwhile()
        if first != second:
            yield fsck.Finding("kernel_job", "", f"{first}, then {second}")

    kept = fsck.CHECKS[:]
    fsck.CHECKS[:] = [fsck.Check("broken", "", broken), fsck.Check("kernel_job", "", twice)]
    yield fsck.CHECKS
    fsck.CHECKS[:] = kept


def test_without_it_two_questions_see_what_came_between() -> None:
    assert writes_meanwhile() == [0, 1]


def test_inside_nothing_comes_between_and_afterwards_it_is_there() -> None:
    with rows.one_moment():
        assert writes_meanwhile() == [0, 0]
    assert Job.objects.count() == 1


def test_an_error_inside_leaves_the_connection_usable() -> None:
    with pytest.raises(DatabaseError), rows.one_moment():
        rows.sql("SELECT nothing FROM nowhere")
    assert writes_meanwhile() == [0, 1]


def test_inside_an_action_the_actions_own_rows_are_seen() -> None:
    def acting() -> int:
        add_job()
        with rows.one_moment():
            rows.flush()
            return Job.objects.count()

    assert act(acting) == 1
    assert Job.objects.count() == 1


def test_fsck_takes_nothing_for_broken_that_was_written_meanwhile_and_goes_on_after_a_check_that_fails(checks: Any) -> None:
    found = list(fsck.run())
    assert [one.table for one in found] == ["broken"]
    assert found[0].what.startswith("the check failed: ")
    assert not connection.in_atomic_block
    assert Job.objects.count() == 1
