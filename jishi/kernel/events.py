"""The outbox: facts in the past tense, written with what made them true, heard by those above.

Each listener has its own cursor, its own transaction, and hears an event once. On PostgreSQL events are read in the order
of their transactions and never past the oldest that is still running, so that a late commit is not skipped. An event that
a listener cannot take is set aside and shown; it blocks nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, cast

from django.db import connection

from jishi.kernel import clock, rows
from jishi.kernel.models import Cursor, EventSetAside
from jishi.kernel.models import Event as Row
from jishi.kernel.money import Money
from jishi.kernel.runner import act, trouble

TYPES: dict[str, type["Event"]] = {}
LISTENERS: dict[str, "Listener"] = {}


@dataclass(frozen=True)
class Event:
    """A fact. Subclasses add fields that are JSON-plain, Money or times; ids only, never personal data."""

    everyone: ClassVar[bool] = False
    """Whether what anybody at all looks at may be another by it: whoever is there is then told that something happened."""
    subject: str

    def __init_subclass__(cls) -> None:
        before = TYPES.setdefault(cls.type_name(), cls)
        if (before.__module__, before.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"there are two events {cls.type_name()}")
        TYPES[cls.type_name()] = cls

    @classmethod
    def type_name(cls) -> str:
        """`module.Name`, as stored."""
        parts = cls.__module__.split(".")
        return f"{parts[2] if parts[1] == 'modules' else parts[1]}.{cls.__name__}"


@dataclass(frozen=True)
class Heard:
    """An event as its listener gets it: the fact, when it became true, and its place in the outbox."""

    fact: Any
    at: datetime
    seq: int


@dataclass(frozen=True)
class Listener:
    """Who hears which facts, and how many at once."""

    name: str
    types: tuple[str, ...]
    handler: Callable[[list[Heard]], None]
    batch: int = 1


def emit(fact: Event) -> None:
    """Write a fact to the outbox, in the transaction of the running action."""
    data = {name: _plain(value) for name, value in vars(fact).items() if name != "subject"}
    rows.add(rows.new(Row, type=type(fact).type_name(), subject=fact.subject, at=clock.now(), data=data))


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return {"minor": value.minor, "currency": value.currency}
    return {"time": value.isoformat()} if isinstance(value, datetime) else value


def _rich(value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {"minor", "currency"}:
        return Money(**value)
    return datetime.fromisoformat(value["time"]) if isinstance(value, dict) and set(value) == {"time"} else value


def read(row: Row) -> Heard:
    """The fact that a row of the outbox holds."""
    return Heard(TYPES[row.type](subject=row.subject, **{k: _rich(v) for k, v in row.data.items()}), row.at, row.seq)


def listen(*types: type[Event], name: str) -> Callable[[Callable[[Heard], None]], Callable[[Heard], None]]:
    """Register a reaction to facts from below, once per `name` (module.what). Raises ValueError for a name that is taken."""
    _free(name, types)

    def register(handler: Callable[[Heard], None]) -> Callable[[Heard], None]:
        LISTENERS[name] = Listener(name, tuple(t.type_name() for t in types), lambda heard: handler(heard[0]))
        return handler

    return register


def listen_all(
    *types: type[Event], name: str, batch: int = 100
) -> Callable[[Callable[[list[Heard]], None]], Callable[[list[Heard]], None]]:
    """As `listen`, for one who hears much and does the same with all of it: up to `batch` facts in one transaction.

    A batch that fails is halved until the culprit is alone; that one is set aside.
    """
    _free(name, types)

    def register(handler: Callable[[list[Heard]], None]) -> Callable[[list[Heard]], None]:
        LISTENERS[name] = Listener(name, tuple(t.type_name() for t in types), handler, batch)
        return handler

    return register


def _free(name: str, types: tuple[type[Event], ...]) -> None:
    if name in LISTENERS or not types:
        raise ValueError(f"listener {name}: the name is taken, or it hears nothing")


def pump(limit: int = 200) -> int:
    """Deliver what is waiting, up to `limit` events a listener; how many were heard or set aside."""
    cursors = _cursors()
    return sum(_serve(listener, cursors.get(listener.name) or Cursor(listener=listener.name), limit) for listener in LISTENERS.values())


def waiting() -> int:
    """How many deliveries are still to come, those included that wait for a transaction that is still running."""
    cursors = _cursors()
    count = 0
    for listener in LISTENERS.values():
        cursor = cursors.get(listener.name) or Cursor(listener=listener.name)
        after, params = ("(txid, seq) > (%s, %s)", [cursor.txid, cursor.seq]) if _by_transaction() else ("seq > %s", [cursor.seq])
        text = f"SELECT COUNT(*) FROM kernel_event WHERE {after} AND type IN ({rows.marks(listener.types)})"
        count += rows.sql(text, [*params, *listener.types])[0][0]
    return count


def _cursors() -> dict[str, Cursor]:
    """Where all listeners stand: one question, for an idle worker asks it five times a second."""
    found = rows.sql("SELECT listener, txid, seq FROM kernel_cursor")
    return {listener: Cursor(listener=listener, txid=txid, seq=seq) for listener, txid, seq in found}


def _by_transaction() -> bool:
    return connection.vendor == "postgresql"


def _serve(listener: Listener, cursor: Cursor, limit: int) -> int:
    waiting = _waiting(listener, cursor, limit)
    count = 0
    for start in range(0, len(waiting), listener.batch):
        some = waiting[start : start + listener.batch]
        done = _deliver(listener, cursor, some)
        count += done
        if done < len(some):
            break
    return count


def _deliver(listener: Listener, cursor: Cursor, some: list[tuple[int, Row]]) -> int:
    """How many were heard or set aside; fewer than given when another worker has moved the cursor meanwhile."""
    txid, last = some[-1]
    try:
        heard = act(_hear, listener, cursor.seq, txid, [row for _, row in some])
    except Exception as error:
        if trouble(error):
            raise
        if len(some) > 1:
            half = len(some) // 2
            first = _deliver(listener, cursor, some[:half])
            return first if first < half else first + _deliver(listener, cursor, some[half:])
        heard = act(_set_aside, listener, cursor.seq, txid, last, f"{type(error).__name__}: {error}")
    if not heard:
        return 0
    cursor.txid, cursor.seq = txid, last.seq
    return len(some)


def _waiting(listener: Listener, cursor: Cursor, limit: int) -> list[tuple[int, Row]]:
    if _by_transaction():
        # A caller inside a transaction hears its own facts too; a worker has none open here.
        where = (
            "(txid, seq) > (%s, %s) AND (txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
            " OR txid = pg_current_xact_id_if_assigned()::text::bigint)"
        )
        order, txid, params = "txid, seq", "txid", [cursor.txid, cursor.seq]
    else:
        where, order, txid, params = "seq > %s", "seq", "0", [cursor.seq]
    text = f"SELECT {txid}, seq FROM kernel_event WHERE {where} AND type IN ({rows.marks(listener.types)}) ORDER BY {order} LIMIT %s"
    found = rows.sql(text, [*params, *listener.types, limit])
    if not found:
        return []
    among, keys = rows.among([seq for _, seq in found])
    held = {row.seq: row for row in rows.fetch(Row, f"WHERE seq {among}", keys)}
    return [(cast(int, txid), held[seq]) for txid, seq in found]


def _hear(listener: Listener, before: int, txid: int, some: list[Row]) -> bool:
    """False when another worker has moved this listener's cursor meanwhile."""
    if not _move_cursor(listener, before, txid, some[-1].seq):
        return False
    listener.handler([read(row) for row in some])
    return True


def hear_again(listener: str, seq: int) -> bool:
    """Deliver an event that was set aside once more, in the running action; False when it is set aside no longer.

    Raises LookupError for a listener that this version does not have, and what the listener raises.
    """
    if listener not in LISTENERS:
        raise LookupError(f"there is no listener {listener}")
    if not rows.change("DELETE FROM kernel_eventsetaside WHERE listener = %s AND seq = %s", [listener, seq]):
        return False
    LISTENERS[listener].handler([read(Row.objects.get(pk=seq))])
    return True


def _set_aside(listener: Listener, before: int, txid: int, row: Row, error: str) -> bool:
    if not _move_cursor(listener, before, txid, row.seq):
        return False
    rows.add(EventSetAside(listener=listener.name, seq=row.seq, at=clock.now(), error=error[:2000]))
    return True


def _move_cursor(listener: Listener, before: int, txid: int, seq: int) -> bool:
    rows.change("INSERT INTO kernel_cursor (listener, txid, seq) VALUES (%s, 0, 0) ON CONFLICT (listener) DO NOTHING", [listener.name])
    return (
        rows.change("UPDATE kernel_cursor SET txid = %s, seq = %s WHERE listener = %s AND seq = %s", [txid, seq, listener.name, before])
        == 1
    )
