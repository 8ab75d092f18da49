"""A buyer at a phone: from the shelf to an order, its clock, its payment, its end; and the why of an order that the clock closed."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.browser.words import money

pytestmark = pytest.mark.browser

GAIWAN = "手作白瓷盖碗三件套 高白泥"
HOME = {"name": "许小满", "phone": "13900001234", "region": "浙江省", "city": "杭州市", "district": "拱墅区", "line": "湖墅南路 8 号"}
PHONE_REFUSED = "写一个有效的 +86 号码；别国的号码以 + 开头写全。"
UNPAID = "orders.unpaid.cancel_after"


def put_in_cart(buyer: Visitor, title: str, kind: str) -> None:
    """Choose a kind of a product from the shelf and put one into the cart."""
    buyer.goto("/")
    buyer.page.get_by_role("link", name=re.compile(re.escape(title))).first.click()
    buyer.page.get_by_text(kind, exact=True).click()
    buyer.button("catalog:product.add").click()
    buyer.reads("catalog:product.in_cart", count=1)


def fill_address(buyer: Visitor, **changes: str) -> None:
    """Write an address into the form and save it."""
    for part, text in (HOME | changes).items():
        label = "province" if part == "region" else part
        buyer.field(f"parts:address.{label}").fill(text)
    buyer.button("parts:address.save").click()


def order(buyer: Visitor, sku: str, quantity: int = 1) -> None:
    """Place an order through the checkout, to the first address."""
    buyer.goto(f"/checkout?lines={sku}:{quantity}")
    buyer.button("orders:checkout.place").click()
    expect(buyer.page).to_have_url(re.compile(r"/pay/pay_"))


def a_sku(buyer: Visitor, title: str, kind: str) -> str:
    """The id of a kind of a product on sale in China."""
    found = buyer.ask("GET", "/markets/CN/products?limit=100")["items"]
    product = next(one["id"] for one in found if one["title"] == title)
    return next(str(sku["id"]) for sku in buyer.ask("GET", f"/products/{product}")["skus"] if sku["name"] == kind)


@pytest.mark.covers("CLK-02", "RUL-08", "ORD-01")
def test_from_the_shelf_to_an_unpaid_order_with_its_clock_and_rule(visit: Visit) -> None:
    buyer = visit("buyer2.cn@example.org", phone=True)
    put_in_cart(buyer, GAIWAN, "素白 150 ml")
    buyer.link("catalog:product.cart").click()
    line = buyer.page.get_by_role("group", name=buyer.words("orders:cart.quantity", name=GAIWAN))
    line.get_by_role("button", name=buyer.words("parts:stepper.more")).click()
    expect(line.get_by_role("status")).to_have_text("2")
    buyer.sees(money("476.00"))
    buyer.button("orders:cart.checkout").click()
    buyer.button("orders:checkout.add_address").click()
    fill_address(buyer)
    expect(buyer.page.get_by_role("radio", name=re.compile(HOME["name"]))).to_be_checked()
    buyer.button("orders:checkout.place", amount=money("476.00")).click()
    expect(buyer.page).to_have_url(re.compile(r"/pay/pay_"))
    buyer.page.goto("/orders")
    buyer.link("orders:mine.open_one").first.click()
    buyer.sees(HOME["line"])
    placed = buyer.ask("GET", "/orders/" + buyer.page.url.rsplit("/", 1)[1])
    assert placed["state"] == "unpaid"
    assert placed["amounts"]["total"] == {"amount": "476.00", "currency": "CNY"}
    clock = placed["clock"]
    assert clock["rule"] == UNPAID
    sees_clock_and_rule(buyer, clock)


def sees_clock_and_rule(buyer: Visitor, clock: dict[str, str]) -> None:
    """The ring runs, says what happens then, and behind it and behind the why stand the rule and where it comes from."""
    buyer.sees(clock["what"])
    ring = buyer.button("parts:countdown.label.calm", name=clock["title"])
    expect(ring).to_have_text(re.compile("^1 天 23 小时"), timeout=70_000)  # a calm clock moves once a minute
    rule = buyer.ask("GET", f"/rules/{clock['rule']}?market=CN")
    ring.click()
    for text in (clock["what"], clock["stops"], rule["name"], clock["value_text"], rule["in_force"]["source"]["doc"]):
        buyer.sees(re.compile(re.escape(text)), buyer.dialog)
    buyer.dialog.get_by_role("button", name=buyer.words("parts:close")).click()
    buyer.button("orders:mine.why_limit", limit=clock["value_text"]).click()
    for text in (rule["name"], rule["says"], rule["in_force"]["value_text"], rule["in_force"]["source"]["doc"]):
        buyer.sees(text, buyer.dialog)
    buyer.dialog.get_by_role("link", name=buyer.words("parts:why.open_rule")).click()
    expect(buyer.page.get_by_role("heading", level=1)).to_have_text(rule["name"])


@pytest.mark.covers("ORD-03", "ORD-05")
def test_paying_with_a_declined_card_then_a_good_one_then_cancelling_in_the_free_hour(visit: Visit) -> None:
    buyer = visit("buyer3.cn@example.org", phone=True)
    order(buyer, a_sku(buyer, GAIWAN, "素白 150 ml"))
    buyer.page.get_by_text(buyer.words("payments:card.declined")).click()
    buyer.button("payments:pay", amount=money("238.00")).click()
    expect(buyer.page.get_by_role("alert")).to_be_visible()
    buyer.page.get_by_text(buyer.words("payments:card.ok"), exact=True).click()
    buyer.button("payments:pay_again", amount=money("238.00")).click()
    buyer.reads("payments:paid", amount=money("238.00"))
    buyer.link("payments:see_order").click()
    expect(buyer.page.get_by_role("heading", level=1)).to_have_text(buyer.words("orders:mine.head.on_hold"))
    buyer.sees(buyer.words("orders:caption.orders.release"))
    buyer.button("orders:mine.cancel_one").click()
    buyer.sees(buyer.words("orders:cancel.buyer.free", amount=money("238.00")), buyer.dialog)
    buyer.dialog.get_by_role("button", name=buyer.words("orders:cancel.buyer_verb.free"), exact=True).click()
    expect(buyer.page.get_by_role("heading", level=1)).to_have_text(buyer.words("orders:mine.head.cancelled"))
    ended = buyer.ask("GET", "/orders/" + buyer.page.url.rsplit("/", 1)[1])
    assert ended["state"] == "cancelled"
    assert (ended["ended"]["cause"], ended["ended"]["initiator"]) == ("buyer_free", "buyer")
    buyer.reads("orders:mine.refunded", amount=money("238.00"))


@pytest.mark.covers("RUL-08", "RUL-03")
def test_an_order_that_the_clock_closed_says_why(visit: Visit) -> None:
    buyer = visit("buyer1.cn@example.org", phone=True)
    found = (buyer.ask("GET", f"/orders/{one['id']}") for one in buyer.ask("GET", "/me/orders?tab=cancelled&limit=100")["items"])
    closed = next(one for one in found if one["ended"]["cause"] == "unpaid")
    buyer.goto(f"/orders/{closed['id']}")
    sees_why(buyer, closed["ended"]["decision"])


def sees_why(buyer: Visitor, decision: str) -> None:
    """The card of a decision: outcome and effect, rule with version and source, facts, the sum, what would have changed it, its id."""
    buyer.button("parts:why.word").first.click()
    told = buyer.ask("GET", f"/decisions/{decision}")
    rule = told["rule"]
    assert rule["id"] == UNPAID
    assert len(told["facts"]) == 3
    facts = [text for fact in told["facts"] for text in (fact["label"], fact["value"])]
    for text in (
        *(told["says"], told["effect"], rule["says"], rule["value_text"], f"v{rule['version']}", rule["source"]["doc"]),
        *(*facts, told["sum"], *told["counterfactuals"], decision),
    ):
        assert text
        buyer.sees(re.compile(re.escape(text)), buyer.dialog)


def test_wrong_input_is_said_under_the_field(visit: Visit) -> None:
    buyer = visit("buyer4.cn@example.org", phone=True)
    buyer.foresees(422)
    buyer.goto("/me/addresses")
    buyer.button("identity:addresses.add").click()
    buyer.button("parts:address.save").click()
    for part in ("name", "phone", "region", "city", "line"):
        buyer.reads(f"parts:address.needs.{part}")
    expect(buyer.field("parts:address.name")).to_be_focused()
    fill_address(buyer, phone="123")
    expect(buyer.field("parts:address.phone")).to_have_accessible_description(PHONE_REFUSED)
    expect(buyer.field("parts:address.line")).to_have_value(HOME["line"])
    assert HOME["line"] not in [one["line"] for one in buyer.ask("GET", "/me/addresses")["items"]]


def test_no_more_than_there_is_can_be_chosen(visit: Visit) -> None:
    buyer = visit("buyer4.cn@example.org", phone=True)
    sku = a_sku(buyer, "竹制干泡茶盘", "小号 38 × 24 cm")
    stock = next(one["stock"] for one in buyer.ask("GET", f"/products/{product_of(buyer, sku)}")["skus"] if one["id"] == sku)
    buyer.goto(f"/p/{product_of(buyer, sku)}?sku={sku}")
    more = buyer.button("parts:stepper.more")
    for _ in range(stock - 1):
        more.click()
    expect(more).to_be_disabled()
    buyer.reads("catalog:product.left", count=stock)
    buyer.goto(f"/checkout?lines={sku}:{stock + 1}")
    buyer.reads("orders:checkout.gone")
    expect(buyer.button("orders:checkout.place")).to_be_disabled()


def product_of(buyer: Visitor, sku: str) -> str:
    """The product that a SKU is a kind of."""
    line = buyer.ask("POST", "/me/quote", {"lines": [{"sku_id": sku, "quantity": 1}]})["shops"][0]["lines"][0]
    return str(line["product_id"])
