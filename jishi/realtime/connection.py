"""One socket: what waits to be sent to it is bounded, and so is what it may say."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any

from jishi.kernel.access import Actor

FRAMES_A_SECOND = 20
FRAME_BYTES = 64 * 1024
WAITING_BYTES = 1024 * 1024
"""A reader who lets so much wait is cut off: it comes back and resumes."""
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Connection:
    """A socket of somebody who said hello."""

    __slots__ = (
        "abort", "actor", "ahead", "behind", "channels", "closed", "heard_at", "loop", "out", "pinged", "send", "size", "spent_at",
        "subscribed", "task", "tokens",
    )  # fmt: skip

    def __init__(self, send: Send, abort: Callable[[], None]) -> None:
        self.send, self.abort = send, abort
        self.loop = asyncio.get_running_loop()
        self.actor: Actor | None = None
        self.behind = ""
        self.channels: tuple[str, ...] = ()
        self.subscribed: set[str] = set()
        self.ahead: set[tuple[str, int]] = set()
        self.out: deque[str] | None = None
        self.size = 0
        self.task: asyncio.Task[None] | None = None
        self.closed = False
        self.tokens = float(FRAMES_A_SECOND)
        self.spent_at = self.heard_at = monotonic()
        self.pinged = False

    def may_speak(self) -> bool:
        """Take one of the frames that a second allows; False when they are used up."""
        now = monotonic()
        self.tokens = min(float(FRAMES_A_SECOND), self.tokens + (now - self.spent_at) * FRAMES_A_SECOND)
        self.spent_at = self.heard_at = now
        self.pinged = False
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True

    def push(self, text: str) -> None:
        """Send a frame when the reader takes it; a reader who lets too much wait is cut off."""
        if self.closed:
            return
        if self.out is None:
            self.out = deque()
        self.out.append(text)
        self.size += len(text)
        if self.task is not None:
            if self.size > WAITING_BYTES:
                self.cut()
            return
        task = asyncio.Task(self._drain(), loop=self.loop, eager_start=True)
        if not task.done():
            self.task = task

    async def _drain(self) -> None:
        """Runs at once to its end as long as the reader keeps up."""
        try:
            while self.out:
                text = self.out.popleft()
                await self.send({"type": "websocket.send", "text": text})
                self.size -= len(text)
        except Exception:  # noqa: BLE001 - whatever the transport raises, the reader is gone
            self.closed = True
        finally:
            self.out, self.task = None, None
            self.size = 0

    def cut(self) -> None:
        """Drop what waits and break the line."""
        self.closed = True
        if self.out is not None:
            self.out.clear()
        self.abort()

    def close(self, code: int) -> None:
        """Say good-bye with a code; a reader who does not even take that is cut off by the transport."""
        if self.closed:
            return
        self.closed = True
        if self.task is not None:
            self.cut()
        else:
            self.task = self.loop.create_task(self._close(code))

    async def _close(self, code: int) -> None:
        try:
            await self.send({"type": "websocket.close", "code": code})
        except Exception:  # noqa: BLE001 - gone already
            self.abort()
