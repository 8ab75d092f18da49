"""Shapes of what comes in and goes out. Input is strict: unknown fields, NUL and lone surrogates are refused by name."""

from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

LINE_MOST = 120
NOTE_MOST = 2000

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LINE_MOST, pattern=r"^[^\x00-\x1f\x7f]*$")]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=NOTE_MOST)]
IdText = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_]+$")]
Amount = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,13}(\.[0-9]{1,4})?$")]


class Shape(Schema):
    """A body or an answer: only the fields named, no NUL, no lone surrogates."""

    model_config = ConfigDict(extra="forbid", str_max_length=20_000)

    @model_validator(mode="before")
    @classmethod
    def _clean(cls, data: Any) -> Any:
        return clean(data)


class MoneyShape(Shape):
    """An exact amount as a string, and its currency."""

    amount: Amount
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


def clean(data: Any, depth: int = 0) -> Any:
    """Refuse text that a database or a page cannot hold, and nesting beyond reason."""
    if depth > 20:
        raise PydanticCustomError("nested", "nested too deep")
    if isinstance(data, str):
        if "\x00" in data:
            raise PydanticCustomError("nul", "text may not hold NUL")
        if not data.isascii() and any("\ud800" <= c <= "\udfff" for c in data):
            raise PydanticCustomError("surrogate", "text may not hold half a character")
    elif isinstance(data, dict):
        for key, value in data.items():
            clean(key, depth + 1)
            clean(value, depth + 1)
    elif isinstance(data, list):
        for value in data:
            clean(value, depth + 1)
    return data
