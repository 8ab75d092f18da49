"""Merchants: they pack in time, late or never, answer requests or stay silent, cancel on their own account, miscount their shelves."""

from typing import TYPE_CHECKING, Any

from jishi.sim import carriers
from jishi.sim.asking import ask

if TYPE_CHECKING:
    from jishi.sim.stage import Goods, Shop
    from jishi.sim.world import World

PACKS = (2, 5, 12, 25, 40, 47, 50, 75)
"""Hours after payment."""
FORGETS, CANCELS, PACKS_TWICE, MEDDLES = 0.1, 0.06, 0.08, 0.04
SPLITS, MERGES, REPACKS, CARELESS = 0.15, 0.15, 0.3, 0.2
ANSWERS, AGREES = 0.65, 0.5
WRONG = "kernel.wrong_state"


def has_order(world: "World", order: str, shop: "Shop") -> None:
    """A shop has an order to ship."""
    dice = world.dice
    if dice.random() >= FORGETS:
        world.after("a shop packs", lambda: _pack(world, order, shop), hours=dice.choice(PACKS))
    if dice.random() < SPLITS:
        world.after("a shop splits", lambda: _split(world, order, shop), hours=dice.choice(PACKS))
    if dice.random() < MERGES:
        world.after("a shop merges", lambda: _merge(world, order, shop), hours=dice.choice(PACKS))
    if dice.random() < CANCELS:
        world.after("a shop cancels", lambda: _cancel(world, order, shop), hours=dice.choice((0.2, 3, 30, 90)))
    if dice.random() < MEDDLES:
        other = next(one for one in world.stage.shops if one.id != shop.id)
        body = {"reason": "not mine"}
        path = f"/orders/{order}/cancel"
        world.after("a shop meddles", lambda: _refused(world, other, path, body), hours=1)


def _refused(world: "World", shop: "Shop", path: str, body: dict[str, Any]) -> None:
    ask(world, shop.owner, "POST", path, body, may=("kernel.not_found",))


def _pack(world: "World", order: str, shop: "Shop") -> None:
    for _ in range(1 + (world.dice.random() < PACKS_TWICE)):
        answer = ask(world, shop.owner, "POST", f"/orders/{order}/pack", may=(WRONG,))
        if answer is not None and answer.good:
            carriers.takes(world, str(answer.data["id"]))


def _split(world: "World", order: str, shop: "Shop") -> None:
    """In a parcel for each piece; or one piece too many, which is refused. Now and then all goes into one parcel again."""
    seen = ask(world, shop.owner, "GET", f"/orders/{order}")
    if seen is None:
        return
    left = {one["id"]: one["quantity"] - one["cancelled"] - one["shipped"] for one in seen.data["lines"]}
    single = [{"lines": [{"line_id": line, "quantity": 1}]} for line, n in left.items() for _ in range(n)][:10]
    if world.dice.random() < CARELESS:
        single.append({"lines": [{"line_id": next(iter(left)), "quantity": 1}]})
    if len(single) < 2:
        return
    may = (WRONG, "fulfilment.not_what_is_sent", "fulfilment.too_many_parcels")
    answer = ask(world, shop.owner, "POST", f"/orders/{order}/split", {"parcels": single}, may=may)
    for one in answer.data if answer is not None and answer.good else ():
        carriers.takes(world, str(one["id"]))
    if world.dice.random() < REPACKS:
        world.after("a shop packs anew", lambda: _repack(world, order, shop), hours=world.dice.choice((0.5, 8)))


def _repack(world: "World", order: str, shop: "Shop") -> None:
    answer = ask(world, shop.owner, "POST", f"/orders/{order}/repack", may=(WRONG,))
    if answer is not None and answer.good:
        carriers.takes(world, str(answer.data["id"]))


def _merge(world: "World", order: str, shop: "Shop") -> None:
    """With all that waits for the same buyer; or, without looking, with anybody's."""
    listed = ask(world, shop.owner, "GET", f"/shops/{shop.id}/orders?tab=to_ship&limit=50")
    if listed is None:
        return
    found = {one["id"]: one["buyer"]["id"] for one in listed.data["items"] if one["state"] in ("to_process", "awaiting_collection")}
    if world.dice.random() < CARELESS:
        wanted = list(found)[:3]
    else:
        wanted = [one for one, buyer in found.items() if buyer == found.get(order)][:5]
    if len(wanted) < 2:
        return
    may = (WRONG, "fulfilment.other_recipient")
    answer = ask(world, shop.owner, "POST", f"/shops/{shop.id}/packages", {"order_ids": wanted}, may=may)
    if answer is not None and answer.good:
        carriers.takes(world, str(answer.data["id"]))
    if world.dice.random() < REPACKS:
        world.after("a shop packs anew", lambda: _repack(world, order, shop), hours=world.dice.choice((0.5, 8)))


def _cancel(world: "World", order: str, shop: "Shop") -> None:
    may = (WRONG, "orders.partly_shipped")
    ask(world, shop.owner, "POST", f"/orders/{order}/cancel", {"reason": "none left after all"}, may=may)


def is_asked(world: "World", request: str, shop: "Shop") -> None:
    """A buyer wants to cancel: the shop answers, or its silence does."""
    if world.dice.random() < ANSWERS:
        agrees = world.dice.random() < AGREES
        body = {"accept": agrees, "reason": "" if agrees or world.dice.random() < 0.1 else "it is packed"}
        path = f"/cancellations/{request}/answer"
        may = (WRONG, "orders.reason_needed")
        hours = world.dice.choice((1, 20, 47, 49))
        world.after("a shop answers", lambda: ask(world, shop.owner, "POST", path, body, may=may), hours=hours)


def counts(world: "World", goods: "Goods") -> None:
    """A shop counts a shelf: pieces came, or are missing, sometimes more than can be."""
    delta = world.dice.choice((-60, -3, -1, 2, 10, 25))
    body = {"delta": delta, "reason": "counted"}
    answer = ask(world, goods.shop.owner, "POST", f"/skus/{goods.sku}/stock", body, may=("catalog.promised_to_orders",), sure=True)
    if answer is not None and answer.good:
        world.book.shelf[goods.sku] += delta
