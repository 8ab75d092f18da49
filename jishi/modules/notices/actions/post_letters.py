"""Send letters whose time has come: what is still new of them, in one mail, and to the screens of browsers."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from jishi.kernel import clock, events, post, rows, words
from jishi.kernel.access import THE_CLOCK
from jishi.modules.conversations import queries as conversations
from jishi.modules.identity import queries as people
from jishi.modules.notices.actions.gather import gather
from jishi.modules.notices.events import NoticesChanged
from jishi.modules.notices.models import Letter, Notice
from jishi.modules.notices.queries import told, wishes
from jishi.modules.notices.queries.kinds import ANSWERED, may_act
from jishi.modules.notices.queries.wishes import BROWSER, MAIL, Place, Wishes
from jishi.modules.notices.states import LETTER
from jishi.modules.shops import queries as shops


def post_letters(letters: Sequence[str]) -> set[str]:
    """These letters are due; which of them were still open. Whatever else waits for the same persons goes with them; what was read or
    done meanwhile does not. Whoever wants quiet just now gets it all when that is over.
    """
    now = clock.now()
    due = _with_others(letters)
    notices = _of(due)
    wanted = wishes.of({(row.person, row.shop): row.market for row in due}.items())
    by_place: dict[Place, list[Letter]] = defaultdict(list)
    for letter in due:
        by_place[letter.person, letter.shop].append(letter)
    languages = people.languages_of([person for person, _ in by_place])
    names = {lang: shops.named({shop for _, shop in by_place if shop}, lang) for lang in {words.DEFAULT, *languages.values()}}
    for (person, shop), some in by_place.items():
        wish, language = wanted[person, shop], languages.get(person, words.DEFAULT)
        found = _still([row for letter in some for row in notices[letter.pk]], wish)
        if not found or wish.quiet_until(now) is not None:
            LETTER.advance_all(some, "drop", actor=THE_CLOCK)
            _put_off(found, wish, now)
            continue
        mailed = [row for row in found if row.mail]
        sent = _mail(person, mailed, language, names[language].get(shop, "")) if mailed else ""
        if any(row.shown_at is not None for row in found):
            events.emit(NoticesChanged(person, person, ""))
        LETTER.advance_all(some, "send", actor=THE_CLOCK, post=sent)
    _told([row.pk for row in due])
    return {row.pk for row in due}


def _with_others(letters: Sequence[str]) -> list[Letter]:
    """Those of these letters that are open, and all other open ones to the same persons as the same, held until the commit."""
    among, keys = rows.among(letters)
    first = rows.fetch(Letter, f"WHERE state = 'open' AND id {among}", keys)
    places = {(one.person, one.shop) for one in first}
    among, keys = rows.among({person for person, _ in places})
    lock = "FOR UPDATE" if rows.vendor() == "postgresql" else ""
    found = rows.fetch(Letter, f"WHERE state = 'open' AND person {among} ORDER BY id {lock}", keys) if places else []
    return [one for one in found if (one.person, one.shop) in places]


def _of(letters: Collection[Letter]) -> dict[str, list[Notice]]:
    found: dict[str, list[Notice]] = defaultdict(list)
    if letters:
        among, keys = rows.among([one.pk for one in letters])
        for row in rows.fetch(Notice, f"WHERE letter {among} ORDER BY seq, id", keys):
            found[row.letter].append(row)
    return found


def _still(notices: Sequence[Notice], wish: Wishes) -> list[Notice]:
    """Those that are new, that their person may still act on, and wants told by mail or on a screen."""
    there: dict[str, dict[str, str]] = {}
    talks = conversations.by_ids({row.subject for row in notices if row.kind == ANSWERED})
    unread = conversations.unread(talks, "buyer")
    found = []
    for row in notices:
        if row.read_at is not None or row.settled_at is not None or (row.kind == ANSWERED and not unread.get(row.subject)):
            continue
        if row.shop:
            roles = there.setdefault(row.shop, {one.person_id: one.role for one in people.members(row.shop)})
            if row.person not in roles or not may_act(row.kind, roles[row.person]):
                continue
        row.mail = row.mail and wish.wants(row.topic, MAIL)
        row.shown_at = row.shown_at if wish.wants(row.topic, BROWSER) else None
        if row.mail or row.shown_at is not None:
            found.append(row)
    return found


def _put_off(notices: Sequence[Notice], wish: Wishes, now: datetime) -> None:
    """It is quiet now: another letter, when that is over."""
    for row in notices:
        row.shown_at = wish.quiet_until(now) if row.shown_at is not None else None
        row.letter = ""
    gather(notices, {(row.person, row.shop): wish for row in notices}, now)
    text = "UPDATE notices_notice SET letter = %s, mail = %s, shown_at = %s WHERE id = %s"
    for row in notices:
        rows.change(text, [row.letter, row.mail, rows.db_time(row.shown_at), row.pk])


def _mail(person: str, notices: Sequence[Notice], language: str, shop: str) -> str:
    """One mail for all of them; its id. What comes to a buyer alone is written in its own words."""
    if len(notices) == 1 and not shop:
        return post.send(person, notices[0].kind, notices[0].params, language=language).id
    if len(notices) == 1:
        title, text = told.said(notices[0].kind, notices[0].params, language)
        return post.send(person, "notices.post.one", {"shop": shop, "title": title, "text": text}, language=language).id
    params = {"count": len(notices), "lines": told.lines(notices, language)}
    kind = "notices.post.several" if shop else "notices.post.several_mine"
    return post.send(person, kind, params | ({"shop": shop} if shop else {}), language=language).id


def _told(letters: Sequence[str]) -> None:
    """Of what is left in these letters nothing is to be mailed any more."""
    if letters:
        among, keys = rows.among(letters)
        rows.change(f"UPDATE notices_notice SET mail = %s WHERE mail AND letter {among}", [False, *keys])
