"""Who works for the marketplace, and as what. All admins' rows are held while it is decided, so that two at once leave one at least."""

from jishi.kernel import clock, events, post, rows
from jishi.kernel.models import Audit
from jishi.modules.identity import law
from jishi.modules.identity.actions.know_person import know_person
from jishi.modules.identity.actions.make_operator import make_operator
from jishi.modules.identity.errors import LastAdmin, OperatorAlready, OperatorGone, UnknownRole
from jishi.modules.identity.events import OperatorRemoved
from jishi.modules.identity.models import OperatorRole
from jishi.modules.identity.queries.people import operator_role
from jishi.modules.identity.queries.reach import Reach

ADMIN = "admin"


def take_on_operator(reach: Reach, role: str, *, language: str, actor: str) -> OperatorRole:
    """The person behind a phone or an e-mail works for the marketplace from now on, and is told; they sign in by proving it.

    Raises UnknownRole (rule identity.operators.roles), OperatorAlready.
    """
    _known(role)
    _hold()
    person = know_person(reach, language=language)
    if operator_role(person.id) is not None:
        raise OperatorAlready(field="to")
    row = make_operator(person.id, role, actor=actor)
    post.send(person.id, "identity.operator_invited", {}, language=person.language, channel=reach.channel)
    return row


def change_operator(row: OperatorRole, role: str, *, actor: str) -> OperatorRole:
    """Give one of them another role. Raises UnknownRole, LastAdmin, OperatorGone when they were removed or changed meanwhile."""
    _known(role)
    _hold()
    if role == row.role:
        return row
    _keep_an_admin(row)
    if not OperatorRole.objects.filter(pk=row.pk, role=row.role).exists():
        raise OperatorGone
    return make_operator(row.person_id, role, actor=actor)


def remove_operator(row: OperatorRole, *, actor: str) -> None:
    """They no longer work for the marketplace, from the next request on; their keys are suspended. Raises LastAdmin, OperatorGone."""
    _hold()
    _keep_an_admin(row)
    if not rows.change("DELETE FROM identity_operatorrole WHERE id = %s AND role = %s", [row.pk, row.role]):
        raise OperatorGone
    rows.add(Audit(actor=actor, act="identity.remove_operator", subject=row.person_id, at=clock.now(), data={"role": row.role}))
    events.emit(OperatorRemoved(subject=row.person_id, role=row.role))


def _known(role: str) -> None:
    if not law.operator_roles().holds(role):
        raise UnknownRole(field="role", role=role)


def _hold() -> None:
    """Whoever changes who is an admin at the same time waits here, on either database."""
    rows.change("UPDATE identity_operatorrole SET role = role WHERE role = %s", [ADMIN])


def _keep_an_admin(row: OperatorRole) -> None:
    others = OperatorRole.objects.filter(role=ADMIN).exclude(pk=row.pk)
    if row.role == ADMIN and not others.exists():
        raise LastAdmin
