"""A shop that reveals far more than is its usual: its owners and the operator's guards are told, once a day, and it is on record."""

from datetime import datetime, timedelta

from jishi.kernel import quota, rows
from jishi.kernel.models import Audit
from jishi.modules.identity import law
from jishi.modules.identity.access import OPERATOR_ROLES
from jishi.modules.identity.actions.tell_change import write_to
from jishi.modules.identity.models import Membership, OperatorRole, Person, Workplace

GUARDING = "kernel.audit"
"""Operators who may look into it are those who are told."""
ONCE = 1


def alarm_reveals(shop: str, *, market: str, at: datetime, actor: str) -> None:
    """Alarm if today's reveals of a shop reach so many times its usual (rule identity.reveal.alarm_at), or all that a day allows.

    Called by the reveal that was just counted, in its transaction: of many at once, one tells. `at` is the marketplace's clock.
    """
    times = law.reveal_alarm_at(market, at)
    if not times.applies:
        return
    key, today = f"identity.reveal:{shop}", at.astimezone(law.zone(market)).date()
    days = law.reveals_usual_over(market, at).value
    before = quota.used_in_all(key, [(today - timedelta(days=n + 1)).isoformat() for n in range(days)])
    usual = max(before, days * law.reveals_usual_at_least(market, at).value)
    used = quota.used(key, today.isoformat())
    if used * days < times.value * usual and used < law.shop_reveals_a_day(market, at).value:
        return
    if not quota.take(f"identity.reveal_alarm:{shop}", today.isoformat(), ONCE):
        return
    told = {"used": used, "usual": usual // days}
    rows.add(Audit(actor=actor, act="identity.reveal_alarm", subject=shop, at=at, data=told | {"rule": times.rule}))
    name = Workplace.objects.get(pk=shop).name
    for one in _guards(shop):
        write_to(one, "identity.reveal_alarm", told | {"shop": name})


def _guards(shop: str) -> list[Person]:
    """The shop's owners, and the operators who may read the audit; each once."""
    owners = Membership.objects.filter(workplace_id=shop, role="owner").values_list("person_id", flat=True)
    guarding = [role for role, held in OPERATOR_ROLES.items() if GUARDING in held]
    operators = OperatorRole.objects.filter(role__in=guarding).values_list("person_id", flat=True)
    return list(Person.objects.filter(pk__in={*owners, *operators}, erased=False).order_by("pk"))
