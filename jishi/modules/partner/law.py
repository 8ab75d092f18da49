"""What partner asks of the law, as of now and in the shop's market."""

from jishi import lawbook
from jishi.kernel import clock
from jishi.lawbook import Ruling


def _now(rule: str, market: str) -> Ruling:
    return lawbook.at(rule, on=clock.now(), market=market)


def retries_for(market: str) -> Ruling:
    """For how long a delivery that fails is tried again."""
    return _now("partner.api.webhook_retries_for", market)


def retry_after(market: str) -> Ruling:
    """How long after each attempt that failed the next one comes; the last length is kept on with."""
    return _now("partner.webhooks.retry_after", market)


def answer_within(market: str) -> Ruling:
    """How long an answer may take."""
    return _now("partner.webhooks.answer_within", market)


def switched_off_after(market: str) -> Ruling:
    """After how long without a good answer a webhook is switched off."""
    return _now("partner.webhooks.switched_off_after", market)


def secret_overlap(market: str) -> Ruling:
    """For how long the old secret signs too, after a new one was made."""
    return _now("partner.webhooks.secret_overlap", market)


def per_shop(market: str) -> Ruling:
    """How many webhooks a shop may have."""
    return _now("partner.webhooks.per_shop", market)


def log_kept_for(market: str) -> Ruling:
    """How long the log of deliveries is kept."""
    return _now("partner.webhooks.log_kept_for", market)
