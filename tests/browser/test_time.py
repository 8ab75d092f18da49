"""Time passes on the page: two hours a second, an order that nobody pays closes before one's eyes and says why in three languages."""

import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_buying import GAIWAN, UNPAID, a_sku, order, sees_why
from tests.browser.visitor import Visitor
from tests.browser.words import LANGUAGES, Words

pytestmark = pytest.mark.browser

LATE = "buyer5.cn@example.org"
"""Who does not pay."""


@pytest.mark.covers("CLK-02", "CLK-03", "RUL-08", "ORD-02")
def test_an_unpaid_order_closes_by_itself_and_says_why(visit: Visit, hurried: str) -> None:
    buyer = visit(LATE, phone=True, at=hurried)
    never_quiet(buyer)
    order(buyer, a_sku(buyer, GAIWAN, "素白 150 ml"))
    placed = buyer.ask("GET", "/me/orders?tab=unpaid&limit=1")["items"][0]
    clock = buyer.ask("GET", f"/orders/{placed['id']}")["clock"]
    assert (clock["rule"], clock["value_text"]) == (UNPAID, "48 小时")
    buyer.goto(f"/orders/{placed['id']}")
    buyer.sees(clock["what"])
    sees_time_run(buyer)
    expect(buyer.page.get_by_role("heading", level=1)).to_have_text(buyer.words("orders:mine.head.cancelled"), timeout=90_000)
    closed = buyer.ask("GET", f"/orders/{placed['id']}")
    assert (closed["state"], closed["ended"]["cause"], closed["ended"]["initiator"]) == ("cancelled", "unpaid", "clock")
    told = buyer.ask("GET", f"/decisions/{closed['ended']['decision']}")["deadline"]
    assert told["due"] == clock["due"]
    assert 0 <= told["late_ms"] < 12 * 3600 * 1000  # two of the pretend hours pass each second
    assert letters_about(buyer, placed["number"], 3) == 3, "two reminders and the end"
    for language in LANGUAGES:
        choose_language(buyer, language)
        sees_why(buyer, closed["ended"]["decision"])
        buyer.dialog.get_by_role("button", name=buyer.words("parts:close")).click()


def never_quiet(buyer: Visitor) -> None:
    """Have every hour tell them by mail: which hours of the pretend days a test meets with is chance."""
    wishes = buyer.ask("GET", "/me/notices/preferences")
    buyer.ask("PUT", "/me/notices/preferences", {"topics": wishes["topics"], "quiet": None})


def letters_about(buyer: Visitor, number: str, wanted: int) -> int:
    """How often their letters tell of an order, each by itself or in a line of one that gathers several.

    They leave after what they tell of, so as many as are wanted are waited for.
    """
    until = time.monotonic() + 20
    while True:
        box = [(one["subject"].replace(" ", ""), one["text"].replace(" ", "")) for one in buyer.ask("GET", f"/mailbox?to={LATE}")]
        found = sum(1 if number in subject else text.count(number) for subject, text in box)
        if found >= wanted or time.monotonic() > until:
            return found
        time.sleep(0.2)


def sees_time_run(buyer: Visitor) -> None:
    """The ring's figure falls, hour by hour, and the page owns that time is simulated."""
    ring = buyer.button("parts:countdown.label.calm", name="付款")
    expect(ring).to_contain_text(buyer.words("parts:countdown.simulated"))
    before = ring.inner_text()
    expect(ring).not_to_have_text(before)


def choose_language(buyer: Visitor, language: str) -> None:
    """Speak another language from now on."""
    buyer.page.evaluate("now => localStorage.setItem('jishi.preferences', JSON.stringify({language: now}))", language)
    buyer.words = Words(language)
    buyer.page.reload()
