"""Opaque ids (prefix and UUIDv7 in Crockford's base 32) and numbers that people read aloud (18 digits, check digit last)."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import time_ns

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = [a + b for a in ALPHABET for b in ALPHABET]
NUMBER_LENGTH = 18
# Damm's quasigroup of order 10 (2004): unlike Luhn's sum it notices every swap of neighbours, 09 and 90 too.
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


class _Source:
    """Where the parts of an id come from."""

    milliseconds: Callable[[], int] = staticmethod(lambda: time_ns() // 1_000_000)
    chance: Callable[[int], bytes] = staticmethod(os.urandom)


@contextmanager
def drawn_from(milliseconds: Callable[[], int], chance: Callable[[int], bytes]) -> Iterator[None]:
    """Ids and numbers of this process are made of these instead of the real clock and the system's chance: a simulation repeats itself."""
    before = _Source.milliseconds, _Source.chance
    _Source.milliseconds, _Source.chance = staticmethod(milliseconds), staticmethod(chance)
    try:
        yield
    finally:
        _Source.milliseconds, _Source.chance = staticmethod(before[0]), staticmethod(before[1])


def new_id(prefix: str) -> str:
    """`prefix_` and 26 characters that sort by the time of making (real clock)."""
    value = (_Source.milliseconds() & 0xFFFFFFFFFFFF) << 80 | int.from_bytes(_Source.chance(10))
    value = value & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62
    return f"{prefix}_" + "".join([_PAIRS[(value >> shift) & 0x3FF] for shift in range(120, -1, -10)])


def id_of(prefix: str, digest: bytes) -> str:
    """The id of something that is named by what it is: `prefix_` and 26 characters of a hash's first 128 bits."""
    value = int.from_bytes(digest[:16])
    return f"{prefix}_" + "".join([_PAIRS[(value >> shift) & 0x3FF] for shift in range(120, -1, -10)])


def is_id(text: str, prefix: str) -> bool:
    """Has `text` the form of an id with this prefix?"""
    head, _, tail = text.partition("_")
    return head == prefix and len(tail) == 26 and not set(tail) - set(ALPHABET)


def new_number() -> str:
    """18 digits, at random and so not in sequence; the last is a check digit that notices one wrong digit and two neighbours swapped."""
    body = str(10**16 + int.from_bytes(_Source.chance(8)) % (9 * 10**16))
    return body + _check_digit(body)


def valid_number(text: str) -> bool:
    """Is `text` (spaces aside) a number with a right check digit?"""
    digits = text.replace(" ", "")
    return len(digits) == NUMBER_LENGTH and digits.isascii() and digits.isdigit() and _check_digit(digits[:-1]) == digits[-1]


def grouped(number: str) -> str:
    """As people read it: groups of four."""
    return " ".join(number[i : i + 4] for i in range(0, len(number), 4))


def _check_digit(body: str) -> str:
    check = "0"
    for digit in body:
        check = _DAMM[int(check)][int(digit)]
    return check
