"""Routes of the kernel: a person's long work; for operators the sealed audit, deadlines and lateness, what was set aside, post."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from jishi.kernel import jobs, room, words
from jishi.kernel.access import Actor
from jishi.kernel.api import REFUSALS, IdText, Page, Shape, answer, paginate
from jishi.kernel.api.problems import reader_language
from jishi.kernel.errors import NotFound, Refused
from jishi.kernel.models import Audit, AuditSeal, Deadline, EventSetAside, Job, Post
from jishi.kernel.runner import trouble

router = Router(tags=["kernel"])
LIMIT = 50
Limit = Annotated[int, Field(ge=1, le=200)]
Cursor = Annotated[str, Field(max_length=400)]
Kind = Annotated[str, Query(max_length=60, pattern=r"^[a-z_.]*$")]
Market = Annotated[str, Query(max_length=4, pattern=r"^[A-Z]*$")]


class JobOut(Shape):
    """Long work that somebody asked for: how much of it is done, and what came of it; `name` says what it is."""

    id: str
    kind: str
    name: str
    shop: str | None
    done: int
    total: int
    state: Literal["running", "done", "stopped", "failed"]
    at: datetime
    finished_at: datetime | None
    answer: dict[str, Any] | None


class AuditOut(Shape):
    """Who did what to whom or what, and when."""

    id: int
    at: datetime
    actor: str
    act: str
    subject: str
    data: dict[str, Any]


class AuditBlockOut(Shape):
    """A block that seals rows of the audit: its head is the hash of them and of the head before it; `sealed_at` is the real clock's."""

    n: int
    sealed_at: datetime
    rows: int
    before: str
    head: str


class AuditQuery(Shape):
    """Which rows of the audit."""

    subject: IdText | None = None
    actor: Annotated[str, Field(max_length=60, pattern=r"^[A-Za-z0-9_:.-]+$")] | None = None
    act: Annotated[str, Field(max_length=80, pattern=r"^[a-z_.]+$")] | None = None
    cursor: Cursor | None = None
    limit: Limit = LIMIT


class DeadlineLine(Shape):
    """One deadline as operators see it; `late_ms` says by how many milliseconds it fired after it was due."""

    id: str
    kind: str
    title: str
    subject: str
    shop: str | None
    market: str
    rule: str
    opened: datetime
    due: datetime
    soon_at: datetime
    state: Literal["open", "paused", "met", "moot", "lapsed", "aside"]
    closed_at: datetime | None
    late_ms: int | None
    set_aside_at: datetime | None
    error: str


class LateKind(Shape):
    """How late the firings of one kind were: `bars` counts them up to each of `steps_ms`, and beyond the last; how many are open."""

    kind: str
    title: str
    open: int
    fired: int
    least_ms: int | None
    most_ms: int | None
    bars: list[int]


class LatenessOut(Shape):
    """What is open now, counted to 10,000, and how late every firing was."""

    at: datetime
    open: int
    soon: int
    late: int
    aside: int
    steps_ms: list[int]
    kinds: list[LateKind]


class ListenerOut(Shape):
    """Someone who hears events."""

    listener: str
    hears: list[str]
    behind: int
    aside: int


class EventAside(Shape):
    """An event that a listener could not take."""

    id: str
    listener: str
    seq: int
    type: str
    subject: str
    happened_at: datetime | None
    set_aside_at: datetime
    error: str


class MessageLine(Shape):
    """A message on its way to a person, without its words."""

    id: str
    kind: str
    channel: str
    language: str
    person: str | None
    state: Literal["failed", "waiting", "sent"]
    at: datetime
    sent_at: datetime | None
    error: str


@router.get("/audit", response={200: Page[AuditOut], **REFUSALS}, operation_id="kernel.audit", summary="The audit")
def audit(request: HttpRequest, query: Query[AuditQuery]) -> Any:
    """What was done that a person would want to know about, the last first; by what it was done to, by whom, by what was done."""
    _operator(request)
    wanted = {name: value for name, value in query.dict(include={"subject", "actor", "act"}).items() if value is not None}
    return paginate(Audit.objects.filter(**wanted), _rows, order=("-id",), cursor=query.cursor, limit=query.limit)


@router.get("/audit/blocks", response={200: Page[AuditBlockOut], **REFUSALS}, operation_id="kernel.audit_blocks", summary="Its seals")
def audit_blocks(request: HttpRequest, cursor: Cursor | None = None, limit: Limit = LIMIT) -> Any:
    """The blocks that seal the audit, the last first: whoever keeps a head elsewhere can ask for it later."""
    _operator(request)
    return paginate(AuditSeal.objects.all(), _blocks, order=("-n",), cursor=cursor, limit=limit)


def _operator(request: HttpRequest) -> None:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    actor.needs_operator("kernel.audit")


def _rows(found: list[Audit]) -> list[dict[str, Any]]:
    return [{"id": row.pk, "at": row.at, "actor": row.actor, "act": row.act, "subject": row.subject, "data": row.data} for row in found]


def _blocks(found: list[AuditSeal]) -> list[dict[str, Any]]:
    return [{"n": row.n, "sealed_at": row.sealed_at, "rows": len(row.sealed), "before": row.before, "head": row.head} for row in found]


