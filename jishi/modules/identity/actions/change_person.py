"""A person changes what we call them and in which language we speak to them."""

from jishi.kernel import installation, rows
from jishi.kernel.errors import BadInput
from jishi.modules.identity.actions.know_person import save_data
from jishi.modules.identity.models import Person


def change_person(person: Person, *, name: str | None = None, language: str | None = None) -> Person:
    """Change what is given. Raises BadInput for a language that this marketplace does not offer."""
    if language is not None:
        if language not in installation.languages():
            raise BadInput(field="language")
        rows.change("UPDATE identity_person SET language = %s WHERE id = %s", [language, person.id])
        person.language = language
    if name is not None:
        save_data(person, {"name": name})
    return person
