"""Facts of the outbox as hints: whoever looks at what a fact is about is told that it changed and asks for it anew.

Each process reads the outbox for itself; nothing is lost when it does not, for a hint is no news but the advice to look.
"""

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

    def pass_over(self) -> None:
        """Nobody is here to be told: begin anew with the next who comes."""
        self.seq = None

    def look(self) -> list[Hint]:
        """The channels and data of what is new."""
        if self.seq is None:
            self.seq = int(rows.sql("SELECT COALESCE(MAX(seq), 0) FROM kernel_event")[0][0])
            self.seen = set(range(max(0, self.seq - WINDOW), self.seq + 1))
            return []
        text = "SELECT seq, type, subject, data FROM kernel_event WHERE seq > %s ORDER BY seq LIMIT %s"
        found = [row for row in rows.sql(text, [self.seq - WINDOW, LOOK + WINDOW]) if row[0] not in self.seen]
        if not found:
            return []
        self.seq = max(self.seq, found[-1][0])
        self.seen = {one for one in self.seen if one > self.seq - WINDOW} | {row[0] for row in found}
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
