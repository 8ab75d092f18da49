"""An operator looks at a shop as its people see it: for a reason, for a while, on record from its beginning to its end."""

from datetime import datetime

from jishi.kernel import clock, events, ids, rows
from jishi.kernel.access import THE_CLOCK
from jishi.kernel.models import Audit
from jishi.modules.identity import law
from jishi.modules.identity.access import SHOP_ROLES
from jishi.modules.identity.errors import UnknownRole
from jishi.modules.identity.events import ViewingBegun, ViewingEnded
from jishi.modules.identity.models import Person, Session, Viewing, Workplace


def begin_viewing(shop: Workplace, role: str, reason: str, *, session: str, person: str, by_role: str, at: datetime) -> Viewing:
    """From now on this session sees the shop as one in this role does (rule identity.viewing.lasts), and changes nothing.

    `by_role` is as what the person works for the marketplace, `at` the real clock's. Raises UnknownRole.
    """
    if role not in SHOP_ROLES:
        raise UnknownRole(field="role", role=role)
    for before in Viewing.objects.filter(session=session, ended_at=None):
        end_viewing(before, at=before.ends_at, actor=THE_CLOCK)
    lasts = law.viewing_lasts(shop.market, at)
    row = Viewing(
        id=ids.new_id("vie"), session=session, person=Person(pk=person), by_role=by_role, workplace=shop, role=role, reason=reason,
        begun_at=at, ends_at=lasts.after(at),
    )  # fmt: skip
    told = {"viewing": row.pk, "role": role, "as": by_role, "reason": reason, "until": row.ends_at.isoformat(), "rule": lasts.rule}
    rows.add(row, Audit(actor=f"person:{person}", act="identity.begin_viewing", subject=shop.pk, at=clock.now(), data=told))
    events.emit(ViewingBegun(subject=shop.pk, viewing=row.pk, role=role))
    return row


def end_viewing(row: Viewing, *, at: datetime, actor: str) -> None:
    """It is over, at this instant of the real clock or when its time ran out, if that was before; one that is over stays as it was."""
    ended = min(at, row.ends_at)
    text = "UPDATE identity_viewing SET ended_at = %s WHERE id = %s AND ended_at IS NULL"
    if not rows.change(text, [rows.db_time(ended), row.pk]):
        return
    told = {"viewing": row.pk, "begun": row.begun_at.isoformat(), "ended": ended.isoformat()}
    rows.add(Audit(actor=actor, act="identity.end_viewing", subject=row.workplace_id, at=clock.now(), data=told))
    events.emit(ViewingEnded(subject=row.workplace_id, viewing=row.pk))


def end_viewings_over(at: datetime) -> None:
    """Those whose time ran out, or whose session ended: what nobody ended is put on record by the clock."""
    for row in Viewing.objects.filter(ended_at=None).order_by("begun_at", "id"):
        session = Session.objects.filter(pk=row.session).first()
        gone = row.ends_at if session is None else session.revoked_at
        if gone is not None or row.ends_at <= at:
            end_viewing(row, at=gone or row.ends_at, actor=THE_CLOCK)
