"""Forget notices: of someone who was erased or left a shop, and what the rule does not have kept any longer."""

from jishi.kernel import clock, deadlines, events, rows
from jishi.modules.identity import queries as people
from jishi.modules.notices import law
from jishi.modules.notices.actions.gather import KIND
from jishi.modules.notices.events import NoticesChanged
from jishi.modules.notices.models import Notice
from jishi.modules.notices.queries.kinds import may_act

PIECE = 500
_TABLES = ("notices_notice", "notices_letter", "notices_wish")


def forget_person(person: str) -> None:
    """Everything of one who was erased."""
    _no_letters([row[0] for row in rows.sql("SELECT id FROM notices_letter WHERE person = %s AND state = 'open'", [person])])
    for table in _TABLES:
        rows.change(f"DELETE FROM {table} WHERE person = %s", [person])


def leave_shop(shop: str, person: str) -> None:
    """Someone works no longer in a shop: what they were told there goes; or in another role: what that may not act on is settled."""
    member = people.member(shop, person)
    if member is None:
        text = "SELECT id FROM notices_letter WHERE person = %s AND shop = %s AND state = 'open'"
        _no_letters([row[0] for row in rows.sql(text, [person, shop])])
        for table in _TABLES:
            rows.change(f"DELETE FROM {table} WHERE person = %s AND shop = %s", [person, shop])
        return
    kinds = rows.sql("SELECT DISTINCT kind FROM notices_notice WHERE person = %s AND shop = %s AND settled_at IS NULL", [person, shop])
    lost = [kind for (kind,) in kinds if not may_act(kind, member.role)]
    if lost:
        text = f"""UPDATE notices_notice SET settled_at = %s
            WHERE person = %s AND shop = %s AND settled_at IS NULL AND kind IN ({rows.marks(lost)})"""
        rows.change(text, [rows.db_time(clock.now()), person, shop, *lost])
        events.emit(NoticesChanged(person, person, ""))


def _no_letters(letters: list[str]) -> None:
    deadlines.moot([KIND], letters)


def forget() -> int:
    """Remove notices and letters that are older than rule notices.messages.kept_for says; up to 500 a market and table, how many."""
    now, count = clock.now(), 0
    for market in Notice.objects.order_by("market").values_list("market", flat=True).distinct():
        kept = law.kept_for(market)
        if not kept.applies:
            continue
        before = rows.db_time(now - (kept.after(now) - now))
        for table, at, more in (("notices_notice", "at", ""), ("notices_letter", "opened_at", "AND state <> 'open'")):
            text = f"SELECT id FROM {table} WHERE market = %s AND {at} < %s {more} ORDER BY {at} LIMIT %s"
            among, keys = rows.among([row[0] for row in rows.sql(text, [market, before, PIECE])])
            count += rows.change(f"DELETE FROM {table} WHERE id {among}", keys)
    return count
