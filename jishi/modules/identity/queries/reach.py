"""Where a person can be reached: a phone number or an e-mail address, in the one form in which it is kept and compared."""

from dataclasses import dataclass
from typing import Literal

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from jishi.kernel import crypto
from jishi.modules.identity.errors import BadCountry, BadPhone, NotReachable
from jishi.modules.identity.queries.masks import masked_email, masked_phone

PURPOSE = "reach"
EMAIL_MOST = 254
CHINESE_MOBILE = 11
MARKET_OF_COUNTRY = {"GB": "UK"}
COUNTRY_OF_MARKET = {"UK": "GB"}
_is_email = EmailValidator(allowlist=[])


@dataclass(frozen=True)
class Reach:
    """A phone (E.164) or an e-mail (lower case); `country` is the phone's as a market code would say it."""

    kind: Literal["phone", "email"]
    value: str
    country: str | None = None

    @property
    def index(self) -> str:
        """To find it by without reading it: a keyed hash."""
        return crypto.blind(self.value, PURPOSE)

    @property
    def indexes(self) -> list[str]:
        """Under which it may be kept: rows written before a new key of the installation came bear an older hash until it is rotated."""
        return crypto.blinds(self.value, PURPOSE)

    @property
    def channel(self) -> str:
        """The way of post that leads there."""
        return "sms" if self.kind == "phone" else "mail"

    @property
    def masked(self) -> str:
        """As it is shown to others."""
        return masked_phone(self.value) if self.kind == "phone" else masked_email(self.value)


def reach(text: str, market: str, *, field: str = "to") -> Reach:
    """Read what a person wrote as their phone or e-mail. Raises NotReachable naming `field` for what is neither.

    Eleven digits that begin with 1 are a Chinese mobile; other numbers without + are of the market's country.
    """
    text = text.strip()
    if "@" in text:
        return _email(text, field)
    digits = "".join(c for c in text if c.isdigit())
    region = "CN" if len(digits) == CHINESE_MOBILE and digits.startswith("1") else COUNTRY_OF_MARKET.get(market, market)
    number = _number(text, region)
    if number is None:
        raise NotReachable(field=field)
    country = phonenumbers.region_code_for_number(number) or ""
    return Reach("phone", phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), MARKET_OF_COUNTRY.get(country, country))


def _email(text: str, field: str) -> Reach:
    value = text.lower()
    try:
        _is_email(value)
    except ValidationError:
        raise NotReachable(field=field) from None
    if len(value) > EMAIL_MOST:
        raise NotReachable(field=field)
    return Reach("email", value)


def phone_of(text: str, country: str) -> str:
    """A phone number for parcels, in E.164; national ones are of the address's country. Raises BadPhone, BadCountry."""
    if country not in phonenumbers.SUPPORTED_REGIONS:
        raise BadCountry(field="country")
    number = _number(text, country)
    if number is None:
        raise BadPhone(field="phone", prefix=str(phonenumbers.country_code_for_region(country)))
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _number(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None
