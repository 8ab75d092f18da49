"""Whether an installation was set up, what it may become, and the code that shows whoever sets it up to be who runs it."""

import base64
import hashlib
import hmac
from typing import Any

from django.conf import settings

from jishi.kernel import installation, words
from jishi.lawbook.rulebook import rulebook
from jishi.modules.identity import queries as people

GROUP, GROUPS = 4, 3
"""Twelve letters of 32: sixty bits, which nobody tries through."""


def is_set_up() -> bool:
    """Is there a name, or anybody who works for the marketplace?"""
    return installation.current() is not None or people.has_operators()


def setup_code() -> str:
    """The code that `jishi serve` writes to its console: the same for all processes of an installation, as its secret is."""
    digest = hmac.new(settings.SECRET_KEY.encode(), b"jishi.setup", hashlib.sha256).digest()
    letters = base64.b32encode(digest).decode()
    return "-".join(letters[n * GROUP : (n + 1) * GROUP] for n in range(GROUPS))


def is_setup_code(given: str) -> bool:
    """Is it that code? Dashes, spaces and case do not matter."""
    plain = "".join(given.upper().split()).replace("-", "")
    return hmac.compare_digest(plain.encode(), setup_code().replace("-", "").encode())


def choices(lang: str) -> dict[str, Any]:
    """What may be chosen: languages, markets with the packs made for them, and how mail goes out: smtp, mailbox or none."""
    book = rulebook()
    packs = [
        {"name": pack.name, "title": pack.head["zh" if lang.startswith("zh") else "says"].rstrip("."), "markets": list(pack.markets)}
        for pack in book.packs.values()
    ]
    return {
        "languages": list(words.LANGUAGES),
        "markets": [{"code": one.code, "currency": one.currency, "zone": str(one.zone)} for one in book.markets.values()],
        "packs": packs,
        "mail": {"mail": "smtp"}.get(settings.POST_ADAPTERS["mail"], settings.POST_ADAPTERS["mail"]),
    }
