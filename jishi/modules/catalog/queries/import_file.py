"""Reading a file of products: every row is one variant, checked, and either good or refused with a reason."""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from jishi.kernel.money import Money
from jishi.modules.catalog.actions.import_products import Group
from jishi.modules.catalog.actions.wares import SkuDraft
from jishi.modules.catalog.models import STOCK_MAX, Category, Sku
from jishi.modules.catalog.queries.barcodes import is_barcode

NEEDED = ("title", "category", "sku", "price")
LONGEST = {"title": 200, "category": 40, "sku": 60, "name": 120, "description": 10_000}
WHOLE = {"stock": STOCK_MAX, "weight": 1_000_000}


@dataclass(frozen=True)
class Line:
    """A row that can go in."""

    n: int
    values: Mapping[str, str]
    sku: SkuDraft


@dataclass(frozen=True)
class Refusal:
    """A row that does not go in, the field at fault and why; `line` is the row as it stood."""

    n: int
    field: str
    why: str
    line: Mapping[str, str]


@dataclass(frozen=True)
class Checked:
    """A whole file: its SHA-256, its good rows and those refused, each as it stood by its number."""

    sha256: str
    good: list[Line]
    refused: list[Refusal]
    lines: Mapping[int, Mapping[str, str]]


class BadFile(ValueError):
    """The file as a whole cannot be read."""


def read(path: Path, currency: str) -> Checked:
    """Check every row of a CSV file by itself. Raises BadFile when it is no such file or lacks a column."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(f"{path.name} is no CSV in UTF-8: {error}") from None
    reader = csv.DictReader(io.StringIO(text), strict=True)
    missing = [name for name in NEEDED if name not in (reader.fieldnames or [])]
    if missing:
        raise BadFile(f"{path.name} has no column {', '.join(missing)}")
    good: list[Line] = []
    refused: list[Refusal] = []
    lines: dict[int, Mapping[str, str]] = {}
    try:
        for n, one in _rows(reader, currency, lines):
            if isinstance(one, Refusal):
                refused.append(one)
            else:
                good.append(Line(n, lines[n], one))
    except csv.Error as error:
        raise BadFile(f"{path.name}, line {reader.line_num}: {error}") from None
    return Checked(hashlib.sha256(content).hexdigest(), good, refused, lines)


def taken(shop: str, checked: Checked) -> list[int]:
    """Numbers of the good rows whose code another variant of the shop has already."""
    held = set(Sku.objects.filter(shop=shop).values_list("code", flat=True))
    return [line.n for line in checked.good if line.sku.code in held]


def groups(good: list[Line]) -> list[Group]:
    """Rows that follow each other and name the same product are its variants."""
    found = []
    for (title, category), some in groupby(good, key=lambda line: (line.values["title"], line.values["category"])):
        lines = list(some)
        description = next((line.values["description"] for line in lines if line.values.get("description")), "")
        found.append(Group(title, category, description, tuple((line.n, line.sku) for line in lines)))
    return found


def _rows(reader: "csv.DictReader[str]", currency: str, lines: dict[int, Mapping[str, str]]) -> Iterator[tuple[int, SkuDraft | Refusal]]:
    categories = set(Category.objects.values_list("code", flat=True))
    codes: set[str] = set()
    for n, line in enumerate(reader, 1):
        values = {name: value.strip() for name, value in line.items() if isinstance(name, str) and isinstance(value, str)}
        lines[n] = values
        fault = (
            ("row", "has too many or too few columns") if None in line or None in line.values() else _fault(values, categories, currency)
        )
        if fault is None and values["sku"] in codes:
            fault = ("sku", "stands in the file twice")
        if fault:
            yield n, Refusal(n, *fault, values)
            continue
        codes.add(values["sku"])
        yield n, _draft(values, currency)


def _fault(values: Mapping[str, str], categories: set[str], currency: str) -> tuple[str, str] | None:
    """The first thing wrong with a row."""
    for name, most in LONGEST.items():
        text = values.get(name, "")
        if len(text) > most:
            return name, f"is longer than {most} characters"
        if name in NEEDED and not text:
            return name, "is missing"
        if not text.isprintable() and name != "description":
            return name, "holds characters that are not printed"
    if values["category"] not in categories:
        return "category", "is no category"
    try:
        if Money.of(values["price"], currency).minor <= 0:
            return "price", "is not above 0"
    except ValueError:
        return "price", f"is no amount of {currency}"
    for name, most in WHOLE.items():
        text = values.get(name, "") or "0"
        if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and int(text) <= most):
            return name, f"is no whole number from 0 to {most}"
    if values.get("barcode") and not is_barcode(values["barcode"]):
        return "barcode", "has a wrong check digit"
    return None


def _draft(values: Mapping[str, str], currency: str) -> SkuDraft:
    return SkuDraft(
        code=values["sku"],
        price=Money.of(values["price"], currency),
        name=values.get("name", ""),
        barcode=values.get("barcode", ""),
        weight_grams=int(values.get("weight") or 0),
        stock=int(values.get("stock") or 0),
    )
