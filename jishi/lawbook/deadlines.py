"""What happens when a public notice is over: the change is in force, and what it replaces is not any more.

The law itself turns by the day, whether or not a worker has come by; this moves the rows and tells those above.
"""

from collections.abc import Sequence

from jishi.kernel import events
from jishi.kernel.access import THE_CLOCK
from jishi.kernel.deadlines import moot_now, on_lapse
from jishi.kernel.models import Deadline
from jishi.lawbook.events import ChangeBegun
from jishi.lawbook.models import Override
from jishi.lawbook.states import IN_FORCE, NOTICE, OVERRIDE

NOTICE_ENDS = "lawbook.notice"


@on_lapse(NOTICE_ENDS)
def notice_over(due: list[Deadline]) -> None:
    """Each change begins; one that was withdrawn meanwhile does not."""
    waiting = list(Override.objects.filter(pk__in=[one.subject for one in due], state=NOTICE).order_by("begins", "id"))
    known = {row.pk for row in waiting}
    moot_now(one for one in due if one.subject not in known)
    begin(waiting, actor=THE_CLOCK)


def begin(changes: Sequence[Override], *, actor: str) -> None:
    """These are in force now; what each replaces or repeals is over."""
    for row in OVERRIDE.advance_all(changes, "begin", actor=actor):
        before = Override.objects.filter(place=row.place, state=IN_FORCE, repeals=None, ends=row.begins).exclude(pk=row.pk)
        OVERRIDE.advance_all(list(before), "end", actor=actor)
        events.emit(ChangeBegun(subject=row.pk, market=row.market_id, rule=row.rule))
