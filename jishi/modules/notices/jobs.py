"""Hourly: what need not be kept any longer."""

from jishi.kernel import worker
from jishi.kernel.runner import act
from jishi.modules.notices import actions


@worker.periodic
def forget() -> None:
    """Notices are not kept for good."""
    while act(actions.forget):
        pass
