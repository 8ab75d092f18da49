"""What an installation calls itself and which languages it offers, as `jishi setup` or its first visitor said."""

from collections.abc import Sequence

from jishi.kernel import clock, rows, stored
from jishi.kernel.errors import BadInput
from jishi.kernel.models import Audit, Installation
from jishi.kernel.words import LANGUAGES

ONLY = 1
NAME_MOST = 60
UNNAMED = "Jishi"
_KEEP = """INSERT INTO kernel_installation (id, name, languages, set_up_at) VALUES (%s, %s, %s, %s)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, languages = excluded.languages"""


def current() -> Installation | None:
    """The installation as it was set up; None before."""
    return Installation.objects.filter(pk=ONLY).first()


def name() -> str:
    """What it calls itself: 1 to 60 characters."""
    row = current()
    return row.name if row else UNNAMED


def languages() -> tuple[str, ...]:
    """The languages that a person may choose from; all that we speak where nobody chose."""
    row = current()
    return tuple(row.languages) if row else LANGUAGES


def settle(name: str, languages: Sequence[str], *, actor: str) -> bool:
    """Keep both, in the running action; False when they are so already.

    Raises BadInput for no language, one twice, or one that we do not speak.
    """
    if not languages or len(set(languages)) < len(languages) or not set(languages) <= set(LANGUAGES):
        raise BadInput("kernel.bad_languages", field="languages", known=", ".join(LANGUAGES))
    row, now = current(), clock.now()
    if row is not None and (row.name, row.languages) == (name, list(languages)):
        return False
    rows.change(_KEEP, [ONLY, name, stored.json_text(list(languages)), rows.db_time(now)])
    told = {"name": name, "languages": list(languages)}
    rows.add(Audit(actor=actor, act="kernel.set_up", subject="installation", at=now, data=told))
    return True
