"""Reads of who looked at a shop as its people see it."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from jishi.modules.identity.models import Viewing
from jishi.modules.identity.queries.people import masked_people


def viewings_of(shop: str) -> QuerySet[Viewing]:
    """Who of the marketplace looked at a shop so."""
    return Viewing.objects.filter(workplace_id=shop)


def viewings_seen(found: list[Viewing], at: datetime, *, named: bool) -> list[dict[str, Any]]:
    """As a list shows them at an instant of the real clock; `named` for operators, who see which of their own it was."""
    if not named:
        return [viewing_seen(row, at) for row in found]
    people = masked_people({row.person_id for row in found})
    return [viewing_seen(row, at) | {"by": row.person_id, "by_name": people[row.person_id].name} for row in found]


def viewing_seen(row: Viewing, at: datetime) -> dict[str, Any]:
    """One, as it stands at an instant of the real clock: over too where its time ran out and nobody has noted it yet."""
    return {
        "id": row.pk,
        "shop": row.workplace_id,
        "role": row.role,
        "by_role": row.by_role,
        "reason": row.reason,
        "begun_at": row.begun_at,
        "ends_at": row.ends_at,
        "ended_at": row.ended_at or (row.ends_at if row.ends_at <= at else None),
        "by": None,
        "by_name": None,
    }
