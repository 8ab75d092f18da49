"""Every figure in bold in the requirements stands in a rule that covers the requirement."""

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

ROW = re.compile(r"\| ([A-Z]{3}-\d\d) \|(.*)")
SCALES = (Decimal(1), Decimal(100), Decimal("0.01"))  # a rule may write 0.05 or 500 where a sentence says 5 %


def numbers(text: str) -> set[Decimal]:
    """The figures in a text; a time of day counts as two."""
    apart = re.sub(r"(\d):(\d\d)", r"\1 \2", text)
    return {Decimal(figure.replace(",", "")).normalize() for figure in re.findall(r"\d[\d,]*(?:\.\d+)?", apart)}


def _held(rules: Mapping[str, Mapping[str, Any]], requirement: str) -> set[Decimal]:
    texts = [
        str([value["value"], value.get("notice"), str(value["since"]), rule.get("examples")]).replace("datetime.date", "")
        for rule in rules.values()
        if requirement in rule["covers"]
        for value in rule["values"]
    ]
    return {figure * scale for text in texts for figure in numbers(text) for scale in SCALES}


def figure_faults(page: Path, rules: Mapping[str, Mapping[str, Any]]) -> tuple[int, list[str]]:
    """How many bold figures the page has, and one line for each that no rule holds."""
    seen, faults = 0, []
    for line in page.read_text(encoding="utf-8").splitlines():
        row = ROW.match(line)
        wanted = numbers(" ".join(re.findall(r"\*\*(.+?)\*\*", row[2]))) if row else set()
        seen += len(wanted)
        if row and wanted:
            faults += [f"{row[1]}: bold figure {figure} is in no rule that covers it" for figure in sorted(wanted - _held(rules, row[1]))]
    return seen, faults
