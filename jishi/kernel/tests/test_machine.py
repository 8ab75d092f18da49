"""A machine moves what its table allows, once, and leaves a trace; everything else it refuses."""

from dataclasses import dataclass

import pytest

from jishi.kernel import clock, events
from jishi.kernel.errors import WrongState
from jishi.kernel.machine import MACHINES, Machine
from jishi.kernel.models import Event, History, Job
from jishi.kernel.runner import act
from jishi.kernel.tests.ground import NOON, add_job, new_job, together
from tests.rows import unchanged

TABLE = {
    "pack": ({"new", "held"}, "packed"),
    "hold": ({"new"}, "held"),
    "ship": ({"packed"}, "shipped"),
    "note": ({"packed"}, "packed"),
    "end": ({"new", "held", "packed"}, "ended"),
}
STATES = ["ended", "held", "new", "packed", "shipped"]
PAIRS = [(state, verb) for state in STATES for verb in TABLE]


@pytest.fixture
def machine() -> Machine[Job]:
    @dataclass(frozen=True)
    class SamplePacked(events.Event):
        done: int

    def packed(job: Job) -> events.Event:
        return SamplePacked(subject=job.pk, done=job.done)

    return Machine("sample", Job, TABLE, emits={"pack": packed, "hold": lambda job: None})


def trail(job: Job) -> list[tuple[str, str, str]]:
    return list(History.objects.filter(subject=job.pk).order_by("pk").values_list("verb", "from_state", "to_state"))


def test_a_machine_knows_its_states(machine: Machine[Job]) -> None:
    assert machine.states == STATES
    assert MACHINES["sample"] is machine


def test_a_name_is_one_machines(machine: Machine[Job]) -> None:
    with pytest.raises(ValueError, match="two machines sample"):
        Machine("sample", Job, TABLE)
    assert MACHINES["sample"] is machine


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "verb"), PAIRS, ids=["-".join(pair) for pair in PAIRS])
def test_every_state_and_verb_moves_or_refuses(machine: Machine[Job], state: str, verb: str) -> None:
    sources, to = TABLE[verb]
    job = act(add_job, state)
    assert machine.may(job, verb) is (state in sources)
    with clock.at(NOON):
        if state in sources:
            assert act(machine.advance, job, verb, actor="person:p", reason="for a reason") is job
            assert (job.state, Job.objects.get().state) == (to, to)
            step = History.objects.get()
            assert (step.machine, step.subject, step.verb, step.from_state, step.to_state) == ("sample", job.pk, verb, state, to)
            assert (step.at, step.actor, step.reason) == (NOON, "person:p", "for a reason")
        else:
            with unchanged(), pytest.raises(WrongState) as refusal:
                act(machine.advance, job, verb, actor="person:p")
            assert refusal.value.params == {"machine": "sample", "verb": verb, "state": state}
            assert (refusal.value.status, job.state) == (409, state)


@pytest.mark.django_db
def test_a_verb_that_the_table_does_not_have_is_a_mistake_of_ours(machine: Machine[Job]) -> None:
    job = act(add_job, "new")
    with pytest.raises(KeyError), unchanged():
        act(machine.advance, job, "fly", actor="person:p")


@pytest.mark.django_db
def test_changes_go_with_the_move(machine: Machine[Job]) -> None:
    job = act(add_job, "new")
    act(machine.advance, job, "pack", actor="person:p", done=3, finished_at=NOON, answer={"a": [1]}, shop=None)
    found = Job.objects.get()
    assert (found.state, found.done, found.finished_at, found.answer, found.shop) == ("packed", 3, NOON, {"a": [1]}, None)
    assert (job.done, job.finished_at, job.answer) == (3, NOON, {"a": [1]})


@pytest.mark.django_db
def test_a_move_tells_its_fact_and_only_if_there_is_one(machine: Machine[Job]) -> None:
    one, other = act(add_job, "new"), act(add_job, "new")
    with clock.at(NOON):
        act(machine.advance, one, "pack", actor="person:p", done=3)
        act(machine.advance, other, "hold", actor="person:p")
        act(machine.advance, other, "end", actor="person:p")
    told = Event.objects.get()
    assert (told.type, told.subject, told.at, told.data) == ("kernel.SamplePacked", one.pk, NOON, {"done": 3})


