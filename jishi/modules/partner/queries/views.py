"""Webhooks, deliveries and attempts as their shop sees them; never a secret."""

from typing import Any

import orjson

from jishi.kernel import clock, words
from jishi.modules.partner.adapters.standard import reason
from jishi.modules.partner.models import Attempt, Delivery, Webhook
from jishi.modules.partner.queries.facts import KINDS
from jishi.modules.partner.states import DELIVERY, ON, WEBHOOK


def kinds_seen(lang: str) -> list[dict[str, str]]:
    """What a webhook may be told, each in a sentence."""
    return [{"kind": kind, "says": words.say(f"partner.kind.{kind}", lang)} for kind in sorted(KINDS.values())]


def webhooks_seen(found: list[Webhook]) -> list[dict[str, Any]]:
    """As a list shows them."""
    return [webhook_seen(row) for row in found]


def webhook_seen(row: Webhook, secret: str | None = None) -> dict[str, Any]:
    """A webhook; `secret` is given only in the answer that made it."""
    both = row.old_until is not None and row.old_until > clock.real()
    return {
        "id": row.id,
        "shop": row.shop,
        "url": row.url,
        "kinds": row.kinds,
        "state": row.state,
        "made_at": row.made_at,
        "failing_since": row.failing_since,
        "old_secret_until": row.old_until if both else None,
        "why": row.decision if row.state != ON else None,
        "secret": secret,
        "verbs": [
            {"verb": verb, "operation": f"partner.{verb}", "allowed": WEBHOOK.may(row, verb)}
            for verb in ("switch_on", "switch_off", "remove")
        ],
    }


def deliveries_seen(found: list[Delivery], lang: str) -> list[dict[str, Any]]:
    """As the log shows them."""
    return [delivery_seen(row, lang) for row in found]


def delivery_seen(row: Delivery, lang: str) -> dict[str, Any]:
    """One line of the log."""
    data = orjson.loads(row.body)["data"]
    return {
        "id": row.id,
        "webhook": row.webhook_id,
        "kind": row.kind,
        "about": data.get("id"),
        "at": row.at,
        "state": row.state,
        "attempts": row.attempts,
        "next_at": row.next_at if row.state == "waiting" else None,
        "delivered_at": row.delivered_at,
        "last_status": row.last_status,
        "last_error": error_said(row.last_error, lang),
        "verbs": [{"verb": "redeliver", "operation": "partner.redeliver", "allowed": DELIVERY.may(row, "redeliver")}],
    }


def attempts_seen(row: Delivery, lang: str) -> list[dict[str, Any]]:
    """Every attempt, the first first."""
    tried = Attempt.objects.filter(delivery=row).order_by("at", "id")
    return [{"at": one.at, "took_ms": one.took_ms, "status": one.status, "error": error_said(one.error, lang)} for one in tried]


def error_said(error: str, lang: str) -> str:
    """Why there was no answer, in the reader's words, with what a technician wants besides; empty where there was one."""
    code, detail = reason(error)
    if not words.has(code, lang):
        return error  # none, or written down before the reasons had words
    return f"{words.say(code, lang)} ({detail})" if detail else words.say(code, lang)
