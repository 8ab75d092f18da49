"""Withdraw: a draft is dropped, or an announced change will not come; what holds goes on holding."""

from django.db.models import F

from jishi.kernel import clock, deadlines, events, rows
from jishi.kernel.errors import WrongState
from jishi.kernel.models import Audit
from jishi.kernel.runner import after_commit
from jishi.lawbook import engine
from jishi.lawbook.actions.publish_override import hold
from jishi.lawbook.deadlines import NOTICE_ENDS
from jishi.lawbook.events import ChangeWithdrawn
from jishi.lawbook.models import Override
from jishi.lawbook.states import IN_FORCE, NOTICE, OVERRIDE


def withdraw_override(row: Override, reason: str, *, actor: str) -> Override:
    """It takes one person, for it changes nothing that holds. Raises WrongState for a change that has begun, or is over."""
    hold(row.market_id)
    held = Override.objects.get(pk=row.pk)
    if held.state == NOTICE and held.begins is not None and held.begins <= clock.now():
        raise WrongState(machine=OVERRIDE.name, verb="withdraw", state=IN_FORCE)  # by its day, though the worker has not come by yet
    announced = held.state == NOTICE
    OVERRIDE.advance(held, "withdraw", actor=actor, reason=reason, revision=held.revision + 1)
    rows.add(
        Audit(actor=actor, act="lawbook.withdraw", subject=held.pk, at=clock.now(), data={"market": held.market_id, "rule": held.rule})
    )
    if announced:
        Override.objects.filter(place=held.place, state=IN_FORCE, ends=held.begins).update(ends=None, revision=F("revision") + 1)
        deadlines.moot([NOTICE_ENDS], [held.pk])
        events.emit(ChangeWithdrawn(subject=held.pk, market=held.market_id, rule=held.rule))
        after_commit(engine.forget)
    return held
