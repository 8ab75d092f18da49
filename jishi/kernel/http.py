"""Routes of the kernel: the sealed audit, for operators."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from jishi.kernel.access import Actor
from jishi.kernel.api import REFUSALS, IdText, Page, Shape, paginate
from jishi.kernel.models import Audit, AuditSeal

router = Router(tags=["kernel"])
LIMIT = 50
Limit = Annotated[int, Field(ge=1, le=200)]
Cursor = Annotated[str, Field(max_length=400)]


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
