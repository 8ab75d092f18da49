"""A person's password, for those who want one. The hash is made before: hashing is slow, and actions are many in one commit."""

from datetime import datetime

from jishi.kernel import ids, rows
from jishi.modules.identity.actions.tell_change import tell_change


def set_password(person: str, password_hash: str, *, at: datetime, session: str | None) -> None:
    """From now on this is the password; all other sessions are over. `at` is the real clock's."""
    text = (
        "INSERT INTO identity_password (id, person_id, secret, set_at) VALUES (%s, %s, %s, %s) "
        "ON CONFLICT (person_id) DO UPDATE SET secret = excluded.secret, set_at = excluded.set_at"
    )
    rows.change(text, [ids.new_id("pwd"), person, password_hash, rows.db_time(at)])
    tell_change(person, "set_password", at=at, keep=session)


def remove_password(person: str, *, at: datetime, session: str | None) -> None:
    """From now on a code or a passkey is needed; where there is no password nothing changes."""
    if rows.change("DELETE FROM identity_password WHERE person_id = %s", [person]):
        tell_change(person, "remove_password", at=at, keep=session)
