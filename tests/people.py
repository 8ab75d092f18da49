"""People and shops for tests of every module, made as they come to be: by the real sign-in, codes read from the Mailbox.

shop = people.a_shop(market="CN")              # with an owner who is signed in
buyer = people.a_buyer()                       # signed in, with an address
answer = buyer.client.post("/api/v1/…", people.body({…}), content_type="application/json")
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from time import monotonic
from typing import Any

import pyotp
from django.db import connection
from django.test import Client

from jishi import lawbook
from jishi.kernel import clock, crypto, events, post, rows
from jishi.kernel.runner import act
from jishi.lawbook import queries as law
from jishi.modules.identity import actions as identity
from jishi.modules.identity import queries
from jishi.modules.identity.actions.take_try import Trial
from jishi.modules.identity.queries.factors import has_second
from jishi.modules.shops import actions as shops

API = "/api/v1"
SETUP = "system:setup"
SINCE = date(2022, 1, 1)
SECOND_WANTED = 202
PACKS = {"CN": "douyin-cn", "MY": "tiktok-sea", "TH": "tiktok-sea", "US": "tiktok-us"}
"""The packs of the demonstration; other markets follow the base."""
ADDRESS = {
    "CN": {
        "country": "CN",
        "region": "浙江省",
        "city": "杭州市",
        "district": "西湖区",
        "line": "文三路 478 号 3 幢 502",
        "postcode": "310012",
    },
    "MY": {"country": "MY", "region": "Selangor", "city": "Shah Alam", "line": "12 Jalan Plumbum", "postcode": "40000"},
    "UK": {"country": "GB", "region": "Greater London", "city": "London", "line": "221B Baker Street", "postcode": "NW1 6XE"},
    "US": {"country": "US", "region": "California", "city": "Los Angeles", "line": "633 W 5th St", "postcode": "90071"},
}
PHONE = {"CN": "13800006021", "MY": "012-345 6789", "UK": "020 7946 0958", "US": "(213) 373-4253"}


def all_heard() -> None:
    """Deliver events and post until none is left.

    On PostgreSQL an event waits for every transaction of the server that began before it, those of another test's database too.
    """
    until = monotonic() + 20
    while events.pump() + post.deliver() or events.waiting():
        assert monotonic() < until, f"{events.waiting()} events are not heard"


def body(data: Any) -> str:
    """A request's body; nothing for None."""
    return "" if data is None else json.dumps(data)


@dataclass
class Signed:
    """Someone signed in: their browser, their id and what `/me` said; `address` is one of theirs where they were given one."""

    client: Client
    to: str
    me: dict[str, Any]
    address: str = ""

    @property
    def id(self) -> str:
        """The person's id."""
        return str(self.me["person"]["id"])

    def ask(self, method: str, path: str, data: Any = None, key: str | None = None) -> Any:
        """One request under /api/v1 with a JSON body; with a key of idempotency."""
        headers = {"Idempotency-Key": key} if key else {}
        return self.client.generic(method, API + path, body(data), content_type="application/json", headers=headers)

    def letters(self) -> list[dict[str, Any]]:
        """Their messages in the Mailbox, the last first, but for codes."""
        return [one for one in mailbox(self.client, self.to) if one["kind"] != "identity.code"]


@dataclass
class ShopAtHand:
    """A shop with an owner who is signed in."""

    id: str
    market: str
    currency: str
    owner: Client
    person: Signed
    products: dict[str, str] = field(default_factory=dict)
    reviewer: Signed | None = None

    def sell(self, price: str = "99.00", stock: int = 100, title: str = "青瓷盖碗", **given: Any) -> str:
        """The id of a SKU that is on sale here; the product is written down by the owner and approved by a reviewer."""
        sku = {"code": f"GW-{len(self.products) + 1}", "price": {"amount": price, "currency": self.currency}, "stock": stock}
        made = self.person.ask("POST", f"/shops/{self.id}/products", {"title": title, "category": "teapots", "skus": [sku]} | given)
        assert made.status_code == 201, made.content
        product = made.json()["id"]
        sent = self.person.ask("POST", f"/products/{product}/submit")
        assert sent.status_code == 200, sent.content
        self.reviewer = self.reviewer or an_operator("reviewer")
        approved = self.reviewer.ask("POST", f"/products/{product}/approve")
        assert approved.status_code == 200, approved.content
        assert approved.json()["state"] == "on_sale", approved.json()["state"]
        found = str(approved.json()["skus"][0]["id"])
        self.products[found] = product
        return found

    def stock(self, sku: str) -> tuple[int, int]:
        """Of a SKU sold here: what is on hand and what is reserved."""
        skus = self.person.ask("GET", f"/products/{self.products[sku]}").json()["skus"]
        return next((one["on_hand"], one["reserved"]) for one in skus if one["id"] == sku)

    def hire(self, role: str, to: str = "") -> Signed:
        """Someone who works here in this role, signed in."""
        to = to or f"{role}@{self.id.lower().replace('_', '-')}.example.org"
        answer = self.person.ask("POST", f"/shops/{self.id}/members", {"to": to, "role": role})
        assert answer.status_code == 201, answer.content
        return signed_in(to)


