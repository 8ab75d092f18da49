"""Warned before a threshold is crossed (RUL-06): how a figure stands to a rule's limit, and whether it comes near."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from jishi.kernel import words
from jishi.kernel.api.shapes import Shape
from jishi.lawbook import law, phrases
from jishi.lawbook.errors import LawError
from jishi.lawbook.ruling import Ruling

WHOLE = 10_000
CROSSED: dict[str | None, Callable[[Fraction, Fraction], bool]] = {
    None: lambda figure, limit: figure >= limit,  # a cap: full
    "at_least": lambda figure, limit: figure >= limit,
    "more_than": lambda figure, limit: figure > limit,
    "at_most": lambda figure, limit: figure <= limit,
    "less_than": lambda figure, limit: figure < limit,
}
FLOORS = ("at_most", "less_than")
Figure = int | Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Nearness:
    """How a figure stands to a limit. `warned_by` is the ruling that says what near means; `left` what remains until it is reached."""

    ruling: Ruling
    figure: Fraction
    left: Fraction
    near: bool
    crossed: bool
    warned_by: Ruling


class NearOut(Shape):
    """A limit, how far one has come, and whether that is near enough to be warned."""

    rule: str
    name: str
    rule_key: str
    value_text: str
    figure: str
    left: str
    near: bool
    crossed: bool
    says: str


def near(ruling: Ruling, figure: Figure) -> Nearness | None:
    """How does a figure stand to the single figure of a rule? None where the rule does not apply.

    The rule's `compare` says when it bites; without one the value is a cap that is full when it is reached. Near is what has
    reached the share of lawbook.changes.threshold_warning_at, as of the ruling's day. Raises LawError for a rule that holds no
    single figure.
    """
    if not ruling.applies:
        return None
    how = ruling.form.head.get("compare")
    if ruling.form.shape is not None or type(ruling.value) not in (int, Decimal) or how not in CROSSED:
        raise LawError(f"{ruling.rule} is no threshold that a figure can come near")
    limit, stands = Fraction(ruling.value), Fraction(figure)
    warned_by = law.threshold_warning(date.fromisoformat(str(ruling.asked["on"])), str(ruling.asked["market"]))
    share = Fraction(warned_by.value, WHOLE) if warned_by.applies else Fraction(1)
    crossed = CROSSED[how](stands, limit)
    close = stands * share <= limit if how in FLOORS else stands >= limit * share
    left = max(Fraction(), stands - limit if how in FLOORS else limit - stands)
    return Nearness(ruling, stands, left, close and not crossed, crossed, warned_by)


def view(found: Nearness, lang: str) -> dict[str, Any]:
    """It as a page shows it, in the reader's language."""
    form, state = found.ruling.form, "crossed" if found.crossed else "near" if found.near else "far"
    value = found.ruling.text(lang)
    figure, left = (phrases.plain_number(Decimal(one.numerator) / one.denominator) for one in (found.figure, found.left))
    return {
        "rule": found.ruling.rule,
        "name": phrases.rule_name(form.head, found.ruling.rule, lang),
        "rule_key": found.ruling.key,
        "value_text": value,
        "figure": figure,
        "left": left,
        "near": found.near,
        "crossed": found.crossed,
        "says": words.say(f"lawbook.near.{state}", lang, figure=figure, limit=value, left=left),
    }
