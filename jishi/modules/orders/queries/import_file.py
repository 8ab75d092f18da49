"""Reading a file of orders from elsewhere: every row is checked and either good or refused with a reason."""

import csv
import gzip
import hashlib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db.models import Count

from jishi.kernel.money import Money
from jishi.modules.orders.actions.import_rows import Row
from jishi.modules.orders.models import Order

COLUMNS = ("customer", "date", "items", "amount")
MAPPINGS: dict[str, dict[str, str]] = {
    "plain": {"customer": "customer", "date": "date", "items": "items", "amount": "amount"},
    "cdnow": {"customer": "customer_id", "date": "date", "items": "items", "amount": "amount_usd"},
}
GZIP = b"\x1f\x8b"
NOON = time(12)
EARLIEST = date(1970, 1, 1)
CUSTOMER_MOST, ITEMS_MOST, ITEMS_DIGITS, AMOUNT_MOST = 64, 99_999, 9, 10**11


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that does not go in, the column at fault ("row" for the whole) and why; `cells` are the row as it stood."""

    n: int
    column: str
    why: str
    cells: Sequence[str]


@dataclass(frozen=True)
class Checked:
    """A whole file: the SHA-256 of its text, its header, its good rows and those refused."""

    sha256: str
    header: Sequence[str]
    rows: list[Row]
    refused: list[Refusal]


@dataclass(frozen=True)
class Terms:
    """What rows are read by: currency and zone of the market, and the last day that an order may be of."""

    currency: str
    zone: ZoneInfo
    today: date


class BadFile(ValueError):
    """The file as a whole cannot be read, or has nowhere to go."""


def taken(file: str) -> dict[str, int]:
    """How many rows of the file with this SHA-256 are orders already, shop by shop."""
    found = Order.objects.filter(import_key__startswith=f"{file}:").values_list("shop").annotate(Count("id")).order_by("shop")
    return dict(found)


def read(path: Path, mapping: str, terms: Terms) -> Checked:
    """Check every row of a CSV file (or one packed by gzip). Raises BadFile when it is no such file or lacks a column."""
    content = _content(path)
    try:
        plain = gzip.decompress(content) if content.startswith(GZIP) else content
        first, *lines = plain.decode("utf-8-sig").split("\n")
        header = _cells(first)
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error) as error:
        raise BadFile(f"{path.name} is neither CSV in UTF-8 nor gzip of it: {error}") from None
    names = MAPPINGS[mapping]
    missing = [name for name in names.values() if name not in header]
    if missing:
        raise BadFile(f"{path.name} has no column {', '.join(missing)}")
    good: list[Row] = []
    refused: list[Refusal] = []
    for one in _rows(lines, header, names, terms):
        if isinstance(one, Row):
            good.append(one)
        else:
            refused.append(one)
    return Checked(hashlib.sha256(plain).hexdigest(), header, good, refused)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror}") from None


def _cells(line: str) -> list[str]:
    """The cells of one line; no cell of ours holds a line break, so that a stray quote spoils its own line only. Raises csv.Error."""
    return next(csv.reader([line.removesuffix("\r")], strict=True), [])


def _rows(lines: Sequence[str], header: Sequence[str], names: dict[str, str], terms: Terms) -> Iterator[Row | Refusal]:
    places = [header.index(names[name]) for name in COLUMNS]
    days: dict[str, datetime] = {}
    n = 0
    for line in lines:
        try:
            cells = _cells(line)
        except csv.Error as error:
            n += 1
            yield Refusal(n, "row", str(error), [line])
            continue
        if not cells:
            continue
        n += 1
        if len(cells) != len(header):
            yield Refusal(n, "row", "has too many or too few columns", cells)
            continue
        customer, day, items, amount = (cells[place].strip() for place in places)
        fault = _fault(customer, day, items, amount, terms)
        if fault:
            yield Refusal(n, names[fault[0]], fault[1], cells)
            continue
        if day not in days:
            days[day] = datetime.combine(date.fromisoformat(day), NOON, terms.zone).astimezone(UTC)
        yield Row(n, customer, days[day], int(items), Money.of(amount, terms.currency).minor)


def _fault(customer: str, day: str, items: str, amount: str, terms: Terms) -> tuple[str, str] | None:
    """The first thing wrong with a row: which of our columns, and why."""
    if not customer or len(customer) > CUSTOMER_MOST or not customer.isprintable():
        return "customer", f"is empty, longer than {CUSTOMER_MOST} characters or holds control characters"
    try:
        when = date.fromisoformat(day)
    except ValueError:
        return "date", "is no day like 1997-01-31"
    if not EARLIEST <= when <= terms.today:
        return "date", f"lies in the future or before {EARLIEST}"
    if not (items.isascii() and items.isdigit() and len(items) <= ITEMS_DIGITS and 1 <= int(items) <= ITEMS_MOST):
        return "items", f"is no whole number from 1 to {ITEMS_MOST}"
    try:
        minor = Money.of(amount, terms.currency).minor
    except ValueError:
        return "amount", f"is no amount of {terms.currency}"
    if not 0 <= minor <= AMOUNT_MOST:
        return "amount", "is negative or beyond reason"
    return None
