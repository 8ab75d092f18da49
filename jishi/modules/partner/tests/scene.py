"""A shop with a webhook, made by requests; time that passes; and the worker's part of sending, done at once."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from jishi.kernel import events
from jishi.kernel.ids import new_id
from jishi.kernel.runner import act
from jishi.modules.partner import actions, jobs
from tests import people


@dataclass
class Scene:
    """A shop that sells something, its webhook and the secret that was shown once."""

    shop: people.ShopAtHand
    sku: str
    webhook: dict[str, Any]

    @property
    def secret(self) -> str:
        return str(self.webhook["secret"])

    def now(self) -> dict[str, Any]:
        """The webhook as its shop sees it."""
        return dict(did(self.shop.person.ask("GET", f"/webhooks/{self.webhook['id']}")))

    def log(self) -> list[dict[str, Any]]:
        """Its deliveries, the last first."""
        return list(did(self.shop.person.ask("GET", f"/webhooks/{self.webhook['id']}/deliveries"))["items"])

    def order(self, buyer: people.Signed) -> str:
        """An order that a buyer places, unpaid; its id."""
        wanted = {"lines": [{"sku_id": self.sku, "quantity": 1}], "address_id": buyer.address, "method": "online"}
        placed = did(buyer.ask("POST", "/me/orders", wanted, key=new_id("key")))
        return str(placed["orders"][0]["id"])


def a_shop_that_listens(url: str, *kinds: str) -> Scene:
    """Its owner made the webhook."""
    shop = people.a_shop("CN")
    sku = shop.sell()
    while events.pump():
        pass
    webhook = did(shop.person.ask("POST", f"/shops/{shop.id}/webhooks", {"url": url, "kinds": list(kinds or ("order.placed",))}))
    return Scene(shop, sku, webhook)


def did(answer: Any) -> Any:
    """The JSON of an answer that did what was asked."""
    assert answer.status_code in (200, 201), answer.content
    return answer.json()


def send() -> int:
    """What the worker does: hear what happened, then send all that is due. How many were tried."""
    while events.pump():
        pass
    return sum(jobs.send_due(webhook) for webhook in act(actions.take_turns, 10)) if jobs.waiting() else 0


def later(**fields: str) -> None:
    """Real time passes for what is kept: each (column, seconds) of deliveries or webhooks lies so much earlier."""
    with connection.cursor() as cursor:
        for place, seconds in fields.items():
            table, _, column = place.partition("__")
            back = f"strftime('%Y-%m-%d %H:%M:%f', {column}, '-{seconds} seconds')"
            if connection.vendor == "postgresql":
                back = f"{column} - interval '{seconds} seconds'"
            cursor.execute(f"UPDATE partner_{table} SET {column} = {back} WHERE {column} IS NOT NULL")
