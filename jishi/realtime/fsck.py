"""What must hold of the socket's table; `jishi fsck` names each row that does not."""

from collections.abc import Iterator

from django.db.models import F, Q

from jishi.kernel.fsck import check
from jishi.realtime.models import Ticket


@check("realtime_ticket", "a ticket is used once, while it is good, and belongs to a session or a key")
def tickets() -> Iterator[tuple[str, str]]:
    """Tickets used before they were made or after they ended, and those of nobody."""
    wrong = Q(used_at__lt=F("made_at")) | Q(used_at__gt=F("expires_at"))
    nobody = ~(Q(behind__startswith="ses_") | Q(behind__startswith="key_"))
    for pk in Ticket.objects.filter(wrong | nobody).values_list("pk", flat=True):
        yield pk, "it was used when it was not good, or it is nobody's"
