"""The states of a webhook and of a delivery."""

from jishi.kernel.machine import Machine
from jishi.modules.partner.models import Delivery, Webhook

ON, OFF, REMOVED = "on", "off", "removed"
WAITING, DELIVERED, FAILED = "waiting", "delivered", "failed"

WEBHOOK = Machine(
    "webhook",
    Webhook,
    {
        "switch_on": ({OFF}, ON),
        "switch_off": ({ON}, OFF),
        "give_up": ({ON}, OFF),
        "remove": ({ON, OFF}, REMOVED),
    },
)

DELIVERY = Machine(
    "delivery",
    Delivery,
    {
        "deliver": ({WAITING}, DELIVERED),
        "give_up": ({WAITING}, FAILED),
        "redeliver": ({WAITING, DELIVERED, FAILED}, WAITING),
    },
)
