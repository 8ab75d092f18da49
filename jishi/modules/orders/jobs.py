"""Long work with orders, done by the worker: tables that people take away."""

from typing import cast

from jishi.kernel import jobs, private, rows, sheets
from jishi.kernel.models import Job
from jishi.kernel.runner import act
from jishi.kernel.sheets import Cell
from jishi.modules.orders import actions
from jishi.modules.orders.models import Export
from jishi.modules.orders.queries import exports
from jishi.modules.shops import queries as shops

private.kept_for("orders_export")


@jobs.work("orders.export")
def write_export(job: Job, moved: jobs.Moved) -> None:
    """Write an export piece by piece, seal it with the key of whoever asked, and keep it."""
    row = rows.one(Export, job.params["export"])
    assert row is not None, "an export and its job are written together"
    market = shops.markets([row.shop])[row.shop]
    lines: list[list[Cell]] = []
    done = 0
    for orders, piece in exports.pieces(row, market):
        lines += piece
        done += orders
        moved(min(done, job.total))
    how = cast(sheets.Format, row.format)
    content = sheets.written(how, exports.head(row), lines)
    sealed = private.seal(row.pk, row.person, content, sheets.TYPES[how])
    act(actions.keep_export, job, row, market, sealed, done)
