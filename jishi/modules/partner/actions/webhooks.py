"""A shop's webhooks: made, changed, switched on and off, removed; a new secret is shown once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jishi.kernel import clock, ids, outbound, rows, stored
from jishi.kernel.models import Audit
from jishi.lawbook.decisions import Fact
from jishi.modules.partner import law
from jishi.modules.partner.actions.write_down import drop_waiting
from jishi.modules.partner.adapters.standard import new_secret, seal
from jishi.modules.partner.errors import BadUrl, TooManyWebhooks
from jishi.modules.partner.models import Webhook
from jishi.modules.partner.states import REMOVED, WEBHOOK


@dataclass(frozen=True)
class Shown:
    """A webhook and the secret that is shown this once."""

    webhook: Webhook
    secret: str


def make_webhook(shop: str, market: str, url: str, kinds: Sequence[str], *, actor: str) -> Shown:
    """Tell a program from now on. Raises BadUrl, TooManyWebhooks with its why (rule partner.webhooks.per_shop)."""
    _lawful(url)
    _hold(shop)
    limit, count = law.per_shop(market), Webhook.objects.filter(shop=shop).exclude(state=REMOVED).count()
    if limit.applies and count >= limit.value:
        raise TooManyWebhooks(
            limit=limit.value,
            why={
                "subject": shop,
                "shop": shop,
                "market": market,
                "verb": "partner.make_webhook",
                "outcome": "partner.decision.too_many",
                "rulings": [limit],
                "facts": [Fact("partner.fact.webhooks", count, clock.now(), "shop")],
                "counterfactuals": [("partner.instead.remove_one", {})],
            },
        )
    secret = new_secret()
    webhook = Webhook(
        id=ids.new_id("whk"), shop=shop, market=market, url=url, kinds=sorted(set(kinds)), sealed=seal(secret), made_at=clock.now()
    )
    rows.add(webhook)
    _note(actor, "partner.make_webhook", webhook, kinds=webhook.kinds)
    return Shown(webhook, secret)


def change_webhook(webhook: Webhook, *, url: str | None, kinds: Sequence[str] | None, actor: str) -> Webhook:
    """Another address, or other kinds; what is None stays. Raises BadUrl."""
    if url is not None:
        _lawful(url)
    changed = {"url": webhook.url if url is None else url, "kinds": webhook.kinds if kinds is None else sorted(set(kinds))}
    text = "UPDATE partner_webhook SET url = %s, kinds = %s WHERE id = %s"
    rows.change(text, [changed["url"], stored.json_text(changed["kinds"]), webhook.id])
    rows.put(webhook, **changed)
    _note(actor, "partner.change_webhook", webhook, kinds=webhook.kinds)
    return webhook


def rotate_secret(webhook: Webhook, *, actor: str) -> Shown:
    """A new secret signs from now on; the old one too, for as long as rule partner.webhooks.secret_overlap says."""
    secret = new_secret()
    overlap = law.secret_overlap(webhook.market)
    now = clock.real()
    kept: dict[str, Any] = {"sealed": seal(secret), "old_sealed": None, "old_until": None}
    if overlap.applies:
        kept |= {"old_sealed": bytes(webhook.sealed), "old_until": overlap.after(now)}
    text = "UPDATE partner_webhook SET sealed = %s, old_sealed = %s, old_until = %s WHERE id = %s"
    until = kept["old_until"]
    rows.change(text, [kept["sealed"], kept["old_sealed"], rows.db_time(until) if until else None, webhook.id])
    rows.put(webhook, **kept)
    _note(actor, "partner.rotate_secret", webhook)
    return Shown(webhook, secret)


def switch_on(webhook: Webhook, *, actor: str) -> Webhook:
    """Tell it again, from now on. Raises WrongState."""
    WEBHOOK.advance(webhook, "switch_on", actor=actor, failing_since=None, decision=None)
    _note(actor, "partner.switch_on", webhook)
    return webhook


def switch_off(webhook: Webhook, *, actor: str) -> Webhook:
    """Tell it nothing; what waits is given up, and can be delivered again later. Raises WrongState."""
    WEBHOOK.advance(webhook, "switch_off", actor=actor)
    drop_waiting(webhook, actor=actor)
    _note(actor, "partner.switch_off", webhook)
    return webhook


def remove(webhook: Webhook, *, actor: str) -> None:
    """End it for good. Raises WrongState."""
    WEBHOOK.advance(webhook, "remove", actor=actor)
    drop_waiting(webhook, actor=actor)
    _note(actor, "partner.remove", webhook)


def _lawful(url: str) -> None:
    try:
        outbound.check(url)
    except outbound.Forbidden as error:
        raise BadUrl(f"partner.bad_url_{error.why}", field="url") from None


def _hold(shop: str) -> None:
    """Two at once cannot pass the limit: the second waits for the first."""
    rows.change("UPDATE shops_shop SET state = state WHERE id = %s", [shop])


def _note(actor: str, act: str, webhook: Webhook, **data: Any) -> None:
    rows.add(Audit(actor=actor, act=act, subject=webhook.id, at=clock.now(), data={"shop": webhook.shop, **data}))
