"""What happens when a letter's time has come."""

from jishi.kernel.deadlines import moot_now, on_lapse
from jishi.kernel.models import Deadline
from jishi.modules.notices.actions.gather import KIND
from jishi.modules.notices.actions.post_letters import post_letters


@on_lapse(KIND)
def due(fired: list[Deadline]) -> None:
    """Letters were gathered for long enough, or the quiet hours are over; some may have gone out with others before."""
    sent = post_letters([one.subject for one in fired])
    moot_now([one for one in fired if one.subject not in sent])
