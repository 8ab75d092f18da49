"""One row of each table broken by hand: `fsck` names it."""

import pytest

from jishi.kernel import fsck
from jishi.modules.partner.tests.receiver import listening
from jishi.modules.partner.tests.scene import a_shop_that_listens, did, send
from tests import people
from tests.rows import break_row

pytestmark = pytest.mark.django_db


def test_broken_rows_are_named() -> None:
    with listening() as receiver:
        scene = a_shop_that_listens(receiver.url)
        scene.order(people.a_buyer())
        send()
    assert [one for one in fsck.run() if one.table.startswith("partner_")] == []
    webhook, delivery = scene.webhook["id"], scene.log()[0]["id"]
    whole = did(scene.shop.person.ask("GET", f"/deliveries/{delivery}"))
    assert [one["status"] for one in whole["tried"]] == [200]
    break_row("partner_webhook", webhook, "sealed", b"nonsense")
    break_row("partner_delivery", delivery, "attempts", 7)
    break_row("partner_attempt", delivery, "took_ms", -1, primary="delivery_id")
    found = {(one.table, one.what) for one in fsck.run() if one.table.startswith("partner_")}
    assert found == {
        ("partner_webhook", "no key of the installation opens its secret"),
        ("partner_delivery", "7 attempts are told, 1 are there"),
        ("partner_attempt", "took -1 ms"),
    }
