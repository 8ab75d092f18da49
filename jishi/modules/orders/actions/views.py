"""Saved views: lists that a person of a shop comes back to, each under a name."""

from typing import Any

from jishi.kernel import clock, ids, quota, rows, stored
from jishi.kernel.errors import NotFound
from jishi.modules.orders.errors import ViewsFull
from jishi.modules.orders.models import SavedView

MOST = 20
"""As many as a row of pills holds."""
EVER = "ever"


def save_view(shop: str, person: str, name: str, conditions: dict[str, Any]) -> SavedView:
    """Keep these conditions under a name; the same name again holds the new ones. Raises ViewsFull."""
    held = SavedView.objects.filter(shop=shop, person=person, name=name).first()
    if held is not None:
        text = "UPDATE orders_savedview SET conditions = %s, at = %s WHERE id = %s"
        now = clock.now()
        rows.change(text, [stored.json_text(conditions), rows.db_time(now), held.pk])
        rows.put(held, conditions=conditions, at=now)
        return held
    if not quota.take(_key(shop, person), EVER, MOST):
        raise ViewsFull(most=MOST)
    return rows.add(SavedView(id=ids.new_id("viw"), shop=shop, person=person, name=name, conditions=conditions, at=clock.now()))


def forget_view(view: SavedView) -> None:
    """Keep it no longer. Raises NotFound when it is gone already."""
    if not rows.change("DELETE FROM orders_savedview WHERE id = %s", [view.pk]):
        raise NotFound
    quota.give_back(_key(view.shop, view.person), EVER)


def forget_views(person: str) -> None:
    """Keep nothing for a person who was erased: a name is free text."""
    rows.change("DELETE FROM orders_savedview WHERE person = %s", [person])


def _key(shop: str, person: str) -> str:
    return f"orders.views:{shop}:{person}"
