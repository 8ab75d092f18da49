"""Keep the category tree like the file beside this one; categories are never taken away, goods may lie in them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from jishi.kernel import rows, stored
from jishi.kernel.words import LANGUAGES

FILE = Path(__file__).with_name("categories.yaml")
_KEEP = (
    "INSERT INTO catalog_category (code, parent_id, names, position) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT (code) DO UPDATE SET parent_id = excluded.parent_id, names = excluded.names, position = excluded.position"
)


def seed_categories() -> int:
    """Write what the file says; how many categories it has."""
    tree = list(_walk(yaml.load(FILE.read_text(encoding="utf-8"), yaml.CSafeLoader), None))
    for row in tree:
        rows.change(_KEEP, row)
    return len(tree)


def _walk(entries: list[dict[str, Any]], parent: str | None) -> Iterator[tuple[str, str | None, str | None, int]]:
    for position, entry in enumerate(entries):
        code, names = next((key, value) for key, value in entry.items() if key != "children")
        yield code, parent, stored.json_text(dict(zip(LANGUAGES, names, strict=True))), position
        yield from _walk(entry.get("children", []), code)
