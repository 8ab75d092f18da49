"""Fan-out by Redis or Valkey: one channel of an installation."""

import hashlib
from collections.abc import Callable
from typing import Any

import orjson
import structlog
from django.conf import settings

from jishi.realtime.fanout.line import Line

LOG = structlog.get_logger()
PATIENCE = 2.0


def channel() -> str:
    """One for each database: several installations may share a Redis."""
    return "jishi:" + hashlib.sha256(settings.DATABASE_URL.encode()).hexdigest()[:16]


def _client(url: str) -> Any:
    import redis

    return redis.Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)


def tell(url: str, notes: list[list[Any]]) -> None:
    """Say something once."""
    import redis

    try:
        with _client(url) as client:
            client.publish(channel(), orjson.dumps(["", notes]))
    except redis.RedisError as error:
        LOG.warning("fanout.down", error=f"{type(error).__name__}: {error}"[:300])


class ByRedis(Line):
    """A connection that publishes and one that subscribes."""

    def __init__(self, url: str, heard: Callable[[list[list[Any]]], None]) -> None:
        self.url = url
        super().__init__(heard)

    def _speak(self) -> None:
        try:
            with _client(self.url) as client:
                client.ping()
                self.speaks = True
                while not self.stopping.is_set():
                    notes = self._some(PATIENCE)
                    if notes:
                        client.publish(channel(), self.packed(notes))
                    else:
                        client.ping()
        finally:
            self.speaks = False

    def _listen(self) -> None:
        try:
            with _client(self.url) as client, client.pubsub() as hearing:
                hearing.subscribe(channel())
                self.listens = True
                while not self.stopping.is_set():
                    message = hearing.get_message(timeout=PATIENCE / 2)
                    if message is None:
                        hearing.ping()
                    elif message["type"] == "message":
                        self.take(message["data"])
        finally:
            self.listens = False
