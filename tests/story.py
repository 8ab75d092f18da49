"""Plays a story: real requests at given instants, the clock moved from deadline to deadline in between, statements checked.

The words of a story are the patterns below; a sentence that fits none of them fails the story.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from jishi.kernel import clock, deadlines
from jishi.modules.catalog.models import Sku
from jishi.modules.catalog.tests import goods
from tests import people

ACTS: list[tuple[re.Pattern[str], Callable[..., Any]]] = []
STATEMENTS: list[tuple[re.Pattern[str], Callable[..., None]]] = []
_SPAN = re.compile(r"(\d+)(d|h|m|s)")
STOCK = 100
_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}


def span(text: str) -> timedelta:
    """+49h59m as a length of time."""
    parts = _SPAN.findall(text)
    if not parts or "".join(n + u for n, u in parts) != text.lstrip("+"):
        raise ValueError(f"{text!r} is no length of time")
    return timedelta(**{_UNITS[unit]: int(n) for n, unit in parts})


def act(pattern: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Something that a person or a carrier does."""
    return lambda call: ACTS.append((re.compile(pattern), call)) or call  # type: ignore[func-returns-value]


def statement(pattern: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Something that must be so."""
    return lambda call: STATEMENTS.append((re.compile(pattern), call)) or call  # type: ignore[func-returns-value]


@dataclass
class Play:
    """One story under way."""

    shop: people.ShopAtHand
    buyer: people.Signed
    start: datetime
    order: dict[str, Any] = field(default_factory=dict)
    payment: str | None = None
    last: Any = None
    keys: int = 0

    def until(self, moment: datetime) -> None:
        """Let time pass: each deadline fires at its own instant, and what it tells is heard and goes out then."""
        while (due := deadlines.next_due()) is not None and due <= moment:
            with clock.at(due):
                if not deadlines.sweep():
                    raise AssertionError(f"a deadline due at {due} does not fire")
                people.all_heard()
        with clock.at(moment):
            people.all_heard()

    def ask(self, who: Client, method: str, path: str, body: Any = None) -> Any:
        """One request; its answer is the last."""
        self.keys += 1
        self.last = who.generic(
            method, f"/api/v1{path}", people.body(body), content_type="application/json", headers={"Idempotency-Key": f"story-{self.keys}"}
        )
        return self.last

    def shown(self) -> dict[str, Any]:
        """The order as its buyer sees it now."""
        answer = self.buyer.client.get(f"/api/v1/orders/{self.order['id']}")
        assert answer.status_code == 200, answer.content
        return dict(answer.json())


def play(told: dict[str, Any], shop: people.ShopAtHand, buyer: people.Signed) -> None:
    """Play a story to its end. Raises AssertionError with the moment and the sentence that does not hold."""
    made = re.fullmatch(r"(an unpaid|a paid|a cash on delivery) order of (\d+) pieces? at ([\d.]+), placed (\S+)", told["given"])
    assert made, f"given is not understood: {told['given']}"
    kind, pieces, price, placed = made.groups()
    stage = Play(shop, buyer, datetime.fromisoformat(placed))
    with clock.at(stage.start):
        for sentence in told.get("before", []):
            _say(stage, sentence, ACTS, f"before: {sentence}")
        _place(stage, kind, int(pieces), price)
    lines: list[tuple[timedelta, int, str]] = []
    for sentence in told.get("when", []):
        what, at = sentence.rsplit(" at ", 1)
        lines.append((span(at), 0, what))
    for at, what in told["then"].items():
        lines.append((span(at.removeprefix("at ")), 1, what))
    for offset, checked, what in sorted(lines, key=lambda line: line[:2]):
        moment = stage.start + offset
        stage.until(moment)
        with clock.at(moment):
            for sentence in what.split(", ") if checked else [what]:
                _say(stage, sentence, STATEMENTS if checked else ACTS, f"+{offset}: {sentence}")


def _place(stage: Play, kind: str, pieces: int, price: str) -> None:
    variant = goods.variant(price=price, currency=stage.shop.currency, stock=STOCK)
    made = goods.product(variant, shop=stage.shop.id, market=stage.shop.market, title="青瓷盖碗")
    sku = goods.skus(made)[0].pk
    body = {
        "lines": [{"sku_id": sku, "quantity": pieces}],
        "address_id": stage.buyer.address,
        "method": "cash_on_delivery" if "cash" in kind else "online",
    }
    answer = stage.ask(stage.buyer.client, "POST", "/me/orders", body)
    assert answer.status_code == 201, answer.content
    stage.order = answer.json()["orders"][0] | {"sku": sku}
    stage.payment = (answer.json()["payment"] or {}).get("id")
    if kind == "a paid":
        pays(stage)
        assert stage.last.status_code == 200, stage.last.content


def _say(stage: Play, sentence: str, words: list[tuple[re.Pattern[str], Callable[..., Any]]], where: str) -> None:
    for pattern, call in words:
        found = pattern.fullmatch(sentence)
        if found:
            try:
                call(stage, *found.groups())
            except AssertionError as error:
                raise AssertionError(f"at {where}: {error}") from error
            return
    raise AssertionError(f"at {where}: nobody knows what that means")


@act(r"the buyer pays")
def pays(stage: Play) -> None:
    """With a card that is good."""
    stage.ask(stage.buyer.client, "POST", f"/payments/{stage.payment}/pay", {"card": "ok"})


@act(r"the buyer asks to cancel(?: (\d+) pieces?)?")
def asks(stage: Play, pieces: str | None) -> None:
    """The whole order, or some pieces of its one line."""
    body: dict[str, Any] = {"reason": "changed my mind"}
    if pieces:
        body["lines"] = [{"line_id": stage.shown()["lines"][0]["id"], "quantity": int(pieces)}]
    stage.ask(stage.buyer.client, "POST", f"/orders/{stage.order['id']}/cancellations", body)


@act(r"the shop (agrees|declines)")
def answers(stage: Play, how: str) -> None:
    """To the request that is open."""
    request = stage.shown()["cancellation"]["id"]
    stage.ask(stage.shop.owner, "POST", f"/cancellations/{request}/answer", {"accept": how == "agrees", "reason": "as agreed"})


@act(r"the buyer withdraws the request")
def withdraws(stage: Play) -> None:
    """The order goes on."""
    stage.ask(stage.buyer.client, "POST", f"/cancellations/{stage.shown()['cancellation']['id']}/withdraw")


@act(r"the shop packs")
def packs(stage: Play) -> None:
    """Label printed, parcel closed."""
    stage.ask(stage.shop.owner, "POST", f"/orders/{stage.order['id']}/pack")


@act(r"the shop cancels")
def shop_cancels(stage: Play) -> None:
    """On its own account."""
    stage.ask(stage.shop.owner, "POST", f"/orders/{stage.order['id']}/cancel", {"reason": "out of stock"})


@act(r"the shop gives (\d+) more hours? to cancel freely")
def lengthens(stage: Play, hours: str) -> None:
    """For orders that are paid from then on."""
    stage.ask(stage.shop.owner, "PUT", f"/shops/{stage.shop.id}/order-terms", {"free_extension_hours": int(hours)})


@act(r"the carrier (collects|delivers)")
def carries(stage: Play, what: str) -> None:
    """As scanned now."""
    package = stage.shop.owner.get(f"/api/v1/orders/{stage.order['id']}/packages").json()[0]
    event = {"collects": "collected", "delivers": "delivered"}[what]
    stage.ask(stage.shop.owner, "POST", f"/packages/{package['id']}/scans", {"event": event})


@statement(r"the order is (\w+)")
def order_is(stage: Play, state: str) -> None:
    """In this state."""
    assert stage.shown()["state"] == state, f"it is {stage.shown()['state']}"


@statement(r"the order is cancelled: (\w+) by (\w+)")
def ended(stage: Play, cause: str, initiator: str) -> None:
    """For this cause, by this side."""
    found = stage.shown()["ended"]
    assert found, f"it is {stage.shown()['state']}"
    assert (found["cause"], found["initiator"]) == (cause, initiator), (found["cause"], found["initiator"])


@statement(r"the request is (\w+)")
def request_is(stage: Play, state: str) -> None:
    """The request to cancel stands so."""
    found = stage.shown()["cancellation"]
    assert found, "there is no request"
    assert found["state"] == state, f"it is {found['state']}"


@statement(r"the buyer is refunded ([\d.]+)")
def refunded(stage: Play, amount: str) -> None:
    """This much in all, by the order and by the ledger."""
    assert stage.shown()["amounts"]["refunded"]["amount"] == amount, stage.shown()["amounts"]["refunded"]


@statement(r"(\d+) pieces? (?:are|is) (held|sold)")
def held(stage: Play, pieces: str, how: str) -> None:
    """Of the order's SKU: promised to orders, or gone from the shelf."""
    on_hand, reserved = goods.shelf(Sku.objects.get(pk=stage.order["sku"]))
    found = reserved if how == "held" else STOCK - on_hand
    assert found == int(pieces), f"{found} are {how}"


@statement(r"the buyer has (\d+) letters?(?: saying (\w+))?")
def letters(stage: Play, count: str, kind: str | None) -> None:
    """In the mailbox, of a kind."""
    found = [one for one in stage.buyer.letters() if kind is None or one["kind"] == f"orders.post.{kind}"]
    assert len(found) == int(count), [one["kind"] for one in found]


@statement(r"it is marked (\w+)(?:, scored)?")
def marked(stage: Play, mark: str) -> None:
    """And the mark counts."""
    found = [one for one in stage.shown()["marks"] if one["withdrawn_at"] is None]
    assert mark in [one["mark"] for one in found], found


@statement(r"it is not marked")
def unmarked(stage: Play) -> None:
    """No mark counts against it."""
    found = [one["mark"] for one in stage.shown()["marks"] if one["withdrawn_at"] is None]
    assert not found, found


@statement(r"it was refused with ([\w.]+)")
def was_refused(stage: Play, code: str) -> None:
    """The last act."""
    assert stage.last.status_code >= 400, f"it was done: {stage.last.content!r}"
    assert stage.last.json()["code"] == code, stage.last.json()["code"]


@statement(r"it was done")
def was_done(stage: Play) -> None:
    """The last act."""
    assert stage.last.status_code < 300, stage.last.content


@statement(r"the decision cites ([\w.]+)")
def cites(stage: Play, rule: str) -> None:
    """Why it ended names this rule, and its sentence can be read."""
    decision = stage.shown()["ended"]["decision"]
    assert decision, "no decision is kept"
    card = stage.buyer.client.get(f"/api/v1/decisions/{decision}")
    assert card.status_code == 200, card.content
    assert card.json()["rule"]["id"] == rule, card.json()["rule"]["id"]
