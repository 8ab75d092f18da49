"""A fault of each kind, planted in a scratch copy of the code: the simulation finds it, and says which promise it broke.

`make planted` runs them all; a plant whose line is no longer there fails, so that it is planted anew where the line went. Each
begins with the seed that met it first when it was planted, and goes on to the next ones where that no longer does.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SEEDS = "12"


@dataclass(frozen=True)
class Plant:
    """A line that is changed, in which file, which of the simulation's promises it breaks, and from which seed on it's looked for."""

    name: str
    file: str
    good: str
    bad: str
    breaks: tuple[str, ...]
    days: int = 14
    seed: int = 42


PLANTS = [
    Plant(
        "stock is not released when an order is cancelled",
        "jishi/modules/orders/actions/cancel.py",
        "    rows.flush()\n    _back_on_sale(moved)\n",
        "    rows.flush()\n",
        ("stock",),
    ),
    Plant(
        "a deadline fires twice",
        "jishi/kernel/deadlines.py",
        "    HANDLERS[kind].handler(fired)\n",
        "    HANDLERS[kind].handler(fired)\n    HANDLERS[kind].handler(fired)\n",
        ("outcomes",),
    ),
    Plant(
        "a deadline fires early",
        "jishi/kernel/deadlines.py",
        "    found = rows.sql(text, [rows.db_time(now)])\n",
        "    found = rows.sql(text, [rows.db_time(now + timedelta(minutes=30))])\n",
        ("outcomes",),
    ),
    Plant(
        "a deadline is forgotten",
        "jishi/modules/orders/actions/request.py",
        '    deadlines.open("orders.cancellation", order.pk, law.answer_within(request, order.market), now, cost=cost, **parties)\n',
        "    assert cost and parties\n",
        ("clocks",),
    ),
    Plant(
        "money that came is not posted",
        "jishi/modules/payments/postings.py",
        '    ledger.post(key, "payments.captured", part.subject, entries, market=payment.market, shop=part.shop)\n',
        "    assert key and entries\n",
        ("ledger",),
    ),
    Plant(
        "a cancelled order keeps its money",
        "jishi/modules/orders/actions/cancel.py",
        "    left = order.paid_minor - order.refunded_minor\n    if left:\n",
        "    left = order.paid_minor - order.refunded_minor\n    if left and order.method == 'none':\n",
        ("ledger",),
    ),
    Plant(
        "a listener misses facts",
        "jishi/kernel/events.py",
        'where, order, txid, params = "seq > %s", "seq", "0", [cursor.seq]\n',
        'where, order, txid, params = "seq > %s", "seq", "0", [cursor.seq + 1]\n',
        ("outbox",),
    ),
    Plant(
        "the same is done twice under one key",
        "jishi/kernel/api/answers.py",
        "    raise Replayed(held)\n",
        "    return\n",
        ("idempotency",),
    ),
    Plant(
        "a refusal cites no rule",
        "jishi/kernel/api/problems.py",
        '        why, rule = decision.id, rule or error.why["rulings"][0].rule\n',
        "        why = decision.id\n",
        ("refusals",),
    ),
    Plant(
        "an action is no transaction",
        "jishi/kernel/runner.py",
        "                with transaction.atomic(), clock.frozen():\n                    answer = call()\n",
        "                with clock.frozen():\n                    answer = call()\n",
        ("ledger", "stock", "clocks", "outcomes", "fsck", "idempotency", "IntegrityError", "TransactionManagementError"),
    ),
    Plant(
        "a step leaves no history",
        "jishi/kernel/machine.py",
        "            self._note(row, before[row.pk], verb, actor, reason, now)\n",
        "            if verb != 'collect':\n                self._note(row, before[row.pk], verb, actor, reason, now)\n",
        ("fsck",),
    ),
    Plant(
        "what was answered is not kept",
        "jishi/kernel/runner.py",
        "            unseen.write()\n",
        "            unseen.rows.clear()\n",
        ("acknowledged", "clocks", "ledger", "stock", "idempotency"),
    ),
    Plant(
        "what a request removed refuses it under its key",
        "jishi/kernel/api/answers.py",
        "        if before is not None:\n",
        "        if before is not None and before.status > 400:\n",
        ("idempotency",),
        seed=44,
    ),
    Plant(
        "a message leaves a hole behind it",
        "jishi/modules/conversations/actions/store.py",
        "        row.last_seq += 1\n",
        "        row.last_seq += 2\n",
        ("messages",),
    ),
    Plant(
        "a message that is sent twice is stored twice",
        "jishi/modules/conversations/actions/store.py",
        "|{draft.client_id}",
        "|{draft.client_id}|{row.last_seq}",
        ("messages",),
    ),
    Plant(
        "whoever is banned from all shops writes to one",
        "jishi/modules/desk/access.py",
        "    ban = barred.get(row.pk) or barred.get(row.person)\n",
        "    ban = barred.get(row.pk)\n",
        ("bans",),
        seed=43,
    ),
    Plant(
        "an operator publishes their own draft",
        "jishi/lawbook/actions/publish_override.py",
        '{held.drafted_by, *(one["person"] for one in held.approvals)}',
        '{one["person"] for one in held.approvals}',
        ("law", "refusals"),
        seed=44,
    ),
    Plant(
        "a law that was repealed goes on",
        "jishi/lawbook/actions/publish_override.py",
        "    before.exclude(pk=row.pk).update(",
        "    before.filter(pk=row.pk).update(",
        ("law",),
        days=30,
        seed=43,
    ),
    Plant(
        "a webhook that failed is not tried again",
        "jishi/modules/partner/actions/note_attempt.py",
        "    return later if later <= delivery.gives_up_at else None\n",
        "    return later if later < at else None\n",
        ("webhooks",),
        seed=45,
    ),
    Plant(
        "a webhook that was ended is told",
        "jishi/modules/partner/states.py",
        '        "remove": ({ON, OFF}, REMOVED),\n',
        '        "remove": ({ON, OFF}, ON),\n',
        ("webhooks",),
    ),
    Plant(
        "each attempt has an id of its own",
        "jishi/modules/partner/adapters/standard.py",
        '"webhook-id": delivery.id,',
        '"webhook-id": f"{delivery.id}.{delivery.attempts}",',
        ("webhooks",),
    ),
    Plant(
        "a session that was ended acts",
        "jishi/modules/identity/access.py",
        "WHERE s.token = %s AND s.revoked_at IS NULL AND",
        "WHERE s.token = %s AND",
        ("sessions",),
    ),
    Plant(
        "sessions elsewhere go on",
        "jishi/modules/identity/actions/sign_out.py",
        "    ended = end_sessions(person, at=at, keep=here)\n",
        "    ended = len([person, here, at])\n",
        ("sessions",),
        seed=45,
    ),
    Plant(
        "a password can be tried more often than the rule allows",
        "jishi/modules/identity/actions/take_try.py",
        "        if not quota.take(key, span, limit.value):\n            raise TooManyTries(",
        "        if not quota.take(key, span, limit.value + 1):\n            raise TooManyTries(",
        ("tries",),
        seed=44,
    ),
]


@pytest.mark.sim
@pytest.mark.sqlite  # a simulation runs on SQLite, whatever the run is on
@pytest.mark.parametrize("plant", PLANTS, ids=[one.name for one in PLANTS])
def test_it_is_caught(plant: Plant, tmp_path: Path) -> None:
    for part in ("jishi", "rules"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("tests", "web_dist"))
    file = tmp_path / plant.file
    text = file.read_text(encoding="utf-8")
    assert text.count(plant.good) == 1, f"{plant.file} has the line {text.count(plant.good)} times: plant it anew"
    file.write_text(text.replace(plant.good, plant.bad), encoding="utf-8")
    command = [sys.executable, "-m", "jishi.config.cli", "sim", "--first", "--json", "--seed", str(plant.seed), "--seeds", SEEDS]
    command += ["--days", str(plant.days)]
    told = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert told.returncode == 1, told.stdout[-2000:] + told.stderr[-2000:]
    last = json.loads(told.stdout.splitlines()[-1])
    print(f"{plant.name}: seed {last['seed']} broke {last['broke']} on day {last['day']}: {last['how'][:300]}")
    assert last["broke"] in plant.breaks, last
