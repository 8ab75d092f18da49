"""A limit that no concurrency can pass."""

import pytest
from django.db import IntegrityError

from jishi.kernel import quota
from jishi.kernel.errors import Refused
from jishi.kernel.models import Quota
from jishi.kernel.runner import act
from jishi.kernel.tests.ground import together
from tests.rows import unchanged


@pytest.mark.django_db
def test_it_is_taken_until_nothing_is_left() -> None:
    assert [act(quota.take, "shp_1:nudges", "2026-03-02", 3) for _ in range(5)] == [True, True, True, False, False]
    assert quota.used("shp_1:nudges", "2026-03-02") == 3


@pytest.mark.django_db
def test_keys_and_periods_count_apart() -> None:
    act(quota.take, "a", "2026-03-02", 1)
    assert act(quota.take, "a", "2026-03-02", 1) is False
    assert act(quota.take, "a", "2026-03-03", 1) is True
    assert act(quota.take, "b", "2026-03-02", 1) is True
    assert quota.used("c", "2026-03-02") == 0


@pytest.mark.django_db
def test_several_are_taken_whole_or_not_at_all() -> None:
    assert act(quota.take, "a", "p", 10, 7) is True
    with unchanged():
        assert act(quota.take, "a", "p", 10, 4) is False
        assert act(quota.take, "b", "p", 10, 11) is False
    assert act(quota.take, "a", "p", 10, 3) is True
    assert quota.used("a", "p") == 10


@pytest.mark.django_db
def test_a_limit_of_nothing_gives_nothing() -> None:
    with unchanged():
        assert act(quota.take, "a", "p", 0) is False


@pytest.mark.django_db
def test_a_limit_that_was_lowered_meanwhile_holds() -> None:
    act(quota.take, "a", "p", 10, 5)
    assert act(quota.take, "a", "p", 4) is False
    assert act(quota.take, "a", "p", 6) is True


@pytest.mark.django_db
def test_what_was_not_used_is_given_back() -> None:
    act(quota.take, "a", "p", 3, 3)
    act(quota.give_back, "a", "p", 2)
    assert quota.used("a", "p") == 1
    assert act(quota.take, "a", "p", 3, 2) is True


@pytest.mark.django_db
def test_no_more_is_given_back_than_was_taken() -> None:
    act(quota.take, "a", "p", 3)
    with pytest.raises(IntegrityError):
        act(quota.give_back, "a", "p", 2)


@pytest.mark.django_db
@pytest.mark.parametrize("n", [0, -1])
def test_less_than_one_is_a_mistake(n: int) -> None:
    with unchanged():
        for wrong in (quota.take, quota.give_back):
            args = ("a", "p", 3, n) if wrong is quota.take else ("a", "p", n)
            with pytest.raises(ValueError, match="one or more"):
                act(wrong, *args)


@pytest.mark.django_db
def test_a_refused_action_used_nothing() -> None:
    def refused() -> None:
        assert quota.take("a", "p", 3)
        raise Refused

    with pytest.raises(Refused):
        act(refused)
    assert quota.used("a", "p") == 0


@pytest.mark.django_db(transaction=True)
def test_at_once_no_more_is_taken_than_there_is() -> None:
    def twenty() -> list[bool]:
        return [act(quota.take, "a", "p", 100, 2) for _ in range(20)]

    taken = [one for some in together(*[twenty] * 6) for one in some]
    assert len(taken) == 120
    assert taken.count(True) == 50
    assert Quota.objects.get().used == 100
