"""What every change of how a person signs in does besides: it is audited, they are written, and their other sessions end."""

from datetime import datetime
from typing import Any

from jishi.kernel import clock, post, rows
from jishi.kernel.models import Audit
from jishi.modules.identity.models import Person


def tell_change(
    person: str,
    what: str,
    *,
    at: datetime,
    keep: str | None,
    subject: str | None = None,
    actor: str | None = None,
    data: dict[str, Any] | None = None,
) -> int:
    """Write the audit and the letter `identity.<what>`, and end all sessions but `keep`; how many ended. `at` is the real clock's.

    `actor` is who did it where it was not the person; `data` is what else the audit is to say.
    """
    one = Person.objects.get(pk=person)
    by = actor or f"person:{person}"
    rows.add(Audit(actor=by, act=f"identity.{what}", subject=subject or person, at=clock.now(), data=data or {}))
    write_to(one, f"identity.{what}", {})
    return end_sessions(person, at=at, keep=keep)


def write_to(one: Person, kind: str, params: dict[str, Any]) -> None:
    """A letter in their language, to their e-mail or else their phone."""
    post.send(one.pk, kind, params, language=one.language, channel="mail" if one.email_index else "sms")


def end_sessions(person: str, *, at: datetime, keep: str | None) -> int:
    """End all of a person's sessions now but one; how many."""
    text = "UPDATE identity_session SET revoked_at = %s WHERE person_id = %s AND id <> %s AND revoked_at IS NULL AND expires_at > %s"
    now = rows.db_time(at)
    return rows.change(text, [now, person, keep or "", now])
