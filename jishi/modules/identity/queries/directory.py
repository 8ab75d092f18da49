"""The marketplace's people as its operators see them: masked, found by the whole phone, e-mail or id, with their hats and sessions."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal

from django.db.models import Count, Exists, Max, OuterRef, QuerySet

from jishi.kernel import ids
from jishi.modules.identity.access import OPERATOR_ROLES
from jishi.modules.identity.law import home_market, second_of_operators
from jishi.modules.identity.models import Authenticator, Membership, OperatorRole, Passkey, Person, Session
from jishi.modules.identity.queries.people import masked_people
from jishi.modules.identity.queries.reach import reach

Hat = Literal["any", "shop", "operator"]
HATS: Mapping[str, type[Membership] | type[OperatorRole]] = {"shop": Membership, "operator": OperatorRole}


def people_found(words: str, hat: Hat) -> QuerySet[Person]:
    """Those with this phone, e-mail or id, whole; everyone for "". `hat`: only who works in a shop, or for the marketplace.

    Raises NotReachable naming `q` for words that are neither a phone, an e-mail nor an id.
    """
    found = Person.objects.all()
    if hat in HATS:
        found = found.filter(Exists(HATS[hat].objects.filter(person=OuterRef("pk"))))
    words = words.strip()
    if not words:
        return found
    if ids.is_id(words, "per"):
        return found.filter(pk=words)
    asked = reach(words, home_market(), field="q")
    return found.filter(**{f"{asked.kind}_index__in": asked.indexes})


def people_seen(found: Collection[Person], at: datetime) -> list[dict[str, Any]]:
    """Persons with what they do here and how they are signed in at an instant of the real clock, in six questions."""
    keys = [one.pk for one in found]
    masked = masked_people(keys)
    works: dict[str, list[dict[str, str]]] = {}
    for one in Membership.objects.filter(person__in=keys).select_related("workplace").order_by("workplace__name", "pk"):
        works.setdefault(one.person_id, []).append({"id": one.workplace_id, "name": one.workplace.name, "role": one.role})
    operators = dict(OperatorRole.objects.filter(person__in=keys).values_list("person_id", "role"))
    sessions, secured = _sessions(keys, at), _secured(keys)
    return [
        asdict(masked[one.pk])
        | {
            "language": one.language,
            "market": one.market,
            "made_at": one.made_at,
            "state": "erased" if one.erased else "active",
            "shops": works.get(one.pk, []),
            "operator": operators.get(one.pk),
            "secured": one.pk in secured,
            "sessions": sessions.get(one.pk, (0, None))[0],
            "last_seen": sessions.get(one.pk, (0, None))[1],
            "reveals_left": None,
        }
        for one in found
    ]


def _sessions(keys: Collection[str], at: datetime) -> dict[str, tuple[int, datetime]]:
    """How many sessions of each are not over, and when one of them was last used."""
    live = Session.objects.filter(person__in=keys, revoked_at=None, expires_at__gt=at)
    told = live.values("person_id").annotate(n=Count("pk"), used=Max("used_at"))
    return {one["person_id"]: (one["n"], one["used"]) for one in told}


def _secured(keys: Collection[str]) -> set[str]:
    """Those who have a second factor."""
    apps = Authenticator.objects.filter(person__in=keys, confirmed_at__isnull=False).values_list("person_id", flat=True)
    return set(apps) | set(Passkey.objects.filter(person__in=keys).values_list("person_id", flat=True))


def operators_seen(found: Collection[OperatorRole], at: datetime) -> list[dict[str, Any]]:
    """Who works for the marketplace, as who manages them sees it."""
    keys = [one.person_id for one in found]
    masked, sessions, secured = masked_people(keys), _sessions(keys, at), _secured(keys)
    return [
        {
            "person": one.person_id,
            **{name: part for name, part in asdict(masked[one.person_id]).items() if name != "id"},
            "role": one.role,
            "since": one.since,
            "secured": one.person_id in secured,
            "sessions": sessions.get(one.person_id, (0, None))[0],
            "last_seen": sessions.get(one.person_id, (0, None))[1],
        }
        for one in found
    ]


def operators() -> list[OperatorRole]:
    """Everyone who works for the marketplace, the first first."""
    return list(OperatorRole.objects.order_by("since", "id"))


def operators_roles(at: datetime) -> list[dict[str, Any]]:
    """The roles, what each may, and whether it wants a second factor (rule identity.factors.required_of_operators)."""
    wanted = second_of_operators(at)
    return [{"role": role, "permissions": sorted(held), "second": wanted.holds(role)} for role, held in OPERATOR_ROLES.items()]
