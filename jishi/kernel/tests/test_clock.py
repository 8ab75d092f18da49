"""Two clocks: the marketplace's may be simulated and never goes back; the real one goes on regardless."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from secrets import token_urlsafe
from time import sleep

import pytest
from django.test import override_settings

from jishi.config.commands import refuse_unsafe
from jishi.kernel import clock
from jishi.kernel.models import SimulatedClock
from jishi.kernel.runner import act
from jishi.kernel.tests.ground import HOUR, NOON, together

SECOND = timedelta(seconds=1)


@pytest.mark.django_db
def test_without_a_simulation_the_two_are_one() -> None:
    before = clock.real()
    now = clock.now()
    assert before <= now <= clock.real()
    assert now.tzinfo is UTC
    state = clock.state()
    assert (state.speed, state.simulated) == (1.0, False)


def test_a_test_sets_the_clock_for_itself_alone() -> None:
    with clock.at(NOON):
        assert clock.now() == NOON
        with clock.at(NOON + HOUR):
            assert clock.now() == NOON + HOUR
        assert clock.now() == NOON
        assert abs(clock.real() - NOON) > SECOND
    assert together(clock._SET.get) == [None]


def test_an_instant_in_any_zone_is_kept_in_utc() -> None:
    with clock.at(datetime(2026, 3, 2, 20, 0, tzinfo=timezone(timedelta(hours=8)))):
        assert clock.now() == NOON
        assert clock.now().tzinfo is UTC


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"), clock.at(datetime(2026, 3, 2, 12)):  # noqa: DTZ001 - that is the point
        pass


@pytest.mark.django_db
def test_the_simulated_clock_starts_where_it_is_told_and_runs_at_its_speed() -> None:
    clock.simulate(NOON, 3600.0)
    first_real, first = clock.real(), clock.now()
    assert NOON <= first <= NOON + (clock.real() - first_real + SECOND) * 3600
    sleep(0.05)
    later = clock.now()
    assert later - first >= timedelta(seconds=0.05 * 3600)
    state = clock.state()
    assert (state.speed, state.simulated) == (3600.0, True)
    assert state.now >= later


@pytest.mark.django_db
def test_the_simulated_clock_may_be_set_forward() -> None:
    clock.simulate(NOON, 1.0)
    clock.simulate(NOON + 48 * HOUR, 1.0)
    assert NOON + 48 * HOUR <= clock.now() < NOON + 49 * HOUR
    row = SimulatedClock.objects.get()
    assert (row.pk, row.sim0, row.speed) == (1, NOON + 48 * HOUR, 1.0)


@pytest.mark.django_db
def test_the_simulated_clock_is_not_set_back() -> None:
    clock.simulate(NOON, 1.0)
    with pytest.raises(ValueError, match="never goes back"):
        clock.simulate(NOON - 2 * SECOND, 1.0)
    assert SimulatedClock.objects.get().sim0 == NOON


@pytest.mark.django_db
def test_slowed_down_it_stands_still_rather_than_going_back() -> None:
    clock.simulate(NOON, 1000.0)
    sleep(0.01)
    before = clock.now()
    clock.simulate(before - SECOND / 2, 1.0)
    seen = [clock.now() for _ in range(5)]
    assert seen == [before] * 5


@pytest.mark.django_db
def test_another_process_follows_within_a_moment() -> None:
    clock.simulate(NOON, 1.0)
    assert clock.now() < NOON + HOUR
    SimulatedClock.objects.filter(pk=1).update(sim0=NOON + 5 * HOUR, real0=clock.real())
    sleep(clock._REREAD_SECONDS + 0.05)
    assert NOON + 5 * HOUR <= clock.now() < NOON + 6 * HOUR


@pytest.mark.django_db
@pytest.mark.parametrize("speed", [0.0, -1.0, float("nan")])
def test_a_clock_that_would_not_run_is_refused(speed: float) -> None:
    with pytest.raises(ValueError, match="speed"):
        clock.simulate(NOON, speed)
    assert not SimulatedClock.objects.exists()


@pytest.mark.django_db
def test_a_start_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        clock.simulate(datetime(2026, 3, 2, 12), 1.0)  # noqa: DTZ001 - that is the point


@pytest.mark.django_db
def test_production_has_no_simulated_clock() -> None:
    clock.simulate(NOON, 1.0)
    clock.forget()
    with override_settings(SIMULATED_CLOCK_ALLOWED=False):
        with pytest.raises(RuntimeError, match="production"):
            clock.simulate(NOON + HOUR, 1.0)
        assert abs(clock.now() - clock.real()) < SECOND
        assert clock.state().simulated is False


@pytest.mark.django_db
def test_production_does_not_start_on_a_database_with_a_simulated_clock() -> None:
    with override_settings(ENV="prod", SECRET_KEY=token_urlsafe(48), FIELD_KEYS=[token_urlsafe(48)]):
        refuse_unsafe()
        clock.simulate(NOON, 1.0)
        with pytest.raises(RuntimeError, match="simulated clock"):
            refuse_unsafe()


@pytest.mark.django_db
def test_inside_a_transaction_it_stands_still() -> None:
    clock.simulate(NOON, 100_000.0)

    def twice() -> tuple[datetime, datetime, timedelta]:
        first, real = clock.now(), clock.real()
        sleep(0.02)
        return first, act(clock.now), clock.real() - real

    first, second, passed = act(twice)
    assert first == second
    assert passed >= timedelta(seconds=0.02)
    assert clock.now() >= first + timedelta(seconds=2000)


def test_the_machines_clock_can_be_played_in_all_threads_and_is_itself_again_afterwards() -> None:
    before = clock.real()
    with clock.machine(lambda: NOON), ThreadPoolExecutor(1) as pool:
        assert (clock.real(), pool.submit(clock.real).result()) == (NOON, NOON)
    assert before <= clock.real() < before + HOUR
