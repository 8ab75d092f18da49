"""An agent answers with quick replies, keeps them on a phone, and those who run the desk see how soon sessions are answered."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.pages import AGENT, SELLER
from tests.browser.test_selling import shop_of
from tests.browser.test_talking import last, log, says, takes
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
BUYER = "buyer3.cn@example.org"


def box(who: Visitor) -> Locator:
    return who.page.get_by_role("textbox", name=who.words.pattern("desk:compose.to"))


def listed(who: Visitor) -> Locator:
    return who.page.get_by_role("listbox", name=who.words("desk:reply.title"))


def asked(buyer: Visitor, agent: Visitor) -> str:
    """A buyer asks, and the agent takes their session; what was asked."""
    shop, question = shop_of(agent), f"Q {uuid4().hex[:8]}"
    talk = buyer.ask("POST", f"/shops/{shop}/conversations")
    if talk["session"]:
        agent.ask("POST", f"/conversations/{talk['id']}/close")
    buyer.goto(f"/chat/{shop}")
    says(buyer, question)
    expect(last(buyer)).to_have_text(question)
    buyer.reads("desk:log.sent")
    agent.goto(f"/s/{shop}/desk?group=waiting")
    takes(agent, question)
    expect(last(agent)).to_have_text(question)
    return question


@pytest.mark.covers("DSK-06")
@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_a_slash_calls_quick_replies_and_nothing_goes_out_unfilled(visit: Visit, language: str) -> None:
    buyer, agent = visit(BUYER, language=language), visit(AGENT, language=language)
    shop, mark = shop_of(agent), uuid4().hex[:6]
    kept = {"whose": "mine", "title": mark, "shortcut": f"/{mark}", "text": f"{mark}: {{shop}}, {{agent}}, {{product}}."}
    agent.ask("POST", f"/shops/{shop}/replies", kept)
    asked(buyer, agent)
    box(agent).press_sequentially("/")
    options = listed(agent).get_by_role("option")
    expect(options.first).to_have_attribute("aria-selected", "true")
    agent.page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    agent.page.keyboard.press("Escape")
    expect(listed(agent)).to_have_count(0)
    expect(box(agent)).to_be_focused()
    box(agent).press_sequentially(mark)
    expect(options).to_have_count(1)
    agent.page.keyboard.press("Enter")
    expect(box(agent)).to_have_value(re.compile(rf"^{mark}: [^{{}}]+, [^{{}}]+, \{{product\}}\.$"))
    agent.page.keyboard.press("Enter")
    agent.reads("desk:reply.unfilled", variable=agent.words("desk:reply.variable.product"))
    expect(log(agent).get_by_text(f"{mark}:")).to_have_count(0)
    agent.page.keyboard.type("a teapot")
    agent.page.keyboard.press("Enter")
    expect(last(buyer)).to_have_text(re.compile(rf"^{mark}: [^{{}}]+, [^{{}}]+, a teapot\.$"))
    expect(box(agent)).to_have_value("")


@pytest.mark.covers("DSK-06")
def test_a_click_beside_the_talk_puts_a_reply_into_the_box(visit: Visit) -> None:
    buyer, agent = visit(BUYER), visit(AGENT)
    asked(buyer, agent)
    panel = agent.page.get_by_role("complementary", name=agent.words("desk:panel.label"))
    panel.get_by_role("button", name=agent.words("desk:reply.title"), exact=True).click()
    panel.get_by_role("textbox", name=agent.words("desk:reply.search")).fill("温杯")
    panel.get_by_role("button").filter(has_text="/pc").click()
    expect(box(agent)).to_have_value("盖碗高温烧制，可直接沸水；第一次用先温杯。")
    expect(box(agent)).to_be_focused()


@pytest.mark.covers("DSK-06")
@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_an_agent_keeps_replies_on_a_phone(visit: Visit, language: str) -> None:
    agent = visit(AGENT, phone=True, language=language)
    title = f"T {uuid4().hex[:6]}"
    agent.goto(f"/s/{shop_of(agent)}/desk/replies")
    agent.button("desk:reply.add").first.click()
    agent.dialog.get_by_label(agent.words("desk:reply.name")).fill(title)
    text = agent.dialog.get_by_label(agent.words("desk:reply.text"))
    text.fill("Hello {buyr}")
    agent.foresees(422)
    agent.dialog.get_by_role("button", name=agent.words("desk:reply.save")).click()
    agent.sees(re.compile(r"\{buyr\}"), agent.dialog)
    text.fill("Hello ")
    agent.dialog.get_by_role("button", name=agent.words("desk:reply.insert", variable=agent.words("desk:reply.variable.buyer"))).click()
    expect(text).to_have_value("Hello {buyer}")
    agent.dialog.get_by_role("button", name=agent.words("desk:reply.save")).click()
    expect(agent.page.get_by_role("dialog")).to_have_count(0)
    mine = agent.page.get_by_role("region", name=agent.words("desk:reply.mine"))
    expect(mine.locator("b").last).to_have_text(title)
    agent.page.get_by_role("button", name=agent.words("desk:reply.up", name=title)).click()
    expect(mine.locator("b").last).not_to_have_text(title)


@pytest.mark.covers("DSK-04")
@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_figures_lead_to_the_sessions_behind_them(visit: Visit, phone: bool) -> None:
    buyer, agent, seller = visit(BUYER), visit(AGENT), visit(SELLER, phone=phone)
    asked(buyer, agent)
    agent.button("desk:response.no_reply").click()
    agent.dialog.get_by_role("button", name=agent.words("desk:response.reason.by_mistake")).click()
    agent.reads("desk:response.left_out")
    seller.goto(f"/s/{shop_of(seller)}/desk/response")
    seller.reads("desk:response.measure.rate_24h")
    behind = seller.page.get_by_role("region", name=seller.words("desk:response.outcomes"))
    behind.get_by_role("link", name=re.compile(f"^{seller.words('desk:response.outcome.left_out')}")).click()
    seller.sees(re.compile("买家发错了"), behind)
    behind.get_by_role("link", name=re.compile(f"^{seller.words('desk:response.outcome.late')}")).click()
    seller.sees(re.compile(seller.words("desk:response.outcome.late")), behind)
    behind.get_by_role("button", name=seller.words("parts:why.word")).first.click()
    seller.sees(re.compile("24 小时"), seller.dialog)
