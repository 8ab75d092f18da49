"""The one writer of tables that people take away: CSV and XLSX, safe to open, ids and codes as text."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Literal

import xlsxwriter

Format = Literal["csv", "xlsx"]
Cell = str | int | Decimal | datetime | None
TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONG = 12
"""A number of so many digits is no number: programs for tables would round it."""
FORM = "%Y-%m-%d %H:%M:%S"


def written(how: Format, head: Sequence[str], lines: Iterable[Sequence[Cell]]) -> bytes:
    """A table with its head. Instants are written as they are told: give them in the zone they are to be read in."""
    return _csv(head, lines) if how == "csv" else _xlsx(head, lines)


def harmless(text: str) -> str:
    """A text that no program takes for a formula: what begins like one is preceded by an apostrophe."""
    return f"'{text}" if text.startswith(BEGINS_FORMULA) else text


def _csv(head: Sequence[str], lines: Iterable[Sequence[Cell]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([harmless(name) for name in head])
    writer.writerows([_plain(cell) for cell in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> str:
    """A tab behind a long number keeps it a text."""
    match cell:
        case None:
            return ""
        case datetime():
            return cell.strftime(FORM)
        case str():
            return f"{cell}\t" if len(cell) >= LONG and cell.isascii() and cell.isdigit() else harmless(cell)
    return str(cell)


def _xlsx(head: Sequence[str], lines: Iterable[Sequence[Cell]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet()
    page.freeze_panes(1, 0)
    bold = book.add_format({"bold": True})
    for column, name in enumerate(head):
        page.write_string(0, column, name, bold)
        page.set_column(column, column, max(12, 2 * len(name)))
    for row, line in enumerate(lines, start=1):
        for column, cell in enumerate(line):
            if isinstance(cell, int | Decimal):
                page.write_number(row, column, cell)
            elif cell is not None:
                page.write_string(row, column, cell.strftime(FORM) if isinstance(cell, datetime) else cell)
    book.close()
    return out.getvalue()
