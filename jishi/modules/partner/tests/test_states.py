"""The states of a webhook and of a delivery: every verb from each of them, against the tables written down once more."""

import pytest

from jishi.kernel import events
from jishi.modules.partner.models import Delivery, Webhook
from jishi.modules.partner.states import DELIVERY, WEBHOOK
from jishi.modules.partner.tests.scene import a_shop_that_listens
from tests import people
from tests.tables import obeys

ADDRESS = "http://127.0.0.1:9/"
HOOKS = {"switch_on": "off > on", "switch_off": "on > off", "give_up": "on > off", "remove": "on off > removed"}
DELIVERIES = {"deliver": "waiting > delivered", "give_up": "waiting > failed", "redeliver": "waiting delivered failed > waiting"}


@pytest.mark.django_db
@pytest.mark.parametrize("verb", HOOKS)
def test_every_pair_of_a_webhook_moves_or_refuses(verb: str) -> None:
    scene = a_shop_that_listens(ADDRESS)
    obeys(WEBHOOK, Webhook.objects.get(pk=scene.webhook["id"]), verb, HOOKS)


@pytest.mark.django_db
@pytest.mark.parametrize("verb", DELIVERIES)
def test_every_pair_of_a_delivery_moves_or_refuses(verb: str) -> None:
    a_shop_that_listens(ADDRESS).order(people.a_buyer())
    while events.pump():
        pass
    obeys(DELIVERY, Delivery.objects.get(), verb, DELIVERIES)
