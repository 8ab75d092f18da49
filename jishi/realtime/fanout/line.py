"""A line to the others, in two threads of its own: one speaks, one listens; each mends itself when it breaks."""

import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, Full, Queue
from typing import Any

import orjson
import structlog

LOG = structlog.get_logger()
WAITING_MOST = 4_096
TOGETHER = 200
AGAIN_SECONDS = 0.5


class Line:
    """What ByRedis and ByPostgresql share. A note that cannot be sent is dropped: whoever misses it asks the log."""

    shared = True

    def __init__(self, heard: Callable[[list[list[Any]]], None]) -> None:
        self.heard = heard
        self.me = secrets.token_hex(6)
        self.queue: Queue[list[list[Any]] | None] = Queue(WAITING_MOST)
        self.stopping = threading.Event()
        self.speaks = self.listens = False
        self.threads = [
            threading.Thread(target=self._forever, args=(work,), name=f"fanout-{name}", daemon=True)
            for name, work in (("speak", self._speak), ("listen", self._listen))
        ]
        for thread in self.threads:
            thread.start()

    @property
    def blind(self) -> bool:
        """Does this process not hear the others just now?"""
        return not (self.speaks and self.listens)

    def publish(self, notes: list[list[Any]]) -> None:
        """Tell the others soon; never waits."""
        with suppress(Full):
            self.queue.put_nowait(notes)

    def stop(self) -> None:
        """End both threads."""
        self.stopping.set()
        with suppress(Full):
            self.queue.put_nowait(None)
        for thread in self.threads:
            thread.join(5)

    def _forever(self, work: Callable[[], None]) -> None:
        while not self.stopping.is_set():
            try:
                work()
            except Exception as error:  # noqa: BLE001 - the line is down: it is tried again
                LOG.warning("fanout.down", error=f"{type(error).__name__}: {error}"[:300])
            self.stopping.wait(AGAIN_SECONDS)

    def _some(self, wait: float) -> list[list[Any]]:
        """What waits to be told, up to so many notes; nothing after so many seconds."""
        try:
            notes = list(self.queue.get(timeout=wait) or [])
            while len(notes) < TOGETHER:
                notes += self.queue.get_nowait() or []
        except Empty:
            return notes if "notes" in locals() else []
        return notes

    def packed(self, notes: list[list[Any]]) -> bytes:
        """As they go over the line: who speaks, and the last seq of each conversation once."""
        heads: dict[str, int] = {}
        others = []
        for note in notes:
            if note[0] == "m":
                heads[note[1]] = max(note[2], heads.get(note[1], 0))
            else:
                others.append(note)
        return orjson.dumps([self.me, [*(["m", one, seq] for one, seq in heads.items()), *others]])

    def take(self, data: bytes | str) -> None:
        """Something came over the line; what we said ourselves is no news."""
        speaker, notes = orjson.loads(data)
        if speaker != self.me:
            self.heard(notes)

    def _speak(self) -> None:
        raise AssertionError("each kind of line speaks its own way")

    def _listen(self) -> None:
        raise AssertionError("each kind of line listens its own way")
