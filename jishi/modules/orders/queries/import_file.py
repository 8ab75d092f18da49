"""Reading a file of orders from elsewhere: every row is checked and either good or refused with a reason."""

import csv
import gzip
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from jishi.kernel.money import Money
from jishi.modules.orders.actions.import_rows import Row

MAPPINGS: dict[str, dict[str, str]] = {
    "plain": {"customer": "customer", "date": "date", "items": "items", "amount": "amount"},
    "cdnow": {"customer": "customer_id", "date": "date", "items": "items", "amount": "amount_usd"},
}
NOON = time(12)
CUSTOMER_MOST, ITEMS_MOST, AMOUNT_MOST = 64, 99_999, 10**11


@dataclass(frozen=True)
class Refusal:
    """A row that does not go in, the field at fault and why; `line` is the row as it stood."""

    n: int
    field: str
    why: str
    line: Mapping[str, str]


@dataclass(frozen=True)
class Checked:
    """A whole file: its SHA-256, its good rows and those refused."""

    sha256: str
    rows: list[Row]
    refused: list[Refusal]


class BadFile(ValueError):
    """The file as a whole cannot be read."""


def read(path: Path, mapping: str, currency: str, zone: ZoneInfo, today: date) -> Checked:
    """Check every row of a CSV file (or one packed by gzip). Raises BadFile when it is no such file or lacks a column."""
    content = path.read_bytes()
    try:
        plain = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
        text = plain.decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise BadFile(f"{path.name} is neither CSV in UTF-8 nor gzip of it: {error}") from None
    columns = MAPPINGS[mapping]
    reader = csv.DictReader(io.StringIO(text), strict=True)
    missing = [name for name in columns.values() if name not in (reader.fieldnames or [])]
    if missing:
        raise BadFile(f"{path.name} has no column {', '.join(missing)}")
    good: list[Row] = []
    refused: list[Refusal] = []
    try:
        for one in _rows(reader, columns, currency, zone, today):
            if isinstance(one, Row):
                good.append(one)
            else:
                refused.append(one)
    except csv.Error as error:
        raise BadFile(f"{path.name}, line {reader.line_num}: {error}") from None
    return Checked(hashlib.sha256(plain).hexdigest(), good, refused)


def _rows(reader: "csv.DictReader[str]", columns: Mapping[str, str], currency: str, zone: ZoneInfo, today: date) -> Iterator[Row | Refusal]:
    days: dict[str, datetime] = {}
    for n, line in enumerate(reader, 1):
        values = {name: (line.get(column) or "").strip() for name, column in columns.items()}
        fault = _fault(values, line, today)
        if fault is None:
            try:
                minor = Money.of(values["amount"], currency).minor
            except ValueError:
                fault = ("amount", f"is no amount of {currency}")
            else:
                if not 0 <= minor <= AMOUNT_MOST:
                    fault = ("amount", "is negative or beyond reason")
        if fault:
            yield Refusal(
                n, columns[fault[0]] if fault[0] in columns else fault[0], fault[1], {k: v for k, v in line.items() if isinstance(v, str)}
            )
            continue
        day = values["date"]
        if day not in days:
            days[day] = datetime.combine(date.fromisoformat(day), NOON, zone).astimezone(UTC)
        yield Row(n, values["customer"], days[day], int(values["items"]), minor)


def _fault(values: Mapping[str, str], line: Mapping[str | None, object], today: date) -> tuple[str, str] | None:
    """The first thing wrong with a row, apart from its amount."""
    if None in line or None in line.values():
        return "row", "has too many or too few columns"
    customer = values["customer"]
    if not customer or len(customer) > CUSTOMER_MOST or not customer.isprintable():
        return "customer", f"is empty or longer than {CUSTOMER_MOST} characters"
    try:
        if date.fromisoformat(values["date"]) > today:
            return "date", "lies in the future"
    except ValueError:
        return "date", "is no day like 1997-01-31"
    items = values["items"]
    if not (items.isascii() and items.isdigit() and 1 <= int(items) <= ITEMS_MOST):
        return "items", f"is no whole number from 1 to {ITEMS_MOST}"
    return None
