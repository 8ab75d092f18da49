"""The answer to a write: the action and its presentation run in one transaction, together with the key of idempotency.

A key is remembered per actor and operation. The same request again gets the same answer; other parameters under the same
key are refused; two at once: the second waits. Those who are not signed in cannot be told apart: their key is remembered per
request, so that only whoever knows both gets the answer again and nobody's key stands in another's way. An answer that is our
fault (5xx) or of the moment (401, 429) is not remembered.
"""

import hashlib
from collections.abc import Callable
from typing import Any

import orjson
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from jishi.kernel import clock, crypto, rotation, rows, runner
from jishi.kernel.access import Actor
from jishi.kernel.api.problems import refused
from jishi.kernel.errors import BadInput, Refused
from jishi.kernel.models import IdempotencyKey
from jishi.kernel.runner import act, act_or

KEY_MOST = 255
PURPOSE = "idempotency"
JSON, PROBLEM = "application/json", "application/problem+json"
Present = Callable[[Any], Any]
_CLAIMED = 0
_TAKE = "INSERT INTO kernel_idempotencykey (id, request, status, answer, at) VALUES (%s, %s, %s, %s, %s) ON CONFLICT (id) DO NOTHING"
_PASSING = frozenset({401, 429})
"""Refusals that the next asking under the same key may be free of: signed in meanwhile, or often enough no more."""
_GONE = frozenset({404, 409})
"""Refusals at the door that a request may have brought about itself: what it ended or removed is not there any more."""


class Replayed(Exception):
    """This was asked and answered before."""

    def __init__(self, row: IdempotencyKey) -> None:
        super().__init__(row.pk)
        self.row = row


class KeyReused(Refused):
    """The key was used for another request."""

    code = "kernel.key_reused"
    status = 409


class InProgress(Refused):
    """The same request is being worked on."""

    code = "kernel.in_progress"
    status = 409


def answer(
    request: HttpRequest,
    present: Present | None,
    action: Callable[..., Any],
    *args: Any,
    status: int = 200,
    key: str = "accepted",
    **kwargs: Any,
) -> HttpResponse:
    """Run `action` for a request and present what it returns. `key` is "accepted" or "required".

    Raises BadInput when a required Idempotency-Key is missing or malformed, KeyReused when it was used for another request,
    InProgress when the same request is being worked on. A refusal by the action is answered as a problem, and remembered.
    """
    given = request.headers.get("Idempotency-Key", "")
    if not given:
        if key == "required":
            raise BadInput("kernel.key_required", field="Idempotency-Key")
        return _reply(status, act(lambda: _present(present, action(*args, **kwargs))))
    if len(given) > KEY_MOST or not given.isprintable() or not given.isascii():
        raise BadInput("kernel.bad_key", field="Idempotency-Key")
    asked = _asked(request)
    name = _name(request, given, asked)

    def once() -> HttpResponse:
        _claim(name, asked)
        body = _present(present, action(*args, **kwargs))
        _remember(name, status, body)
        return _reply(status, body)

    def refusal(error: Refused) -> HttpResponse:
        if isinstance(error, KeyReused | InProgress):
            raise error
        reply = refused(request, error)
        if reply.status_code < 500 and reply.status_code not in _PASSING:
            _remember_refusal(name, asked, reply.status_code, reply.content)
        return reply

    try:
        return act_or(once, refusal)
    except Replayed as before:
        return _replay(before.row)


def refused_at_the_door(request: HttpRequest, error: Refused) -> HttpResponse:
    """A route refused before its action ran: the same request was answered under its key before, or it is a refusal like any other."""
    given = request.headers.get("Idempotency-Key", "")
    if given and error.status in _GONE and not isinstance(error, KeyReused | InProgress):
        asked = _asked(request)
        before = IdempotencyKey.objects.filter(pk=_name(request, given, asked), request=asked).exclude(status=_CLAIMED).first()
        if before is not None:
            return _replay(before)
    return refused(request, error)


def reply(data: Any) -> HttpResponse:
    """The answer to a read: JSON as it is, without checking it against its shape again."""
    return HttpResponse(orjson.dumps(data), content_type=JSON)


def _present(present: Present | None, result: Any) -> bytes:
    return b"" if present is None else orjson.dumps(present(result))


def _reply(status: int, body: bytes, replayed: bool = False) -> HttpResponse:
    reply = HttpResponse(body, status=status, content_type=JSON if status < 400 else PROBLEM)
    if replayed:
        reply["Idempotency-Replayed"] = "true"
    return reply


def _replay(row: IdempotencyKey) -> HttpResponse:
    return _reply(row.status, crypto.unseal(bytes(row.answer), PURPOSE), replayed=True)


def _name(request: HttpRequest, given: str, asked: str) -> str:
    """The key's name: it belongs to one actor and one operation; nobody's to this one request."""
    route = request.resolver_match.route if request.resolver_match else request.path
    actor: Actor = request.actor  # type: ignore[attr-defined]
    whose = f"{actor.id}|{asked}" if actor.kind == "nobody" else actor.id
    return hashlib.sha256(f"{whose}|{request.method}|{route}|{given}".encode()).hexdigest()


def _asked(request: HttpRequest) -> str:
    return hashlib.sha256(request.get_full_path().encode() + b"\0" + request.body).hexdigest()


def _claim(name: str, asked: str) -> None:
    """Take the key, or find the answer under it. On PostgreSQL the insert waits (lock_timeout) for another that holds it."""
    try:
        taken = rows.change(_TAKE, [name, asked, _CLAIMED, b"", rows.db_time(clock.real())])
    except OperationalError as error:
        if runner.waited_too_long(error):
            raise InProgress from None
        raise
    if taken:
        return
    held = IdempotencyKey.objects.get(pk=name)
    if held.request != asked:
        raise KeyReused(field="Idempotency-Key")
    raise Replayed(held)


def _remember(name: str, status: int, body: bytes) -> None:
    text = "UPDATE kernel_idempotencykey SET status = %s, answer = %s WHERE id = %s"
    rows.change(text, [status, crypto.seal(body, PURPOSE), name])


def _remember_refusal(name: str, asked: str, status: int, body: bytes) -> None:
    rows.change(_TAKE, [name, asked, status, crypto.seal(body, PURPOSE), rows.db_time(clock.real())])


rotation.sealed_column("kernel_idempotencykey", "id", "answer", PURPOSE)
