"""Find the person whom a phone or an e-mail reaches, or make them: the first need makes the hat of a buyer."""

from jishi.kernel import clock, crypto, events, ids, rows
from jishi.modules.identity import law
from jishi.modules.identity.events import PersonMade
from jishi.modules.identity.models import Person
from jishi.modules.identity.queries.people import person_reached
from jishi.modules.identity.queries.reach import Reach


def know_person(reach: Reach, *, language: str, name: str = "") -> Person:
    """The one person behind a phone or an e-mail (rules identity.accounts.*_unique); the name is taken only for one who gave none.

    Two who ask at once get the same person: the unique index decides.
    """
    known = person_reached(reach)
    if known is None:
        known = _made(reach, language)
    if name and not (known.sealed and crypto.open_for(known.id, bytes(known.sealed)).get("name")):
        save_data(known, {"name": name})
    return known


def _made(reach: Reach, language: str) -> Person:
    person = Person(id=ids.new_id("per"), language=language, market=law.home_market(reach.country), made_at=clock.now())
    column = f"{reach.kind}_index"
    text = (
        f"INSERT INTO identity_person (id, {column}, language, market, made_at, erased) VALUES (%s, %s, %s, %s, %s, %s) "
        f"ON CONFLICT ({column}) DO NOTHING"
    )
    if not rows.change(text, [person.id, reach.index, language, person.market, rows.db_time(person.made_at), False]):
        other = person_reached(reach)
        assert other is not None, "the index refused, so someone has it"
        return other
    setattr(person, column, reach.index)
    person._state.adding = False
    crypto.new_subject(person.id)
    save_data(person, {reach.kind: reach.value})
    events.emit(PersonMade(subject=person.id))
    return person


def save_data(person: Person, changes: dict[str, str]) -> None:
    """Set some of a person's sealed data."""
    data = crypto.open_for(person.id, bytes(person.sealed)) if person.sealed else {"name": "", "phone": "", "email": ""}
    person.sealed = crypto.seal_for(person.id, data | changes)
    rows.change("UPDATE identity_person SET sealed = %s WHERE id = %s", [person.sealed, person.id])
