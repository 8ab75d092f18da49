"""The hub of one process: what sockets say goes to the log in batches, what the log says goes to sockets.

Lives in the event loop; whatever asks the database runs on threads of its own or in the one writer. At most one batch of
frames is on its way to the log: what comes meanwhile makes the next one.
"""

import asyncio
import contextlib
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Any, ClassVar

import structlog
from django.db import connection as database

from jishi.kernel import runner, words
from jishi.kernel.errors import Refused, Unavailable
from jishi.realtime import fanout, watch
from jishi.realtime.connection import Connection
from jishi.realtime.doors import Caught, Draft, Reading, Stored, ask
from jishi.realtime.register import Register, frame

LOG = structlog.get_logger()
BATCH_MOST = 256
PENDING_MOST = 4_096
THREADS = 4
TICK = 0.25
SWEEP_SECONDS = 2.0
POLL_SECONDS, BLIND_SECONDS = 2.0, 0.5
"""How often the log is asked for what was missed: as a matter of course, and while the fan-out is down."""
HERE_SECONDS = 5.0
"""So often those above are told whose lines are up."""
PING_AFTER, DEAD_AFTER = 30.0, 75.0
GONE, NO_LONGER, DEAD, BACK_LATER = 4401, 4403, 4408, 1012
Said = tuple[str, Connection, Draft | Reading]


class Hub:
    """Everything live of this process."""

    running: ClassVar["Hub | None"] = None

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.register = Register()
        self.pool = ThreadPoolExecutor(THREADS, thread_name_prefix="socket")
        self.pending: deque[Said] = deque()
        self.storing = self.catching = False
        self.fanout = fanout.start(self.heard)
        self.watch = watch.Outbox()
        self.swept = self.polled = self.told = monotonic()
        self.ticking = self.loop.create_task(self._tick())
        self.tasks: set[asyncio.Task[None]] = set()
        self.thread = threading.get_ident()

    async def run[A](self, call: Callable[..., A], *args: Any) -> A:
        """Ask the database, on a thread whose connection stays."""
        return await self.loop.run_in_executor(self.pool, call, *args)

    async def stop(self) -> None:
        """Say good-bye to all: they come back and resume."""
        Hub.running = None
        self.ticking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.ticking
        for who in list(self.register.connections):
            who.close(BACK_LATER)
        await asyncio.to_thread(self.fanout.stop)
        for _ in range(THREADS):
            self.pool.submit(database.close)
        self.pool.shutdown(wait=True)

    def take(self, kind: str, who: Connection, said: Draft | Reading) -> bool:
        """Take what a socket said on its way to the log; False when too much waits."""
        if len(self.pending) >= PENDING_MOST:
            return False
        self.pending.append((kind, who, said))
        if not self.storing:
            self._next()
        return True

    def _next(self) -> None:
        batch = [self.pending.popleft() for _ in range(min(len(self.pending), BATCH_MOST))]
        if not batch:
            return
        self.storing = True

        def done(answers: list[Any] | None, error: BaseException | None) -> None:
            if not self.loop.is_closed():
                self.loop.call_soon_threadsafe(self._stored, batch, answers, error)

        def together() -> list[Any]:
            return outcomes([(kind, said) for kind, _, said in batch])

        if runner.Writer.running is None:
            self.pool.submit(runner.act_soon, together, done)
            return
        try:
            runner.act_soon(together, done)
        except Unavailable as error:
            self.loop.call_soon(self._stored, batch, None, error)

    def _stored(self, batch: list[Said], answers: list[Any] | None, error: BaseException | None) -> None:
        self.storing = False
        if error is not None and len(batch) > 1 and not isinstance(error, Refused):
            self._singly(batch)
            return
        if answers is None:
            if not isinstance(error, Refused):
                LOG.error("socket.failed", error="".join(traceback.format_exception(error)) if error else "")
            answers = [error if isinstance(error, Refused) else Unavailable()] * len(batch)
        heads: dict[str, int] = {}
        for (kind, who, said), answer in zip(batch, answers, strict=True):
            self._answer(kind, who, said, answer, heads)
        if heads:
            self.fanout.publish([["m", conversation, seq] for conversation, seq in heads.items()])
        self._next()
        self.catch_up()

    def _answer(self, kind: str, who: Connection, said: Draft | Reading, answer: Any, heads: dict[str, int]) -> None:
        if isinstance(answer, Refused):
            who.push(refusal(who, answer, said))
            if isinstance(said, Draft) and "seq" in answer.params:  # must look first: the tail follows
                self._hears(who, said.conversation, said.seen_seq or 0)
                self.register.lagging.add(said.conversation)
        elif isinstance(said, Draft) and isinstance(answer, Stored):
            self._hears(who, said.conversation, answer.seq - 1)
            if answer.event is not None:
                heads[said.conversation] = answer.seq
                self.register.said(said.conversation, answer.seq, answer.event, who)
            ack = {"client_id": said.client_id, "conversation_id": said.conversation}
            who.push(frame("ack", **ack, seq=answer.seq, at=answer.at))
        elif kind == "read" and answer is not None:
            self.whisper(said.conversation, "read", answer, who)

    def _hears(self, who: Connection, conversation: str, seq: int) -> None:
        """Whoever may write there hears what follows."""
        if conversation not in who.subscribed and not who.closed:
            self.register.subscribe(who, conversation, seq)

    def _singly(self, batch: list[Said]) -> None:
        """The batch failed as one: each on its own, so that only the culprit suffers."""
        task = self.loop.create_task(self._one_by_one(batch))
        self.storing = True
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _one_by_one(self, batch: list[Said]) -> None:
        for one in batch:
            try:
                answers, error = await self.run(lambda said=one: runner.act(outcomes, [(said[0], said[2])])), None
            except Exception as raised:  # noqa: BLE001 - it is this one's answer
                answers, error = None, raised
            self._stored([one], answers, error)
            self.storing = True
        self.storing = False
        self._next()

    def whisper(self, conversation: str, kind: str, data: dict[str, Any], but: Connection | None = None) -> None:
        """Tell those in a conversation what is not in its log, here and in the other processes."""
        self.register.whisper(conversation, kind, data, but)
        self.fanout.publish([["w", conversation, kind, data]])

    def heard(self, notes: list[list[Any]]) -> None:
        """Notes of other processes; called from the fan-out's thread."""
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._noted, notes)

    def _noted(self, notes: list[list[Any]]) -> None:
        held = self.register.conversations
        for note in notes:
            match note:
                case ["m", str(conversation), int(seq)]:
                    if conversation in held and min(held[conversation].values()) < seq:
                        self.register.lagging.add(conversation)
                case ["w", str(conversation), str(kind), dict(data)]:
                    self.register.whisper(conversation, kind, data)
        self.catch_up()

    def published(self, stored: Iterable[Stored]) -> None:
        """Messages that were stored by another way than a socket; called from any thread."""
        fresh = [one for one in stored if one.event is not None]
        if fresh and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._published, fresh)

    def _published(self, fresh: list[Stored]) -> None:
        for one in fresh:
            self.register.said(one.conversation, one.seq, one.event or {})
        self.fanout.publish([["m", one.conversation, one.seq] for one in fresh])
        self.catch_up()

    def catch_up(self) -> None:
        """Fetch from the log what somebody lacks."""
        if self.register.lagging and not self.catching:
            self.catching = True
            task = self.loop.create_task(self._catch_up())
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    async def _catch_up(self) -> None:
        try:
            while self.register.lagging:
                wanted = self.register.behind(self.register.lagging)
                self.register.lagging.clear()
                if not wanted:
                    return
                found: Caught = await self.run(ask, "catch", wanted)
                for conversation, head in found.heads.items():
                    self.register.head(conversation, head)
                for conversation, seq, event in found.events:
                    self.register.said(conversation, seq, event)
        except Exception as error:  # noqa: BLE001 - what lags is found again by the next poll
            LOG.error("socket.failed", error="".join(traceback.format_exception(error)))
        finally:
            self.catching = False

    async def _tick(self) -> None:
        """What is done again and again: facts of the outbox as hints, who may still be here, what the fan-out lost, who is dead."""
        while True:
            await asyncio.sleep(TICK)
            try:
                await self._turn()
            except Exception as error:  # noqa: BLE001 - the next turn tries again
                LOG.error("socket.failed", error="".join(traceback.format_exception(error)))

    async def _turn(self) -> None:
        now = monotonic()
        if not self.register.connections:
            if self.watch.pass_over():
                self.register.renew()
            return
        for channels, data in await self.run(self.watch.look):
            self.register.tell(channels, "changed", data)
        if now - self.swept >= SWEEP_SECONDS:
            self.swept = now
            await self._sweep(now)
        if self.fanout.shared and now - self.polled >= (BLIND_SECONDS if self.fanout.blind else POLL_SECONDS):
            self.polled = now
            self.register.lagging |= self.register.conversations.keys()
        self.catch_up()

    async def _sweep(self, now: float) -> None:
        here = list(self.register.connections)
        still = await self.run(ask, "who.refs", {who.behind for who in here})
        for who in here:
            actor = still.get(who.behind)
            if actor is None:
                who.close(GONE)
            elif who.actor is not None and lost(who.actor.granted, actor.granted):
                who.close(NO_LONGER)
            elif now - who.heard_at > DEAD_AFTER:
                who.cut()
            elif now - who.heard_at > PING_AFTER and not who.pinged:
                who.pinged = True
                who.push(frame("ping"))
        if now - self.told >= HERE_SECONDS:
            self.told = now
            await self.run(ask, "here", list(still.values()))


