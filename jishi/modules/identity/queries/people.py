"""Reads of persons: themselves, and as others see them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from jishi.kernel import crypto, rows
from jishi.modules.identity.models import Membership, OperatorRole, Person, Workplace
from jishi.modules.identity.queries.masks import masked_email, masked_name, masked_phone
from jishi.modules.identity.queries.reach import Reach


@dataclass(frozen=True)
class PersonData:
    """A person as they see themselves; empty when erased."""

    id: str
    name: str
    phone: str
    email: str
    language: str
    market: str


@dataclass(frozen=True)
class MaskedPerson:
    """A person as others see them."""

    id: str
    name: str
    phone: str
    email: str


@dataclass(frozen=True)
class Work:
    """A shop as `/me` names it."""

    shop: str
    name: str
    market: str


def person(person_id: str) -> PersonData | None:
    """A person with their data, for themselves and for post to them; None when there is none."""
    row = rows.one(Person, person_id)
    if row is None:
        return None
    data = _open(row)
    return PersonData(row.id, data.get("name") or "", data.get("phone") or "", data.get("email") or "", row.language, row.market)


def _open(row: Person) -> dict[str, Any]:
    if row.sealed is None:
        return {}
    try:
        opened: dict[str, Any] = crypto.open_for(row.id, bytes(row.sealed))
    except crypto.Erased:
        return {}
    return opened


def person_reached(reach: Reach) -> Person | None:
    """The person whose phone or e-mail this is; None when it is nobody's."""
    among, keys = rows.among(reach.indexes)
    column = "phone_index" if reach.kind == "phone" else "email_index"
    return next(iter(rows.fetch(Person, f"WHERE {column} {among} ORDER BY id LIMIT 1", keys)), None)


def masked_people(ids: Collection[str]) -> dict[str, MaskedPerson]:
    """Persons as others see them, by id, in two questions; those erased or unknown are empty."""
    data = _data_of(ids)
    return {
        one: MaskedPerson(one, masked_name(d.get("name")), masked_phone(d.get("phone")), masked_email(d.get("email")))
        for one, d in ((one, data.get(one, {})) for one in ids)
    }


def buyer_names_masked(ids: Collection[str]) -> dict[str, str]:
    """The names of buyers as shops see them, by id, in two questions; "" for those who gave none."""
    data = _data_of(ids)
    return {one: masked_name(data.get(one, {}).get("name")) for one in ids}


def buyer_name_masked(person_id: str) -> str:
    """The name of one buyer as shops see it; "" for one who gave none."""
    return buyer_names_masked([person_id])[person_id]


def _data_of(ids: Collection[str]) -> dict[str, dict[str, Any]]:
    if not ids:
        return {}
    among, keys = rows.among(set(ids))
    sealed = [
        (one, bytes(data))
        for one, data in rows.sql(f"SELECT id, sealed FROM identity_person WHERE sealed IS NOT NULL AND id {among}", keys)
    ]
    return {one: data or {} for (one, _), data in zip(sealed, crypto.open_all(sealed), strict=True)}


def languages_of(ids: Collection[str]) -> dict[str, str]:
    """The languages that persons want to be written to in, by id."""
    among, keys = rows.among(set(ids))
    return dict(rows.sql(f"SELECT id, language FROM identity_person WHERE id {among}", keys)) if ids else {}


def with_mail(ids: Collection[str]) -> set[str]:
    """Those of these persons who have an e-mail."""
    among, keys = rows.among(set(ids))
    return {row[0] for row in rows.sql(f"SELECT id FROM identity_person WHERE email_index IS NOT NULL AND id {among}", keys)}


def workplaces(shops: Collection[str]) -> list[Work]:
    """Shops by id as `/me` names them, by name."""
    among, keys = rows.among(set(shops))
    found = rows.fetch(Workplace, f"WHERE shop {among} ORDER BY name, shop", keys) if shops else []
    return [Work(row.shop, row.name, row.market) for row in found]


def shops_known() -> list[str]:
    """The ids of all shops that `/me` could name."""
    return list(Workplace.objects.order_by("pk").values_list("pk", flat=True))


def has_operators() -> bool:
    """Does anybody work for the marketplace?"""
    return OperatorRole.objects.exists()


def operator_role(person_id: str) -> str | None:
    """As what a person works for the marketplace; None when they do not."""
    return OperatorRole.objects.filter(person_id=person_id).values_list("role", flat=True).first()


def members(shop: str) -> list[Membership]:
    """Who works in a shop, the first joined first."""
    return list(Membership.objects.filter(workplace_id=shop).order_by("since", "id"))


def member(shop: str, person_id: str) -> Membership | None:
    """One person's membership of a shop; None when they do not work there."""
    return Membership.objects.filter(workplace_id=shop, person_id=person_id).first()
