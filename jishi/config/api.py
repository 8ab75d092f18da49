"""The HTTP API put together: every module's routes under /api/v1, one way of reading, refusing and describing them."""

from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from jishi import __version__
from jishi.config.docs import Docs
from jishi.kernel import clock
from jishi.kernel.api.answers import refused_at_the_door
from jishi.kernel.api.problems import BAD_REQUEST, TOO_LARGE, UNPROCESSABLE, our_fault, problem, unreadable
from jishi.kernel.errors import Refused, Unavailable
from jishi.kernel.runner import act
from jishi.kernel.words import MissingWords
from jishi.modules.identity import actions as identity
from jishi.modules.identity.access import actor_of, needs_no_hands, needs_no_second


class OrjsonParser(Parser):
    """Bodies by orjson: exact, and it refuses lone surrogates."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The JSON of a body. Raises ValueError for what is none."""
        return orjson.loads(request.body)


class OrjsonRenderer(BaseRenderer):
    """Answers by orjson."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """The bytes of an answer."""
        return orjson.dumps(data)


class Api(NinjaAPI):
    """As ninja's, with its description completed: the schemes of security, and that every operation may be asked by a key."""

    _described: Any = None

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        """OpenAPI 3.1 with security stated. Put together once: it takes more than a second, and anyone may ask."""
        if self._described is None:
            self._described = self._describe(**kwargs)
        return self._described

    def _describe(self, **kwargs: Any) -> Any:
        schema = super().get_openapi_schema(**kwargs)
        schema["components"].setdefault("securitySchemes", {}).update(
            session={"type": "apiKey", "in": "cookie", "name": "jishi_session"}, key={"type": "http", "scheme": "bearer"}
        )
        for path in schema["paths"].values():
            for operation in path.values():
                operation["security"] = [{"session": []}, {"key": []}, {}]
                for status, reply in operation["responses"].items():
                    if int(status) >= BAD_REQUEST and "application/json" in reply.get("content", {}):
                        reply["content"]["application/problem+json"] = reply["content"].pop("application/json")
        return schema


def authenticate(request: HttpRequest) -> bool:
    """Find out who asks; nobody may ask too, and each route's access says what they see."""
    actor = actor_of(request)
    route = request.resolver_match.route if request.resolver_match else ""
    needs_no_second(actor, route)
    needs_no_hands(actor, request.method, route)
    if actor.session and actor.unnoted:
        with suppress(Unavailable):  # a database that takes no writes now still answers questions
            act(identity.note_use, actor.session, at=clock.real())
    request.actor = actor  # type: ignore[attr-defined]
    return True


def build() -> NinjaAPI:
    """The API with the routes of every module that has some."""
    made = Api(
        title="Jishi 集市",
        version=__version__,
        description="The merchant side of a content-commerce marketplace.",
        parser=OrjsonParser(),
        renderer=OrjsonRenderer(),
        auth=authenticate,
        docs=Docs(),
        docs_url="/docs",
        openapi_url="/openapi.json",
        urls_namespace="api",
    )
    for package in settings.HTTP_PACKAGES:
        if find_spec(f"{package}.http"):
            made.add_router("", import_module(f"{package}.http").router)
    for kind, answer in REPLIES.items():
        made.add_exception_handler(kind, answer)
    return made


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    code = "kernel.unreadable" if error.status_code in (BAD_REQUEST, UNPROCESSABLE) else "kernel.refused"
    return problem(request, code, error.status_code)


REPLIES: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    Refused: refused_at_the_door,
    ValidationError: lambda request, error: unreadable(request, error.errors),
    HttpError: _http_error,
    RequestDataTooBig: lambda request, error: problem(request, "kernel.too_large", TOO_LARGE),
    MissingWords: our_fault,
    Exception: our_fault,
}

api = build()
