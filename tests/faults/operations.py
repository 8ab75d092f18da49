"""Ten critical operations, each done once by a process that something happens to (`trials.py`), and what must be left of them.

The parent lays a marketplace in which all ten can be done and never opens its database again: children find everything loaded and
die alone.
"""

import json
import os
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import IO, Any

from django.db import connection

from jishi.kernel import clock, deadlines, events, fsck, rows
from jishi.kernel.runner import Writer, act
from jishi.modules.fulfilment import actions as fulfilment
from jishi.modules.fulfilment.actions import Package
from jishi.modules.payments import actions as payments
from jishi.modules.payments.models import Attempt
from jishi.sim import stage
from jishi.sim.stage import Buyer, Stage

DOING = datetime(2024, 3, 1, 2, tzinfo=UTC)
"""When the operations are done."""


@dataclass(frozen=True)
class Operation:
    """Something that must be wholly there once it was acknowledged, and there once however often it was asked for."""

    name: str
    do: Callable[[dict[str, Any]], None]
    there: str
    """A question whose answer counts how often it was done."""


class Laid:
    """The marketplace that was laid, and its people."""

    stage: Stage
    ids: dict[str, str]


def _buyer() -> Buyer:
    return next(one for one in Laid.stage.buyers if one.market == "CN")


def _sent(who: Any, method: str, path: str, body: Any = None, key: str = "") -> Any:
    answer = who.send(method, path, body, key or path)
    if not answer.good:
        raise RuntimeError(f"{method} {path}: {answer.status} {answer.body!r}")
    return answer.data


def _order(key: str, n: int = 0) -> Any:
    goods = [one for one in Laid.stage.goods if one.shop.market == "CN"]
    body = {"lines": [{"sku_id": goods[n].sku, "quantity": 2}], "address_id": _buyer().addresses[0], "method": "online"}
    return _sent(_buyer().visitor, "POST", "/me/orders", body, key)


def _paid(key: str, card: str = "ok") -> str:
    placed = _order(key)
    _sent(_buyer().visitor, "POST", f"/payments/{placed['payment']['id']}/pay", {"card": card}, f"pay-{key}")
    return str(placed["orders"][0]["id"])


def _payment_of(order: str) -> str:
    return str(rows.sql("SELECT payment FROM orders_order WHERE id = %s", [order])[0][0])


def _shop() -> Any:
    return next(one for one in Laid.stage.shops if one.market == "CN").owner


def _packed(order: str) -> str:
    return str(_sent(_shop(), "POST", f"/orders/{order}/pack", None, f"pack-{order}")["id"])


def signed_in() -> AbstractContextManager[None]:
    """The machine's clock stands where it stood when the stage's people signed in: their sessions have not run out."""
    return clock.machine(lambda: stage.OPENED)


def lay() -> None:
    """Make a marketplace in which each operation can be done."""
    Laid.stage = stage.build()
    found: dict[str, str] = {}
    with clock.at(DOING - timedelta(hours=2)):
        for name in ("packing", "collecting", "delivering", "voiding"):
            found[name] = _paid(name)
    with clock.at(DOING - timedelta(minutes=30)):
        _sweep()
        for name in ("collecting", "delivering", "voiding"):
            found[f"{name} parcel"] = _packed(found[name])
        _scan(found["delivering parcel"], "collected")
        _sent(_shop(), "POST", f"/orders/{found['voiding']}/cancel", {"reason": "none left"}, "void")
        found["regretted"] = _paid("regretted")
        found["overdue"] = _order("overdue")["orders"][0]["id"]
        unpaid = _order("unpaid")
        found["unpaid"] = unpaid["orders"][0]["id"]
        found["slow"] = _paid("slow", "slow")
        found["counted"] = Laid.stage.goods[0].sku
    Laid.ids = found
    act(lambda: None)
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    shutil.copyfile(connection.settings_dict["NAME"], Laid.stage.file)


def _scan(package: str, event: str) -> None:
    act(fulfilment.scan, Package.objects.get(pk=package), event, clock.now(), f"{package}:{event}")


def _notice() -> None:
    attempt = Attempt.objects.get(payment=_payment_of(Laid.ids["slow"]))
    act(payments.take_notice, attempt.provider, attempt.provider_ref, "captured")


