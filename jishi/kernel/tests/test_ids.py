"""Ids sort by the time of making and collide never; numbers notice what people get wrong."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from time import sleep

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.kernel import clock, ids

BODIES = st.integers(10**16, 10**17 - 1).map(str)


def test_an_id_is_its_prefix_and_26_characters_of_crockford() -> None:
    made = ids.new_id("ord")
    assert re.fullmatch(r"ord_[0-7][0-9A-HJKMNP-TV-Z]{25}", made)
    assert ids.is_id(made, "ord")


def test_an_id_is_a_uuid_of_version_7_with_the_milliseconds_of_the_real_clock() -> None:
    before = clock.real()
    value = sum(ids.ALPHABET.index(c) << 5 * n for n, c in enumerate(reversed(ids.new_id("x")[2:])))
    after = clock.real()
    assert value < 2**128
    assert value >> 76 & 0xF == 7
    assert value >> 62 & 0x3 == 2
    made = value >> 80
    assert before - timedelta(milliseconds=1) <= datetime.fromtimestamp(made / 1000, UTC) <= after


def test_ids_sort_by_the_time_of_making() -> None:
    made = []
    for _ in range(5):
        made.append(ids.new_id("ord"))
        sleep(0.002)
    assert sorted(made) == made


def test_ids_are_not_made_twice() -> None:
    made = {ids.new_id("ord") for _ in range(20_000)}
    assert len(made) == 20_000


@pytest.mark.parametrize(
    "text", ["", "ord", "ord_", "pay_01KQ0000000000000000000000", "ord_01KQ000000000000000000000", "ord_01KQ00000000000000000000IL"]
)
def test_what_is_no_id_of_the_prefix(text: str) -> None:
    assert not ids.is_id(text, "ord")


def test_a_number_has_18_digits_and_is_read_in_groups_of_four() -> None:
    number = ids.new_number()
    assert re.fullmatch(r"[1-9][0-9]{17}", number)
    assert ids.valid_number(number)
    assert ids.valid_number(ids.grouped(number))
    assert ids.grouped("731820461234567890") == "7318 2046 1234 5678 90"


def test_numbers_do_not_follow_each_other() -> None:
    made = [int(ids.new_number()) for _ in range(2000)]
    assert len(set(made)) == 2000
    assert all(abs(later - earlier) > 10**9 for earlier, later in pairwise(made))


def with_check_digit(body: str) -> str:
    return next(body + digit for digit in "0123456789" if ids.valid_number(body + digit))


def one_digit_changed(number: str) -> Iterator[str]:
    for place, right in enumerate(number):
        yield from (number[:place] + wrong + number[place + 1 :] for wrong in "0123456789" if wrong != right)


def neighbours_swapped(number: str) -> Iterator[str]:
    for place in range(len(number) - 1):
        a, b = number[place : place + 2]
        if a != b:
            yield number[:place] + b + a + number[place + 2 :]


@given(BODIES)
def test_the_check_digit_notices_every_wrong_digit_and_every_swap(body: str) -> None:
    number = with_check_digit(body)
    assert [wrong for wrong in one_digit_changed(number) if ids.valid_number(wrong)] == []
    assert [wrong for wrong in neighbours_swapped(number) if ids.valid_number(wrong)] == []


@given(BODIES)
def test_a_body_has_one_check_digit(body: str) -> None:
    assert sum(ids.valid_number(body + digit) for digit in "0123456789") == 1


@pytest.mark.parametrize("text", ["", "1", "1" * 17, "1" * 19, "１" * 18, "12345678901234567x", "²" * 18])
def test_what_is_no_number(text: str) -> None:
    assert not ids.valid_number(text)
