"""A buyer on a phone talks with an agent at the desk: seen without loading anew, across lost lines, and with drafts kept."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.pages import AGENT, SELLER
from tests.browser.test_selling import shop_of
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
BUYER = "buyer5.cn@example.org"


class Wire:
    """Stands between a browser and the server and can be cut: what is open ends, and nobody comes through until it is mended."""

    def __init__(self, url: str) -> None:
        self.behind = (str(urlsplit(url).hostname), int(urlsplit(url).port or 80))
        self.whole = True
        self.open: set[socket.socket] = set()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.door.getsockname()[1]}"
        threading.Thread(target=self._welcome, daemon=True).start()

    def _welcome(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.door.accept()
                if self.whole:
                    threading.Thread(target=self._join, args=(near,), daemon=True).start()
                else:
                    near.close()

    def _join(self, near: socket.socket) -> None:
        with near, socket.create_connection(self.behind) as far:
            self.open |= {near, far}
            back = threading.Thread(target=_carry, args=(far, near), daemon=True)
            back.start()
            _carry(near, far)
            back.join()
            self.open -= {near, far}

    def cut(self) -> None:
        """Everything that is open ends, and nobody comes through."""
        self.whole = False
        for end in list(self.open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Whoever tries comes through again."""
        self.whole = True

    def end(self) -> None:
        """Nothing stands between any more."""
        self.cut()
        with suppress(OSError):
            self.door.shutdown(socket.SHUT_RDWR)
        self.door.close()


def _carry(one: socket.socket, other: socket.socket) -> None:
    """What comes out of one end goes into the other, until either ends."""
    with suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    for end in (one, other):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextmanager
def wire(url: str) -> Iterator[Wire]:
    one = Wire(url)
    try:
        yield one
    finally:
        one.end()


def log(who: Visitor) -> Locator:
    return who.page.get_by_role("log")


def says(who: Visitor, text: str, *, send: bool = True) -> None:
    """Write it, and send it with Enter."""
    who.page.get_by_role("textbox", name=who.words.pattern("desk:compose.to")).fill(text)
    if send:
        who.page.keyboard.press("Enter")


def last(who: Visitor) -> Locator:
    """The last thing said."""
    return log(who).locator("[class*='_bubble_']").last


def takes(agent: Visitor, said: str) -> None:
    """Open the session in which this was said, out of the queue, and answer it from now on."""
    agent.page.get_by_role("link").filter(has_text=said).click()
    agent.page.get_by_role("button", name=re.compile(f"^{agent.words('desk:bench.take')}")).click()


@pytest.mark.covers("DSK-01")
@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_a_buyer_asks_on_a_phone_and_an_agent_answers(visit: Visit, language: str) -> None:
    buyer, agent = visit(BUYER, phone=True, language=language), visit(AGENT, language=language)
    shop = shop_of(agent)
    agent.goto(f"/s/{shop}/desk?group=waiting")
    question, answer = f"Q {uuid4().hex[:8]}", f"A {uuid4().hex[:8]}"
    buyer.goto(f"/shop/{shop}")
    buyer.link("catalog:product.ask").click()
    says(buyer, question)
    expect(last(buyer)).to_have_text(question)
    buyer.reads("desk:log.sent")
    takes(agent, question)
    expect(last(agent)).to_have_text(question)
    says(agent, answer)
    expect(last(buyer)).to_have_text(answer)
    expect(log(agent).get_by_text(agent.words("desk:log.read"), exact=True).last).to_be_visible()
    agent.button("desk:bench.close").click()
    agent.reads("desk:bench.over")
    says(buyer, f"{question} again")
    expect(last(agent)).to_have_text(f"{question} again")
    expect(agent.button("desk:bench.close")).to_be_visible()


@pytest.mark.covers("DSK-01")
def test_nothing_is_lost_when_lines_drop(visit: Visit, market: str) -> None:
    with wire(market) as thin, wire(market) as thinner:
        buyer, agent = visit(BUYER, phone=True, at=thin.url), visit(AGENT, at=thinner.url)
        for who in (buyer, agent):
            who.drops()
        shop = shop_of(agent)
        buyer.goto(f"/chat/{shop}")
        mark = uuid4().hex[:8]
        says(buyer, f"{mark} one")
        agent.goto(f"/s/{shop}/desk?group=waiting")
        takes(agent, f"{mark} one")
        expect(last(agent)).to_have_text(f"{mark} one")
        thin.cut()
        buyer.reads("app:top.offline")
        says(buyer, f"{mark} two")
        says(buyer, f"{mark} three")
        buyer.reads("desk:log.going")
        says(agent, f"{mark} answer")
        expect(last(agent)).to_have_text(f"{mark} answer")
        thin.mend()
        expect(last(agent)).to_have_text(f"{mark} three")
        expect(buyer.page.get_by_text(buyer.words("app:top.offline"))).to_have_count(0)
        thinner.cut()
        says(buyer, f"{mark} four")
        expect(log(buyer).get_by_text(buyer.words("desk:log.going"))).to_have_count(0)
        thinner.mend()
        expect(last(agent)).to_have_text(f"{mark} four")
        wanted = [f"{mark} {one}" for one in ("one", "answer", "two", "three", "four")]
        for who in (buyer, agent):
            expect(log(who).get_by_text(re.compile(rf"^{mark} "))).to_have_text(wanted)


