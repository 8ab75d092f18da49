"""Problems (RFC 9457): every refusal as one JSON form with a code, the fields at fault and, where a rule refused, the rule and its why."""

import traceback
from collections.abc import Callable, Sequence
from typing import Any

import orjson
import structlog
from django.http import HttpRequest, HttpResponse
from ninja import Schema

from jishi.kernel import words
from jishi.kernel.errors import Refused
from jishi.kernel.runner import act, trouble

LOG = structlog.get_logger()
BAD_REQUEST, FORBIDDEN, NOT_THERE, METHOD_NOT_ALLOWED = 400, 403, 404, 405
TOO_LARGE, UNPROCESSABLE, FAULT, UNAVAILABLE = 413, 422, 500, 503
TOO_MANY = 429


FORMS = {
    "missing": "kernel.needed",
    "extra_forbidden": "kernel.no_such_field",
    "string_type": "kernel.wants_text",
    "string_too_short": "kernel.too_short",
    "string_too_long": "kernel.too_long",
    "string_pattern_mismatch": "kernel.bad_form",
    "too_short": "kernel.too_few",
    "too_long": "kernel.more_than_fit",
    "int_type": "kernel.wants_whole",
    "int_parsing": "kernel.wants_whole",
    "int_from_float": "kernel.wants_whole",
    "greater_than": "kernel.above",
    "greater_than_equal": "kernel.lowest",
    "less_than": "kernel.below",
    "less_than_equal": "kernel.highest",
    "literal_error": "kernel.no_choice",
    "enum": "kernel.no_choice",
    "bool_parsing": "kernel.yes_or_no",
}
"""What pydantic finds amiss, by the sentence that says what is accepted."""


class FieldFault(Schema):
    """One input at fault."""

    field: str
    message: str


class Problem(Schema):
    """What was refused and why."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: list[FieldFault] = []
    rule: str | None = None
    why: str | None = None
    permission: str | None = None
    """Which permission the role, or the key, lacks."""


REFUSALS: dict[int, type[Problem]] = dict.fromkeys((400, 401, 403, 404, 405, 409, 413, 422, 429, 503), Problem)


class _Decider:
    """Who writes the Decision of a refusal: the lawbook, told at start."""

    write: Callable[..., Any] | None = None


def set_decider(write: Callable[..., Any]) -> None:
    """Told once at start: an action that takes the `why` of a refusal and returns the Decision it wrote."""
    _Decider.write = write


def reader_language(request: HttpRequest) -> str:
    """The language to answer in: what the request asks for, else the person's own."""
    header = request.headers.get("Accept-Language")
    actor = getattr(request, "actor", None)
    return words.language(header) if header or actor is None else actor.language


def problem(
    request: HttpRequest,
    code: str,
    status: int,
    *,
    errors: Sequence[dict[str, str]] = (),
    rule: str | None = None,
    why: str | None = None,
    **params: Any,
) -> HttpResponse:
    """The answer to something that was not done; the sentence for `code` in the reader's language."""
    return _problem(request, code, status, errors, rule, why, params)


def _problem(
    request: HttpRequest,
    code: str,
    status: int,
    errors: Sequence[dict[str, str]],
    rule: str | None,
    why: str | None,
    params: dict[str, Any],
) -> HttpResponse:
    lang = reader_language(request)
    detail = words.say(code, lang, **params)
    body: dict[str, Any] = {
        "type": f"/problems/{code}",
        "title": detail,
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": getattr(request, "id", ""),
        "errors": list(errors),
    }
    if rule:
        body["rule"] = rule
    if why:
        body["why"] = why
    if status == FORBIDDEN and "permission" in params:
        body["permission"] = params["permission"]
    return HttpResponse(orjson.dumps(body), status=status, content_type="application/problem+json")


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """A refusal as a problem; when a rule stands behind it, its Decision is written now that the action is undone."""
    why = None
    rule = error.rule
    if error.why and _Decider.write is not None:
        decision = act(_Decider.write, **error.why)
        why, rule = decision.id, rule or error.why["rulings"][0].rule
    lang = reader_language(request)
    errors = [{"field": error.field, "message": words.say(error.code, lang, **error.params)}] if error.field else []
    reply = _problem(request, error.code, error.status, errors, rule, why, error.params)
    if error.status == TOO_MANY and "seconds" in error.params:
        reply["Retry-After"] = str(error.params["seconds"])
    return reply


def unreadable(request: HttpRequest, faults: Sequence[Any]) -> HttpResponse:
    """Input that does not fit its shape: each field named as the sender wrote it."""
    lang = reader_language(request)
    errors = []
    for fault in faults:
        source, *place = [str(part) for part in fault.get("loc", ())] or ["body"]
        if source == "body":  # what follows is the name of the view's parameter, which the sender does not know
            place = place[1:]
        errors.append({"field": ".".join(place) or source, "message": _accepted(fault, lang)})
    fields = ", ".join(dict.fromkeys(e["field"] for e in errors))
    return problem(request, "kernel.bad_fields", UNPROCESSABLE, errors=errors, fields=fields)


def _accepted(fault: Any, lang: str) -> str:
    """What a field accepts, in the reader's language; what has no words of ours is told in English as its validator tells it."""
    code = FORMS.get(fault.get("type"))
    if code:
        return words.say(code, lang, **fault.get("ctx", {}))
    return str(fault["msg"]) if lang == "en" else words.say("kernel.not_accepted", lang)


def our_fault(request: HttpRequest, error: BaseException) -> HttpResponse:
    """Something of ours broke: logged with the request's id, nothing of it shown.

    A database that is lost, full or cannot be written is no fault of the request: 503, and asking again under its key is safe.
    """
    LOG.error("request.failed", request_id=getattr(request, "id", ""), path=request.path, error="".join(traceback.format_exception(error)))
    if trouble(error):
        return problem(request, "kernel.unavailable", UNAVAILABLE)
    return problem(request, "kernel.fault", FAULT)
