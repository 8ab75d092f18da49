"""Refusals of partner."""

from jishi.kernel.errors import BadInput, Refused


class BadUrl(BadInput):
    """The address may not be asked by us: not https, not plain, or in a private network."""

    code = "partner.bad_url_form"


class TooManyWebhooks(Refused):
    """The shop has as many webhooks as the rule allows (rule partner.webhooks.per_shop)."""

    code = "partner.too_many_webhooks"
    status = 409


class SwitchedOff(Refused):
    """Nothing is sent to a webhook that is switched off."""

    code = "partner.switched_off_now"
    status = 409
