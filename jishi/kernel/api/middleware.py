"""What every request gets: an id that is echoed, and a refusal of addresses that no database can hold."""

import re
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from jishi.kernel.api.problems import BAD_REQUEST, METHOD_NOT_ALLOWED, our_fault, problem
from jishi.kernel.ids import new_id

_GIVEN = re.compile(r"[A-Za-z0-9._-]{1,64}")


class RequestId:
    """Takes X-Request-Id when it is well formed, else makes one; echoes it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request with its id on it."""
        given = request.headers.get("X-Request-Id", "")
        request.id = given if _GIVEN.fullmatch(given) else new_id("req")  # type: ignore[attr-defined]
        if "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path:
            reply = problem(request, "kernel.unreadable", BAD_REQUEST)
        else:
            reply = self.get_response(request)
            if reply.status_code == METHOD_NOT_ALLOWED and request.path.startswith("/api/"):
                allowed = reply.headers.get("Allow", "")
                reply = problem(request, "kernel.method", METHOD_NOT_ALLOWED)
                reply["Allow"] = allowed
        reply["X-Request-Id"] = request.id  # type: ignore[attr-defined]
        return reply

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Outside the API too, a fault of ours is a problem with the request's id; that nothing is there is no fault."""
        return None if isinstance(error, Http404) else our_fault(request, error)
