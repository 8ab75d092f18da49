"""A person's addresses. A version never changes; an edit adds the next one and retires it."""

from dataclasses import asdict, dataclass

from jishi.kernel import clock, crypto, ids, rows
from jishi.kernel.errors import NotFound
from jishi.modules.identity.models import Address
from jishi.modules.identity.queries.addresses import zone_of
from jishi.modules.identity.queries.reach import phone_of


@dataclass(frozen=True)
class Place:
    """An address as it is written; the phone in any form."""

    name: str
    phone: str
    country: str
    region: str
    city: str
    district: str
    line: str
    postcode: str


def add_address(person: str, place: Place, *, replaces: str | None = None) -> Address:
    """Keep an address. Raises BadCountry and BadPhone naming the field."""
    data = asdict(place) | {"phone": phone_of(place.phone, place.country)}
    return rows.add(
        Address(
            id=ids.new_id("adr"),
            person_id=person,
            sealed=crypto.seal_for(person, data),
            zone=zone_of(place.country, place.region),
            made_at=clock.now(),
            replaces=replaces,
        )
    )


def change_address(address: Address, place: Place) -> Address:
    """The next version of an address; orders keep the one they have. Raises as `add_address`, NotFound when it changed meanwhile."""
    retire_address(address)
    return add_address(address.person_id, place, replaces=address.id)


def retire_address(address: Address) -> None:
    """No longer offered; orders keep it. Raises NotFound when it was retired meanwhile."""
    now = clock.now()
    text = "UPDATE identity_address SET retired_at = %s WHERE id = %s AND retired_at IS NULL"
    if not rows.change(text, [rows.db_time(now), address.id]):
        raise NotFound
