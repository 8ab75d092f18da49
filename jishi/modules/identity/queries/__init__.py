"""Reads of identity, for other modules too."""

from jishi.modules.identity.models import Membership
from jishi.modules.identity.queries.addresses import (
    AddressPlace,
    Recipient,
    address_of,
    addresses_of,
    live_address,
    recipient_for,
    recipients_for,
    zone_of,
)
from jishi.modules.identity.queries.contacts import BuyersFound, ContactSeen, buyer_names, contact_ids, contacts, find_buyers
from jishi.modules.identity.queries.mail import Letter, address_of_post, letter, mailbox
from jishi.modules.identity.queries.masks import masked_email, masked_name, masked_phone
from jishi.modules.identity.queries.people import (
    MaskedPerson,
    PersonData,
    Work,
    buyer_name_masked,
    buyer_names_masked,
    languages_of,
    masked_people,
    member,
    members,
    operator_role,
    person,
    person_reached,
    shops_known,
    workplaces,
)
from jishi.modules.identity.queries.reach import Reach, reach

__all__ = [
    "AddressPlace",
    "BuyersFound",
    "ContactSeen",
    "Letter",
    "MaskedPerson",
    "Membership",
    "PersonData",
    "Reach",
    "Recipient",
    "Work",
    "address_of",
    "address_of_post",
    "addresses_of",
    "buyer_name_masked",
    "buyer_names",
    "buyer_names_masked",
    "contact_ids",
    "contacts",
    "find_buyers",
    "languages_of",
    "letter",
    "live_address",
    "mailbox",
    "masked_email",
    "masked_name",
    "masked_people",
    "masked_phone",
    "member",
    "members",
    "operator_role",
    "person",
    "person_reached",
    "reach",
    "recipient_for",
    "recipients_for",
    "shops_known",
    "workplaces",
    "zone_of",
]
