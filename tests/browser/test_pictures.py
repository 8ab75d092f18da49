"""Pictures in talks: chosen, pasted or dropped, seen by the other side and large, told why not, and kept while the line is down."""

import base64
import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, expect

from jishi.kernel.tests.pictures import picture
from tests.browser.conftest import Visit
from tests.browser.pages import AGENT
from tests.browser.test_access import violations
from tests.browser.test_selling import shop_of
from tests.browser.test_talking import BUYER, log, says, wire
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
GIVEN = """(element, [event, name, type, content]) => {
    const data = new DataTransfer();
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    data.items.add(new File([bytes], name, { type }));
    const made = event === "paste"
        ? new ClipboardEvent(event, { clipboardData: data, bubbles: true, cancelable: true })
        : new DragEvent(event, { dataTransfer: data, bubbles: true, cancelable: true });
    element.dispatchEvent(made);
}"""
"""A file comes to an element by a clipboard, or by a hand that drags it."""


def file(name: str, content: bytes = b"", kind: str = "image/png") -> Any:
    return {"name": name, "mimeType": kind, "buffer": content or picture(size=(120, 90))}


def chooses(who: Visitor, *files: Any) -> None:
    who.page.locator("input[type=file]").set_input_files(list(files))


def gives(who: Visitor, to: Locator, event: str, content: bytes) -> None:
    to.evaluate(GIVEN, [event, f"{event}.png", "image/png", base64.b64encode(content).decode()])


def chosen(who: Visitor) -> Locator:
    """What stands over the box, to be sent."""
    return who.page.get_by_role("list", name=who.words("desk:picture.chosen")).get_by_role("listitem")


def going(who: Visitor) -> Locator:
    return chosen(who).get_by_role("progressbar")


def box(who: Visitor) -> Locator:
    return who.page.get_by_role("textbox", name=who.words.pattern("desk:compose.to"))


def shown(who: Visitor) -> Locator:
    """The pictures in the talk."""
    return log(who).locator("button img")


def drawn(image: Locator, wide: int) -> None:
    """The picture is there, so many pixels wide as it was kept."""
    expect(image).to_be_visible()
    expect(image).to_have_js_property("complete", True)
    expect(image).to_have_js_property("naturalWidth", wide)


@pytest.mark.covers("DSK-01")
@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_a_buyer_shows_a_picture_and_the_agent_sees_it_large(visit: Visit, language: str) -> None:
    buyer, agent = visit(BUYER, phone=True, language=language), visit(AGENT, language=language)
    shop = shop_of(agent)
    mark = uuid4().hex[:8]
    buyer.goto(f"/chat/{shop}")
    buyer.settled()
    said = shown(buyer).count()
    chooses(buyer, file("crack.jpg", picture("JPEG", (3000, 1500)), "image/jpeg"), file("box.png"))
    expect(chosen(buyer)).to_have_count(2)
    expect(going(buyer)).to_have_count(0)
    says(buyer, f"{mark} broken?")
    expect(chosen(buyer)).to_have_count(0)
    expect(shown(buyer)).to_have_count(said + 2)
    buyer.reads("desk:log.sent")
    drawn(shown(buyer).last, 120)
    talk = buyer.ask("POST", f"/shops/{shop}/conversations")
    if not talk["session"]["agent"]:
        agent.ask("POST", f"/conversations/{talk['id']}/take")
    agent.goto(f"/s/{shop}/desk/{talk['id']}")
    expect(log(agent).get_by_text(mark)).to_be_visible()
    first = shown(agent).nth(-2)
    drawn(first, 2048)
    expect(first).to_have_attribute("alt", agent.words.pattern("desk:picture.of"))
    assert violations(agent, "a talk with pictures") == []
    first.click()
    expect(agent.dialog).to_have_accessible_name(agent.words.pattern("desk:picture.of"))
    drawn(agent.dialog.locator("img"), 2048)
    assert violations(agent, "a picture shown large") == []
    agent.page.keyboard.press("ArrowRight")
    drawn(agent.dialog.locator("img"), 120)
    expect(agent.button("desk:picture.after")).to_be_disabled()
    agent.page.keyboard.press("Escape")
    expect(agent.page.get_by_role("dialog")).to_have_count(0)
    expect(agent.page).to_have_url(re.compile(r"/desk/cnv_"))
    expect(first.locator("..")).to_be_focused()
    chooses(agent, file("answer.png"))
    expect(going(agent)).to_have_count(0)
    drawn(chosen(agent).locator("img"), 120)
    agent.button("desk:compose.send").click()
    expect(shown(buyer)).to_have_count(said + 3)
    drawn(shown(buyer).last, 120)
    buyer.goto("/chat")
    buyer.sees(buyer.words("desk:last.image"))
    agent.page.get_by_role("button", name=agent.words("desk:bench.close")).click()


@pytest.mark.covers("DSK-01")
def test_a_picture_is_pasted_or_dropped_and_one_that_is_none_says_why(visit: Visit) -> None:
    buyer = visit("buyer2.cn@example.org")
    buyer.goto(f"/chat/{shop_of(visit(AGENT))}")
    gives(buyer, box(buyer), "paste", picture(size=(60, 40)))
    expect(chosen(buyer)).to_have_count(1)
    gives(buyer, log(buyer), "dragenter", picture())
    buyer.reads("desk:picture.drop")
    gives(buyer, log(buyer), "drop", picture(size=(40, 60)))
    expect(buyer.page.get_by_text(buyer.words("desk:picture.drop"))).to_have_count(0)
    expect(chosen(buyer)).to_have_count(2)
    buyer.foresees(422)
    chooses(buyer, file("words.png", b"these are words"))
    expect(buyer.page.get_by_role("alert")).to_have_text("只收 PNG、JPEG 或 WebP 图片。")
    buyer.button("desk:picture.again", name="words.png").click()
    expect(buyer.page.get_by_role("alert")).to_have_text("只收 PNG、JPEG 或 WebP 图片。")
    assert violations(buyer, "pictures that are chosen, one refused") == []
    buyer.button("desk:picture.off", name="words.png").click()
    expect(chosen(buyer)).to_have_count(2)
    expect(going(buyer)).to_have_count(0)
    before = shown(buyer).count()
    box(buyer).press("Enter")
    expect(shown(buyer)).to_have_count(before + 2)
    drawn(shown(buyer).last, 40)


@pytest.mark.covers("DSK-01")
def test_chosen_pictures_are_kept_across_a_lost_line_and_a_page_loaded_anew(visit: Visit, market: str) -> None:
    with wire(market) as thin:
        buyer = visit("buyer3.cn@example.org", phone=True, at=thin.url)
        buyer.drops()
        buyer.goto(f"/chat/{shop_of(visit(AGENT))}")
        expect(box(buyer)).to_be_visible()
        chooses(buyer, file("one.png"))
        expect(going(buyer)).to_have_count(0)
        buyer.page.reload()
        expect(chosen(buyer)).to_have_count(1)
        drawn(chosen(buyer).locator("img"), 120)
        buyer.settled()
        thin.cut()
        buyer.reads("app:top.offline")
        chooses(buyer, file("two.png", picture(size=(90, 30))))
        buyer.reads("desk:picture.no_line")
        thin.mend()
        expect(buyer.page.get_by_text(buyer.words("desk:picture.no_line"))).to_have_count(0)
        expect(going(buyer)).to_have_count(0)
        expect(chosen(buyer)).to_have_count(2)
        before = shown(buyer).count()
        buyer.button("desk:compose.send").click()
        expect(shown(buyer)).to_have_count(before + 2)
        drawn(shown(buyer).last, 90)
