"""Sign in with a code: it works once, and the first time makes the person."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from jishi.kernel import ids, rows
from jishi.modules.identity import law
from jishi.modules.identity.access import token_hash
from jishi.modules.identity.actions.know_person import know_person
from jishi.modules.identity.actions.send_code import code_hash
from jishi.modules.identity.errors import WrongCode
from jishi.modules.identity.models import Person, Session
from jishi.modules.identity.queries.reach import Reach

TOKEN_BYTES = 32


@dataclass(frozen=True)
class SignedIn:
    """A new session; the token goes into the cookie and is kept nowhere."""

    person: Person
    session: Session
    token: str


def count_try(reach: Reach, *, at: datetime) -> bool:
    """Use one of the tries of the code that is out (rule identity.codes.tries); False when there is none to use.

    An action of its own, committed before the code is looked at: a wrong code is refused, and what is refused leaves no row.
    """
    text = (
        "UPDATE identity_code SET tries_left = tries_left - 1 WHERE reach = %s AND used_at IS NULL AND tries_left > 0 AND expires_at > %s"
    )
    return rows.change(text, [reach.index, rows.db_time(at)]) == 1


def sign_in(reach: Reach, code: str, *, name: str = "", language: str, at: datetime) -> SignedIn:
    """Open a session for the person whom the code proves. Its try is counted before. `at` is the real clock's.

    Raises WrongCode for one that is wrong, used or too old.
    """
    use_code(reach, code, at=at)
    return open_session(know_person(reach, language=language, name=name), at=at)


def use_code(reach: Reach, code: str, *, at: datetime) -> None:
    """The code proves the phone or e-mail, once. Raises WrongCode for one that is wrong, used or too old."""
    text = "UPDATE identity_code SET used_at = %s WHERE reach = %s AND code = %s AND used_at IS NULL AND expires_at > %s"
    now = rows.db_time(at)
    if not rows.change(text, [now, reach.index, code_hash(reach, code), now]):
        raise WrongCode(field="code")


def open_session(person: Person, *, at: datetime) -> SignedIn:
    """A new session of a person who has proved who they are (rule identity.sessions.valid_for)."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    expires = law.session_valid_for(person.market, at).after(at)
    session = Session(id=ids.new_id("ses"), person=person, token=token_hash(token), made_at=at, expires_at=expires)
    return SignedIn(person, rows.add(session), token)
