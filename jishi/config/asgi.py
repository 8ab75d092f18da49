"""One port: sockets in the event loop, HTTP handed to Django's WSGI handler on long-lived threads with connections that stay.

Django under ASGI starts a thread and a database connection a request and costs several times as much.
"""

import asyncio
import io
import os
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jishi.config.settings")

import django

django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402 - Django is set up first

from jishi.config import background  # noqa: E402 - as above
from jishi.config.headers import ALWAYS  # noqa: E402 - as above
from jishi.config.sizes import most  # noqa: E402 - as above
from jishi.realtime.hub import Hub  # noqa: E402 - as above
from jishi.realtime.socket import endpoint  # noqa: E402 - as above

THREADS = 32
WAITING_MOST = 512
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="http")
_django = WSGIHandler()


class _Load:
    """How many requests are being answered or wait for a thread."""

    waiting = 0


async def app(scope: Message, receive: Receive, send: Send) -> None:
    """The whole server, as uvicorn calls it."""
    if scope["type"] == "http":
        await _http(scope, receive, send)
    elif scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "websocket":
        await endpoint(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    running = None
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            running = await asyncio.to_thread(background.start)
            Hub.running = Hub()
            await send({"type": "lifespan.startup.complete"})
        else:
            if Hub.running is not None:
                await Hub.running.stop()
            if running is not None:
                await asyncio.to_thread(running.stop)
            _pool.shutdown(wait=False)
            await send({"type": "lifespan.shutdown.complete"})
            return


async def _http(scope: Message, receive: Receive, send: Send) -> None:
    body = await _body(receive, most(scope["path"]))
    if body is None:
        await _plain(send, 413, b'{"title":"The request is too large.","status":413,"code":"kernel.too_large"}')
    elif _Load.waiting >= WAITING_MOST:
        await _plain(send, 503, b'{"title":"Too busy just now; nothing was done.","status":503,"code":"kernel.busy"}')
    else:
        _Load.waiting += 1
        try:
            status, headers, content = await asyncio.get_running_loop().run_in_executor(_pool, _answer, _environ(scope, body))
        finally:
            _Load.waiting -= 1
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})


async def _body(receive: Receive, taken: int) -> bytes | None:
    """The whole body; None when it is larger than what is taken, in bytes."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b"".join(parts)
        size += len(message.get("body", b""))
        if size > taken:
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


async def _plain(send: Send, status: int, content: bytes) -> None:
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(content)).encode()), (b"connection", b"close")]
    headers += [(name.lower().encode(), value.encode()) for name, value in ALWAYS.items()]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


def _environ(scope: Message, body: bytes) -> dict[str, Any]:
    server = scope.get("server") or ("127.0.0.1", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        key = name.decode("latin-1").upper().replace("-", "_")
        if key == "CONTENT_TYPE":
            environ[key] = value.decode("latin-1")
        elif key != "CONTENT_LENGTH":
            key = f"HTTP_{key}"
            text = value.decode("latin-1")
            environ[key] = f"{environ[key]},{text}" if key in environ else text
    return environ


def _answer(environ: dict[str, Any]) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Ask Django, in a thread of the pool."""
    head: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        head["status"], head["headers"] = int(status.split(" ", 1)[0]), headers

    response = _django(environ, start_response)
    try:
        content = b"".join(response)
    finally:
        response.close()
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in head["headers"]]
    if not any(name == b"content-length" for name, _ in headers):
        headers.append((b"content-length", str(len(content)).encode()))
    return head["status"], headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else content
