"""Reads of imported customers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from jishi.kernel import crypto
from jishi.modules.identity.errors import NotReachable
from jishi.modules.identity.law import home_market
from jishi.modules.identity.models import Contact
from jishi.modules.identity.queries.masks import masked_name
from jishi.modules.identity.queries.people import buyer_names_masked, person_reached
from jishi.modules.identity.queries.reach import reach

FOUND_MOST = 200


@dataclass(frozen=True)
class ContactSeen:
    """An imported customer as the shop's staff see them."""

    id: str
    reference: str
    name: str


def contacts(ids: Collection[str]) -> dict[str, ContactSeen]:
    """Contacts by id with the shop's own reference and their masked name, "" where the import brought none; two questions."""
    found = list(Contact.objects.filter(pk__in=set(ids)))
    sealed = [(row.id, bytes(row.sealed)) for row in found if row.sealed is not None]
    opened = zip(sealed, crypto.open_all(sealed), strict=True)
    names = {contact: masked_name((data or {}).get("name")) for (contact, _), data in opened}
    return {row.id: ContactSeen(row.id, row.reference, names.get(row.id, "")) for row in found}


def contact_ids(shop: str, references: Collection[str]) -> dict[str, str]:
    """The ids of a shop's contacts by its own references; those unknown are left out."""
    return dict(Contact.objects.filter(shop=shop, reference__in=references).values_list("reference", "id"))


class Bought(Protocol):
    """A row that names its buyer: a person, or a contact of the shop."""

    pk: str
    person: str | None
    contact: str | None


def buyer_names(bought: Sequence[Bought]) -> dict[str, dict[str, str]]:
    """Who bought, as a shop sees it, by the row's id: {"id", "name"}, the name masked, or a contact's reference; four questions at most."""
    names = buyer_names_masked({row.person for row in bought if row.person})
    imported = {row.contact for row in bought if row.contact}
    seen = contacts(imported) if imported else {}
    out = {}
    for row in bought:
        if row.person:
            out[row.pk] = {"id": row.person, "name": names[row.person]}
        elif row.contact and row.contact in seen:
            out[row.pk] = {"id": row.contact, "name": seen[row.contact].name or seen[row.contact].reference}
    return out


@dataclass(frozen=True)
class BuyersFound:
    """Who fits what was searched for: ids of persons and of the shop's contacts."""

    persons: list[str]
    contacts: list[str]


def find_buyers(words: str, shop: str) -> BuyersFound:
    """Buyers by a whole phone number or e-mail, a shop's contacts by the beginning of their reference (200 at most)."""
    words = words.strip()
    imported = Contact.objects.filter(shop=shop, reference__startswith=words).order_by("reference").values_list("id", flat=True)
    try:
        found = person_reached(reach(words, home_market()))
    except NotReachable:
        found = None
    return BuyersFound([found.id] if found else [], list(imported[:FOUND_MOST]))
