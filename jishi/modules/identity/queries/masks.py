"""Personal data as others see them: enough to tell two people apart, too little to reach one."""

import phonenumbers

CHINA = 86
SHOWN_OF_LINE = 2
LONG_NUMBER = 9


def masked_name(name: str | None) -> str:
    """许**, A**; nothing for a name not given."""
    return f"{name[0]}**" if name else ""


def masked_phone(phone: str | None) -> str:
    """138 **** 6021; foreign numbers keep their country's code: +44 **** 3456. `phone` is E.164."""
    if not phone:
        return ""
    number = phonenumbers.parse(phone)
    national = phonenumbers.national_significant_number(number)
    if number.country_code == CHINA and len(national) > LONG_NUMBER:
        return f"{national[:3]} **** {national[-4:]}"
    return f"+{number.country_code} **** {national[-4:] if len(national) >= LONG_NUMBER else national[-2:]}"


def masked_email(email: str | None) -> str:
    """a***@x.org."""
    if not email:
        return ""
    local, _, domain = email.rpartition("@")
    return f"{local[0]}***@{domain}"


def masked_line(line: str) -> str:
    """The street and house of an address: its first characters, then stars."""
    return f"{line[:SHOWN_OF_LINE]}****" if line else ""


def masked_postcode(postcode: str) -> str:
    """The first half of a postcode: it narrows a place down to a few houses in some countries."""
    return f"{postcode[: len(postcode) // 2]}***" if postcode else ""
