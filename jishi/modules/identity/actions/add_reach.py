"""A person proves a second way to reach them: the phone beside the e-mail, or the e-mail beside the phone."""

from datetime import datetime

from django.db import IntegrityError

from jishi.kernel import rows
from jishi.kernel.models import Audit
from jishi.modules.identity.actions.know_person import save_data
from jishi.modules.identity.actions.sign_in import use_code
from jishi.modules.identity.errors import ReachKept, ReachTaken
from jishi.modules.identity.models import Person
from jishi.modules.identity.queries.reach import Reach


def add_reach(person: Person, reach: Reach, code: str, *, at: datetime) -> Person:
    """From now on both lead to this person (rules identity.accounts.*_unique). The code's try is counted before; `at` is the real clock's.

    Raises WrongCode, ReachKept when they have one of this kind, ReachTaken when it is another person's: told to none but who proved it.
    """
    use_code(reach, code, at=at)
    column = f"{reach.kind}_index"
    try:
        changed = rows.change(f"UPDATE identity_person SET {column} = %s WHERE id = %s AND {column} IS NULL", [reach.index, person.id])
    except IntegrityError:
        raise ReachTaken(field="to") from None
    if not changed:
        raise ReachKept(field="to")
    setattr(person, column, reach.index)
    save_data(person, {reach.kind: reach.value})
    rows.add(Audit(actor=f"person:{person.id}", act="identity.add_reach", subject=person.id, at=at, data={"kind": reach.kind}))
    return person
