"""For every fact that the server declares, an act that makes it true: what comes before it, `yield`, the act itself.

What pages are read before and after it: those of the town's `ids`.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from jishi.config import cli
from jishi.kernel import clock
from jishi.kernel.runner import act
from jishi.modules.identity import actions as identity
from jishi.modules.orders.tests.scene import START
from tests import people
from tests.live.town import Town

Act = Callable[[Town], Iterator[None]]
ACTS: dict[str, Act] = {}


def makes(*facts: str) -> Callable[[Act], Act]:
    """The act that makes these facts true."""

    def register(play: Act) -> Act:
        ACTS.update(dict.fromkeys(facts, play))
        return play

    return register


@makes("orders.OrderPlaced")
def a_buyer_orders(town: Town) -> Iterator[None]:
    yield
    town.scene.placed()


@makes("orders.OrderPaid")
def a_buyer_pays(town: Town) -> Iterator[None]:
    order = town.ids["orders"] = town.scene.placed()
    yield
    assert town.scene.pay(order).status_code == 200


@makes("orders.OrderConfirmed")
def a_buyer_orders_for_cash(town: Town) -> Iterator[None]:
    yield
    town.ids["orders"] = town.scene.placed(method="cash_on_delivery")


@makes("orders.OrderReleased")
def the_free_hour_ends(town: Town) -> Iterator[None]:
    town.ids["orders"] = town.scene.paid()
    town.wait(START + timedelta(hours=1))
    yield
    town.sweep()


@makes("orders.OrderPacked")
def a_shop_packs(town: Town) -> Iterator[None]:
    order = town.ids["orders"] = town.scene.to_pack()
    yield
    town.scene.did(town.scene.owner, "POST", f"/orders/{order}/pack")


@makes("orders.OrderCollected")
def a_carrier_collects(town: Town) -> Iterator[None]:
    town.ids["orders"], package = town.scene.packed()
    yield
    town.scene.scan(package, "collected")


@makes("orders.OrderDelivered")
def a_carrier_delivers(town: Town) -> Iterator[None]:
    town.ids["orders"], package = town.scene.packed()
    town.scene.scan(package, "collected")
    yield
    town.scene.scan(package, "delivered")


@makes("orders.OrderCompleted")
def the_aftersales_window_ends(town: Town) -> Iterator[None]:
    town.ids["orders"], package = town.scene.packed()
    town.scene.scan(package, "delivered")
    town.wait(town.scene.now + timedelta(days=15))
    yield
    town.sweep()


@makes("orders.OrderCancelled")
def a_shop_cancels(town: Town) -> Iterator[None]:
    order, _ = town.scene.packed()
    town.ids["orders"] = order
    yield
    town.scene.did(town.scene.owner, "POST", f"/orders/{order}/cancel", {"reason": "none left"})


@makes("orders.LinesCancelled")
def a_buyer_wants_less(town: Town) -> Iterator[None]:
    order = town.ids["orders"] = town.scene.paid({town.scene.cup: 3})
    yield
    assert town.scene.wish(order, {town.scene.cup: 1}).status_code == 200


@makes("orders.CancellationAsked")
def a_buyer_asks_to_cancel(town: Town) -> Iterator[None]:
    order = town.ids["orders"] = town.scene.to_pack()
    yield
    town.scene.wished(order)


@makes("orders.CancellationAgreed")
def a_shop_agrees_to_cancel(town: Town) -> Iterator[None]:
    order = town.ids["orders"] = town.scene.to_pack()
    wish = town.scene.wished(order)
    yield
    town.scene.did(town.scene.owner, "POST", f"/cancellations/{wish}/answer", {"accept": True})


@makes("orders.CancellationDeclined")
def a_shop_declines_to_cancel(town: Town) -> Iterator[None]:
    order = town.ids["orders"] = town.scene.to_pack()
    wish = town.scene.wished(order)
    yield
    town.scene.did(town.scene.owner, "POST", f"/cancellations/{wish}/answer", {"accept": False, "reason": "it is packed"})


@makes("orders.CancellationWithdrawn")
def a_buyer_takes_the_wish_back(town: Town) -> Iterator[None]:
    order = town.ids["orders"] = town.scene.to_pack()
    wish = town.scene.wished(order)
    yield
    town.scene.did(town.scene.buyer, "POST", f"/cancellations/{wish}/withdraw")


@makes("orders.OrderNoted")
def a_buyer_leaves_a_note(town: Town) -> Iterator[None]:
    order = town.ids["orders"] = town.scene.to_pack()
    yield
    town.scene.did(town.scene.buyer, "PUT", f"/orders/{order}/note", {"text": "ring twice"})


@makes("fulfilment.PackagesChanged")
def a_packed_order_is_not_sent(town: Town) -> Iterator[None]:
    """Its parcels are void once the warehouse hears of it: that is the act which is looked at."""
    town.ids["orders"], _ = town.scene.packed()
    town.scene.did(town.scene.owner, "POST", f"/orders/{town.ids['orders']}/cancel", {"reason": "none left"})
    yield
    town.scene.heard()


@makes("kernel.NoticeWritten")
def a_buyer_is_reminded(town: Town) -> Iterator[None]:
    town.ids["orders"] = town.scene.placed()
    town.wait(START + timedelta(minutes=15))
    yield
    town.sweep()


@makes("notices.NoticesChanged")
def an_owner_reads_what_they_were_told(town: Town) -> Iterator[None]:
    town.ids["orders"] = town.scene.to_pack()
    yield
    town.scene.did(town.scene.owner, "POST", "/me/notices/read-all", {"shop": town.scene.shop.id})


@makes("orders.OrdersImported")
def a_shop_brings_its_orders(town: Town) -> Iterator[None]:
    path = Path(str(clock.real().timestamp())).with_suffix(".csv")
    yield
    path.write_text("customer,date,items,amount\nann,2023-01-01,1,11.77\n", encoding="utf-8")
    try:
        assert cli.main(["import", "orders", str(path), "--shop", town.scene.shop.id, "--json"]) == 0
    finally:
        path.unlink()


@makes("catalog.ProductSubmitted")
def a_shop_submits(town: Town) -> Iterator[None]:
    made = _draft(town)
    yield
    town.scene.did(town.scene.owner, "POST", f"/products/{made}/submit")


@makes("catalog.ProductOnSale")
def a_reviewer_approves(town: Town) -> Iterator[None]:
    made = _submitted(town)
    yield
    town.scene.did(town.operator, "POST", f"/products/{made}/approve")


@makes("catalog.ProductRejected")
def a_reviewer_rejects(town: Town) -> Iterator[None]:
    made = _submitted(town)
    yield
    town.scene.did(town.operator, "POST", f"/products/{made}/reject", {"reasons": ["the picture is of something else"]})


@makes("catalog.ReviewOverdue")
def no_reviewer_decides(town: Town) -> Iterator[None]:
    _submitted(town)
    town.wait(town.scene.now + timedelta(days=30))
    yield
    town.sweep()


@makes("catalog.ProductOffSale")
def a_shop_takes_it_off_sale(town: Town) -> Iterator[None]:
    yield
    town.scene.did(town.scene.owner, "POST", f"/products/{town.ids['products']}/withdraw")


@makes("catalog.ProductBanned")
def an_operator_bans_it(town: Town) -> Iterator[None]:
    yield
    town.scene.did(town.operator, "POST", f"/products/{town.ids['products']}/ban", {"reason": "it is forbidden"})


def _draft(town: Town) -> str:
    sku = {"code": "GW-9", "price": {"amount": "9.00", "currency": "CNY"}, "stock": 9}
    given = {"title": "茶漏", "category": "teapots", "skus": [sku]}
    town.ids["products"] = str(town.scene.did(town.scene.owner, "POST", f"/shops/{town.scene.shop.id}/products", given)["id"])
    return town.ids["products"]


def _submitted(town: Town) -> str:
    made = _draft(town)
    town.scene.did(town.scene.owner, "POST", f"/products/{made}/submit")
    return made


@makes("desk.SessionOpened", "desk.SessionAssigned")
def a_buyer_writes(town: Town) -> Iterator[None]:
    town.talk()
    yield
    town.say(town.scene.buyer)


@makes("desk.SessionAnswered")
def an_agent_answers(town: Town) -> Iterator[None]:
    _asked(town)
    yield
    town.say(town.agent, "有的，今天发货")


@makes("desk.SessionUnanswered")
def nobody_answers(town: Town) -> Iterator[None]:
    _asked(town)
    town.wait(town.scene.now + timedelta(days=1))
    yield
    town.sweep()


@makes("desk.SessionLeftOut")
def an_agent_says_that_no_reply_is_needed(town: Town) -> Iterator[None]:
    session = _asked(town)
    yield
    town.scene.did(town.agent, "POST", f"/sessions/{session}/no-reply", {"reason": "advertising"})


@makes("desk.SessionClosed")
def an_agent_closes(town: Town) -> Iterator[None]:
    _asked(town)
    yield
    town.scene.did(town.agent, "POST", f"/conversations/{town.ids['conversations']}/close")


@makes("desk.SessionQueued")
def an_agent_leaves(town: Town) -> Iterator[None]:
    """The desk hears of it after the commit: that is the act which is looked at."""
    _asked(town)
    town.scene.did(town.scene.owner, "DELETE", f"/shops/{town.scene.shop.id}/members/{town.agent.id}")
    yield
    town.scene.heard()


@makes("desk.SeatChanged")
def an_agent_takes_no_more(town: Town) -> Iterator[None]:
    yield
    town.scene.did(town.agent, "PATCH", f"/shops/{town.scene.shop.id}/desk", {"accepting": False})


def _asked(town: Town) -> str:
    town.talk()
    town.say(town.scene.buyer)
    return str(town.scene.did(town.agent, "GET", f"/shops/{town.scene.shop.id}/sessions?group=mine")["items"][0]["id"])


@makes("shops.ShopOpened")
def an_operator_opens_a_shop(town: Town) -> Iterator[None]:
    yield
    town.scene.did(town.operator, "POST", "/markets/CN/shops", {"name": "Third", "owner": town.scene.owner.to})


@makes("shops.MemberAdded", "identity.PersonMade")
def a_shop_takes_somebody_on(town: Town) -> Iterator[None]:
    yield
    town.scene.did(town.scene.owner, "POST", f"/shops/{town.scene.shop.id}/members", {"to": "new@example.org", "role": "warehouse"})


@makes("shops.MemberChanged")
def an_agent_becomes_a_manager(town: Town) -> Iterator[None]:
    yield
    town.scene.did(town.scene.owner, "PATCH", f"/shops/{town.scene.shop.id}/members/{town.agent.id}", {"role": "manager"})


@makes("shops.MemberRemoved")
def a_shop_lets_somebody_go(town: Town) -> Iterator[None]:
    yield
    town.scene.did(town.scene.owner, "DELETE", f"/shops/{town.scene.shop.id}/members/{town.agent.id}")


@makes("identity.OperatorMade")
def somebody_works_for_the_marketplace(town: Town) -> Iterator[None]:
    yield
    act(identity.make_operator, town.bystander.person.id, "support", actor=people.SETUP)


@makes("identity.OperatorRemoved")
def somebody_works_for_it_no_more(town: Town) -> Iterator[None]:
    act(identity.make_operator, town.bystander.person.id, "support", actor=people.SETUP)
    yield
    town.scene.did(town.operator, "DELETE", f"/operators/{town.bystander.person.id}")


VIEW = {"role": "owner", "reason": "asked by the owner"}


@makes("identity.ViewingBegun")
def somebody_looks_as_the_owner(town: Town) -> Iterator[None]:
    yield
    town.scene.did(town.operator, "POST", f"/shops/{town.scene.shop.id}/viewings", VIEW)


@makes("identity.ViewingEnded")
def somebody_looks_no_more(town: Town) -> Iterator[None]:
    town.scene.did(town.operator, "POST", f"/shops/{town.scene.shop.id}/viewings", VIEW)
    yield
    town.scene.did(town.operator, "POST", "/me/viewing/end")


@makes("identity.PersonErased")
def a_buyer_is_erased(town: Town) -> Iterator[None]:
    other = people.a_buyer("gone@example.org", "何田田")
    order = town.ids["orders"] = town.scene.placed(who=other)
    town.scene.did(other, "POST", f"/orders/{order}/cancellations", {"reason": "changed my mind"})
    yield
    assert cli.main(["erase", "--subject", other.id]) == 0


PACK = {"pack": "kuaishou-cn", "since": "2024-04-20", "reason": "as agreed"}


@makes("lawbook.PackAnnounced")
def another_pack_is_settled(town: Town) -> Iterator[None]:
    change = town.scene.did(town.operator, "POST", "/markets/CN/pack-changes", PACK)["id"]
    yield
    town.scene.did(town.second, "POST", f"/pack-changes/{change}/settle")


@makes("lawbook.PackWithdrawn")
def a_settled_pack_is_withdrawn(town: Town) -> Iterator[None]:
    change = town.scene.did(town.operator, "POST", "/markets/CN/pack-changes", PACK)["id"]
    town.scene.did(town.second, "POST", f"/pack-changes/{change}/settle")
    yield
    town.scene.did(town.second, "POST", f"/pack-changes/{change}/withdraw", {"reason": "a mistake"})


DRAFT = {"rule": "orders.unpaid.cancel_after", "value": 24, "since": "2024-04-10", "reason": "A day is enough."}


@makes("lawbook.ChangeAnnounced")
def a_change_is_published(town: Town) -> Iterator[None]:
    drafted = _drafted(town)
    yield
    town.scene.did(town.operator, "POST", f"/overrides/{drafted}/publish")


@makes("lawbook.ChangeWithdrawn")
def a_change_is_withdrawn(town: Town) -> Iterator[None]:
    drafted = _drafted(town)
    town.scene.did(town.operator, "POST", f"/overrides/{drafted}/publish")
    yield
    town.scene.did(town.operator, "POST", f"/overrides/{drafted}/withdraw", {"reason": "a mistake"})


@makes("lawbook.ChangeBegun")
def a_change_begins(town: Town) -> Iterator[None]:
    drafted = _drafted(town)
    town.scene.did(town.operator, "POST", f"/overrides/{drafted}/publish")
    town.wait(datetime(2024, 4, 10, 1, tzinfo=UTC))
    yield
    town.sweep()


def _drafted(town: Town) -> str:
    town.ids["overrides"] = str(town.scene.did(town.second, "POST", "/markets/CN/overrides", DRAFT)["id"])
    return town.ids["overrides"]
