"""A ruling: what the law said about one question on one day, exactly, and where it says so. A case stores it for good."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from jishi.kernel.money import Money
from jishi.lawbook import calendar, exact, phrases
from jishi.lawbook.errors import LawError
from jishi.lawbook.rulebook import Market, Rule, Value


@dataclass(frozen=True, slots=True, eq=False)
class Ruling:
    """The answer to one question. `key` names the value for good; "" where no value matched. Never a bare figure.

    `value` is exact: int, Decimal, bool, str, date, None (no such limit, or not offered); tuples for lists, read-only
    mappings for ranges, windows and money, tuples of such for tables. `asked` holds the market, the day and the where keys.
    """

    value: Any
    unit: str
    rule: str
    key: str
    asked: Mapping[str, str | None]
    since: date | None
    source: Mapping[str, Any] | None
    layer: str
    form: Rule = field(repr=False)
    market: Market = field(repr=False)
    told: Mapping[str, Any] = field(repr=False)

    @classmethod
    def made(cls, form: Rule, market: Market, asked: Mapping[str, str | None], found: Value | None) -> "Ruling":
        """The ruling of a value; of none, one that does not apply."""
        if found is None:
            return cls(None, form.unit, form.id, "", MappingProxyType(dict(asked)), None, None, "", form, market, MappingProxyType({}))
        value = exact.exact(found.unit, form.shape, form.head.get("columns"), found.raw)
        told = MappingProxyType(dict(found.told))
        return cls(
            value, found.unit, form.id, found.key, MappingProxyType(dict(asked)), found.since, found.source, found.layer, form, market, told
        )

    @property
    def applies(self) -> bool:
        """Is there such a limit, right or figure at all?"""
        return self.value is not None

    def after(self, start: datetime, *, figure: int | None = None, column: str | None = None) -> datetime:
        """The instant, in UTC, at which the ruling's time has passed since `start`, in its own unit, zone and calendar.

        Of a list, a range or a table's column the chosen `figure` is added. Raises LawError where the rule does not apply,
        measures no time, or does not allow the figure.
        """
        if not self.applies:
            raise LawError(f"{self.rule} does not apply here; ask `applies` first")
        unit = self.form.head["columns"][column] if column else self.unit
        count = self.value if figure is None else self._allowed(figure, column)
        if type(count) is not int:
            raise LawError(f"{self.rule} holds several figures; say which")
        return calendar.add(start, count, unit, self.market.zone, self.market.code)

    def _allowed(self, figure: int, column: str | None) -> int:
        if column:
            good = any(figure == row[column] or (isinstance(row[column], tuple) and figure in row[column]) for row in self.value)
        elif self.form.shape == "range":
            good = self.value["min"] <= figure <= self.value["max"]
        elif self.form.shape == "list":
            good = figure in self.value
        else:
            good = figure == self.value
        if not good:
            raise LawError(f"{self.rule} does not allow {figure}")
        return figure

    def money(self) -> Money:
        """The amount that the rule states. Raises LawError when it states none."""
        return exact.money(self.value)

    def holds(self, thing: Any) -> bool:
        """Is it in the list, or within the range (both ends included)? False where the rule does not apply."""
        if not self.applies:
            return False
        if self.form.shape == "range":
            return bool(exact.number(self.value["min"]) <= exact.number(thing) <= exact.number(self.value["max"]))
        if self.form.shape == "list":
            return thing in self.value
        raise LawError(f"{self.rule} is neither list nor range")

    def row(self, **keys: Any) -> exact.Row | None:
        """The row of a table with these cells; `*` stands for all others; None when there is none or the rule does not apply."""
        self._shaped("table", "ladder", "bands")
        return exact.table_row(self.value, self.form.head["columns"], keys) if self.applies else None

    def step(self, figure: Any) -> exact.Row | None:
        """The last row of a ladder that the figure has reached; None before the first or where the rule does not apply."""
        self._shaped("ladder")
        return exact.step_reached(self.value, figure) if self.applies else None

    def read(self, figure: Any, curve: str | None = None) -> Decimal:
        """The result on straight lines: of a ladder `between: linear`, or of one curve of bands. Raises LawError otherwise."""
        self._shaped("ladder", "bands")
        names = list(self.form.head["columns"])
        if self.form.shape == "ladder" and self.form.head.get("between") != "linear":
            raise LawError(f"{self.rule} goes by steps")
        of = [row for row in self.value or () if curve is None or row[names[0]] == curve]
        if not of or (curve is None) != (self.form.shape == "ladder"):
            raise LawError(f"{self.rule} has no curve {curve}")
        return exact.on_the_line([(row[names[-2]], row[names[-1]]) for row in of], figure)

    def _shaped(self, *shapes: str) -> None:
        if self.form.shape not in shapes:
            raise LawError(f"{self.rule} is no {' or '.join(shapes)}")

    def text(self, lang: str) -> str:
        """As a person reads it: "48 hours", "48 小时"."""
        return phrases.value_text(self.form, self.unit, self.value, lang)

    def json(self) -> dict[str, Any]:
        """As a case stores it: the value's name and the question. The value itself stays in lawbook_value for good."""
        return {"rule": self.rule, "key": self.key, "asked": dict(self.asked)}

    @staticmethod
    def from_json(stored: Mapping[str, Any]) -> "Ruling":
        """The ruling that a case stored, whatever the law says today. Raises LawError for a value that was never in force here."""
        from jishi.lawbook.engine import recalled

        return recalled(stored)

    def chosen(self, figure: int) -> "Chosen":
        """One figure of a list or range, as someone who may choose has chosen it. Raises LawError when it is not offered."""
        self._allowed(figure, None)
        return Chosen(self, figure)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ruling) and self.json() == other.json()

    def __hash__(self) -> int:
        return hash((self.rule, self.key, self.asked["on"], self.asked["market"]))


@dataclass(frozen=True, slots=True)
class Chosen:
    """One figure that was chosen of those that a ruling offers; a case stores it with the ruling, as `figure`."""

    ruling: Ruling
    figure: int

    @property
    def rule(self) -> str:
        """The rule that offers it."""
        return self.ruling.rule

    @property
    def applies(self) -> bool:
        """What was chosen is always something."""
        return True

    def after(self, start: datetime) -> datetime:
        """As `Ruling.after`."""
        return self.ruling.after(start, figure=self.figure)

    def json(self) -> dict[str, Any]:
        """As a case stores it."""
        return self.ruling.json() | {"figure": self.figure}

    def text(self, lang: str) -> str:
        """As a person reads it: "3 hours"."""
        return phrases.value_text(self.ruling.form, self.ruling.unit, (self.figure,), lang)

    @staticmethod
    def from_json(stored: Mapping[str, Any]) -> "Chosen":
        """What a case stored, whatever the law says today."""
        return Chosen(Ruling.from_json(stored), stored["figure"])
