"""The doors to notices: a person's own, as someone of a shop where they work, or as a buyer."""

from jishi.kernel import rows
from jishi.kernel.access import Actor
from jishi.kernel.errors import NotFound
from jishi.modules.notices.models import Notice


def access_notices(actor: Actor, shop: str) -> str:
    """Who is told, as someone of this shop or ("") as a buyer. Raises NotSignedIn, NotAllowed for keys, NotFound where they do not work."""
    person = actor.needs_person()
    if shop and shop not in actor.shops:
        raise NotFound
    return person


def access_notice(actor: Actor, notice: str) -> Notice:
    """One's own notice, while one works where it came from. Raises as `access_notices`."""
    person = actor.needs_person()
    row = rows.one(Notice, notice)
    if row is None or row.person != person or (row.shop and row.shop not in actor.shops):
        raise NotFound
    return row