@pytest.mark.django_db
def test_who_read_the_row_long_ago_moves_it_from_where_it_is_now(machine: Machine[Job]) -> None:
    job = act(add_job, "new")
    stale = Job.objects.get()
    act(machine.advance, job, "hold", actor="person:p")
    act(machine.advance, stale, "pack", actor="person:q")
    assert stale.state == "packed"
    assert trail(job) == [("hold", "new", "held"), ("pack", "held", "packed")]


@pytest.mark.django_db
def test_who_read_the_row_long_ago_is_told_where_it_is_now(machine: Machine[Job]) -> None:
    job = act(add_job, "new")
    stale = Job.objects.get()
    act(machine.advance, job, "end", actor="person:p")
    with unchanged(), pytest.raises(WrongState) as refusal:
        act(machine.advance, stale, "pack", actor="person:q")
    assert (refusal.value.params["state"], stale.state) == ("ended", "new")


@pytest.mark.django_db
def test_a_row_that_is_gone_is_in_no_state(machine: Machine[Job]) -> None:
    with pytest.raises(WrongState) as refusal:
        act(machine.advance, new_job("new"), "pack", actor="person:p")
    assert refusal.value.params["state"] is None


@pytest.mark.django_db
def test_a_row_of_the_same_action_can_be_moved_at_once(machine: Machine[Job]) -> None:
    job = act(lambda: machine.advance(machine.advance(add_job("new"), "hold", actor="a"), "pack", actor="b"))
    assert Job.objects.get().state == "packed"
    assert trail(job) == [("hold", "new", "held"), ("pack", "held", "packed")]


@pytest.mark.django_db
def test_of_many_those_move_that_may_in_the_order_given(machine: Machine[Job]) -> None:
    jobs = [act(add_job, state) for state in ("held", "ended", "new", "packed", "new", "shipped", "held")]
    may = [jobs[n] for n in (6, 4, 2, 0)]
    moved = act(machine.advance_all, reversed(jobs), "pack", actor="system:clock", reason="all", total=7)
    assert moved == may
    assert [job.state for job in moved] == ["packed"] * 4
    assert sorted(Job.objects.values_list("state", "total")) == [
        ("ended", 0), ("packed", 0), ("packed", 7), ("packed", 7), ("packed", 7), ("packed", 7), ("shipped", 0)
    ]  # fmt: skip
    assert [step.subject for step in History.objects.order_by("pk")] == [job.pk for job in may]
    assert Event.objects.count() == 4


@pytest.mark.django_db
def test_a_row_given_twice_moves_once(machine: Machine[Job]) -> None:
    job = act(add_job, "packed")
    assert len(act(machine.advance_all, [job, Job.objects.get()], "note", actor="a")) == 1
    assert trail(job) == [("note", "packed", "packed")]


@pytest.mark.django_db
def test_of_none_none_moves(machine: Machine[Job]) -> None:
    with unchanged():
        assert act(machine.advance_all, [], "pack", actor="a") == []


@pytest.mark.django_db(transaction=True)
def test_at_once_one_moves_it_and_the_others_are_refused(machine: Machine[Job]) -> None:
    for _ in range(5):
        job = act(add_job, "new")
        copies = [Job.objects.get(pk=job.pk) for _ in range(4)]
        answers = together(*[lambda copy=copy: act(machine.advance, copy, "end", actor="person:p").state for copy in copies])
        assert sorted(getattr(answer, "code", answer) for answer in answers) == ["ended", *["kernel.wrong_state"] * 3]
        assert trail(job) == [("end", "new", "ended")]


@pytest.mark.django_db(transaction=True)
def test_at_once_each_of_many_moves_once(machine: Machine[Job]) -> None:
    jobs = [act(add_job, "new") for _ in range(40)]
    taken = together(*[lambda: [job.pk for job in act(machine.advance_all, Job.objects.all(), "pack", actor="a")]] * 3)
    assert sorted(pk for some in taken for pk in some) == sorted(job.pk for job in jobs)
    assert History.objects.count() == Event.objects.count() == 40


@pytest.mark.django_db
def test_the_steps_of_one_action_bear_one_time(machine: Machine[Job]) -> None:
    with clock.at(NOON):
        act(lambda: [machine.advance(add_job("new"), verb, actor="a") for verb in ("hold", "pack")])
    assert list(History.objects.values_list("at", flat=True)) == [NOON, NOON]
