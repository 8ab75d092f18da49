"""The machine room, for operators: what is due and how late each deadline fired, who hears how far, what was set aside or refused.

To run something again is an act of a person: it is audited.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, Count, IntegerField, Max, Min, Q, QuerySet, Sum, When

from jishi.kernel import clock, deadlines, events, post, rows, words
from jishi.kernel.access import Actor
from jishi.kernel.errors import NotFound, Refused
from jishi.kernel.models import Audit, Cursor, Deadline, Event, EventSetAside, Post

READ, RERUN = "kernel.read", "kernel.rerun"
COUNTED_TO = 10_000
STEPS_MS = (100, 1_000, 10_000, 60_000, 600_000, 3_600_000)
"""Upper ends of the bars that lateness is counted into; the last bar has none."""


class StillFails(Refused):
    """It was tried again and failed again; nothing of it was kept."""

    code = "kernel.still_fails"
    status = 409


class NothingToRerun(Refused):
    """It is not set aside, or not refused, any more: someone was quicker."""

    code = "kernel.nothing_to_rerun"
    status = 409


def access_room(actor: Actor, may: str = READ) -> None:
    """Raises NotSignedIn for nobody, NotFound for all but operators, NotAllowed for an operator whose role lacks it."""
    actor.needs_operator(may)


def deadlines_of(show: str, *, kind: str = "", market: str = "") -> tuple[QuerySet[Deadline], Sequence[str]]:
    """Deadlines and the order to list them in: open, soon (due soon), late (due, not yet fired), lapsed, aside (set aside)."""
    now = clock.now()
    some = Deadline.objects.all()
    waiting = some.filter(state="open", set_aside_at=None)
    chosen, order = {
        "open": (waiting, ("due", "id")),
        "soon": (waiting.filter(soon_at__lte=now, due__gt=now), ("due", "id")),
        "late": (waiting.filter(due__lte=now), ("due", "id")),
        "lapsed": (some.filter(state="lapsed"), ("-closed_at", "-id")),
        "aside": (some.filter(state="open").exclude(set_aside_at=None), ("-set_aside_at", "-id")),
    }[show]
    narrow = {name: value for name, value in (("kind", kind), ("market", market)) if value}
    return chosen.filter(**narrow), order


def deadline_seen(row: Deadline, lang: str) -> dict[str, Any]:
    """One deadline as the list shows it; `title` names it in the reader's language."""
    return {
        "id": row.id,
        "kind": row.kind,
        "title": _title(row.kind, lang),
        "subject": row.subject,
        "shop": row.shop,
        "market": row.market,
        "rule": row.rule,
        "opened": row.opened,
        "due": row.due,
        "soon_at": row.soon_at,
        "state": "aside" if row.set_aside_at else row.state,
        "closed_at": row.closed_at,
        "late_ms": row.late_ms,
        "set_aside_at": row.set_aside_at,
        "error": row.error,
    }


def _title(kind: str, lang: str) -> str:
    """A kind that this version knows no more is called by its name."""
    return words.say(f"{kind}.title", lang) if words.has(f"{kind}.title", lang) else kind


def lateness(lang: str) -> dict[str, Any]:
    """Counts of what is open, also of each kind, and how late every firing was: bars, the latest, and whether any was early."""
    now = clock.now()
    counts = {name: deadlines_of(name)[0][: COUNTED_TO + 1].count() for name in ("open", "soon", "late", "aside")}
    bars = {f"bar{n}": Sum(_in_bar(n)) for n in range(len(STEPS_MS) + 1)}
    of_kinds = Deadline.objects.filter(state__in=("open", "lapsed")).values("kind")
    lapsed = Q(state="lapsed")
    told = {"fired": Count("id", filter=lapsed), "least": Min("late_ms"), "most": Max("late_ms"), "open": Count("id", filter=~lapsed)}
    kinds: Any = of_kinds.annotate(**told, **bars).order_by("kind")
    return {
        "at": now,
        **counts,
        "steps_ms": list(STEPS_MS),
        "kinds": [
            {
                "kind": one["kind"],
                "title": _title(one["kind"], lang),
                "open": one["open"],
                "fired": one["fired"],
                "least_ms": one["least"],
                "most_ms": one["most"],
                "bars": [one[f"bar{n}"] for n in range(len(STEPS_MS) + 1)],
            }
            for one in kinds
        ],
    }


