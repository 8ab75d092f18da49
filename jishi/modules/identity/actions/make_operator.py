"""Let a person work for the marketplace."""

from jishi.kernel import clock, events, ids, rows
from jishi.kernel.models import Audit
from jishi.modules.identity import law
from jishi.modules.identity.errors import UnknownRole
from jishi.modules.identity.events import OperatorMade
from jishi.modules.identity.models import OperatorRole


def make_operator(person: str, role: str, *, actor: str) -> OperatorRole:
    """Give a person one of the operator's roles, in place of the one they have (rule identity.operators.roles).

    Raises UnknownRole for one that the rule does not name.
    """
    if not law.operator_roles().holds(role):
        raise UnknownRole(field="role", role=role)
    now = clock.now()
    held = OperatorRole.objects.filter(person_id=person).first()
    if held is None:
        held = rows.add(OperatorRole(id=ids.new_id("opr"), person_id=person, role=role, since=now))
    elif held.role != role:
        rows.change("UPDATE identity_operatorrole SET role = %s, since = %s WHERE id = %s", [role, rows.db_time(now), held.id])
        held.role, held.since = role, now
    else:
        return held
    rows.add(Audit(actor=actor, act="identity.make_operator", subject=person, at=now, data={"role": role}))
    events.emit(OperatorMade(subject=person, role=role))
    return held
