"""Sessions and conversations as their readers see them."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from jishi.kernel import clock, rows
from jishi.kernel.models import Deadline
from jishi.lawbook import countdown
from jishi.modules.conversations import queries as conversations
from jishi.modules.conversations.access import Side
from jishi.modules.conversations.actions import Conversation, Picture
from jishi.modules.desk.access import KIND
from jishi.modules.desk.actions.answer import RESPONSE
from jishi.modules.desk.models import Session
from jishi.modules.identity import queries as people
from jishi.modules.shops import queries as shops

_FIRST_COME = ("opened_at", "id")
ORDER = {"open": _FIRST_COME, "mine": _FIRST_COME, "waiting": _FIRST_COME, "expiring": _FIRST_COME, "closed": ("-closed_at", "-id")}
"""First come, first served (rule desk.assignment.queue_order); of those that are over the latest first."""
_SESSION = (
    *("id", "conversation", "person", "state", "first_seq", "opened_at", "closed_at", "agent", "assigned_at"),
    *("response", "answer_due", "expiring_at", "answered_at"),
)


def sessions(shop: str, group: str, person: str | None) -> QuerySet[Session]:
    """The sessions of a shop that are open; one's own of them, those in the queue, those about to expire; or closed."""
    found = Session.objects.filter(shop=shop, state="closed" if group == "closed" else "open")
    if group == "mine":
        return found.filter(agent=person or "nobody")
    if group == "expiring":
        return found.filter(response="waiting", answered_at=None, expiring_at__lt=clock.now())
    return found.filter(agent="") if group == "waiting" else found


def session_seen(session: Session) -> dict[str, Any]:
    """A session as the shop sees it."""
    return {name: getattr(session, name) for name in _SESSION}


def sessions_listed(found: Sequence[Session], language: str) -> list[dict[str, Any]]:
    """Sessions as the shop's list shows them: with the buyer's name, the last word, what is unread, since when the buyer waits.

    `clock` is the one that runs until somebody answers.
    """
    talks = conversations.by_ids({one.conversation for one in found})
    names = people.buyer_names_masked({one.person for one in found} | {one.agent for one in found if one.agent})
    last, unread = conversations.last_words(talks), conversations.unread(talks, "shop")
    waiting = conversations.waiting_since(talks)
    running = clocks(found, language)
    return [
        session_seen(one)
        | {
            "buyer": names[one.person],
            "agent_name": names.get(one.agent, ""),
            "last": last.get(one.conversation),
            "unread": unread.get(one.conversation, 0),
            "waiting_since": max(since, one.opened_at) if one.state == "open" and (since := waiting.get(one.conversation)) else None,
            "clock": running.get(one.pk),
        }
        for one in found
    ]


def clocks(found: Sequence[Session], language: str) -> dict[str, dict[str, Any]]:
    """The clocks of those of these sessions that still wait for their first answer, by session; one question."""
    wanted = [one.pk for one in found if one.response == "waiting"]
    running = Deadline.objects.filter(subject__in=wanted, kind=RESPONSE, state="open") if wanted else []
    return {one.subject: countdown.view(one, language) for one in running}


def waiting(shop: str, person: str | None, most: int, language: str) -> tuple[int, list[dict[str, Any]]]:
    """Who waits for an answer in the queue and in this person's own sessions: how many, and the longest waits as the list shows them."""
    queue = sessions(shop, "waiting", person)
    first = list(queue.order_by(*_FIRST_COME)[:most])
    own = list(sessions(shop, "mine", person)) if person else []
    if not first and not own:
        return 0, []
    since = conversations.waiting_since(conversations.by_ids({one.conversation for one in [*first, *own]}))
    held = [one for one in own if one.conversation in since]
    longest = sorted([*first, *held], key=lambda one: (max(since.get(one.conversation, one.opened_at), one.opened_at), one.pk))
    queued = len(first) if len(first) < most else queue.count()
    return queued + len(held), sessions_listed(longest[:most], language)


def awaited(ids: Collection[str]) -> dict[str, str]:
    """Of these sessions those that are open and wait for a first answer: who is to give it, "" for those in the queue."""
    if not ids:
        return {}
    among, keys = rows.among(set(ids))
    text = f"SELECT id, agent FROM desk_session WHERE state = 'open' AND response = 'waiting' AND answered_at IS NULL AND id {among}"
    return {str(one): str(agent) for one, agent in rows.sql(text, keys)}


def mine(person: str) -> QuerySet[Conversation]:
    """A buyer's conversations with shops' service."""
    return conversations.of_person(KIND, person)


def talks_listed(found: Sequence[Conversation], language: str) -> list[dict[str, Any]]:
    """A buyer's conversations as their list shows them: with the shop's name, the last word, what is unread."""
    names = shops.named([one.shop for one in found], language)
    last, unread = conversations.last_words(found), conversations.unread(found, "buyer")
    return [
        {
            "id": one.pk,
            "shop": {"id": one.shop, "name": names.get(one.shop, "")},
            "last_at": one.last_at,
            "last": last.get(one.pk),
            "unread": unread.get(one.pk, 0),
        }
        for one in found
    ]


def talk_seen(row: Conversation, side: Side, language: str) -> dict[str, Any]:
    """A conversation as one of its sides sees it; how long the shop has to answer is told to the shop alone."""
    session = Session.objects.filter(conversation=row.pk, state="open").first()
    return {
        "id": row.pk,
        "kind": row.kind,
        "shop": row.shop,
        "person": row.person,
        "buyer": people.buyer_name_masked(row.person),
        "side": side,
        "last_seq": row.last_seq,
        "last_at": row.last_at,
        "read": conversations.marks_of(row),
        "session": session_seen(session) if session else None,
        "clock": clocks([session], language).get(session.pk) if session and side == "shop" else None,
        "before": _before(session) if session and not session.agent else None,
    }


def picture_seen(picture: Picture) -> dict[str, Any]:
    """A picture that was sent in, as its sender sees it."""
    return {"id": picture.pk, "width": picture.width, "height": picture.height}


def _before(session: Session) -> int:
    """How many sessions wait before this one."""
    waiting = Session.objects.filter(shop=session.shop, state="open", agent="")
    return waiting.filter(Q(opened_at__lt=session.opened_at) | Q(opened_at=session.opened_at, pk__lt=session.pk)).count()
