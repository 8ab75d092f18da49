"""The line of a socket is left open while few of its frames wait, and read no further when many do."""

import asyncio
from typing import Any

from uvicorn import Config
from uvicorn.server import ServerState

from jishi.realtime.protocol import WAITING_MOST, Protocol

UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


def frame(text: bytes) -> bytes:
    """A short text as a browser sends it."""
    return bytes([0x81, 0x80 | len(text)]) + bytes(4) + text


class Wire(asyncio.Transport):
    """The system's side of a line: counts how often its reading was stopped and went on."""

    def __init__(self) -> None:
        super().__init__()
        self.stops = self.goes = 0

    def pause_reading(self) -> None:
        self.stops += 1

    def resume_reading(self) -> None:
        self.goes += 1

    def write(self, data: Any) -> None:
        pass

    def is_closing(self) -> bool:
        return False

    def close(self) -> None:
        pass


async def talk(frames: list[bytes], takes: int) -> tuple[Wire, list[str]]:
    """A line on which these frames come at once, to an application that takes so many; the line, and what it took."""
    taken: list[str] = []
    begun = asyncio.Event()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        await begun.wait()
        for _ in range(takes):
            taken.append((await receive())["text"])
        await asyncio.sleep(10)

    line = Wire()
    config = Config(app, ws=Protocol, ws_per_message_deflate=False, ws_ping_interval=None)
    config.load()
    protocol = Protocol(config=config, server_state=ServerState(), app_state={})
    protocol.connection_made(line)
    protocol.data_received(UPGRADE)
    await asyncio.sleep(0)
    protocol.data_received(b"".join(frames))
    begun.set()
    for _ in range(10):
        await asyncio.sleep(0)
    for task in protocol.tasks:
        task.cancel()
    await asyncio.gather(*protocol.tasks, return_exceptions=True)
    return line, taken


def test_a_frame_that_is_taken_leaves_the_line_as_it_is() -> None:
    line, taken = asyncio.run(talk([frame(b"one")], takes=1))
    assert taken == ["one"]
    assert (line.stops, line.goes) == (0, 0)


def test_a_line_with_many_frames_waiting_is_read_no_further_until_all_are_taken() -> None:
    frames = [frame(b"%d" % n) for n in range(WAITING_MOST + 1)]
    line, taken = asyncio.run(talk(frames, takes=WAITING_MOST))
    assert taken == [str(n) for n in range(WAITING_MOST)]
    assert (line.stops, line.goes) == (1, 0)
    line, taken = asyncio.run(talk(frames, takes=WAITING_MOST + 1))
    assert taken == [str(n) for n in range(WAITING_MOST + 1)]
    assert (line.stops, line.goes) == (1, 1)


def test_less_than_many_keep_it_open() -> None:
    line, _ = asyncio.run(talk([frame(b"%d" % n) for n in range(WAITING_MOST - 1)], takes=0))
    assert line.stops == 0
