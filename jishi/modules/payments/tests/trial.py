"""What the tests of payments stand on: something to pay for, of the purpose "trial", and a look at every row that money touches."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime
from threading import Barrier, Thread
from typing import Any

from django.apps import apps
from django.db import connection

from jishi.kernel import quota
from jishi.kernel.ids import new_id
from jishi.kernel.money import Money
from jishi.kernel.runner import act
from jishi.modules.payments import actions
from jishi.modules.payments.actions import Due, Paid, Payment, Returned, View

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
PURPOSE = "trial"
BUYER, SHOP = new_id("per"), new_id("shp")
TABLES = ("payments", "ledger", "kernel_history", "kernel_event", "kernel_post", "kernel_quota")

came: list[tuple[str, Money]] = []
went: list[Returned] = []


@actions.on_captured(PURPOSE)
def take(payment: Payment, parts: Sequence[Paid]) -> Collection[str]:
    """Each subject takes its money once: a row says so, as the state of an order would."""
    refused = [part.subject for part in parts if not quota.take(part.subject, PURPOSE, 1)]
    came.extend((part.subject, part.amount) for part in parts if part.subject not in refused)
    return refused


@actions.on_refunded(PURPOSE)
def give(payment: Payment, part: Returned) -> None:
    """Keep what went back."""
    went.append(part)


def close(subject: str) -> None:
    """From now on the subject takes no money."""
    act(quota.take, subject, PURPOSE, 1)


def usd(minor: int) -> Money:
    """Cents."""
    return Money(minor, "USD")


def to_pay(*amounts: int, person: str = BUYER) -> View:
    """A payment for as many orders of the US market."""
    due = [Due(new_id("ord"), SHOP, usd(minor), PURPOSE) for minor in amounts]
    return act(actions.create, person, "online", due, market="US")


def paid(*amounts: int) -> View:
    """A payment that went through."""
    return act(actions.pay, to_pay(*amounts).payment, "ok", actor=f"person:{BUYER}")


def subjects(view: View) -> list[str]:
    """The orders of a payment, in the order in which they were made."""
    return [part.subject for part in view.parts]


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that money touches."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = model._meta.db_table
            if table.startswith(TABLES):
                cursor.execute(f"SELECT * FROM {table}")
                found[table] = sorted(cursor.fetchall(), key=repr)
    return found


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run calls in a thread each, all let go together; what each returned or raised."""
    gate, answers = Barrier(len(calls)), [None] * len(calls)

    def run(n: int) -> None:
        try:
            gate.wait()
            answers[n] = calls[n]()
        except Exception as error:  # noqa: BLE001 - what it raised is its answer
            answers[n] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(n,)) for n in range(len(calls))]
    _all(threads, Thread.start)
    _all(threads, Thread.join)
    return answers


def _all(threads: Iterable[Thread], verb: Callable[[Thread], None]) -> None:
    for thread in threads:
        verb(thread)