def lost(before: Any, now: Any) -> bool:
    """Was something granted before that is not any more?"""
    return any(not held <= now.get(where, frozenset()) for where, held in before.items())


def outcomes(said: list[tuple[str, Draft | Reading]]) -> list[Any]:
    """An outcome for each frame of a batch, in the running transaction: messages first, for who reads may read those too."""
    answers: list[Any] = [None] * len(said)
    for kind in ("send", "read"):
        places = [n for n, (one, _) in enumerate(said) if one == kind]
        if places:
            for n, answer in zip(places, ask(kind, [said[n][1] for n in places]), strict=True):
                answers[n] = answer
    return answers


def refusal(who: Connection, error: Refused, said: Draft | Reading | None = None, **more: Any) -> str:
    """What is not done, and why, in the language of whoever asked."""
    language = who.actor.language if who.actor else "en"
    data: dict[str, Any] = {"code": error.code, "title": words.say(error.code, language, **error.params)}
    if said is not None:
        data["conversation_id"] = said.conversation
    if isinstance(said, Draft):
        data["client_id"] = said.client_id
    data |= {name: value for name, value in (("field", error.field), ("rule", error.rule)) if value}
    return frame("refused", **data, **{name: error.params[name] for name in ("seq",) if name in error.params}, **more)


def published(stored: Iterable[Stored]) -> None:
    """Tell all sockets, of this and other processes, of messages that a request or a job has stored. To be called after the commit."""
    hub = Hub.running
    if hub is not None:
        hub.published(stored)
    else:
        fanout.publish_once([["m", one.conversation, one.seq] for one in stored if one.event is not None])
