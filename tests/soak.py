"""Agents and buyers who talk while their lines are cut again and again: nothing lost, nothing twice, nothing out of order.

    python -m tests.soak [--seconds 600] [--agents 200] [--buyers 1000]        # `make soak`

Everyone keeps what the socket told them, resumes from there, and sends again what was not acknowledged. In the end each has to
have, of each of their conversations, exactly what the log has.
"""

import argparse
import asyncio
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bench import chat, ground
from bench.lines import Line

SAY_EVERY = 10.0
"""Seconds between two messages of one buyer; agents answer each."""
CUT_SHARE, CUT_EVERY = 0.2, 60.0
AGAIN = 0.3


@dataclass
class Tally:
    """What came of it."""

    acked: int = 0
    heard: int = 0
    cuts: int = 0
    resent: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)


class Talking:
    """Someone with conversations, whose line may be cut at any moment."""

    def __init__(self, session: dict[str, str], talks: Sequence[str], ports: Sequence[int], tally: Tally, dice: random.Random) -> None:
        self.session, self.ports, self.tally, self.dice = session, ports, tally, dice
        self.agent = "conversation" not in session
        self.seen = dict.fromkeys(talks, 0)
        self.known: dict[str, dict[int, str]] = {talk: {} for talk in talks}
        self.waiting: dict[str, tuple[str, str]] = {}
        self.line: Line | None = None
        self.count = 0
        self.place: dict[str, Any] = {}
        self.ended = False

    async def stay(self) -> None:
        """Be there until the end; come back whenever the line is cut."""
        while not self.ended:
            try:
                hello = self.place | {"resume": self.seen}
                self.line = await Line.opened(self.dice.choice(self.ports), self.session["cookie"], self._heard, **hello)
                self.place = {"epoch": self.line.welcome.result()["epoch"], "cursor": self.line.welcome.result()["cursor"]}
                for client, (talk, text) in list(self.waiting.items()):
                    self.tally.resent += 1
                    self._send(client, talk, text)
                    await asyncio.sleep(0.06)
                await self.line.gone
            except (OSError, TimeoutError):
                pass
            if not self.ended:
                await asyncio.sleep(AGAIN * (0.5 + self.dice.random()))

    def cut(self) -> None:
        """Break the line without a word."""
        if self.line is not None and not self.line.transport.is_closing():
            self.tally.cuts += 1
            self.line.transport.abort()

    def say(self, talk: str, text: str) -> None:
        """A new message."""
        self.count += 1
        client = f"{self.session['person'][-8:]}-{self.count}"
        self.waiting[client] = (talk, text)
        self._send(client, talk, text)

    def _send(self, client: str, talk: str, text: str) -> None:
        if self.line is not None and not self.line.transport.is_closing() and self.line.up:
            body = {"kind": "text", "text": text}
            self.line.say(frame="send", client_id=client, conversation_id=talk, seen_seq=self.seen[talk], body=body)

    def _heard(self, frame: dict[str, Any]) -> None:
        match frame["frame"]:
            case "ack":
                said = self.waiting.pop(frame["client_id"], None)
                if said is not None:
                    self.tally.acked += 1
                    self._keep(frame["conversation_id"], frame["seq"], said[1])
            case "event" if frame["type"] == "message":
                self._event(frame["conversation_id"], frame["seq"], frame["data"])
            case "refused":
                code = frame["code"]
                self.tally.refused[code] = self.tally.refused.get(code, 0) + 1
                if code != "conversations.unseen":
                    self.waiting.pop(frame.get("client_id", ""), None)
            case "gap":
                self.tally.lost.append(f"gap in {frame['conversation_id']}")

    def _event(self, talk: str, seq: int, data: dict[str, Any]) -> None:
        self.tally.heard += 1
        text = data["body"]["text"]
        mine = data["side"] == ("shop" if self.agent else "buyer")
        if seq in self.known[talk] and not mine:
            self.tally.twice.append(f"{talk} {seq}")
        if not mine and seq < self.seen[talk]:
            self.tally.out_of_order.append(f"{talk} {seq} after {self.seen[talk]}")
        self._keep(talk, seq, text)
        if self.agent and not mine and not text.startswith("re "):
            self.say(talk, f"re {text}")
        for client, (where, waits) in list(self.waiting.items()):  # one's own, heard when one came back
            if where == talk and waits == text and mine:
                del self.waiting[client]
                self.tally.acked += 1
        if self.agent:
            for client, (where, waits) in self.waiting.items():
                if where == talk and waits != f"re {text}":
                    self._send(client, where, waits)

    def _keep(self, talk: str, seq: int, text: str) -> None:
        self.known[talk][seq] = text
        while self.seen[talk] + 1 in self.known[talk]:
            self.seen[talk] += 1

    def done(self) -> bool:
        """Is nothing on its way?"""
        return not self.waiting


