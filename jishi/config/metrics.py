"""`/metrics`: what a Prometheus asks for. On this machine alone, or to whoever shows the token."""

import hmac

from django.conf import settings
from django.db import connection
from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse

from jishi import __version__
from jishi.config import lag
from jishi.kernel.models import Audit, AuditSeal, Deadline, EventSetAside, Post
from jishi.kernel.runner import Writer

LOOPBACK = ("127.0.0.1", "::1")
CONTENT = "text/plain; version=0.0.4; charset=utf-8"


def page(request: HttpRequest) -> HttpResponse:
    """The figures of now, read from the database: any process of an installation tells the same, but for its own queue."""
    if not _may(request):
        return HttpResponse("Nothing is here.", status=404, content_type="text/plain; charset=utf-8")
    return HttpResponse(_written(), content_type=CONTENT)


def _may(request: HttpRequest) -> bool:
    """With a token set, only who shows it; without, only this machine, and not what a proxy on it passes on."""
    if settings.METRICS_TOKEN:
        shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(shown.encode(), settings.METRICS_TOKEN.encode())
    return request.META.get("REMOTE_ADDR") in LOOPBACK and "X-Forwarded-For" not in request.headers


def _written() -> bytes:
    from prometheus_client import CollectorRegistry, Gauge, generate_latest

    figures = CollectorRegistry()

    def say(name: str, what: str, value: float) -> None:
        Gauge(f"jishi_{name}", what, registry=figures).set(value)

    Gauge("jishi_info", "Version and kind of database", ["version", "database"], registry=figures).labels(
        __version__, connection.vendor
    ).set(1)
    say("deadlines_open", "Deadlines that run", Deadline.objects.filter(state="open").count())
    say("deadlines_overdue_seconds", "By how much the oldest deadline that should have fired is late", lag.deadlines())
    say(
        "deadlines_set_aside",
        "Deadlines whose effect failed and that wait for an operator",
        Deadline.objects.exclude(set_aside_at=None).count(),
    )
    say("events_waiting", "Facts of the outbox that the slowest listener has not looked at", lag.of_events())
    say("events_set_aside", "Facts that a listener could not take", EventSetAside.objects.count())
    say("post_waiting", "Messages that wait to be sent", Post.objects.filter(sent_at=None, error="").count())
    say("post_failed", "Messages that an adapter refused", Post.objects.filter(sent_at=None).exclude(error="").count())
    say("audit_rows", "Rows of the audit", Audit.objects.aggregate(n=Max("id"))["n"] or 0)
    say("audit_unsealed", "Rows of the audit that no block holds yet", lag.audit())
    say("audit_blocks", "Blocks of the sealed audit", AuditSeal.objects.aggregate(n=Max("n"))["n"] or 0)
    if Writer.running is not None:
        say("writer_queue", "Commands that wait for the one writer of SQLite", Writer.running.queue.qsize())
    oldest = Post.objects.filter(sent_at=None, error="").aggregate(at=Min("at"))["at"]
    say(
        "post_oldest_timestamp_seconds",
        "When the message was written that waits longest; 0 when none waits",
        oldest.timestamp() if oldest else 0,
    )
    return generate_latest(figures)
