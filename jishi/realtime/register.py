"""Who hears what in this process: channels of persons and shops with a short tail, and conversations by their seq.

Runs in the event loop alone. Of each conversation a connection is told every seq once and in order: what would leave a hole is
not sent but marked as lagging, and is fetched from the log.
"""

import secrets
from collections import deque
from collections.abc import Iterable
from typing import Any

import orjson

from jishi.realtime.connection import Connection

TAIL = 2_000
"""Events of channels that are kept for those who come back."""
BEHIND_MOST = 200
"""Who lacks more messages of a conversation than this is told of the gap and fetches them."""


def frame(kind: str, **data: Any) -> str:
    """A frame as it is sent."""
    return orjson.dumps({"frame": kind, **data}).decode()


class Register:
    """Connections, their channels and conversations."""

    def __init__(self) -> None:
        self.epoch = secrets.token_hex(8)
        self.cursor = 0
        self.connections: set[Connection] = set()
        self.channels: dict[str, set[Connection]] = {}
        self.conversations: dict[str, dict[Connection, int]] = {}
        self.lagging: set[str] = set()
        self.tail: deque[tuple[int, frozenset[str], str]] = deque(maxlen=TAIL)

    def add(self, who: Connection, channels: Iterable[str]) -> None:
        """Somebody is there and hears these channels."""
        who.channels = tuple(channels)
        self.connections.add(who)
        for channel in who.channels:
            self.channels.setdefault(channel, set()).add(who)

    def remove(self, who: Connection) -> None:
        """Somebody is gone."""
        self.connections.discard(who)
        for channel in who.channels:
            self._without(self.channels, channel, who)
        for conversation in who.subscribed:
            self._without(self.conversations, conversation, who)
        who.subscribed.clear()

    @staticmethod
    def _without(of: dict[str, Any], key: str, who: Connection) -> None:
        held = of.get(key)
        if held is None:
            return
        if isinstance(held, dict):
            held.pop(who, None)
        else:
            held.discard(who)
        if not held:
            del of[key]

    def renew(self) -> None:
        """What happens from now on is told to nobody: whoever comes back later must look how things stand."""
        self.epoch = secrets.token_hex(8)
        self.tail.clear()

    def kept_since(self, epoch: object, cursor: object) -> bool:
        """Is everything after this cursor still in the tail?"""
        if epoch != self.epoch or not isinstance(cursor, int) or isinstance(cursor, bool) or not 0 <= cursor <= self.cursor:
            return False
        return cursor == self.cursor or (bool(self.tail) and self.tail[0][0] <= cursor + 1)

    def replay(self, who: Connection, cursor: int) -> None:
        """Tell somebody who came back what their channels had after this cursor."""
        mine = set(who.channels)
        for at, channels, text in self.tail:
            if at > cursor and not mine.isdisjoint(channels):
                who.push(text)

    def tell(self, channels: Iterable[str], kind: str, data: dict[str, Any]) -> None:
        """An event for whoever hears one of these channels, once each."""
        self.cursor += 1
        text = frame("event", cursor=self.cursor, type=kind, data=data)
        all_of_them = frozenset(channels)
        self.tail.append((self.cursor, all_of_them, text))
        told: set[Connection] = set()
        for channel in all_of_them:
            told |= self.channels.get(channel, set())
        for who in told:
            who.push(text)

    def subscribe(self, who: Connection, conversation: str, seq: int) -> None:
        """Somebody has a conversation up to this seq and hears what follows."""
        held = self.conversations.setdefault(conversation, {})
        held[who] = max(seq, held.get(who, 0)) if who in held else seq
        who.subscribed.add(conversation)

    def said(self, conversation: str, seq: int, event: dict[str, Any], sender: Connection | None = None) -> None:
        """A message is in the log: those who have all before it are told, others lag. Its sender has it already."""
        held = self.conversations.get(conversation)
        if not held:
            return
        if sender is not None and sender in held:
            sender.ahead.add((conversation, seq))
        text = None
        for who, last in held.items():
            if seq == last + 1:
                held[who] = seq
                if who.ahead and (conversation, seq) in who.ahead:
                    who.ahead.discard((conversation, seq))
                    continue
                text = text or self._message(conversation, seq, event)
                who.push(text)
            elif seq > last:
                self.lagging.add(conversation)

    def _message(self, conversation: str, seq: int, event: dict[str, Any]) -> str:
        return frame("event", cursor=self.cursor, conversation_id=conversation, seq=seq, type="message", data=event)

    def whisper(self, conversation: str, kind: str, data: dict[str, Any], but: Connection | None = None) -> None:
        """Something of a conversation that is not in its log: somebody reads, somebody types."""
        held = self.conversations.get(conversation)
        if held:
            text = frame("event", cursor=self.cursor, conversation_id=conversation, type=kind, data=data)
            for who in held:
                if who is not but:
                    who.push(text)

    def behind(self, wanted: Iterable[str]) -> dict[str, int]:
        """Of these conversations the seq that everyone here has."""
        return {one: min(held.values()) for one in wanted if (held := self.conversations.get(one))}

    def head(self, conversation: str, head: int) -> None:
        """The log stands here: who lacks too much is told of the gap."""
        held = self.conversations.get(conversation, {})
        for who, last in held.items():
            if head - last > BEHIND_MOST:
                held[who] = head
                who.push(frame("gap", conversation_id=conversation))
