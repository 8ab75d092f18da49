"""Every page of the web app: its route, who looks at it, and an address of it in the demonstration."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.browser.demo import ROOT
from tests.browser.visitor import Visitor

SELLER = "beichuang@example.org"
AGENT = "agent.beichuang@example.org"
BUYER = "buyer1.cn@example.org"
OPERATOR = "operator@example.org"
GUARANTEE = "aftersales.guarantee.floor"
HAND_OVER = "orders.shipping.hand_over_within"


@dataclass(frozen=True)
class Page:
    """A page by a name of its own; `find` gives its address, with a question or two to the API as the one who looks."""

    name: str
    route: str
    who: str | None
    find: Callable[[Visitor], str]


def _at(path: str) -> Callable[[Visitor], str]:
    return lambda visitor: path


def _shop(visitor: Visitor) -> str:
    return f"/s/{visitor.ask('GET', '/me')['shops'][0]['id']}"


def _in_shop(path: str) -> Callable[[Visitor], str]:
    return lambda visitor: _shop(visitor) + path


def _shop_order(tab: str) -> Callable[[Visitor], str]:
    def find(visitor: Visitor) -> str:
        base = _shop(visitor)
        return f"{base}/orders/{_first(visitor, f'/shops/{base[3:]}/orders?{tab}')['id']}"

    return find


def _my_order(tab: str) -> Callable[[Visitor], str]:
    return lambda visitor: f"/orders/{_first(visitor, f'/me/orders?{tab}')['id']}"


def _first(visitor: Visitor, path: str) -> dict[str, Any]:
    return dict(visitor.ask("GET", path)["items"][0])


def _product(visitor: Visitor) -> dict[str, Any]:
    found = visitor.ask("GET", "/markets/CN/products?limit=100")["items"]
    return dict(next(one for one in found if one["title"].startswith("手作白瓷盖碗")))


def _sku(visitor: Visitor) -> str:
    return str(visitor.ask("GET", f"/products/{_product(visitor)['id']}")["skus"][0]["id"])


def _cart(visitor: Visitor) -> str:
    visitor.ask("PUT", f"/me/cart/lines/{_sku(visitor)}", {"quantity": 2})
    return "/cart"


def _unpaid(visitor: Visitor) -> dict[str, Any]:
    """An order to be paid; placed now, if everything is paid."""
    if not visitor.ask("GET", "/me/orders?tab=unpaid")["items"]:
        lines = [{"sku_id": _sku(visitor), "quantity": 1}]
        address = _first(visitor, "/me/addresses")["id"]
        visitor.ask("POST", "/me/orders", {"lines": lines, "address_id": address, "method": "online"}, key=uuid4().hex)
    return dict(visitor.ask("GET", f"/orders/{_first(visitor, '/me/orders?tab=unpaid')['id']}"))


def _own_product(visitor: Visitor) -> str:
    base = _shop(visitor)
    return f"{base}/products/{_first(visitor, f'/shops/{base[3:]}/products')['id']}"


def _awaiting_review(visitor: Visitor) -> str:
    return f"/op/products/{_first(visitor, '/markets/CN/products?state=in_review')['id']}"


def _seller(visitor: Visitor) -> str:
    return f"/op/people/{_first(visitor, f'/people?q={SELLER}')['id']}"


def _webhook(visitor: Visitor) -> str:
    """One of the shop's; made now, if it has none."""
    base = _shop(visitor)
    path = f"/shops/{base[3:]}/webhooks"
    if not visitor.ask("GET", path)["items"]:
        made = visitor.ask("POST", path, {"url": "https://program.example.org/jishi", "kinds": ["order.paid", "order.cancelled"]})
        visitor.ask("POST", f"/webhooks/{made['id']}/ping")
    return f"{base}/webhooks/{_first(visitor, path)['id']}"


def _exports(visitor: Visitor) -> str:
    """With an export on record; made now, if there is none."""
    base = _shop(visitor)
    path, now = f"/shops/{base[3:]}/exports", datetime.fromisoformat(visitor.ask("GET", "/clock")["now"])
    if not visitor.ask("GET", path)["items"]:
        days = {"since": (now - timedelta(days=30)).isoformat(), "until": now.isoformat()}
        visitor.ask("POST", path, {"template": "order_items", "format": "xlsx", **days})
    return f"{base}/exports"