@pytest.mark.covers("DSK-01")
def test_a_draft_is_kept_with_its_talk(visit: Visit) -> None:
    agent = visit(AGENT)
    shop = shop_of(agent)
    for one in agent.ask("GET", f"/shops/{shop}/sessions?group=waiting")["items"]:
        agent.ask("POST", f"/conversations/{one['conversation']}/take")
    agent.goto(f"/s/{shop}/desk")
    lines = agent.page.get_by_role("region", name=agent.words("desk:bench.sessions")).locator("a[href*='/desk/cnv_']")
    expect(lines.nth(1)).to_be_visible()
    agent.page.keyboard.press("j")
    expect(lines.nth(0)).to_have_attribute("aria-current", "page")
    box = agent.page.get_by_role("textbox", name=agent.words.pattern("desk:compose.to"))
    expect(box).to_be_visible()
    agent.page.keyboard.press("e")
    expect(box).to_be_focused()
    box.fill("half a sent")
    agent.page.keyboard.press("Escape")
    agent.page.keyboard.press("j")
    expect(lines.nth(1)).to_have_attribute("aria-current", "page")
    expect(box).to_have_value("")
    agent.page.reload()
    expect(lines.nth(1)).to_be_visible()
    agent.page.keyboard.press("k")
    expect(box).to_have_value("half a sent")


@pytest.mark.covers("DSK-01")
def test_cards_are_sent_and_open_what_they_show(visit: Visit) -> None:
    buyer, agent = visit("buyer1.cn@example.org", phone=True), visit(SELLER)
    shop = shop_of(agent)
    product = agent.ask("GET", f"/markets/CN/products?shop={shop}")["items"][0]
    order = buyer.ask("GET", f"/me/orders?shop={shop}")["items"][0]
    buyer.goto(f"/p/{product['id']}")
    buyer.link("catalog:product.ask_short").click()
    buyer.button("desk:chat.send_product").click()
    expect(log(buyer).get_by_role("link").last).to_contain_text(product["title"])
    buyer.button("desk:pick.title").click()
    buyer.dialog.locator("button").filter(has_text=order["lines"][0]["title"]).first.click()
    conversation = buyer.ask("POST", f"/shops/{shop}/conversations")["id"]
    agent.goto(f"/s/{shop}/desk/{conversation}")
    card = log(agent).get_by_role("link").last
    expect(card).to_contain_text(order["lines"][0]["title"])
    card.click()
    expect(agent.page).to_have_url(re.compile(f"/s/{shop}/orders/{order['id']}"))


@pytest.mark.covers("DSK-02")
@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_whoever_takes_new_sessions_gets_them_and_others_wait_in_the_queue(visit: Visit, language: str) -> None:
    agent, seller = visit("tarn@example.org", language=language), visit("tarn@example.org", language=language)
    buyer, waiting = visit("buyer1.uk@example.org", phone=True, language=language), visit("buyer2.uk@example.org", phone=True)
    shop = shop_of(agent)
    for one in agent.ask("GET", f"/shops/{shop}/sessions")["items"]:
        agent.ask("POST", f"/conversations/{one['conversation']}/close")
    agent.goto(f"/s/{shop}/desk")
    switch = agent.page.get_by_role("switch", name=agent.words("desk:seat.accepting"))
    if switch.is_checked():
        switch.click()
    expect(switch).not_to_be_checked()
    mark = uuid4().hex[:8]
    buyer.goto(f"/chat/{shop}")
    says(buyer, f"{mark} first")
    buyer.reads("desk:chat.next")
    switch.click()
    expect(switch).to_be_checked()
    line = agent.page.get_by_role("link").filter(has_text=f"{mark} first")
    expect(line).to_be_visible()
    expect(buyer.page.get_by_text(buyer.words("desk:chat.next"))).to_have_count(0)
    limit(agent, 1)
    agent.reads("desk:seat.full")
    waiting.goto(f"/chat/{shop}")
    says(waiting, f"{mark} second")
    tabs = agent.page.get_by_role("navigation", name=agent.words("desk:bench.sessions"))
    tabs.get_by_role("link", name=re.compile(f"^{agent.words('desk:bench.group.waiting')}")).click()
    agent.page.get_by_role("link").filter(has_text=f"{mark} second").click()
    agent.foresees(409)
    agent.page.get_by_role("button", name=re.compile(f"^{agent.words('desk:bench.take')}")).click()
    agent.sees(re.compile(r"\b1\b"), agent.page.get_by_role("alert"))
    limit(agent, 200)
    expect(agent.button("desk:bench.close")).to_be_visible()
    expect(agent.page.get_by_role("textbox", name=agent.words.pattern("desk:compose.to"))).to_be_visible()
    seller.goto(f"/s/{shop}/desk")
    seller.sees("2", seller.page.get_by_role("region", name=seller.words("desk:bench.sessions")))


def limit(agent: Visitor, most: int) -> None:
    """Set one's own limit of sessions at once."""
    agent.button("desk:seat.people").click()
    name = next(one["name"] for one in agent.ask("GET", f"/shops/{shop_of(agent)}/desk")["agents"])
    box = agent.dialog.get_by_label(agent.words("desk:seat.limit_of", name=name))
    box.fill(str(most))
    box.press("Enter")
    agent.page.keyboard.press("Escape")
