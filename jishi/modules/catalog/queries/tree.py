"""The category tree in a reader's language."""

from typing import Any

from jishi.modules.catalog.models import Category


def tree(lang: str) -> list[dict[str, Any]]:
    """First-level categories with their children: {code, name, children}."""
    children: dict[str | None, list[Category]] = {}
    for row in Category.objects.order_by("position", "code"):
        children.setdefault(row.parent_id, []).append(row)
    return _nodes(children, None, lang)


def _nodes(children: dict[str | None, list[Category]], parent: str | None, lang: str) -> list[dict[str, Any]]:
    return [{"code": row.code, "name": row.names[lang], "children": _nodes(children, row.code, lang)} for row in children.get(parent, [])]
