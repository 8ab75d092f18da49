"""Forget a person: their data key is destroyed. Orders and the ledger stay, and name someone who was."""

from jishi.kernel import clock, crypto, events, rows
from jishi.kernel.errors import NotFound
from jishi.kernel.models import Audit, Deadline, Post
from jishi.modules.identity.errors import StillRunning, StillWorks
from jishi.modules.identity.events import PersonErased
from jishi.modules.identity.models import Contact, Membership, OperatorRole, Person
from jishi.modules.identity.queries.mail import POST_PURPOSE
from jishi.modules.identity.queries.people import person as person_data

PROOFS = ("identity_password", "identity_authenticator", "identity_recoverycode", "identity_passkey", "identity_challenge")
"""What a person proved themselves by; nobody is left to."""


def erase(subject: str, *, actor: str) -> None:
    """Erase a person or a shop's contact; erasing again changes nothing. What was sealed for them can never be read again.

    Raises NotFound for an unknown id, StillWorks for someone who works in a shop or for the operator, StillRunning while a
    deadline concerns them: an order on its way needs its address.
    """
    person = Person.objects.filter(pk=subject).first()
    if person is not None:
        _erase_person(person, actor)
    elif not _erase_contact(subject, actor):
        raise NotFound


def _erase_person(person: Person, actor: str) -> None:
    if person.erased:
        return
    if Membership.objects.filter(person_id=person.pk).exists() or OperatorRole.objects.filter(person_id=person.pk).exists():
        raise StillWorks
    running = Deadline.objects.filter(person=person.pk, state__in=["open", "paused"]).count()
    if running:
        raise StillRunning(count=running)
    _forget_letters(person)
    now = rows.db_time(clock.now())
    rows.change("DELETE FROM identity_code WHERE reach IN (%s, %s)", [person.phone_index or "", person.email_index or ""])
    text = "UPDATE identity_person SET sealed = NULL, phone_index = NULL, email_index = NULL, erased = %s WHERE id = %s"
    rows.change(text, [True, person.pk])
    rows.change("UPDATE identity_address SET retired_at = %s WHERE person_id = %s AND retired_at IS NULL", [now, person.pk])
    rows.change("UPDATE identity_key SET revoked_at = %s WHERE maker_id = %s AND revoked_at IS NULL", [now, person.pk])
    text = "UPDATE identity_session SET revoked_at = %s WHERE person_id = %s AND revoked_at IS NULL"
    rows.change(text, [rows.db_time(clock.real()), person.pk])
    for table in PROOFS:
        rows.change(f"DELETE FROM {table} WHERE person_id = %s", [person.pk])
    crypto.destroy(person.pk)
    rows.add(Audit(actor=actor, act="identity.erase", subject=person.pk, at=clock.now(), data={}))
    events.emit(PersonErased(subject=person.pk))


def _forget_letters(person: Person) -> None:
    """Letters to their phone or e-mail itself (codes) are sealed by the installation's key, not theirs: they go."""
    data = person_data(person.pk)
    reaches = {value for value in (data.phone, data.email) if value} if data else set()
    held = Post.objects.filter(address__isnull=False).values_list("id", "address").iterator()
    theirs = [row for row, address in held if crypto.unseal(bytes(address or b""), POST_PURPOSE).decode() in reaches]
    for row in theirs:
        rows.change("DELETE FROM kernel_post WHERE id = %s", [row])


def _erase_contact(subject: str, actor: str) -> bool:
    """What an import brought of a customer; their reference is the shop's own and stays. False when there is no such contact."""
    if not Contact.objects.filter(pk=subject).exists():
        return False
    if rows.change("UPDATE identity_contact SET sealed = NULL WHERE id = %s AND sealed IS NOT NULL", [subject]):
        crypto.destroy(subject)
        rows.add(Audit(actor=actor, act="identity.erase", subject=subject, at=clock.now(), data={}))
    return True


def note_export(subject: str, *, actor: str) -> None:
    """Keep that someone's data were written out."""
    rows.add(Audit(actor=actor, act="identity.export", subject=subject, at=clock.now(), data={}))
