"""Sending, beside the worker: webhooks in parallel, the deliveries of one in their order; who hangs holds up nobody but himself."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from jishi.kernel import clock, post, rotation, worker
from jishi.kernel.runner import act
from jishi.modules.partner import actions, law
from jishi.modules.partner.adapters import standard
from jishi.modules.partner.models import Delivery
from jishi.modules.partner.states import ON, WAITING

AT_ONCE = 16
"""Webhooks that one worker sends to at a time."""
IN_A_TURN = 100
ONCE_SECONDS = 10.0
"""How long an attempt may take where no rule says so."""
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
            due = Delivery.objects.filter(webhook_id=webhook, state=WAITING, next_at__lte=clock.real(), webhook__state=ON)
            delivery = due.select_related("webhook").order_by("next_at", "seq", "id").first()
            if delivery is None:
                break
            within = law.answer_within(delivery.webhook.market)
            outcome = standard.send(delivery.webhook, delivery, float(within.value) if within.applies else ONCE_SECONDS)
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