def _at_hand(visitor: Visitor) -> str:
    base = _shop(visitor)
    return f"{base}/warehouse?order={_first(visitor, f'/shops/{base[3:]}/orders?tab=to_ship&sub=pack&sort=due')['id']}"


def _chosen(visitor: Visitor) -> str:
    base = _shop(visitor)
    some = visitor.ask("GET", f"/shops/{base[3:]}/orders?tab=to_ship&sort=due&limit=4")["items"]
    return f"{base}/orders?tab=to_ship&paid=7d&sel={','.join(one['id'] for one in some)}"


def _talk(visitor: Visitor) -> str:
    """The shop whom the buyer asked."""
    return f"/chat/{_first(visitor, '/me/conversations')['shop']['id']}"


def _session(visitor: Visitor) -> str:
    base = _shop(visitor)
    return f"{base}/desk/{_first(visitor, f'/shops/{base[3:]}/sessions?group=mine')['conversation']}"


PAGES = (
    Page("sign-in", "sign-in", None, _at("/sign-in")),
    Page("setup", "setup", None, _at("/setup")),
    Page("demo", "demo", None, _at("/demo")),
    Page("mailbox", "mailbox", None, _at(f"/mailbox?to={BUYER}")),
    Page("parts", "parts", None, _at("/parts")),
    Page("nothing", "*", None, _at("/no/such/page")),
    Page("home", "/", BUYER, _at("/")),
    Page("shop", "/shop/:shopId", BUYER, lambda visitor: f"/shop/{_product(visitor)['shop']['id']}"),
    Page("product", "/p/:productId", BUYER, lambda visitor: f"/p/{_product(visitor)['id']}"),
    Page("cart", "/cart", BUYER, _cart),
    Page("checkout", "/checkout", BUYER, lambda visitor: f"/checkout?lines={_sku(visitor)}:2"),
    Page("pay", "/pay/:paymentId", BUYER, lambda visitor: f"/pay/{_unpaid(visitor)['payment_id']}"),
    Page("buyer-orders", "/orders", BUYER, _at("/orders")),
    Page("buyer-order", "/orders/:orderId", BUYER, lambda visitor: f"/orders/{_unpaid(visitor)['id']}"),
    Page("buyer-order-shipped", "/orders/:orderId", BUYER, _my_order("tab=shipped")),
    Page("buyer-order-cancelled", "/orders/:orderId", BUYER, _my_order("tab=cancelled")),
    Page("chats", "/chat", BUYER, _at("/chat")),
    Page("chat", "/chat/:shopId", BUYER, _talk),
    Page("addresses", "/me/addresses", BUYER, _at("/me/addresses")),
    Page("notices-mine", "/notices", BUYER, _at("/notices")),
    Page("preferences-mine", "/me/notices", BUYER, _at("/me/notices")),
    Page("security", "/me/security", BUYER, _at("/me/security")),
    Page("rules", "/rules", BUYER, _at("/rules")),
    Page("calendar", "/calendar", BUYER, _at("/calendar")),
    Page("rule", "/rules/:ruleId", BUYER, _at(f"/rules/{GUARANTEE}")),
    Page("today", "s/:shopId/today", SELLER, _in_shop("/today")),
    Page("orders", "s/:shopId/orders", SELLER, _in_shop("/orders?tab=to_ship")),
    Page("orders-chosen", "s/:shopId/orders", SELLER, _chosen),
    Page("warehouse", "s/:shopId/warehouse", SELLER, _in_shop("/warehouse")),
    Page("warehouse-order", "s/:shopId/warehouse", SELLER, _at_hand),
    Page("order", "s/:shopId/orders/:orderId", SELLER, _shop_order("tab=to_ship&sub=pack&sort=due")),
    Page("order-asked", "s/:shopId/orders/:orderId", SELLER, _shop_order("tab=cancelling")),
    Page("order-shipped", "s/:shopId/orders/:orderId", SELLER, _shop_order("tab=shipped")),
    Page("order-cancelled", "s/:shopId/orders/:orderId", SELLER, _shop_order("tab=cancelled")),
    Page("desk", "s/:shopId/desk", AGENT, _in_shop("/desk")),
    Page("desk-talk", "s/:shopId/desk/:conversationId", AGENT, _session),
    Page("desk-expiring", "s/:shopId/desk", SELLER, _in_shop("/desk?group=expiring")),
    Page("desk-replies", "s/:shopId/desk/replies", AGENT, _in_shop("/desk/replies")),
    Page("desk-replies-shop", "s/:shopId/desk/replies", SELLER, _in_shop("/desk/replies?of=shop")),
    Page("desk-response", "s/:shopId/desk/response", SELLER, _in_shop("/desk/response")),
    Page("products", "s/:shopId/products", SELLER, _in_shop("/products")),
    Page("product-new", "s/:shopId/products/new", SELLER, _in_shop("/products/new")),
    Page("product-edit", "s/:shopId/products/:productId", SELLER, _own_product),
    Page("staff", "s/:shopId/staff", SELLER, _in_shop("/staff")),
    Page("exports", "s/:shopId/exports", SELLER, _exports),
    Page("notices", "s/:shopId/notices", SELLER, _in_shop("/notices")),
    Page("notices-new", "s/:shopId/notices", SELLER, _in_shop("/notices?show=new")),
    Page("preferences", "s/:shopId/notices/preferences", SELLER, _in_shop("/notices/preferences")),
    Page("webhook", "s/:shopId/webhooks/:webhookId", SELLER, _webhook),
    Page("webhooks", "s/:shopId/webhooks", SELLER, _in_shop("/webhooks")),
    Page("shop-rules", "s/:shopId/rules", SELLER, _in_shop("/rules")),
    Page("shop-calendar", "s/:shopId/calendar", SELLER, _in_shop("/calendar")),
    Page("shop-rule", "s/:shopId/rules/:ruleId", SELLER, _in_shop(f"/rules/{HAND_OVER}")),
    Page("op-shops", "op/shops", OPERATOR, _at("/op/shops")),
    Page("op-markets", "op/markets", OPERATOR, _at("/op/markets")),
    Page("op-people", "op/people", OPERATOR, _at("/op/people")),
    Page("op-person", "op/people/:personId", OPERATOR, _seller),
    Page("op-operators", "op/operators", OPERATOR, _at("/op/operators")),
    Page("op-products", "op/products", OPERATOR, _at("/op/products")),
    Page("op-product", "op/products/:productId", OPERATOR, _awaiting_review),
    Page("room", "op/room", OPERATOR, _at("/op/room")),
    Page("room-lapsed", "op/room", OPERATOR, _at("/op/room?show=lapsed")),
    Page("room-events", "op/room/events", OPERATOR, _at("/op/room/events")),
    Page("room-letters", "op/room/letters", OPERATOR, _at("/op/room/letters?show=sent")),
    Page("op-rules", "op/rules", OPERATOR, _at("/op/rules")),
    Page("op-calendar", "op/calendar", OPERATOR, _at("/op/calendar")),
    Page("op-rule", "op/rules/:ruleId", OPERATOR, _at(f"/op/rules/{GUARANTEE}")),
)


def routes() -> set[str]:
    """Every route that the web app's own table has, but for those that only lead on."""
    text = (ROOT / "web" / "src" / "app" / "router.tsx").read_text(encoding="utf-8")
    groups = {name: re.findall(r'\{ (?:path: "([^"]+)"|index: true), (?!element: <Navigate)', found) for name, found in _groups(text)}
    rules = groups.pop("rules")
    under = {"merchant": "s/:shopId/", "operator": "op/", "buyer": "/", "bare": ""}
    found = set()
    for name, prefix in under.items():
        found |= {path if path == "*" else prefix + path for path in groups[name] + (rules if name != "bare" else [])}
    return found


def _groups(text: str) -> list[tuple[str, str]]:
    return re.findall(r"const (\w+): RouteObject\[\] = \[\n(.*?)\n\];", text, re.DOTALL)
