"""A shop's webhooks: a program is added and proves the secret, a delivery fails and goes out again; who may not has no such page."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from jishi.modules.partner.tests.receiver import Receiver, listening
from tests.browser import demo
from tests.browser.conftest import Visit
from tests.browser.pages import SELLER
from tests.browser.test_selling import shop_of
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
GONE = 410
AGENT = "agent.beichuang@example.org"


@pytest.fixture(scope="module")
def open_market(browser: Browser, filled: Callable[[str], Path]) -> Iterator[str]:
    """The address of a demonstration that may reach programs on this machine."""
    with demo.served(filled("open"), JISHI_WEBHOOK_ALLOW="127.0.0.1/32") as url:
        yield url


def add(seller: Visitor, url: str, *kinds: str) -> None:
    """Fill in the form and send it."""
    seller.button("partner:list.add").click()
    seller.field("partner:form.url").fill(url)
    for kind in kinds:
        seller.dialog.get_by_role("checkbox", name=re.compile(rf"{re.escape(kind)}$")).check()
    send(seller)


def send(seller: Visitor) -> None:
    seller.dialog.get_by_role("button", name=seller.words.pattern("partner:form.add")).click()


def line(seller: Visitor) -> Locator:
    """The log's only line."""
    return seller.page.locator("tbody tr.ant-table-row")


def secret_of(seller: Visitor) -> str:
    """Copied from the only place where it is ever shown."""
    seller.context.grant_permissions(["clipboard-read", "clipboard-write"])
    card = seller.page.get_by_role("dialog", name=seller.words("partner:secret.title"))
    shown = str(card.locator("code").inner_text())
    seller.button("partner:secret.copy").click()
    seller.reads("partner:secret.copied")
    assert seller.page.evaluate("navigator.clipboard.readText()") == shown
    seller.button("partner:secret.kept").click()
    return shown


@pytest.mark.covers("API-01")
@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_a_program_is_told_and_what_failed_goes_out_again(visit: Visit, open_market: str, language: str) -> None:
    with listening(GONE) as program:
        seller = visit(SELLER, at=open_market, language=language)
        shop = shop_of(seller)
        seller.goto(f"/s/{shop}/orders")
        seller.link("app:nav.webhooks").click()
        add(seller, program.url, "order.paid", "order.cancelled")
        secret = secret_of(seller)
        expect(seller.page).to_have_url(re.compile("/webhooks/whk_"))
        expect(seller.page.get_by_role("heading", level=1)).to_have_text(program.url)
        fails(seller)
        goes_out_again(seller, program, secret)
        ends(seller, shop)


def fails(seller: Visitor) -> None:
    """The program answers that it is gone: the delivery failed, the webhook is switched off, and the page says why."""
    seller.button("partner:act.trial").click()
    expect(line(seller)).to_contain_text(seller.words("partner:log.status", status=GONE))
    seller.sees(seller.words("partner:log.state.failed"), line(seller))
    seller.reads("partner:one.given_up")
    expect(line(seller).get_by_role("button", name=seller.words("partner:log.again"))).to_have_count(0)
    seller.button("parts:why.word").first.click()
    seller.sees(str(GONE), seller.dialog)
    seller.page.keyboard.press("Escape")


def goes_out_again(seller: Visitor, program: Receiver, secret: str) -> None:
    """Switched on and sent again: the same delivery, under the same id, believed by its secret."""
    seller.button("partner:act.on").click()
    seller.reads("partner:standing.on")
    line(seller).get_by_role("button", name=seller.words.pattern("partner:log.again_one")).click()
    seller.sees(seller.words("partner:log.state.delivered"), line(seller))
    assert [told["type"] for told in program.verified(secret)] == ["webhook.ping", "webhook.ping"]
    first, again = program.ids()
    assert first == again
    line(seller).get_by_role("button", name=seller.words("partner:trial"), exact=True).click()
    seller.sees(seller.words("partner:one.attempts", count=2), seller.dialog)
    seller.sees(first, seller.dialog)
    seller.page.keyboard.press("Escape")


def ends(seller: Visitor, shop: str) -> None:
    """A new secret is shown, and the old one works beside it; then it is removed."""
    choose(seller, "partner:act.secret")
    seller.dialog.get_by_role("button", name=seller.words("partner:act.secret")).click()
    assert secret_of(seller).startswith("whsec_")
    expect(seller.page.get_by_text(re.compile(seller.words("partner:one.old_secret", until="@").split("@")[0]))).to_be_visible()
    choose(seller, "partner:act.end")
    seller.dialog.get_by_role("button", name=seller.words.pattern("partner:act.end")).click()
    seller.reads("partner:list.none")
    assert listed(seller, shop) == []


def choose(seller: Visitor, key: str) -> None:
    seller.button("app:act.more").click()
    seller.page.get_by_role("menuitem", name=seller.words(key)).click()


def listed(seller: Visitor, shop: str) -> list[dict[str, Any]]:
    return list(seller.ask("GET", f"/shops/{shop}/webhooks")["items"])


@pytest.mark.covers("API-01")
def test_an_address_that_may_not_be_asked_is_refused_at_its_field(visit: Visit) -> None:
    seller = visit("banshan@example.org", phone=True, language="zh-Hant")
    shop = shop_of(seller)
    seller.foresees(422)
    seller.goto(f"/s/{shop}/webhooks")
    add(seller, "https://10.0.0.1/hook")
    seller.reads("partner:form.needs_kinds")
    seller.dialog.get_by_role("checkbox", name=seller.words("partner:form.all_of", group=seller.words("partner:group.member"))).check()
    field = seller.field("partner:form.url")
    for url, says in (
        ("https://10.0.0.1/hook", "這個主機在內網"),
        ("http://program.example.org/", "寫 https 開頭的網址"),
        ("nowhere", seller.words("partner:form.needs_url")),
    ):
        field.fill(url)
        send(seller)
        expect(field).to_have_accessible_description(re.compile(says))
    assert listed(seller, shop) == []
    field.fill("https://program.example.org/hook")
    send(seller)
    seller.button("partner:secret.kept").click()
    seller.sees("https://program.example.org/hook")
    [made] = listed(seller, shop)
    assert made["kinds"] == ["member.added", "member.changed", "member.removed"]


def test_who_may_not_have_programs_told_sees_no_such_page(visit: Visit) -> None:
    agent = visit(AGENT)
    shop = shop_of(agent)
    agent.goto(f"/s/{shop}/orders")
    expect(agent.link("app:nav.rules").first).to_be_visible()
    expect(agent.link("app:nav.webhooks")).to_have_count(0)
    agent.foresees(403)
    agent.goto(f"/s/{shop}/webhooks")
    agent.reads("parts:problem.not_allowed")
