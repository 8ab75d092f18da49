"""Passwords: what is taken for one, and the slow hash that is kept of it. Hashing takes a tenth of a second: never inside an action."""

from datetime import datetime
from functools import cache

from jishi.modules.identity import law
from jishi.modules.identity.errors import PasswordGuessable, PasswordTooLong, PasswordTooShort
from jishi.modules.identity.queries.people import PersonData

OWN_WORDS = ("jishi", "集市")
TELLING = 4
"""From so many characters on, a name or an address inside a password makes it guessable."""


def hashed(password: str) -> str:
    """The hash that is kept, with a salt of its own."""
    from django.contrib.auth.hashers import make_password

    return make_password(password)


def fits(password: str, kept: str | None) -> bool:
    """Is it the password? Takes as long for whoever has none."""
    from django.contrib.auth.hashers import check_password, make_password

    if kept is None:
        make_password(password)
        return False
    return check_password(password, kept)


def needs_good_password(password: str, person: PersonData, at: datetime) -> None:
    """Raises PasswordTooShort, PasswordTooLong, and PasswordGuessable for a common one or one made of name or address."""
    shortest, longest = law.password_shortest(at), law.password_longest(at)
    if len(password) < shortest.value:
        raise PasswordTooShort(field="password", rule=shortest.rule, limit=shortest.value)
    if len(password) > longest.value:
        raise PasswordTooLong(field="password", rule=longest.rule, limit=longest.value)
    low = password.lower()
    known = (person.name.lower(), person.email.partition("@")[0], person.phone.lstrip("+"), person.phone[-11:])
    if low.strip() in _common() or any(len(word) >= TELLING and word in low for word in known) or any(word in low for word in OWN_WORDS):
        raise PasswordGuessable(field="password")


@cache
def _common() -> frozenset[str]:
    """The twenty thousand passwords that are tried first, as Django brings them."""
    from django.contrib.auth.password_validation import CommonPasswordValidator

    return frozenset(CommonPasswordValidator().passwords)
