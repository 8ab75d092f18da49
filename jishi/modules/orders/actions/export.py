"""Orders taken away as a table: asked for, written by the worker, kept for a while (rules orders.export.*)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from jishi.kernel import clock, deadlines, ids, jobs, private, rows
from jishi.kernel.access import Actor
from jishi.kernel.models import Audit, Job
from jishi.kernel.private import Sealed
from jishi.modules.orders import law
from jishi.modules.orders.errors import ExportTooLarge, NotExported
from jishi.modules.orders.models import Export
from jishi.modules.orders.queries import exports

KIND = "orders.export"


@dataclass(frozen=True)
class Asked:
    """What is to be exported: which orders by state and by the time (created, paid) from `since` and before `until`; how."""

    template: str
    format: str
    state: str
    time: str
    since: datetime
    until: datetime


def export(shop: str, market: str, asked: Asked, *, actor: Actor, language: str) -> Export:
    """Have a table of the shop's orders written. Raises NotExported or ExportTooLarge, each with the rule that refuses."""
    now = clock.now()
    limits = law.export_limits(now, market)
    for field, value in (("formats", asked.format), ("templates", asked.template), ("states", asked.state), ("times", asked.time)):
        if value not in limits[field].value:
            raise NotExported(field=field.removesuffix("s"), rule=limits[field].rule)
    days = int(limits["window"].value)
    if asked.since < now - timedelta(days=days):
        raise NotExported("orders.export_too_old", field="since", rule=limits["window"].rule, days=days)
    if asked.until <= asked.since:
        raise NotExported("orders.export_no_time", field="until")
    bounds = {"state": asked.state, "time": asked.time, "since": asked.since.isoformat(), "until": asked.until.isoformat()}
    found, most = exports.chosen(shop, bounds).count(), int(limits["records_per_file"].value)
    if found > most:
        raise ExportTooLarge(rule=limits["records_per_file"].rule, found=found, most=most)
    person = actor.needs_person()
    row = _row(shop, person, asked, bounds, language, now)
    job = jobs.start(KIND, row.pk, {"export": row.pk}, total=found, shop=shop, person=person)
    row.job = job.pk
    rows.add(Audit(actor=actor.name, act=KIND, subject=shop, at=now, data={"export": row.pk, **bounds, "orders": found}))
    return rows.add(row)


def _row(shop: str, person: str, asked: Asked, bounds: dict[str, Any], language: str, now: datetime) -> Export:
    shape = {"template": asked.template, "format": asked.format, "bounds": bounds, "language": language}
    return rows.new(Export, id=ids.new_id("exp"), shop=shop, person=person, at=now, **shape)


def keep_export(job: Job, row: Export, market: str, sealed: Sealed, orders: int) -> None:
    """Keep the written table for as long as the rule says. Raises Stopped when its job was stopped meanwhile."""
    jobs.finish(job, {"export": row.pk, "orders": orders})
    private.put(sealed)
    rows.change("UPDATE orders_export SET orders = %s WHERE id = %s", [orders, row.pk])
    now = clock.now()
    deadlines.open("orders.export_kept", row.pk, law.export_limits(now, market)["file_kept_for"], now, market=market, shop=row.shop)