def _late() -> None:
    with clock.at(DOING + timedelta(days=3)):
        _sweep()


def _sweep() -> None:
    while deadlines.sweep():
        pass


def _hear() -> None:
    while events.pump():
        pass


def _adjust() -> None:
    answer = _shop().send("POST", f"/skus/{Laid.ids['counted']}/stock", {"delta": 5, "reason": "counted"}, "count")
    if not answer.good:
        raise RuntimeError(str(answer))


OPERATIONS = [
    Operation("place", lambda ids: _order("placing", 1), "SELECT COUNT(*) FROM orders_order WHERE placed_at = '{now}'"),
    Operation(
        "pay",
        lambda ids: _sent(_buyer().visitor, "POST", f"/payments/{_payment_of(ids['unpaid'])}/pay", {"card": "ok"}, "paying"),
        "SELECT COUNT(*) FROM ledger_posting WHERE subject = '{unpaid}' AND cause = 'payments.captured'",
    ),
    Operation(
        "a provider's notice",
        lambda ids: _notice(),
        "SELECT COUNT(*) FROM ledger_posting WHERE subject = '{slow}' AND cause = 'payments.captured'",
    ),
    Operation(
        "cancel and refund",
        lambda ids: _sent(_buyer().visitor, "POST", f"/orders/{ids['regretted']}/cancellations", {"reason": "changed my mind"}, "regret"),
        "SELECT COUNT(*) FROM payments_refund f JOIN payments_part p ON p.id = f.part WHERE p.subject = '{regretted}'",
    ),
    Operation(
        "pack",
        lambda ids: _packed(ids["packing"]),
        "SELECT COUNT(*) FROM fulfilment_content WHERE \"order\" = '{packing}'",
    ),
    Operation(
        "a first scan",
        lambda ids: _scan(ids["collecting parcel"], "collected"),
        "SELECT COUNT(*) FROM catalog_stockmove WHERE subject = '{collecting}' AND cause = 'shipped'",
    ),
    Operation(
        "a delivery",
        lambda ids: _scan(ids["delivering parcel"], "delivered"),
        "SELECT COUNT(*) FROM kernel_history WHERE subject = '{delivering}' AND verb = 'deliver'",
    ),
    Operation(
        "time runs out",
        lambda ids: _late(),
        "SELECT COUNT(*) FROM kernel_history WHERE subject = '{overdue}' AND verb = 'lapse'",
    ),
    Operation(
        "a fact is heard",
        lambda ids: _hear(),
        "SELECT COUNT(*) FROM kernel_history WHERE subject = '{voiding parcel}' AND verb = 'void'",
    ),
    Operation(
        "count a shelf",
        lambda ids: _adjust(),
        "SELECT COUNT(*) FROM catalog_stockmove m JOIN catalog_stocklevel l ON l.id = m.level_id "
        "WHERE l.sku_id = '{counted}' AND m.cause = 'adjusted'",
    ),
]


def attempt(operation: Operation, wait: int, out: IO[str], times: int) -> None:
    """Do it in a server of its own, once told to begin; asked again when it was not done, as whoever asked would."""
    writer = Writer()
    writer.start()
    os.read(wait, 1)
    for _ in range(times):
        try:
            with clock.at(DOING):
                operation.do(Laid.ids)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            out.write(f"refused {type(error).__name__}: {error}".replace("\n", " ")[:300] + "\n")
        else:
            out.write("acknowledged\n")
            break
    writer.stop()
    connection.close()


def looked_at(operation: Operation) -> str:
    """As the next server finds it: how often it was done, what fsck finds; then the same once it is asked for again."""
    with clock.at(DOING):
        before, found = _done(operation), _found()
        operation.do(Laid.ids)
        after, found_after = _done(operation), _found()
    return json.dumps({"done": before, "found": found, "done_again": after, "found_again": found_after})


def _done(operation: Operation) -> int:
    text = operation.there
    for name, value in (Laid.ids | {"now": str(rows.db_time(DOING))}).items():
        text = text.replace("{" + name + "}", value)
    return int(rows.sql(text)[0][0])


def _found() -> list[str]:
    whole = [str(row[0]) for row in rows.sql("PRAGMA integrity_check")]
    return [one for one in whole if one != "ok"] + [f"{one.table} {one.row}: {one.what}" for one in fsck.run()]
