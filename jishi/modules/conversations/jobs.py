"""What the worker tidies once an hour."""

from jishi.kernel import clock
from jishi.kernel.runner import act
from jishi.kernel.worker import periodic
from jishi.modules.conversations import actions


@periodic
def forget_unsent_pictures() -> None:
    """Pictures that became no message in their time, and how many were sent in on days that are over."""
    while act(actions.drop_unsent):
        pass
    act(actions.forget_counts, clock.real())
