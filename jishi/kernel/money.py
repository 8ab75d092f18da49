"""Money: whole minor units of one currency. No float ever; places come from the rulebook's units."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import total_ordering
from typing import Any

_PLACES: dict[str, int] = {}
MINOR_MAX = 10**15
_PLAIN = re.compile(r"(-?)([0-9]{1,16})(?:\.([0-9]{1,8}))?")


def set_places(currencies: dict[str, int]) -> None:
    """Told once at start by the lawbook, from `rules/units.yaml`."""
    _PLACES.update(currencies)


def places(currency: str) -> int:
    """Decimal places of a currency. Raises ValueError for one that the rulebook does not know."""
    try:
        return _PLACES[currency]
    except KeyError:
        raise ValueError(f"currency {currency} is not in the rulebook") from None


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount, in minor units (cents, fen; whole units for IDR and VND)."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError("money is whole minor units")

    @classmethod
    def zero(cls, currency: str) -> "Money":
        """Nothing, in a currency."""
        return cls(0, currency)

    @classmethod
    def of(cls, text: str, currency: str) -> "Money":
        """Parse "99.00". Raises ValueError for anything but a plain decimal that the currency's places hold exactly."""
        digits = places(currency)
        found = _PLAIN.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is no amount")
        sign, whole, part = found.group(1), found.group(2), (found.group(3) or "").rstrip("0")
        if len(part) > digits:
            raise ValueError(f"{text!r} is no amount of {currency}")
        minor = int(whole + part.ljust(digits, "0"))
        if minor > MINOR_MAX:
            raise ValueError(f"{text!r} is too large an amount")
        return cls(-minor if sign else minor, currency)

    def text(self) -> str:
        """A plain decimal with the currency's own places."""
        digits = places(self.currency)
        if not digits:
            return str(self.minor)
        whole, part = divmod(abs(self.minor), 10**digits)
        return f"{'-' if self.minor < 0 else ''}{whole}.{part:0{digits}d}"

    def json(self) -> dict[str, str]:
        """As the API writes it."""
        return {"amount": self.text(), "currency": self.currency}

    def split(self, weights: list[int]) -> list["Money"]:
        """Divide by weights; what is left of the smallest unit goes to the largest remainders (rule ledger.rounding.split).

        Raises ValueError when the weights are negative or add up to nothing.
        """
        total = sum(weights)
        if total <= 0 or min(weights) < 0:
            raise ValueError("weights must be positive")
        exact = [Fraction(self.minor * weight, total) for weight in weights]
        parts = [int(part // 1) for part in exact]
        order = sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], n))
        for n in order[: self.minor - sum(parts)]:
            parts[n] += 1
        return [Money(part, self.currency) for part in parts]

    def share(self, basis_points: int) -> "Money":
        """A share in hundredths of a percent, rounded half to even (rule ledger.rounding.share)."""
        return Money(round(Fraction(self.minor * basis_points, 10_000)), self.currency)

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not mix")

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __mul__(self, times: int) -> "Money":
        if type(times) is not int:
            raise TypeError("money is multiplied by whole numbers only")
        return Money(self.minor * times, self.currency)

    def __lt__(self, other: Any) -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        self._same(other)
        return self.minor < other.minor

    def __bool__(self) -> bool:
        return self.minor != 0
