"""Who one is: led to the sign-in and back, codes and the Mailbox they come to, a name, the way out, other people of the demonstration."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

SOMEONE = "ling.new@example.org"


@pytest.mark.covers("ONB-02")
def test_led_to_the_sign_in_and_back_by_a_code_from_the_mailbox(visit: Visit) -> None:
    someone = visit(phone=True)
    someone.foresees(403, 422)
    someone.goto("/")
    someone.page.locator("main").get_by_role("link", name=re.compile("手作白瓷盖碗")).first.click()
    someone.button("catalog:product.add").click()
    expect(someone.page).to_have_url(re.compile(r"/sign-in\?next="))
    someone.button("identity:sign_in.send").click()
    someone.reads("identity:sign_in.needs_to")
    someone.field("identity:sign_in.to").fill("neither phone nor mail")
    someone.button("identity:sign_in.send").click()
    expect(someone.field("identity:sign_in.to")).to_have_accessible_description(re.compile("手机号"))
    someone.field("identity:sign_in.to").fill(SOMEONE)
    someone.button("identity:sign_in.send").click()
    someone.reads("identity:code.title")
    someone.sees(re.compile(re.escape("l***@example.org")))
    code = read_code(someone)
    enter(someone, code[::-1] if code != code[::-1] else f"{(int(code[0]) + 1) % 10}{code[1:]}")
    expect(someone.page.locator(".ant-form-item-explain-error")).to_have_text(re.compile(r"\S"))
    expect(digits(someone).first).to_have_value("")
    enter(someone, code)
    someone.reads("identity:name.title")
    someone.field("identity:name.name").fill("凌霜")
    someone.button("identity:name.go").click()
    expect(someone.page).to_have_url(re.compile(r"/p/prd_\w+"))
    someone.button("catalog:product.add").click()
    someone.reads("catalog:product.in_cart", count=1)
    assert someone.ask("GET", "/me")["person"]["name"] == "凌霜"


def read_code(someone: Visitor, to: str = SOMEONE) -> str:
    """The code that came last to an address, read in the Mailbox in another tab."""
    other = someone.context.new_page()
    other.goto("/mailbox")
    other.get_by_label(someone.words("identity:mailbox.to")).fill(to)
    other.get_by_role("button", name=someone.words("identity:mailbox.open")).click()
    letter = other.get_by_role("article").first
    expect(letter).to_contain_text(re.compile(r"\d{4,}"))
    found = re.search(r"\d{4,}", letter.locator("p").inner_text())
    assert found
    other.close()
    return found.group()


def digits(someone: Visitor) -> Locator:
    """The fields of a code, one a digit."""
    return someone.page.get_by_role("main").get_by_role("group").get_by_role("textbox")


def enter(someone: Visitor, code: str) -> None:
    """Type a code, digit by digit."""
    digits(someone).first.click()
    someone.page.keyboard.type(code, delay=20)


def test_a_person_of_the_demonstration_at_a_click_and_out_again(visit: Visit) -> None:
    someone = visit()
    someone.goto("/demo")
    logins = someone.ask("GET", "/demo/logins")
    assert len(logins) == 22
    for one in logins:
        expect(someone.page.get_by_role("button", name=re.compile(rf"(?<![\w.]){re.escape(one['to'])}"))).to_have_count(1)
    someone.page.get_by_role("button", name=re.compile(r"(?<![\w.])tarn@example\.org")).click()
    expect(someone.page).to_have_url(re.compile(r"/s/shp_\w+/today"))
    someone.page.get_by_role("button", name=re.compile("Hannah Price")).click()
    someone.page.get_by_role("menuitem", name=someone.words("app:nav.sign_out")).click()
    expect(someone.page).to_have_url(re.compile(r"/$"))
    expect(someone.link("app:nav.sign_in")).to_be_visible()
    assert someone.ask("GET", "/me")["person"] is None
    someone.enter_as("buyer1.uk@example.org")
    someone.page.reload()
    someone.page.get_by_role("button", name=re.compile("Isla Grant")).click()
    someone.page.get_by_role("menuitem", name=someone.words("app:nav.sign_out")).click()
    expect(someone.link("app:nav.sign_in")).to_be_visible()


@pytest.mark.parametrize("path", ["/orders", "/cart", "/me/addresses", "/op/products", "/s/shp_01HZZZZZZZZZZZZZZZZZZZZZZZ/orders"])
def test_what_wants_a_person_leads_to_the_sign_in(visit: Visit, path: str) -> None:
    someone = visit(language="en")
    someone.goto(path)
    expect(someone.page).to_have_url(re.compile(r"/sign-in\?next=" + re.escape(path).replace("/", "(/|%2F)")))
    someone.reads("identity:sign_in.title")