@router.get("/operator/deadlines", response={200: Page[DeadlineLine], **REFUSALS}, operation_id="kernel.deadlines", summary="Deadlines")
def list_deadlines(
    request: HttpRequest,
    show: Literal["open", "soon", "late", "lapsed", "aside"] = "open",
    kind: Kind = "",
    market: Market = "",
    cursor: Cursor | None = None,
    limit: Limit = LIMIT,
) -> Any:
    """Of all modules: open by when they are due, lapsed the latest first with how late each fired, set aside with its error."""
    room.access_room(_actor(request))
    found, order = room.deadlines_of(show, kind=kind, market=market)
    lang = reader_language(request)

    def present(some: list[Deadline]) -> list[dict[str, Any]]:
        return [room.deadline_seen(row, lang) for row in some]

    return paginate(found, present, order=order, cursor=cursor, limit=limit)


@router.get(
    "/operator/lateness", response={200: LatenessOut, **REFUSALS}, operation_id="kernel.lateness", summary="How late deadlines fired"
)
def show_lateness(request: HttpRequest) -> Any:
    """Every firing there was, by kind; and how many deadlines are open, due soon, late and set aside."""
    room.access_room(_actor(request))
    return room.lateness(reader_language(request))


@router.post(
    "/operator/deadlines/{id}/rerun", response={200: DeadlineLine, **REFUSALS}, operation_id="kernel.rerun_deadline", summary="Try it again"
)
def rerun_deadline(request: HttpRequest, id: IdText) -> HttpResponse:  # noqa: A002 - as the path names it
    """A deadline that was set aside fires with the next sweep; if it fails again, it is set aside again."""
    actor = _actor(request)
    room.access_room(actor, room.RERUN)
    lang = reader_language(request)
    return answer(request, lambda row: room.deadline_seen(row, lang), room.rerun_deadline, id, actor=actor.name)


@router.get(
    "/operator/listeners", response={200: list[ListenerOut], **REFUSALS}, operation_id="kernel.listeners", summary="Who hears events"
)
def list_listeners(request: HttpRequest) -> Any:
    """How many events wait for each, and how many it could not take."""
    room.access_room(_actor(request))
    return room.listeners()


@router.get(
    "/operator/set-aside", response={200: Page[EventAside], **REFUSALS}, operation_id="kernel.set_aside", summary="Events set aside"
)
def list_set_aside(request: HttpRequest, cursor: Cursor | None = None, limit: Limit = LIMIT) -> Any:
    """The last first, each with the error of the listener that could not take it."""
    room.access_room(_actor(request))
    return paginate(EventSetAside.objects.all(), room.asides_seen, order=("-id",), cursor=cursor, limit=limit)


@router.post(
    "/operator/set-aside/{id}/rerun", response={204: None, **REFUSALS}, operation_id="kernel.rerun_event", summary="Have it heard again"
)
def rerun_event(request: HttpRequest, id: IdText) -> HttpResponse:  # noqa: A002 - as the path names it
    """The listener hears it now. If it fails again, the answer says with what, and the event stays set aside."""
    actor = _actor(request)
    room.access_room(actor, room.RERUN)
    if not id.isascii() or not id.isdigit() or len(id) > 18:
        raise NotFound
    try:
        return answer(request, None, room.rerun_event, int(id), actor=actor.name, status=204)
    except Refused:
        raise
    except Exception as error:
        if trouble(error):
            raise
        raise room.StillFails(error=f"{type(error).__name__}: {error}"[:500]) from error


@router.get("/operator/post", response={200: Page[MessageLine], **REFUSALS}, operation_id="kernel.post", summary="Messages to persons")
def list_post(
    request: HttpRequest, show: Literal["failed", "waiting", "sent"] = "failed", cursor: Cursor | None = None, limit: Limit = LIMIT
) -> Any:
    """The last first: without words and addresses, with what the server or gateway refused them with."""
    room.access_room(_actor(request))
    found, order = room.post_of(show)

    def present(some: list[Post]) -> list[dict[str, Any]]:
        return [room.message_seen(row) for row in some]

    return paginate(found, present, order=order, cursor=cursor, limit=limit)


@router.post(
    "/operator/post/{id}/resend", response={200: MessageLine, **REFUSALS}, operation_id="kernel.send_again", summary="Send it again"
)
def send_again(request: HttpRequest, id: IdText) -> HttpResponse:  # noqa: A002 - as the path names it
    """A message that was refused is handed over once more."""
    actor = _actor(request)
    room.access_room(actor, room.RERUN)
    return answer(request, room.message_seen, room.send_again, id, actor=actor.name)


@router.get("/me/jobs", response={200: Page[JobOut], **REFUSALS}, operation_id="kernel.jobs", summary="One's own long work")
def own_jobs(request: HttpRequest, cursor: Cursor | None = None, limit: Limit = LIMIT) -> Any:
    """What the reader asked for and the server does meanwhile, the latest first."""
    person, lang = _actor(request).needs_person(), reader_language(request)

    def present(some: list[Job]) -> list[dict[str, Any]]:
        return [_job(row, lang) for row in some]

    return paginate(jobs.of(person), present, order=("-at", "-id"), cursor=cursor, limit=limit)


@router.post("/me/jobs/{job_id}/stop", response={200: JobOut, **REFUSALS}, operation_id="kernel.stop_job", summary="Stop long work")
def stop_job(request: HttpRequest, job_id: IdText) -> HttpResponse:
    """Nothing of it is kept."""
    lang = reader_language(request)
    return answer(request, lambda row: _job(row, lang), jobs.stop, job_id, _actor(request).needs_person())


def _job(row: Job, lang: str) -> dict[str, Any]:
    names = ("id", "kind", "shop", "done", "total", "state", "at", "finished_at", "answer")
    return {name: getattr(row, name) for name in names} | {"name": words.say(f"{row.kind}.job", lang)}


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
