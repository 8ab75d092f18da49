"""Keys for programs: never more than their maker may, shown once, kept as a hash."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from jishi.kernel import clock, ids, rows
from jishi.kernel.access import Actor
from jishi.kernel.errors import NotAllowed
from jishi.kernel.models import Audit
from jishi.modules.identity.access import PERMISSIONS, token_hash
from jishi.modules.identity.errors import UnknownScope
from jishi.modules.identity.models import Key

PREFIX = "jishi_"
TOKEN_BYTES = 32


@dataclass(frozen=True)
class MadeKey:
    """A new key and the token that is shown this once."""

    key: Key
    token: str


def make_key(maker: Actor, shop: str | None, name: str, scopes: Sequence[str]) -> MadeKey:
    """A key of a shop, or of the operator where `shop` is None.

    Raises UnknownScope for a permission that is none, NotAllowed for one that the maker's role lacks or for a maker that is a key.
    """
    person = maker.needs_person()
    for scope in scopes:
        if scope not in PERMISSIONS:
            raise UnknownScope(field="scopes", scope=scope)
        if not maker.holds(scope, shop):
            raise NotAllowed(field="scopes", permission=scope)
    token = PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    now = clock.now()
    kept = sorted(set(scopes))
    key = Key(id=ids.new_id("key"), workplace_id=shop, maker_id=person, name=name, token=token_hash(token), scopes=kept, made_at=now)
    rows.add(key, Audit(actor=maker.name, act="identity.make_key", subject=key.id, at=now, data={"shop": shop, "scopes": kept}))
    return MadeKey(key, token)


def revoke_key(key: Key, *, actor: str) -> None:
    """End a key now; asking again changes nothing."""
    now = clock.now()
    text = "UPDATE identity_key SET revoked_at = %s WHERE id = %s AND revoked_at IS NULL"
    if rows.change(text, [rows.db_time(now), key.id]):
        rows.add(Audit(actor=actor, act="identity.revoke_key", subject=key.id, at=now, data={}))
