"""Fan-out by PostgreSQL's LISTEN and NOTIFY, on connections of its own."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import orjson
from django.db import connection

from jishi.realtime.fanout.line import Line

CHANNEL = "jishi_realtime"
PAYLOAD_MOST = 7_900
PATIENCE = 2.0


def _pieces(notes: list[list[Any]], pack: Callable[[list[list[Any]]], bytes]) -> list[str]:
    """Payloads that NOTIFY takes; a single note that is larger (nobody makes one) would be dropped."""
    packed = pack(notes)
    if len(packed) <= PAYLOAD_MOST:
        return [packed.decode()]
    if len(notes) == 1:
        return []
    half = len(notes) // 2
    return _pieces(notes[:half], pack) + _pieces(notes[half:], pack)


def tell_by(cursor: Callable[[], AbstractContextManager[Any]], notes: list[list[Any]]) -> None:
    """Say something once, over a connection that is there."""
    with cursor() as sending:
        for payload in _pieces(notes, lambda some: orjson.dumps(["", some])):
            sending.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])


def _connected() -> Any:
    import psycopg

    params = connection.get_connection_params()
    wanted = {name: params[name] for name in ("dbname", "user", "password", "host", "port") if params.get(name)}
    return psycopg.connect(**wanted, autocommit=True, connect_timeout=int(PATIENCE))


class ByPostgresql(Line):
    """A connection that notifies and one that listens."""

    def _speak(self) -> None:
        try:
            with _connected() as sending:
                self.speaks = True
                while not self.stopping.is_set():
                    notes = self._some(PATIENCE)
                    for payload in _pieces(notes, self.packed) if notes else []:
                        sending.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])
        finally:
            self.speaks = False

    def _listen(self) -> None:
        try:
            with _connected() as hearing:
                hearing.execute(f"LISTEN {CHANNEL}")
                self.listens = True
                while not self.stopping.is_set():
                    for notice in hearing.notifies(timeout=PATIENCE / 2):
                        self.take(notice.payload)
        finally:
            self.listens = False
