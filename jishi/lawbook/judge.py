"""Percentage rules: a share judges only from a minimum count on (RUL-07), and is compared exactly, never as a rounded figure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from jishi.lawbook import law
from jishi.lawbook.errors import LawError
from jishi.lawbook.ruling import Ruling

BITES = {
    "at_least": lambda share, limit: share >= limit,
    "more_than": lambda share, limit: share > limit,
    "at_most": lambda share, limit: share <= limit,
    "less_than": lambda share, limit: share < limit,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a percentage rule says of `hits` among `total`. `bites` is None where it judges nothing: too few, or no such rule here."""

    ruling: Ruling
    hits: int
    total: int
    min_count: int
    counted_by: Ruling
    bites: bool | None

    @property
    def share(self) -> Fraction | None:
        """The exact share; None of nothing."""
        return Fraction(self.hits, self.total) if self.total else None

    @property
    def judged(self) -> bool:
        """Were there enough cases to judge at all?"""
        return self.bites is not None


def min_count(ruling: Ruling) -> tuple[int, Ruling]:
    """The count below which a rule judges nothing, and the ruling it comes from: the value's own, the rule's own, or the general one."""
    own = ruling.told.get("min_count", ruling.form.head.get("min_count"))
    if own is not None:
        return int(own), ruling
    general = law.general_min_count(date.fromisoformat(str(ruling.asked["on"])), str(ruling.asked["market"]))
    return general.value or 0, general


def judge(ruling: Ruling, hits: int, total: int) -> Verdict:
    """Does a percentage rule bite? Below the minimum count it says nothing, however bad the share looks.

    Raises LawError for a rule that is no single ratio or does not say how it compares, and for impossible counts.
    """
    how = ruling.form.head.get("compare")
    if ruling.unit != "ratio" or ruling.form.shape is not None or how not in BITES:
        raise LawError(f"{ruling.rule} is no percentage that judges")
    if not 0 <= hits <= total:
        raise LawError(f"{hits} of {total} is no share")
    least, counted_by = min_count(ruling)
    if not ruling.applies or total == 0 or total < least:
        return Verdict(ruling, hits, total, least, counted_by, None)
    limit: Decimal = ruling.value
    return Verdict(ruling, hits, total, least, counted_by, BITES[how](Fraction(hits, total), Fraction(limit)))
