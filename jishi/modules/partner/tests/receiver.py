"""A program of a shop's that listens on this machine, and answers as a test tells it: well, badly, late, elsewhere, or never."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook


@dataclass
class Receiver:
    """What came, and what is answered: `answers` one after the other, then 200 for good. 0: nothing, until it is let go."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    came: list[tuple[dict[str, str], str]] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)
    dripping: bool = False

    def verified(self, secret: str) -> list[dict[str, Any]]:
        """What came, each believed by the specification's own library. Raises WebhookVerificationError for one that is not."""
        return [Webhook(secret).verify(body, headers) for headers, body in self.came]

    def ids(self) -> list[str]:
        """The webhook-id of each that came."""
        return [headers["webhook-id"] for headers, _ in self.came]


@contextmanager
def listening(*answers: int) -> Iterator[Receiver]:
    """Listens on a free port of this machine while the test runs."""
    receiver = Receiver(answers=list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            receiver.came.append(({name.lower(): value for name, value in self.headers.items()}, body))
            status = receiver.answers.pop(0) if receiver.answers else 200
            if status == 0:
                self._nothing()
                return
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", f"{receiver.url}/elsewhere")
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def _nothing(self) -> None:
            """Not an answer, or one that drips a byte now and then and never ends."""
            while not receiver.let_go.wait(0.1):
                if receiver.dripping:
                    self.wfile.write(b"H")
                    self.wfile.flush()

        def do_GET(self) -> None:
            receiver.came.append(({"method": "GET"}, ""))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (as the library names it)
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.let_go.set()
        server.shutdown()
        thread.join()
        server.server_close()
