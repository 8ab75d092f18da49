"""How far the workers are behind."""

from django.db.models import Max

from jishi.kernel import clock, events
from jishi.kernel.models import Audit, AuditSeal, Cursor, Deadline, Event


def deadlines() -> float:
    """Seconds of the marketplace's clock by which the oldest deadline is late that should have fired; 0 when none is."""
    now = clock.now()
    due = Deadline.objects.filter(state="open", set_aside_at=None, due__lt=now).order_by("due").values_list("due", flat=True).first()
    return (now - due).total_seconds() if due else 0.0


def events_behind() -> dict[str, int]:
    """For each listener how many facts of the kinds that it hears it has not looked at."""
    stood = dict(Cursor.objects.values_list("listener", "seq"))
    return {one.name: Event.objects.filter(type__in=one.types, seq__gt=stood.get(one.name, 0)).count() for one in events.LISTENERS.values()}


def of_events() -> int:
    """Of the slowest listener."""
    return max(events_behind().values(), default=0)


def audit() -> int:
    """Rows of the audit that no block holds yet."""
    last = AuditSeal.objects.aggregate(last=Max("last"))["last"] or 0
    return Audit.objects.filter(pk__gt=last).count()