@contextmanager
def questions() -> Iterator[list[str]]:
    """The statements that the database was sent meanwhile, but for those that each process asks every second: of the law, of the clock."""
    sent: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql != law.EDITION and "kernel_simulatedclock" not in sql:
            sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield sent


def mailbox(client: Client, to: str) -> list[dict[str, Any]]:
    """What came to an address, the last first."""
    answer = client.get(f"{API}/mailbox", {"to": to})
    assert answer.status_code == 200, answer.content
    return list(answer.json())


def ask_code(client: Client, to: str) -> str:
    """Have a code sent and read it; however soon and often it is asked for in one test."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE identity_code SET resend_at = made_at")
        cursor.execute("DELETE FROM kernel_quota WHERE id LIKE %s", ["identity.codes:%"])
    answer = client.post(f"{API}/sign-in/codes", body({"to": to}), content_type="application/json")
    assert answer.status_code == 202, answer.content
    return read_code(client, to)


def read_code(client: Client, to: str) -> str:
    """The code that came last to an address."""
    letter = next(one for one in mailbox(client, to) if one["kind"] == "identity.code")
    found = re.search(r"\d{4,}", letter["text"])
    assert found, letter
    return found.group()


def sign_in(client: Client, to: str, name: str | None = None) -> dict[str, Any]:
    """Sign this browser in by a code, as a person does; it sends the session's CSRF token from now on. What `/me` says.

    Whoever was signed in there before stays so elsewhere.
    """
    client.cookies.clear()
    client.defaults.pop("HTTP_X_CSRFTOKEN", None)
    given = {"to": to, "code": ask_code(client, to)} | ({"name": name} if name else {})
    answer = client.post(f"{API}/sign-in", body(given), content_type="application/json")
    if answer.status_code == SECOND_WANTED:
        answer = _second(client, to, answer.json()["token"])
    assert answer.status_code == 200, answer.content
    me = dict(answer.json())
    client.defaults["HTTP_X_CSRFTOKEN"] = me["csrf"]
    return me


def _second(client: Client, to: str, token: str) -> Any:
    """The second factor is given, however lately its code was used."""
    person = queries.person_reached(queries.reach(to, "CN"))
    assert person is not None
    act(rows.change, "UPDATE identity_authenticator SET last_step = 0 WHERE person_id = %s", [person.id])
    secret = crypto.open_for(person.id, bytes(person.authenticator.secret))
    return client.post(f"{API}/sign-in/second", body({"token": token, "code": pyotp.TOTP(secret).now()}), content_type="application/json")


def a_second(person: str) -> None:
    """They have an authenticator that works, and are signed out everywhere; those who have one keep it and stay."""
    if not has_second(person):
        at = clock.real()
        made = act(identity.begin_authenticator, person, at=at)
        act(identity.confirm_authenticator, person, pyotp.TOTP(made.secret).at(at), at=at, session=None, trial=Trial((), ""))


def signed_in(to: str, name: str | None = None) -> Signed:
    """Someone in a browser of their own."""
    client = Client()
    return Signed(client, to, sign_in(client, to, name))


def a_market(code: str = "CN") -> str:
    """An open market, under the pack that the demonstration has there."""
    lawbook.forget()
    if law.market(code) is None:
        act(lawbook.open_market, code, PACKS.get(code), SINCE, actor=SETUP)
    return code


def a_buyer(to: str = "buyer@example.org", name: str = "许晴", market: str = "CN") -> Signed:
    """Someone signed in, with an address in the market's country."""
    buyer = signed_in(to, name)
    buyer.address = an_address(buyer, market)
    return buyer


def an_address(who: Signed, market: str = "CN", **changes: str) -> str:
    """The id of an address that they added."""
    answer = who.ask("POST", "/me/addresses", {"name": "许晴", "phone": PHONE[market], **ADDRESS[market], **changes})
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def an_operator(role: str = "admin", to: str = "") -> Signed:
    """Someone who works for the marketplace, signed in with the second factor that their role wants."""
    to = to or f"{role}@operator.example.org"
    person = act(identity.know_person, queries.reach(to, "CN"), language="en")
    act(identity.make_operator, person.id, role, actor=SETUP)
    a_second(person.id)
    return signed_in(to, f"The {role}")


def a_shop(market: str = "CN", name: str = "", owner: str = "") -> ShopAtHand:
    """An open shop in an open market; its owner is signed in."""
    a_market(market)
    name = name or f"Shop of {market}"
    owner = owner or f"owner-{market.lower()}@example.org"
    person = act(identity.know_person, queries.reach(owner, market), language="en")
    made = act(shops.open_shop, name, market, owner=person.id, actor=SETUP)
    signed = signed_in(owner, "Old Owner")
    return ShopAtHand(made.id, market, made.currency, signed.client, signed)
