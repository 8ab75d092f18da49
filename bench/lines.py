"""A bare client of the socket: what it costs itself must not be measured as the server's. Frames are masked with a key of zeros."""

import asyncio
import base64
import os
import struct
import time
from collections.abc import Callable
from typing import Any

import orjson

Heard = Callable[[dict[str, Any]], None]


class Line(asyncio.Protocol):
    """One socket of somebody; `heard` gets each frame but the welcome. `came` is when the last bytes did, before they were read."""

    def __init__(self, port: int, cookie: str, heard: Heard, hello: dict[str, Any]) -> None:
        self.port, self.cookie, self.heard, self.first = port, cookie, heard, hello
        self.data = b""
        self.came = 0.0
        self.up, self.code = False, 0
        self.welcome: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self.gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @classmethod
    async def opened(cls, port: int, cookie: str, heard: Heard, **hello: Any) -> "Line":
        """A line whose welcome came."""
        _, line = await asyncio.get_running_loop().create_connection(lambda: cls(port, cookie, heard, hello), "127.0.0.1", port)
        await asyncio.wait_for(line.welcome, 60)
        return line

    def connection_made(self, transport: Any) -> None:
        """Ask for the upgrade."""
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        host = f"127.0.0.1:{self.port}"
        transport.write(
            f"GET /ws HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nCookie: jishi_session={self.cookie}\r\n\r\n".encode()
        )

    def connection_lost(self, error: Exception | None) -> None:
        """The line is gone."""
        for one in (self.gone, self.welcome):
            if not one.done():
                one.set_exception(ConnectionError("the line was cut")) if one is self.welcome else one.set_result(None)

    def say(self, **data: Any) -> float:
        """One frame; when it went. Raises ConnectionError, with the code that the server gave, when the line is cut."""
        if self.transport.is_closing():
            raise ConnectionError(f"the line was cut: {self.code}")
        text = orjson.dumps(data)
        size = len(text)
        head = struct.pack("!BB", 0x81, 0x80 | size) if size < 126 else struct.pack("!BBH", 0x81, 0x80 | 126, size)
        whole = head + b"\0\0\0\0" + text
        went = time.perf_counter()
        self.transport.write(whole)
        return went

    def data_received(self, data: bytes) -> None:
        """Take what is whole."""
        self.came = time.perf_counter()
        data = self.data + data
        if not self.up:
            head, there, data = data.partition(b"\r\n\r\n")
            if not there:
                self.data = head
                return
            self.up = True
            self.say(frame="hello", **self.first)
        at, end = 0, len(data)
        while end - at >= 2:
            size, start = data[at + 1], at + 2
            if size == 126:
                if end - at < 4:
                    break
                size, start = int.from_bytes(data[at + 2 : at + 4]), at + 4
            elif size == 127:
                if end - at < 10:
                    break
                size, start = int.from_bytes(data[at + 2 : at + 10]), at + 10
            if end - start < size:
                break
            if data[at] == 0x81:
                self._frame(orjson.loads(data[start : start + size]))
            elif data[at] == 0x88:
                self.code = int.from_bytes(data[start : start + 2])
                self.transport.close()
            at = start + size
        self.data = data[at:]

    def _frame(self, frame: dict[str, Any]) -> None:
        if frame["frame"] == "welcome":
            self.welcome.set_result(frame)
        elif frame["frame"] == "ping":
            self.say(frame="pong")
        else:
            self.heard(frame)