def _in_bar(n: int) -> Case:
    within = Q()
    if n < len(STEPS_MS):
        within &= Q(late_ms__lte=STEPS_MS[n])
    if n > 0:
        within &= Q(late_ms__gt=STEPS_MS[n - 1])
    return Case(When(within, then=1), default=0, output_field=IntegerField())


def listeners() -> list[dict[str, Any]]:
    """Everyone who hears events: how far they are, how many wait (counted to 10,000), how many were set aside."""
    cursors = dict(Cursor.objects.values_list("listener", "seq"))
    aside = dict(EventSetAside.objects.values_list("listener").annotate(n=Count("id")))
    return [
        {
            "listener": one.name,
            "hears": sorted(one.types),
            "behind": Event.objects.filter(seq__gt=cursors.get(one.name, 0), type__in=one.types)[: COUNTED_TO + 1].count(),
            "aside": aside.get(one.name, 0),
        }
        for one in sorted(events.LISTENERS.values(), key=lambda one: one.name)
    ]


def asides_seen(found: list[EventSetAside]) -> list[dict[str, Any]]:
    """Events that a listener could not take, each with its error."""
    told = Event.objects.in_bulk([one.seq for one in found])
    return [
        {
            "id": str(one.pk),
            "listener": one.listener,
            "seq": one.seq,
            "type": told[one.seq].type if one.seq in told else "",
            "subject": told[one.seq].subject if one.seq in told else "",
            "happened_at": told[one.seq].at if one.seq in told else None,
            "set_aside_at": one.at,
            "error": one.error,
        }
        for one in found
    ]


def post_of(show: str) -> tuple[QuerySet[Post], Sequence[str]]:
    """Messages and the order to list them in: failed, waiting, sent."""
    chosen: QuerySet[Post] = {
        "failed": Post.objects.filter(sent_at=None).exclude(error=""),
        "waiting": Post.objects.filter(sent_at=None, error=""),
        "sent": Post.objects.exclude(sent_at=None),
    }[show]
    return chosen, ("-at", "-id")


def message_seen(row: Post) -> dict[str, Any]:
    """A message without its words and without whom it is for: an operator re-sends it, and reads none."""
    state = "sent" if row.sent_at else "failed" if row.error else "waiting"
    named = {"id": row.id, "kind": row.kind, "channel": row.channel, "language": row.language, "person": row.person}
    return named | {"state": state, "at": row.at, "sent_at": row.sent_at, "error": row.error}


def rerun_deadline(deadline: str, *, actor: str) -> Deadline:
    """A deadline that was set aside is tried again by the next sweep. Raises NotFound, NothingToRerun."""
    row = Deadline.objects.filter(pk=deadline).first()
    if row is None:
        raise NotFound
    if not deadlines.fire_again(row.id):
        raise NothingToRerun
    _note(actor, "kernel.rerun_deadline", row.id, kind=row.kind)
    row.refresh_from_db()
    return row


def rerun_event(aside: int, *, actor: str) -> EventSetAside:
    """A listener hears an event that it could not take, now. Raises NotFound, NothingToRerun, and what the listener raises."""
    row = EventSetAside.objects.filter(pk=aside).first()
    if row is None:
        raise NotFound
    if not events.hear_again(row.listener, row.seq):
        raise NothingToRerun
    _note(actor, "kernel.rerun_event", row.listener[:40], seq=row.seq)
    return row


def send_again(message: str, *, actor: str) -> Post:
    """A message that was refused is handed over once more. Raises NotFound, NothingToRerun."""
    row = Post.objects.filter(pk=message).first()
    if row is None:
        raise NotFound
    if not post.send_again(row.id):
        raise NothingToRerun
    _note(actor, "kernel.send_again", row.id, kind=row.kind)
    row.refresh_from_db()
    return row


def _note(actor: str, act: str, subject: str, **data: Any) -> None:
    rows.add(Audit(actor=actor, act=act, subject=subject, at=clock.now(), data=data))
