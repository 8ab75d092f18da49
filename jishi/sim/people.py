"""Buyers: they order and forget, pay twice, change their minds, and try what is not theirs to do."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jishi.kernel.money import Money
from jishi.sim import merchants, providers
from jishi.sim.asking import Answer, ask
from jishi.sim.broken import Broken

if TYPE_CHECKING:
    from jishi.sim.stage import Buyer, Goods, Shop
    from jishi.sim.world import World

ORDERS_A_DAY = 1.6
WRONG = "kernel.wrong_state"
NOT_PAYABLE = ("payments.already_paid", "payments.still_pending", "payments.closed")
REFUSED_PLACING = (
    "catalog.sold_out",
    "catalog.too_few_left",
    "orders.price_changed",
    "orders.no_such_address",
    "orders.mixed_currencies",
    "orders.not_on_sale",
)
FORGETS_TO_PAY, PAYS_TWICE, REGRETS, MOVES, PRIES = 0.18, 0.08, 0.3, 0.12, 0.05
PAYS_AFTER = (0.02, 0.1, 0.3, 2, 17, 47, 49)
REGRETS_AFTER = (0.2, 0.9, 2, 30, 60, 110)


@dataclass
class Basket:
    """What one buyer placed at once: its orders with their shops, and the payment that is due."""

    world: "World"
    buyer: "Buyer"
    orders: list[tuple[str, "Shop"]]
    payment: str
    is_paid: bool = False

    def paid(self) -> None:
        """The money came: now the shops have it, and the buyer may regret it."""
        if self.is_paid:
            return
        self.is_paid = True
        for order, shop in self.orders:
            merchants.has_order(self.world, order, shop)
            _may_regret(self, order, shop)


def come(world: "World") -> None:
    """Spread a story's orders, counts and breakdowns over its days."""
    dice = world.dice
    minutes = world.days * 24 * 60
    for _ in range(round(world.days * ORDERS_A_DAY)):
        buyer = dice.choice(world.stage.buyers)
        world.after("a buyer orders", lambda buyer=buyer: _order(world, buyer), minutes=dice.randrange(minutes))  # type: ignore[misc]
    for _ in range(world.days):
        goods = dice.choice(world.stage.goods)
        world.after("a shop counts", lambda goods=goods: merchants.counts(world, goods), minutes=dice.randrange(minutes))  # type: ignore[misc]
    for _ in range(world.days // 5):
        world.after("the worker goes down", lambda: _down(world), minutes=dice.randrange(minutes))


def _down(world: "World") -> None:
    world.working = False

    def up() -> None:
        world.working = True

    world.after("the worker is up again", up, hours=world.dice.choice((1, 9, 30)))


def _order(world: "World", buyer: "Buyer") -> None:
    """Place a basket: mostly a good one, sometimes with a lie in it."""
    dice = world.dice
    own = [one for one in world.stage.goods if one.shop.market == buyer.market]
    basket = {one.sku: (one, dice.choice((1, 1, 1, 2, 3))) for one in dice.sample(own, dice.choice((1, 1, 2, 3)))}
    method = "cash_on_delivery" if dice.random() < 0.15 else "online"
    body: dict[str, Any] = {"address_id": dice.choice(buyer.addresses), "method": method}
    lie = dice.random()
    if lie < 0.04:
        body["address_id"] = next(one.addresses[0] for one in world.stage.buyers if one is not buyer)
    elif lie < 0.08:
        body["total"] = {"amount": "0.01", "currency": own[0].currency}
    elif lie < 0.11:
        basket[own[0].sku] = (own[0], 999)
    elif lie < 0.13:
        other = next(one for one in world.stage.goods if one.shop.market != buyer.market)
        basket[other.sku] = (other, 1)
    elif lie < 0.5:
        total = sum(one.minor * n for one, n in basket.values())
        body["total"] = Money(total, own[0].currency).json()
    body["lines"] = [{"sku_id": sku, "quantity": n} for sku, (_, n) in basket.items()]
    answer = ask(world, buyer.visitor, "POST", "/me/orders", body, may=REFUSED_PLACING)
    if answer is None:
        world.book.unheard += len({one.shop.id for one, _ in basket.values()})
    elif answer.good:
        _placed(world, buyer, answer, basket)


def _placed(world: "World", buyer: "Buyer", answer: Answer, basket: dict[str, tuple["Goods", int]]) -> None:
    shops = {one.shop.id: one.shop for one, _ in basket.values()}
    payment = answer.data["payment"]["id"] if answer.data["payment"] else ""
    orders = [(one["id"], shops[one["shop_id"]]) for one in answer.data["orders"]]
    world.book.placed.update(dict.fromkeys([order for order, _ in orders], payment))
    made = Basket(world, buyer, orders, payment)
    for order, shop in orders:
        if world.dice.random() < PRIES:
            _pry(world, buyer, order)
        if world.dice.random() < MOVES:
            hours = world.dice.choice((0.1, 5, 40))
            world.after("a buyer moves", lambda order=order: _move(world, buyer, order), hours=hours)  # type: ignore[misc]
        if not payment:
            merchants.has_order(world, order, shop)
            _may_regret(made, order, shop)
    if payment and world.dice.random() >= FORGETS_TO_PAY:
        world.after("a buyer pays", lambda: _pay(made), hours=world.dice.choice(PAYS_AFTER))


def _pry(world: "World", buyer: "Buyer", order: str) -> None:
    """Somebody else's order is not there for whoever asks; a denied cancellation changes nothing."""
    other = next(one for one in world.stage.buyers if one is not buyer)
    ask(world, other.visitor, "GET", f"/orders/{order}", may=("kernel.not_found",))
    ask(world, other.visitor, "POST", f"/orders/{order}/cancellations", {"reason": "not mine"}, may=("kernel.not_found",))


def _move(world: "World", buyer: "Buyer", order: str) -> None:
    may = ("orders.address_no_more", "orders.other_zone", WRONG)
    ask(world, buyer.visitor, "PUT", f"/orders/{order}/address", {"address_id": buyer.addresses[1]}, may=may)


def _pay(basket: Basket) -> None:
    """Pay, with a card that is good, bad or slow; sometimes twice, sometimes too late."""
    world, dice = basket.world, basket.world.dice
    for _ in range(1 + (dice.random() < PAYS_TWICE)):
        card = dice.choices(("ok", "declined", "slow"), (75, 10, 15))[0]
        path = f"/payments/{basket.payment}/pay"
        answer = ask(world, basket.buyer.visitor, "POST", path, {"card": card}, may=NOT_PAYABLE)
        if answer is None or not answer.good:
            continue
        state = answer.data["state"]
        if state != {"ok": "captured", "declined": "created", "slow": "pending"}[card]:
            raise Broken("acknowledged", f"a card that is {card} left a payment {state}")
        if state == "captured":
            basket.paid()
        elif state == "pending":
            providers.will_tell(world, basket.payment, basket)
        elif dice.random() < 0.6:
            world.after("a buyer pays after all", lambda: _pay(basket), hours=dice.choice((0.1, 3)))


def _may_regret(basket: Basket, order: str, shop: "Shop") -> None:
    dice = basket.world.dice
    if dice.random() < REGRETS:
        basket.world.after("a buyer regrets", lambda: _regret(basket, order, shop), hours=dice.choice(REGRETS_AFTER))


def _regret(basket: Basket, order: str, shop: "Shop") -> None:
    """Ask to have an order cancelled, or some of it."""
    world, who = basket.world, basket.buyer.visitor
    body: dict[str, Any] = {"reason": "changed my mind"}
    if world.dice.random() < 0.35:
        seen = ask(world, who, "GET", f"/orders/{order}", sure=True)
        assert seen is not None
        body["lines"] = [{"line_id": seen.data["lines"][0]["id"], "quantity": world.dice.choice((1, 1, 2))}]
    may = ("orders.already_asked", "orders.too_late_to_cancel", "orders.nothing_to_cancel", "orders.partly_shipped", WRONG)
    answer = ask(world, who, "POST", f"/orders/{order}/cancellations", body, may=may)
    if answer is None or not answer.good:
        return
    if world.dice.random() < 0.2:
        world.after("a buyer regrets again", lambda: _regret(basket, order, shop), hours=world.dice.choice((0, 5, 50)))
    if answer.data["request"] is None:
        return
    request = answer.data["request"]["id"]
    merchants.is_asked(world, request, shop)
    if world.dice.random() < 0.2:
        path = f"/cancellations/{request}/withdraw"
        world.after("a buyer takes it back", lambda: ask(world, who, "POST", path, may=(WRONG,)), hours=world.dice.choice((0.5, 10, 50)))
