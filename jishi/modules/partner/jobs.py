"""Sending, beside the worker: webhooks in parallel, the deliveries of one in their order; who hangs holds up nobody but himself."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from jishi.kernel import clock, post, rotation, rows, worker
from jishi.kernel.runner import act
from jishi.modules.partner import actions, law
from jishi.modules.partner.adapters import standard
from jishi.modules.partner.models import Delivery, Webhook
from jishi.modules.partner.states import ON, WAITING

AT_ONCE = 16
"""Webhooks that one worker sends to at a time."""
IN_A_TURN = 100
ONCE_SECONDS = 10.0
"""How long an attempt may take where no rule says so."""
_FIRST = f"WHERE webhook_id = %s AND state = '{WAITING}' AND next_at <= %s ORDER BY next_at, seq, id LIMIT 1"
rotation.sealed_column("partner_webhook", "id", "sealed", standard.PURPOSE)
rotation.sealed_column("partner_webhook", "id", "old_sealed", standard.PURPOSE)


class _Pool:
    """The threads of this process that send, made when first wanted, and for whom they send now."""

    threads: ThreadPoolExecutor | None = None
    busy: set[str] = set()
    lock = threading.Lock()


@worker.beside
def send_webhooks() -> int:
    """Start sending for every webhook that has something due, as far as threads are free; how many were started."""
    with _Pool.lock:
        busy = sorted(_Pool.busy)
    if len(busy) >= AT_ONCE or not waiting():
        return 0
    taken = act(actions.take_turns, AT_ONCE - len(busy), busy)
    if taken and _Pool.threads is None:
        _Pool.threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhook")
    for webhook in taken:
        with _Pool.lock:
            _Pool.busy.add(webhook)
        assert _Pool.threads is not None
        _Pool.threads.submit(_turn, webhook)
    return len(taken)


def waiting() -> bool:
    """Is anything due, and may it go out? After a restore it is held until an operator releases it."""
    return not post.held() and Delivery.objects.filter(state=WAITING, webhook__state=ON, next_at__lte=clock.real()).exists()


def _turn(webhook: str) -> None:
    try:
        worker.Worker.guarded(lambda: send_due(webhook))
    finally:
        with _Pool.lock:
            _Pool.busy.discard(webhook)
        connection.close()


def send_due(webhook: str) -> int:
    """Send what is due to a webhook whose turn was taken, in the order in which it happened, until one fails; how many were tried."""
    count = 0
    try:
        while count < IN_A_TURN:
            there = rows.one(Webhook, webhook)
            due = rows.fetch(Delivery, _FIRST, [webhook, rows.db_time(clock.real())]) if there and there.state == ON else []
            if there is None or not due:
                break
            delivery = due[0]
            within = law.answer_within(there.market)
            outcome = standard.send(there, delivery, float(within.value) if within.applies else ONCE_SECONDS)
            count += 1
            if not act(actions.note_attempt, delivery.id, outcome):
                break
    finally:
        act(actions.end_turn, webhook)
    return count


@worker.periodic
def forget() -> None:
    """Hourly: what the log need not keep any longer."""
    while act(actions.forget):
        pass
