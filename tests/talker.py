"""A client of the socket for tests: says hello, sends, and keeps what it hears."""

import json
import time
from contextlib import suppress
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from bench.ground import Client, signed

WITHIN = 30.0
"""Seconds that something may take on a machine with much else to do."""


class Talker:
    """Someone at the socket of a server on this port; `session` is one of those that `bench.seed` made."""

    def __init__(self, port: int, session: dict[str, str] | None = None, *, origin: bool = True) -> None:
        self.port, self.session = port, session
        headers = {"Cookie": f"jishi_session={session['cookie']}"} if session else {}
        self.line: ClientConnection = connect(
            f"ws://127.0.0.1:{port}/ws",
            origin=f"http://127.0.0.1:{port}" if origin else None,  # type: ignore[arg-type]
            additional_headers=headers,
            compression=None,
            max_queue=None,  # what nobody hears would keep the end of the line from being noticed while we speak
            legacy=True,  # not as a context: a talker is one
        )
        self.heard: list[dict[str, Any]] = []

    def __enter__(self) -> "Talker":
        return self

    def __exit__(self, *_: object) -> None:
        self.line.close()

    def say(self, frame: str, **data: Any) -> None:
        """One frame."""
        self.line.send(json.dumps({"frame": frame, **data}))

    def hear(self, frame: str, within: float = WITHIN, **wanted: Any) -> dict[str, Any]:
        """The next frame of this kind, with these fields; others are kept. Raises TimeoutError, ConnectionClosed."""
        until = time.monotonic() + within
        while True:
            for n, one in enumerate(self.heard):
                if one["frame"] == frame and all(one.get(name) == value for name, value in wanted.items()):
                    return self.heard.pop(n)
            got = json.loads(self.line.recv(timeout=max(0.01, until - time.monotonic())))
            self.heard.append(got)

    def quiet(self, seconds: float = 0.4) -> list[dict[str, Any]]:
        """What was heard within this time and before, and was not asked for."""
        until = time.monotonic() + seconds
        with suppress(TimeoutError):
            while (left := until - time.monotonic()) > 0:
                self.heard.append(json.loads(self.line.recv(timeout=left)))
        heard, self.heard = self.heard, []
        return heard

    def hello(self, **data: Any) -> dict[str, Any]:
        """Say hello; the welcome."""
        self.say("hello", **data)
        return self.hear("welcome")

    def send(self, conversation: str, text: str, client_id: str, seen: int | None = None) -> None:
        """A message of text."""
        seen_seq = {} if seen is None else {"seen_seq": seen}
        self.say("send", client_id=client_id, conversation_id=conversation, body={"kind": "text", "text": text}, **seen_seq)

    def closed(self, within: float = WITHIN) -> int | None:
        """The code with which the server ends it. Raises TimeoutError."""
        until = time.monotonic() + within
        try:
            while True:
                self.line.recv(timeout=max(0.01, until - time.monotonic()))
        except ConnectionClosed as end:
            return end.rcvd.code if end.rcvd else None


def asked(port: int, session: dict[str, str], method: str, path: str, body: Any = None) -> tuple[int, Any]:
    """One request of somebody; status and what the answer holds."""
    with Client(port) as client:
        status, content = client.ask(method, f"/api/v1{path}", body, signed(session))
    return status, json.loads(content) if content else None
