"""The only writers of partner."""

from jishi.modules.partner.actions.forget import forget
from jishi.modules.partner.actions.note_attempt import note_attempt
from jishi.modules.partner.actions.ping import ping
from jishi.modules.partner.actions.redeliver import redeliver
from jishi.modules.partner.actions.take_turn import end_turn, take_turns
from jishi.modules.partner.actions.webhooks import change_webhook, make_webhook, remove, rotate_secret, switch_off, switch_on
from jishi.modules.partner.actions.write_down import write_down

__all__ = [
    "change_webhook",
    "end_turn",
    "forget",
    "make_webhook",
    "note_attempt",
    "ping",
    "redeliver",
    "remove",
    "rotate_secret",
    "switch_off",
    "switch_on",
    "take_turns",
    "write_down",
]
