"""Facts of the outbox as hints: whoever looks at what a fact is about is told that it changed and asks for it anew.

Each process reads the outbox for itself, as long as anybody is here to be told.
"""

import threading
from typing import Any

import orjson

from jishi.kernel import rows
from jishi.kernel.access import Actor
from jishi.kernel.events import TYPES
from jishi.realtime.doors import HANDLERS, ask

LOOK = 500
WINDOW = 64
"""On PostgreSQL a fact may be committed after one with a higher number: so many numbers back are looked at again."""
EVERYONE, OPERATORS = "everyone", "operators"
Hint = tuple[set[str], dict[str, Any]]


def channels_of(actor: Actor) -> list[str]:
    """What somebody hears: what is theirs, their shops', for an operator all that happens, and what concerns everyone."""
    channels = [f"shop:{shop}" for shop in actor.granted if shop != "operator"]
    if actor.person:
        channels.append(f"person:{actor.person}")
    if "operator" in actor.granted:
        channels.append(OPERATORS)
    return [*channels, EVERYONE]


class Outbox:
    """How far this process has read, and what it has seen of the last stretch."""

    def __init__(self) -> None:
        self.seq: int | None = None
        self.seen: set[int] = set()
        self.lock = threading.Lock()

    def pass_over(self) -> bool:
        """Nobody is here to be told: begin anew with the next who comes. Whether that ends anything."""
        ends, self.seq = self.seq is not None, None
        return ends

    def begin(self) -> None:
        """Somebody is here: what happens from now on is told. Before they read how things stand, else what comes between is lost."""
        with self.lock:
            if self.seq is None:
                self._begin()

    def _begin(self) -> None:
        self.seen = {int(row[0]) for row in rows.sql("SELECT seq FROM kernel_event ORDER BY seq DESC LIMIT %s", [WINDOW])}
        self.seq = max(self.seen, default=0)

    def look(self) -> list[Hint]:
        """The channels and data of what is new."""
        with self.lock:
            if self.seq is None:
                self._begin()
                return []
            return self._new(self.seq)

    def _new(self, seq: int) -> list[Hint]:
        text = "SELECT seq, type, subject, data FROM kernel_event WHERE seq > %s ORDER BY seq LIMIT %s"
        found = [row for row in rows.sql(text, [seq - WINDOW, LOOK + WINDOW]) if row[0] not in self.seen]
        if not found:
            return []
        self.seq = seq = max(seq, found[-1][0])
        self.seen = {one for one in self.seen if one > seq - WINDOW} | {row[0] for row in found}
        facts = [(kind, subject, data if isinstance(data, dict) else orjson.loads(data)) for _, kind, subject, data in found]
        return _hints(facts)


def _hints(facts: list[tuple[str, str, dict[str, Any]]]) -> list[Hint]:
    whose: dict[str, str] = {}
    for prefix in {subject.split("_")[0] for _, subject, _ in facts}:
        if f"whose.{prefix}" in HANDLERS:
            whose |= ask(f"whose.{prefix}", {subject for _, subject, _ in facts if subject.startswith(f"{prefix}_")})
    hints: list[Hint] = []
    for kind, subject, data in facts:
        persons = {one for one in (data.get("person"), whose.get(subject)) if one}
        shops = {one for one in (data.get("shop"), subject) if one}
        channels = {OPERATORS} | {f"person:{one}" for one in persons} | {f"shop:{one}" for one in shops}
        if kind in TYPES and TYPES[kind].everyone:  # what it is about is told to those whom it concerns
            hints.append(({EVERYONE}, {"fact": kind}))
        hints.append((channels, {"subject": subject, "fact": kind}))
    return hints
