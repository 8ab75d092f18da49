"""Money: exact, split without loss, of one currency, with that currency's places."""

from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.kernel.money import MINOR_MAX, Money, places

CURRENCIES = {"CNY": 2, "USD": 2, "GBP": 2, "MYR": 2, "SGD": 2, "THB": 2, "PHP": 2, "IDR": 0, "VND": 0}
MINORS = st.integers(-MINOR_MAX, MINOR_MAX)
AMOUNTS = st.builds(Money, MINORS, st.sampled_from(sorted(CURRENCIES)))


@pytest.mark.parametrize(("currency", "digits"), CURRENCIES.items())
def test_places_come_from_the_rulebook(currency: str, digits: int) -> None:
    assert places(currency) == digits


def test_a_currency_outside_the_rulebook_is_refused() -> None:
    with pytest.raises(ValueError, match="XTS"):
        Money.of("1", "XTS")


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("99.00", "CNY", 9900),
        ("99", "CNY", 9900),
        ("0.5", "USD", 50),
        ("-12.34", "GBP", -1234),
        ("007.10", "MYR", 710),
        ("125000", "IDR", 125000),
        ("125000.00", "VND", 125000),
        ("11.770", "USD", 1177),
        ("10000000000000.00", "CNY", MINOR_MAX),
    ],
)
def test_amounts_are_read(text: str, currency: str, minor: int) -> None:
    assert Money.of(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "abc",
        "1e2",
        "1_000",
        "1,000.00",
        " 1",
        "1 ",
        "+1",
        "1.",
        ".5",
        "--1",
        "NaN",
        "sNaN",
        "Infinity",
        "-inf",
        "0x10",
        "１",
        "٣",
        "1\n",
    ],
)
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError, match="no amount"):
        Money.of(text, "CNY")


@pytest.mark.parametrize(
    ("text", "currency"),
    [("0.001", "CNY"), ("1.5", "IDR"), ("0.01", "VND"), ("1.00000001", "USD"), ("1.0000000000000000000000000001", "USD")],
)
def test_more_places_than_the_currency_has_are_refused(text: str, currency: str) -> None:
    with pytest.raises(ValueError, match="no amount"):
        Money.of(text, currency)


@pytest.mark.parametrize("text", ["10000000000000.01", "-10000000000000.01", "9999999999999999.99"])
def test_amounts_beyond_all_measure_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="too large"):
        Money.of(text, "CNY")


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Money(9900, "CNY"), "99.00"),
        (Money(5, "USD"), "0.05"),
        (Money(-5, "USD"), "-0.05"),
        (Money(-1234, "GBP"), "-12.34"),
        (Money(0, "CNY"), "0.00"),
        (Money(125000, "IDR"), "125000"),
        (Money(-1, "VND"), "-1"),
    ],
)
def test_amounts_are_written_with_their_currencys_places(amount: Money, text: str) -> None:
    assert amount.text() == text
    assert amount.json() == {"amount": text, "currency": amount.currency}


@given(AMOUNTS)
def test_written_and_read_again_it_is_the_same(amount: Money) -> None:
    assert Money.of(amount.text(), amount.currency) == amount


@given(MINORS, st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any))
def test_a_split_loses_nothing_and_no_part_is_a_unit_off(minor: int, weights: list[int]) -> None:
    parts = Money(minor, "CNY").split(weights)
    total = sum(weights)
    assert sum(part.minor for part in parts) == minor
    assert all(abs(part.minor * total - minor * weight) < total for part, weight in zip(parts, weights, strict=True))
    assert all(part.minor == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)


def test_what_is_left_goes_to_the_largest_remainders_and_of_equals_to_the_first() -> None:
    assert [part.minor for part in Money(100, "CNY").split([1, 1, 1])] == [34, 33, 33]
    assert [part.minor for part in Money(-100, "CNY").split([1, 1, 1])] == [-33, -33, -34]
    assert [part.minor for part in Money(1000, "CNY").split([1, 2, 4])] == [143, 286, 571]
    assert [part.minor for part in Money(7, "IDR").split([0, 1, 1])] == [0, 4, 3]


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [-1, 2], [1, -1]])
def test_weights_that_say_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        Money(100, "CNY").split(weights)


@pytest.mark.parametrize(
    ("minor", "basis_points", "share"),
    [
        (10_000, 500, 500),
        (1, 5_000, 0),
        (3, 5_000, 2),
        (5, 5_000, 2),
        (7, 5_000, 4),
        (-1, 5_000, 0),
        (-3, 5_000, -2),
        (333, 3_333, 111),
        (0, 9_999, 0),
    ],
)
def test_a_share_is_rounded_half_to_even(minor: int, basis_points: int, share: int) -> None:
    assert Money(minor, "CNY").share(basis_points) == Money(share, "CNY")


@given(MINORS, st.integers(0, 20_000))
def test_a_share_is_what_decimals_make_of_it(minor: int, basis_points: int) -> None:
    exact = (Decimal(minor) * basis_points / 10_000).quantize(Decimal(1), ROUND_HALF_EVEN)
    assert Money(minor, "USD").share(basis_points).minor == int(exact)


def test_sums_and_order() -> None:
    one, two = Money(100, "CNY"), Money(250, "CNY")
    assert (one + two, two - one, -one, one * 3) == (Money(350, "CNY"), Money(150, "CNY"), Money(-100, "CNY"), Money(300, "CNY"))
    assert one < two
    assert one <= one
    assert max(one, two) == two
    assert not Money.zero("CNY")
    assert Money(-1, "CNY")


def test_currencies_do_not_mix() -> None:
    yuan, dollar = Money(100, "CNY"), Money(100, "USD")
    assert yuan != dollar
    for mixed in (lambda: yuan + dollar, lambda: yuan - dollar, lambda: yuan < dollar, lambda: yuan >= dollar):
        with pytest.raises(ValueError, match="do not mix"):
            mixed()


def test_money_knows_whole_units_only() -> None:
    for wrong in (1.0, "1", True, None, Decimal(1)):
        with pytest.raises(TypeError):
            Money(wrong, "CNY")
    for wrong in (1.5, "2", True, Decimal(2)):
        with pytest.raises(TypeError):
            Money(100, "CNY") * wrong
    with pytest.raises(TypeError):
        assert Money(100, "CNY") < 5
