"""What came of one attempt: delivered, tried again later, given up; and whether the webhook is switched off."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from jishi import lawbook
from jishi.kernel import clock, ids, post, rows
from jishi.kernel.access import THE_CLOCK
from jishi.lawbook.decisions import Fact, Word, decide
from jishi.modules.identity import queries as people
from jishi.modules.identity.access import SHOP_ROLES
from jishi.modules.partner import law
from jishi.modules.partner.actions.take_turn import LEASE
from jishi.modules.partner.actions.write_down import drop_waiting
from jishi.modules.partner.adapters.standard import Outcome, reason
from jishi.modules.partner.models import Attempt, Delivery, Webhook
from jishi.modules.partner.states import DELIVERY, ON, WAITING, WEBHOOK
from jishi.modules.shops import queries as shops

GONE = 410
"""By the specification: do not send here any more."""


def note_attempt(delivery_id: str, outcome: Outcome) -> bool:
    """Keep an attempt and what follows from it; whether the webhook answered well and may be sent the next one."""
    delivery = rows.one(Delivery, delivery_id)
    assert delivery is not None
    webhook = rows.one(Webhook, delivery.webhook_id)
    assert webhook is not None
    rows.add(
        Attempt(id=ids.new_id("wha"), delivery=delivery, at=outcome.at, took_ms=outcome.took_ms, status=outcome.status, error=outcome.error)
    )
    told: dict[str, Any] = {"attempts": delivery.attempts + 1, "last_status": outcome.status, "last_error": outcome.error}
    rows.change("UPDATE partner_webhook SET leased_until = %s WHERE id = %s", [rows.db_time(clock.real() + LEASE), webhook.id])
    if outcome.good:
        DELIVERY.advance_all([delivery], "deliver", actor=THE_CLOCK, delivered_at=outcome.at, **told)
        _counted(delivery, told)
        rows.change("UPDATE partner_webhook SET failing_since = NULL WHERE id = %s AND failing_since IS NOT NULL", [webhook.id])
        return True
    after = _next(webhook, delivery, outcome.at)
    if after is None:
        DELIVERY.advance_all([delivery], "give_up", actor=THE_CLOCK, **told)
        _counted(delivery, told)
    else:
        _counted(delivery, told | {"next_at": after})
    _fails(webhook, outcome)
    return False


def _counted(delivery: Delivery, told: dict[str, Any]) -> None:
    """Also where someone dealt with the delivery while it was tried: the attempt is counted, its state stays."""
    after: datetime = told.get("next_at", delivery.next_at)
    rows.change(
        "UPDATE partner_delivery SET attempts = %s, last_status = %s, last_error = %s, next_at = %s WHERE id = %s",
        [told["attempts"], told["last_status"], told["last_error"], rows.db_time(after), delivery.id],
    )


def _next(webhook: Webhook, delivery: Delivery, at: datetime) -> datetime | None:
    """When it is tried again; None when the rule's time for that would be over by then, or it no longer waits."""
    steps = law.retry_after(webhook.market)
    if not steps.applies or delivery.state != WAITING:
        return None
    later = at + timedelta(seconds=steps.value[min(delivery.attempts, len(steps.value) - 1)])
    return later if later <= delivery.gives_up_at else None


def _fails(webhook: Webhook, outcome: Outcome) -> None:
    since = webhook.failing_since or outcome.at
    rows.change("UPDATE partner_webhook SET failing_since = %s WHERE id = %s", [rows.db_time(since), webhook.id])
    limit = law.switched_off_after(webhook.market)
    over = limit.applies and limit.after(since) <= outcome.at
    if webhook.state == ON and (over or outcome.status == GONE):
        _switch_off(webhook, limit, since, outcome)


def _switch_off(webhook: Webhook, limit: lawbook.Ruling, since: datetime, outcome: Outcome) -> None:
    last = Word(reason(outcome.error)[0]) if outcome.error else str(outcome.status)
    decision = decide(
        subject=webhook.id,
        shop=webhook.shop,
        market=webhook.market,
        verb="partner.give_up",
        outcome="partner.decision.switched_off",
        rulings=[limit],
        facts=[Fact("partner.fact.failing_since", since, None, "shop"), Fact("partner.fact.last_answer", last, outcome.at, "shop")],
        counterfactuals=[("partner.instead.answer", {})],
    )
    if not WEBHOOK.advance_all([webhook], "give_up", actor=THE_CLOCK, failing_since=since, decision=decision.id):
        return
    drop_waiting(webhook, actor=THE_CLOCK)
    _tell(webhook)


def _tell(webhook: Webhook) -> None:
    """A letter to everyone in the shop who may do something about it; of the address only the host, the rest may be a secret."""
    able = [one.person_id for one in people.members(webhook.shop) if "partner.webhooks" in SHOP_ROLES.get(one.role, ())]
    spoken = people.languages_of(able)
    names = shops.named([webhook.shop])
    for person in able:
        params = {"shop": names.get(webhook.shop, webhook.shop), "host": urlsplit(webhook.url).hostname or ""}
        about = post.About("service", webhook.id, webhook.market, webhook.shop)
        post.send(person, "partner.switched_off", params, language=spoken[person], about=about)
