"""Gather what is to be told later: one open letter a person, shop and topic, with a deadline upon which it goes out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import batched

from jishi.kernel import deadlines, ids, rows
from jishi.modules.notices import law
from jishi.modules.notices.models import Notice
from jishi.modules.notices.queries.wishes import Place, Wishes

KIND = "notices.letter"
_AT_ONCE = 1_000
Key = tuple[str, str, str]
_OPEN = """
INSERT INTO notices_letter (id, person, shop, market, topic, state, opened_at, notices, post) VALUES {rows}
ON CONFLICT (person, shop, topic) WHERE state = 'open' DO UPDATE SET notices = notices_letter.notices + excluded.notices
RETURNING id, person, shop, topic
"""


def gather(notices: Sequence[Notice], wanted: Mapping[Place, Wishes], now: datetime) -> None:
    """Put these notices, not written yet, into their persons' open letters. What nobody wants mailed or shown later is in none.

    A letter that is begun goes out after the rule's time, and not in quiet hours (rules notices.messages.gathered_for and
    notices.messages.quiet_hours).
    """
    due: dict[Key, tuple[Notice, datetime]] = {}
    held: dict[Key, list[Notice]] = {}
    for row in notices:
        until = _due(row, wanted[row.person, row.shop], now)
        if until is not None:
            key = (row.person, row.shop, row.topic)
            due.setdefault(key, (row, until))
            held.setdefault(key, []).append(row)
    for some in batched(sorted(due), _AT_ONCE):
        _into(some, due, held, now)


def _due(row: Notice, wish: Wishes, now: datetime) -> datetime | None:
    """When this notice's letter goes out; None when it needs none."""
    later = row.shown_at if row.shown_at is not None and row.shown_at > now else None
    if not row.mail:
        return later
    until = law.gathered_until(now, law.SHOP if row.shop else law.BUYER, row.topic, row.market)
    if until is None:
        row.mail = False
        return later
    return wish.quiet_until(until) or until


def _into(keys: Sequence[Key], due: Mapping[Key, tuple[Notice, datetime]], held: Mapping[Key, list[Notice]], now: datetime) -> None:
    made = {key: ids.new_id("nlt") for key in keys}
    values = [
        part for key in keys for part in (made[key], *key[:2], due[key][0].market, key[2], "open", rows.db_time(now), len(held[key]), "")
    ]
    marks = ", ".join([f"({rows.marks(range(9))})"] * len(keys))
    for letter, *of in rows.sql(_OPEN.format(rows=marks), values):
        key = (of[0], of[1], of[2])
        for row in held[key]:
            row.letter = letter
        if letter == made[key]:
            market = due[key][0].market
            deadlines.open(KIND, letter, law.gathered_for(market), now, market=market, due=due[key][1])
