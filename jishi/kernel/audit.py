"""The audit, sealed: the worker closes what was written into blocks, each bearing the hash of the one before.

Whoever later changes, removes or slips in a row is found by `jishi audit verify`. Whoever could rewrite every block as well is
found by the head, which goes to the log each time: `jishi audit verify --head HASH` asks whether the chain still holds it.
"""

import hashlib
from collections.abc import Iterator
from itertools import batched
from typing import Any

import orjson
import structlog
from django.db import connection

from jishi.kernel import clock, rows, stored
from jishi.kernel.fsck import Finding
from jishi.kernel.models import Audit, AuditSeal
from jishi.kernel.runner import act, after_commit

LOG = structlog.get_logger()
BLOCK_MOST = 1_000
PIECE = 2_000
FIRST = "0" * 64
"""What the first block has for a head before it."""
_INSERT = """
INSERT INTO kernel_auditseal (n, sealed_at, txid, last, sealed, before, head) VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (n) DO NOTHING"""


def seal(most: int = BLOCK_MOST) -> int:
    """Seal what was committed since the last block; how many rows. Of several workers that try, one does it."""
    return act(_seal, most) if _waiting(_last(), 1) else 0


def _last() -> AuditSeal | None:
    return AuditSeal.objects.order_by("-n").first()


def _seal(most: int) -> int:
    before = _last()
    waiting = _waiting(before, most)
    if not waiting:
        return 0
    held = Audit.objects.in_bulk([row for _, row in waiting])
    sealed = [[row, row_hash(held[row])] for _, row in waiting]
    n, link = (before.n + 1, before.head) if before else (1, FIRST)
    now = clock.real()
    head = block_hash(n, now.isoformat(), link, sealed)
    txid, last = waiting[-1]
    if not rows.change(_INSERT, [n, rows.db_time(now), txid, last, stored.json_text(sealed), link, head]):
        return 0
    after_commit(lambda: LOG.info("audit.sealed", block=n, rows=len(sealed), head=head))
    return len(sealed)


def _waiting(before: AuditSeal | None, most: int) -> list[tuple[int, int]]:
    """The transaction and id of rows behind the last block, in commit order; on PostgreSQL none that a running transaction may precede."""
    txid, last = (before.txid, before.last) if before else (0, 0)
    if connection.vendor == "postgresql":
        text = (
            "SELECT txid, id FROM kernel_audit WHERE (txid, id) > (%s, %s)"
            " AND (txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
            " OR txid = pg_current_xact_id_if_assigned()::text::bigint) ORDER BY txid, id LIMIT %s"
        )
        return [(int(number), int(row)) for number, row in rows.sql(text, [_before_all(before, txid), last, most])]
    return [(0, int(row)) for (row,) in rows.sql("SELECT id FROM kernel_audit WHERE id > %s ORDER BY id LIMIT %s", [last, most])]


def _before_all(before: AuditSeal | None, txid: int) -> int:
    """Where nothing is sealed yet, before every transaction: those of a restored database have negative numbers."""
    return txid if before else -(2**62)


def row_hash(row: Audit) -> str:
    """The hash of a row as it stands, the same on either database."""
    said = [row.pk, row.actor, row.act, row.subject, row.at.isoformat(), row.data]
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def block_hash(n: int, sealed_at: str, before: str, sealed: list[list[Any]]) -> str:
    """The head of a block."""
    return hashlib.sha256(orjson.dumps([n, sealed_at, before, sealed])).hexdigest()


def blocks() -> Iterator[tuple[int, str]]:
    """Blocks that are not what they were when they were sealed: (number, what is wrong)."""
    n, link = 0, FIRST
    for block in AuditSeal.objects.order_by("n").iterator(PIECE):
        for lost in range(n + 1, min(block.n, n + 2)):
            yield lost, f"blocks {lost} to {block.n - 1} were removed" if block.n > lost + 1 else "was removed"
        if block.n == n + 1 and block.before != link:
            yield block.n, "does not follow the block before it"
        if block.head != block_hash(block.n, block.sealed_at.isoformat(), block.before, block.sealed):
            yield block.n, "was changed"
        n, link = block.n, block.head


def sealed_rows() -> Iterator[tuple[int, str]]:
    """Rows of the audit that are not as they were sealed: (id, whether changed, removed or inserted)."""
    known: set[int] = set()
    for block in AuditSeal.objects.order_by("n").iterator(PIECE):
        for piece in batched(block.sealed, PIECE):
            there = Audit.objects.in_bulk([row for row, _ in piece])
            for row, was in piece:
                if row not in there:
                    yield row, "was removed"
                elif row_hash(there[row]) != was:
                    yield row, "was changed"
        known.update(row for row, _ in block.sealed)
    for row in _up_to(_last()):
        if row not in known:
            yield row, "was inserted"


def _up_to(last: AuditSeal | None) -> Iterator[int]:
    """Ids of all rows that do not lie behind the last block: each must be in one."""
    if last is None:
        return
    where, params = ("(txid, id) <= (%s, %s)", [last.txid, last.last]) if connection.vendor == "postgresql" else ("id <= %s", [last.last])
    yield from (int(row) for (row,) in rows.sql(f"SELECT id FROM kernel_audit WHERE {where} ORDER BY id", params))


def verify(head: str | None = None) -> Iterator[Finding]:
    """Everything that is off with the sealed audit; with `head`, a head from the log, whether the chain still holds it."""
    if head is not None and not AuditSeal.objects.filter(head=head).exists():
        yield Finding("kernel_auditseal", head, "no block has this head: the chain was cut or written anew")
    yield from (Finding("kernel_auditseal", str(n), what) for n, what in blocks())
    yield from (Finding("kernel_audit", str(row), what) for row, what in sealed_rows())
