"""Sign in with a code: it works once, and the first time makes the person."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from jishi.kernel import ids, rows
from jishi.modules.identity import law
from jishi.modules.identity.access import token_hash
from jishi.modules.identity.actions.know_person import know_person
from jishi.modules.identity.actions.send_code import code_hash
from jishi.modules.identity.actions.take_try import Trial, forgive
from jishi.modules.identity.errors import WrongCode
from jishi.modules.identity.models import Challenge, Person, Session
from jishi.modules.identity.queries.factors import has_second, ways_of
from jishi.modules.identity.queries.reach import Reach

TOKEN_BYTES = 32


@dataclass(frozen=True)
class SignedIn:
    """A new session; the token goes into the cookie and is kept nowhere."""

    person: Person
    session: Session
    token: str


@dataclass(frozen=True)
class SecondWanted:
    """The first factor is proved. `token` goes on with the second, within `valid_for` seconds, by one of `ways`."""

    token: str
    valid_for: int
    ways: list[str]


def seconds_left(ends: datetime, at: datetime) -> int:
    """Whole seconds until a moment."""
    return int((ends - at).total_seconds())


def count_try(reach: Reach, *, at: datetime) -> bool:
    """Use one of the tries of the code that is out (rule identity.codes.tries); False when there is none to use.

    An action of its own, committed before the code is looked at: a wrong code is refused, and what is refused leaves no row.
    """
    text = (
        "UPDATE identity_code SET tries_left = tries_left - 1 WHERE reach = %s AND used_at IS NULL AND tries_left > 0 AND expires_at > %s"
    )
    return rows.change(text, [reach.index, rows.db_time(at)]) == 1


def sign_in(
    reach: Reach, code: str, *, name: str = "", language: str, at: datetime, device: str = "", trial: Trial | None = None
) -> SignedIn | SecondWanted:
    """Open a session for the person whom the code proves; with a second factor, that is still to be given.

    Its try is counted before, and given back (`trial`). `at` is the real clock's. Raises WrongCode for one that is wrong, used or too old.
    """
    use_code(reach, code, at=at)
    return enter(know_person(reach, language=language, name=name), "code", at=at, device=device, trial=trial)


def enter(person: Person, way: str, *, at: datetime, device: str, trial: Trial | None) -> SignedIn | SecondWanted:
    """A person has proved a first factor: they are in, or are asked for the second (rule identity.factors.second_within)."""
    if trial:
        forgive(trial)
    if not has_second(person.id):
        return open_session(person, at=at, device=device, way=way)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    ends = law.second_within(at).after(at)
    rows.add(Challenge(id=token_hash(token), kind="second", person=person, way=way, made_at=at, expires_at=ends))
    return SecondWanted(token, seconds_left(ends, at), ways_of(person.id))


def use_code(reach: Reach, code: str, *, at: datetime) -> None:
    """The code proves the phone or e-mail, once. Raises WrongCode for one that is wrong, used or too old."""
    text = "UPDATE identity_code SET used_at = %s WHERE reach = %s AND code = %s AND used_at IS NULL AND expires_at > %s"
    now = rows.db_time(at)
    if not rows.change(text, [now, reach.index, code_hash(reach, code), now]):
        raise WrongCode(field="code")


def open_session(person: Person, *, at: datetime, device: str = "", way: str = "code") -> SignedIn:
    """A new session, with a token of its own, of a person who has proved who they are (rule identity.sessions.valid_for)."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    expires = law.session_valid_for(person.market, at).after(at)
    session = Session(
        id=ids.new_id("ses"), person=person, token=token_hash(token), made_at=at, used_at=at, expires_at=expires, device=device, way=way
    )
    return SignedIn(person, rows.add(session), token)


def note_use(session: str, *, at: datetime) -> None:
    """Keep that a session was used now, by the real clock (rule identity.sessions.noted_every says how often)."""
    now = rows.db_time(at)
    rows.change("UPDATE identity_session SET used_at = %s WHERE id = %s AND used_at < %s AND revoked_at IS NULL", [now, session, now])
