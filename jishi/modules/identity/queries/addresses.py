"""Reads of addresses: in full for their owner, masked for everyone else."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from jishi.kernel import clock, crypto, quota, rows, stored
from jishi.kernel.access import Actor
from jishi.kernel.errors import NotFound
from jishi.modules.identity import law
from jishi.modules.identity.models import Address
from jishi.modules.identity.queries.masks import masked_line, masked_name, masked_phone, masked_postcode


@dataclass(frozen=True)
class Recipient:
    """Where a parcel goes, as its reader may see it; all but `id` and `zone` are empty when the person was erased."""

    id: str
    zone: str
    masked: bool
    name: str = ""
    phone: str = ""
    country: str = ""
    region: str = ""
    city: str = ""
    district: str = ""
    line: str = ""
    postcode: str = ""


@dataclass(frozen=True)
class AddressPlace:
    """What an order needs of an address without reading it: whose it is and its freight zone."""

    id: str
    person: str
    zone: str
    retired_at: datetime | None


def zone_of(country: str, region: str) -> str:
    """The freight zone of a place: country and region in one form."""
    return f"{country}:{' '.join(region.casefold().split())}"


def address_of(person_id: str, address_id: str) -> AddressPlace | None:
    """Any version of a person's address, as their orders hold it; None when there is none or it is another's."""
    if rows.pending(Address):
        rows.flush()
    found = rows.sql(
        "SELECT id, person_id, zone, retired_at FROM identity_address WHERE id = %s AND person_id = %s", [address_id, person_id]
    )
    if not found:
        return None
    place, owner, zone, retired_at = found[0]
    return AddressPlace(place, owner, zone, stored.from_db_time(retired_at))


def live_address(person_id: str, address_id: str) -> AddressPlace | None:
    """An address that a person may order to now: theirs and not retired; None otherwise."""
    found = address_of(person_id, address_id)
    return found if found is not None and found.retired_at is None else None


def addresses_of(person_id: str) -> list[Recipient]:
    """A person's own addresses in full, the latest first."""
    if rows.pending(Address):
        rows.flush()
    live = Address.objects.filter(person_id=person_id, retired_at=None).order_by("-made_at", "-id")
    return [_read(row, crypto.open_for(person_id, bytes(row.sealed))) for row in live]


def recipient_for(address_id: str, reader: Actor) -> Recipient:
    """An address as its reader may see it: its owner in full, everyone else masked; access to what it hangs on is the caller's to ask.

    Raises NotFound when there is none.
    """
    found = recipients_for([address_id], reader).get(address_id)
    if found is None:
        raise NotFound
    return found


def recipients_for(ids: Collection[str], reader: Actor) -> dict[str, Recipient]:
    """Addresses by id as their reader may see them; those unknown are left out."""
    if rows.pending(Address):
        rows.flush()
    found = list(Address.objects.filter(pk__in=set(ids)))
    opened = crypto.open_all([(row.person_id, bytes(row.sealed)) for row in found])
    return {row.id: _seen(row, data, reader) for row, data in zip(found, opened, strict=True)}


def _seen(row: Address, data: dict[str, Any] | None, reader: Actor) -> Recipient:
    if data is None:
        return Recipient(row.id, row.zone, masked=True)
    full = _read(row, data)
    return full if reader.person == row.person_id else masked_recipient(full)


def reveals_left(person_id: str, shop: str | None, market: str) -> int:
    """How often a person may unmask personal data today, in a shop's name or as an operator (rules identity.reveal.*)."""
    now = clock.now()
    day = now.astimezone(law.zone(market)).date().isoformat()
    asked = [(person_id, law.reveals_a_day(market, now))] + ([(shop, law.shop_reveals_a_day(market, now))] if shop else [])
    return min(max(0, int(limit.value) - quota.used(f"identity.reveal:{whose}", day)) for whose, limit in asked)


def recipient_in_full(row: Address) -> Recipient:
    """An address unmasked, for the action that counts and records it. Raises Erased when the person was erased."""
    return _read(row, crypto.open_for(row.person_id, bytes(row.sealed)))


def recipients_on_paper(ids: Collection[str]) -> dict[str, Recipient]:
    """Addresses in full, for a sheet whose rows were counted and put on record when it was made; those of the erased are left out."""
    found = list(Address.objects.filter(pk__in=set(ids)))
    opened = crypto.open_all([(row.person_id, bytes(row.sealed)) for row in found])
    return {row.id: _read(row, data) for row, data in zip(found, opened, strict=True) if data is not None}


def _read(row: Address, data: dict[str, Any]) -> Recipient:
    return Recipient(row.id, row.zone, masked=False, **data)


def masked_recipient(full: Recipient) -> Recipient:
    """As a shop's staff see it: the place down to the district, the rest in stars."""
    return replace(
        full,
        masked=True,
        name=masked_name(full.name),
        phone=masked_phone(full.phone),
        line=masked_line(full.line),
        postcode=masked_postcode(full.postcode),
    )