async def soak(
    where: ground.Place, ports: Sequence[int], seconds: float, say_every: float = SAY_EVERY, cut_every: float = CUT_EVERY
) -> Tally:
    """Talk for so long, then compare what everyone has with the log."""
    dice = random.Random(5)
    tally = Tally()
    buyers = [Talking(one, [one["conversation"]], ports, tally, dice) for one in where.data["buyers"]]
    agents = agents_of(where.data, ports, tally, dice)
    everyone = [*buyers, *agents]
    staying = []
    for one in everyone:
        staying.append(asyncio.create_task(one.stay()))
        await asyncio.sleep(0.005)
    ends = time.monotonic() + seconds
    n = 0
    step = say_every / len(buyers)
    while time.monotonic() < ends:
        buyer = buyers[n % len(buyers)]
        buyer.say(next(iter(buyer.seen)), f"{n}")
        n += 1
        if dice.random() < step * len(everyone) * CUT_SHARE / cut_every:
            dice.choice(everyone).cut()
        await asyncio.sleep(step)
    await _quiet(where, everyone)
    for one in everyone:
        one.ended = True
        if one.line is not None:
            one.line.transport.abort()
    await asyncio.gather(*staying)
    _compare(where, everyone, tally)
    return tally


def agents_of(people: dict[str, Any], ports: Sequence[int], tally: Tally, dice: random.Random) -> list[Talking]:
    """The agents among these people, each with a share of the buyers of their shop."""
    of_shop: dict[str, list[dict[str, str]]] = {}
    for one in people["agents"]:
        of_shop.setdefault(one["shop"], []).append(one)
    talks: dict[str, list[str]] = {}
    for n, one in enumerate(people["buyers"]):
        some = of_shop[one["shop"]]
        talks.setdefault(some[n // len(of_shop) % len(some)]["person"], []).append(one["conversation"])
    return [Talking(one, talks.get(one["person"], []), ports, tally, dice) for one in people["agents"]]


async def _quiet(where: ground.Place, everyone: Sequence[Talking], within: float = 60.0) -> None:
    """Wait until everyone has everything, or long enough."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        heads = dict(ground.asked(where, "SELECT id, last_seq FROM conversations_conversation"))
        if all(one.done() and all(seq == heads[talk] for talk, seq in one.seen.items()) for one in everyone):
            return
        await asyncio.sleep(0.5)


def _compare(where: ground.Place, everyone: Sequence[Talking], tally: Tally) -> None:
    log = set(ground.asked(where, "SELECT conversation, seq FROM conversations_message"))
    by_talk: dict[str, set[int]] = {}
    for talk, seq in log:
        by_talk.setdefault(str(talk), set()).add(int(seq))
    for one in everyone:
        for talk, known in one.known.items():
            there = by_talk.get(talk, set())
            tally.lost += [f"{talk} {seq}" for seq in sorted(there ^ known.keys())]
            texts = list(known.values())
            tally.twice += [f"{talk} {text!r}" for text in set(texts) if texts.count(text) > 1]
        tally.lost += [f"not acknowledged: {talk} {text}" for talk, text in one.waiting.values()]


def main() -> int:
    """Run it long, on SQLite and one process; exit 1 when something is lost, twice or out of order."""
    import uvloop

    words = argparse.ArgumentParser()
    words.add_argument("--seconds", type=float, default=600)
    words.add_argument("--agents", type=int, default=200)
    words.add_argument("--buyers", type=int, default=1000)
    args = words.parse_args()
    with ground.place("sqlite") as where:
        ground.machine(where)
        chat.talkers(where, shops=max(1, args.agents // 10), agents=args.agents, buyers=args.buyers)
        with ground.served(where):
            tally = uvloop.run(soak(where, [where.port], args.seconds))
        print(ground.run(where, ["-m", "jishi.config.cli", "fsck", "--json"]).strip())
    told = {"acked": tally.acked, "heard": tally.heard, "cuts": tally.cuts, "resent": tally.resent, "refused": tally.refused}
    found = {"lost": len(tally.lost), "twice": len(tally.twice), "out_of_order": len(tally.out_of_order)}
    print(json.dumps(told | found))
    print("\n".join([*tally.lost, *tally.twice, *tally.out_of_order][:20]))
    return 1 if any(found.values()) else 0


if __name__ == "__main__":
    raise SystemExit(main())
