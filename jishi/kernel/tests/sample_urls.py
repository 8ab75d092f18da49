"""A small API in the kernel's manners, for its tests: jobs can be made, closed and listed by whoever the header says."""

import threading
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from ninja import NinjaAPI, Query, Router
from ninja.errors import ValidationError
from pydantic import Field

from jishi.kernel.access import NOBODY, Actor
from jishi.kernel.api import Amount, IdText, Line, Note, Page, Shape, answer, paginate
from jishi.kernel.api.problems import our_fault, refused, unreadable
from jishi.kernel.errors import BadInput, Refused, TooMany
from jishi.kernel.models import Job
from jishi.kernel.money import Money
from jishi.kernel.tests.ground import add_job

router = Router()


class Made(Shape):
    """What a job is made of."""

    name: Line
    note: Note = ""
    price: Amount = "0"
    total: Annotated[int, Field(ge=0, le=1000)] = 0
    refuse: str = ""
    parts: list["Part"] = []


class Part(Shape):
    """A part of it."""

    body: IdText
    count: int = 1


class Closed(Exception):
    """The gate that a test holds a request at."""


class Gates:
    """A test may hold the action until it lets it go."""

    entered = threading.Event()
    go_on = threading.Event()
    held = False


class TooDear(Refused):
    """Words of the kernel will do."""

    code = "kernel.too_many"
    status = 409


REFUSALS: dict[str, type[Exception]] = {"dear": TooDear, "often": TooMany, "input": BadInput, "broken": ZeroDivisionError}


def make(body: Made) -> Job:
    """An action: one job; it refuses after it has written."""
    job = add_job(kind=body.name, total=body.total)
    if Gates.held:
        Gates.entered.set()
        assert Gates.go_on.wait(30)
    if body.refuse:
        raise REFUSALS[body.refuse](*(["kernel.bad_input"] if body.refuse == "input" else []))
    return job


def present(job: Job) -> dict[str, Any]:
    return {"id": job.id, "name": job.kind, "total": Money(job.total, "IDR").json()}


@router.post("/jobs")
def jobs_make(request: HttpRequest, body: Made) -> HttpResponse:
    return answer(request, present, make, body, status=201)


@router.post("/others")
def others_make(request: HttpRequest, body: Made) -> HttpResponse:
    return answer(request, present, make, body, status=201)


@router.post("/jobs/{job_id}/close")
def jobs_close(request: HttpRequest, job_id: str) -> HttpResponse:
    return answer(request, None, add_job, status=204, key="required")


class JobLine(Shape):
    """A job in a list."""

    id: str
    kind: str


@router.get("/jobs", response=Page[JobLine])
def jobs_list(request: HttpRequest, cursor: str | None = None, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> dict[str, Any]:
    def shown(some: list[Job]) -> list[dict[str, str]]:
        return [{"id": job.id, "kind": job.kind} for job in some]

    return paginate(Job.objects.all(), shown, order=("-at", "total", "-id"), cursor=cursor, limit=limit)


def who(request: HttpRequest) -> bool:
    name = request.headers.get("X-Who", "")
    request.actor = Actor("person", name, person=name, language="zh-Hant") if name else NOBODY
    return True


api = NinjaAPI(urls_namespace="sample", auth=who)
api.add_router("", router)
api.add_exception_handler(Refused, refused)
api.add_exception_handler(ValidationError, lambda request, error: unreadable(request, error.errors))
api.add_exception_handler(Exception, our_fault)
urlpatterns = [path("sample/", api.urls)]
