"""Reads of API keys."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from jishi.modules.identity.models import Key, Membership, OperatorRole


def keys_of(shop: str | None) -> QuerySet[Key]:
    """The keys of a shop, or of the operator where it is None, not revoked; `held`: their maker still may act there."""
    if shop is None:
        held = Exists(OperatorRole.objects.filter(person=OuterRef("maker")))
    else:
        held = Exists(Membership.objects.filter(person=OuterRef("maker"), workplace=OuterRef("workplace")))
    return Key.objects.filter(workplace_id=shop, revoked_at=None).annotate(held=held)


def keys_seen(found: list[Key]) -> list[dict[str, Any]]:
    """Keys as a list shows them, without their tokens."""
    return [key_seen(key) | {"suspended": not key.held, "token": None} for key in found]  # type: ignore[attr-defined]


def key_seen(key: Key) -> dict[str, Any]:
    """What is said of a key at all times."""
    return {"id": key.id, "name": key.name, "scopes": key.scopes, "maker": key.maker_id, "made_at": key.made_at}
