"""Tell persons what happened: a notice for each who may act on it or whom it concerns, and a letter where they want one."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from jishi.kernel import clock, events, ids, post, rows
from jishi.kernel.events import Heard
from jishi.modules.identity import queries as people
from jishi.modules.notices.actions.gather import gather
from jishi.modules.notices.events import NoticesChanged
from jishi.modules.notices.models import Notice
from jishi.modules.notices.queries import wishes
from jishi.modules.notices.queries.facts import Known, Settled, Told, meaning
from jishi.modules.notices.queries.kinds import may_act
from jishi.modules.notices.queries.wishes import BROWSER, IN_APP, MAIL, Place, Wishes


def tell(heard: Sequence[Heard]) -> list[Notice]:
    """Write the notices that these facts make, and settle those that they answer. A fact that was told before is told no second time."""
    known = Known(heard)
    made: list[tuple[Notice, Told]] = []
    settled: dict[tuple[str, ...], set[str]] = {}
    before = _before(heard)
    members: dict[str, list[tuple[str, str]]] = {}
    for one in heard:
        for found in meaning(one, known):
            if isinstance(found, Settled):
                settled.setdefault(found.kinds, set()).add(found.subject)
                _settle_made(made, found, one.at)
            else:
                made += [(row, found) for row in _notices(found, members) if (row.seq, row.person, row.kind) not in before]
    touched = {place for kinds, subjects in settled.items() for place in _settle(kinds, subjects)}
    kept = _write(made)
    _say_so(touched | {(row.person, row.shop) for row in kept})
    return kept


def _before(heard: Sequence[Heard]) -> set[tuple[int, str, str]]:
    """What was told of these facts already: (seq, person, kind)."""
    among, keys = rows.among([one.seq for one in heard])
    return {(seq, person, kind) for seq, person, kind in rows.sql(f"SELECT seq, person, kind FROM notices_notice WHERE seq {among}", keys)}


def _settle(kinds: Sequence[str], subjects: set[str]) -> set[Place]:
    """Whose notices were settled."""
    among, keys = rows.among(subjects)
    text = f"""UPDATE notices_notice SET settled_at = %s
        WHERE settled_at IS NULL AND kind IN ({rows.marks(kinds)}) AND subject {among} RETURNING person, shop"""
    return {(person, shop) for person, shop in rows.sql(text, [rows.db_time(clock.now()), *kinds, *keys])}


def _settle_made(made: Sequence[tuple[Notice, Told]], found: Settled, at: datetime) -> None:
    """Of the same batch: what was asked for was done before anybody was told."""
    for row, _ in made:
        if row.subject == found.subject and row.kind in found.kinds and row.settled_at is None:
            row.settled_at = at


def _notices(told: Told, members: dict[str, list[tuple[str, str]]]) -> list[Notice]:
    """One for each person whom it is to reach."""
    whom = [told.person]
    if not told.person:
        if told.shop not in members:
            members[told.shop] = [(one.person_id, one.role) for one in people.members(told.shop)]
        whom = [person for person, role in members[told.shop] if may_act(told.kind, role)]
    return [
        rows.new(
            Notice,
            id=ids.new_id("ntc"),
            person=person,
            shop=told.shop,
            market=told.market,
            topic=told.topic,
            kind=told.kind,
            subject=told.subject,
            params=told.params,
            seq=told.seq,
            at=told.at,
        )
        for person in whom
    ]


def _write(made: Sequence[tuple[Notice, Told]]) -> list[Notice]:
    now = clock.now()
    wanted = wishes.of({(row.person, row.shop): row.market for row, _ in made}.items())
    mailed = people.with_mail({row.person for row, _ in made})
    kept: list[Notice] = []
    go, back = list[str](), list[str]()
    for row, told in made:
        wish = wanted[row.person, row.shop]
        _where(row, wish, now, mailed=row.person in mailed)
        if told.post:
            goes = row.mail and wish.quiet_until(now) is None
            (go if goes else back).append(told.post)
            row.mail = row.mail and not goes
        if row.in_app or row.mail or row.shown_at is not None:
            kept.append(row)
    post.let_go(go)
    post.take_back(back)
    if kept:
        gather([row for row in kept if row.settled_at is None], wanted, now)
        rows.add(*kept)
    return kept


def _where(row: Notice, wish: Wishes, now: datetime, *, mailed: bool) -> None:
    """Where its person wants it told, and from when a browser may show it."""
    row.in_app = wish.wants(row.topic, IN_APP)
    row.mail = mailed and wish.wants(row.topic, MAIL) and row.settled_at is None
    row.shown_at = (wish.quiet_until(now) or now) if wish.wants(row.topic, BROWSER) and row.settled_at is None else None


def _say_so(places: Iterable[Place]) -> None:
    """Whoever looks is told to look again: once a person, and once a shop where it reaches several there."""
    by_shop: dict[str, set[str]] = {}
    for person, shop in places:
        by_shop.setdefault(shop, set()).add(person)
    for shop, persons in sorted(by_shop.items()):
        if shop and len(persons) > 1:
            events.emit(NoticesChanged(shop, "", shop))
        else:
            for person in sorted(persons):
                events.emit(NoticesChanged(person, person, ""))
