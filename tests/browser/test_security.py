"""How one signs in, changed by oneself in the browser: a password, an authenticator, a passkey in Chromium's virtual device, sessions."""

import re

import pyotp
import pytest
from playwright.sync_api import expect

from jishi.kernel import clock
from tests.browser.conftest import Visit
from tests.browser.test_signing_in import digits
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
GOOD = "eleven blue teapots"


def named(market: str) -> str:
    """The demonstration under its name: passkeys are bound to names."""
    return market.replace("127.0.0.1", "localhost")


def register(visitor: Visitor, to: str) -> None:
    """Someone new comes in by a code, and goes to the page of Security."""
    visitor.goto("/sign-in?next=/me/security")
    visitor.field("identity:sign_in.to").fill(to)
    visitor.button("identity:sign_in.send").click()
    visitor.reads("identity:code.title")
    code = next(re.findall(r"\d{6}", one["text"])[0] for one in visitor.ask("GET", f"/mailbox?to={to}") if one["kind"] == "identity.code")
    digits(visitor).first.click()
    visitor.page.keyboard.type(code, delay=20)
    visitor.field("identity:name.name").fill("Ling")
    visitor.button("identity:name.go").click()
    visitor.reads("identity:security.title")


def leave(visitor: Visitor) -> None:
    visitor.context.clear_cookies()
    visitor.goto("/sign-in")


@pytest.mark.covers("ONB-02")
@pytest.mark.parametrize("phone", [False, True], ids=["1440", "390"])
def test_a_passkey_is_made_and_lets_its_person_in(visit: Visit, market: str, phone: bool) -> None:
    someone = visit(language="en", at=named(market), phone=phone)
    session = someone.context.new_cdp_session(someone.page)
    session.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    register(someone, f"passkey-{phone}@example.org".lower())
    someone.button("identity:passkey.add").click()
    someone.field("identity:passkey.name").fill("Laptop")
    someone.button("identity:passkey.go").click()
    someone.reads("identity:recovery.shown")
    expect(someone.dialog.locator("code")).to_have_count(10)
    someone.button("identity:recovery.kept").click()
    someone.sees("Laptop")
    person = someone.ask("GET", "/me")["person"]["id"]
    leave(someone)
    someone.button("identity:sign_in.passkey").click()
    expect(someone.page).not_to_have_url(re.compile("/sign-in"))
    assert someone.ask("GET", "/me")["person"]["id"] == person
    assert [one["way"] for one in someone.ask("GET", "/me/sessions")["items"] if one["here"]] == ["passkey"]


@pytest.mark.covers("ONB-02")
@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_a_password_and_an_authenticator_are_set_up_and_asked_for(visit: Visit, market: str, language: str) -> None:
    to = f"app-{language}@example.org".lower()
    someone = visit(language=language, at=named(market))
    someone.foresees(403, 422)
    register(someone, to)
    someone.button("identity:password.set").click()
    someone.field("identity:password.new").fill("jishi jishi jishi")
    someone.button("identity:password.save").click()
    expect(someone.page.locator(".ant-form-item-explain-error")).to_have_text(re.compile(r"\S"))
    someone.field("identity:password.new").fill(GOOD)
    someone.button("identity:password.save").click()
    expect(someone.button("identity:password.change")).to_be_visible()
    card = someone.page.get_by_role("region", name=re.compile(re.escape(someone.words("identity:app.title"))))
    card.get_by_role("button", name=someone.words("identity:app.add")).click()
    expect(someone.page.get_by_role("img", name=someone.words("identity:app.qr"))).to_be_visible()
    secret = someone.dialog.locator("code").inner_text().replace(" ", "")
    someone.field("identity:app.code").fill(pyotp.TOTP(secret).generate_otp(int(clock.real().timestamp()) // 30))
    someone.dialog.get_by_role("button", name=someone.words("identity:app.go")).click()
    someone.reads("identity:recovery.shown")
    recovery = someone.dialog.locator("code").first.inner_text()
    someone.button("identity:recovery.kept").click()
    leave(someone)
    someone.button("identity:sign_in.with_password").click()
    someone.field("identity:sign_in.to").fill(to)
    someone.field("identity:sign_in.password").fill(GOOD + "!")
    someone.button("identity:code.enter").click()
    expect(someone.page.locator(".ant-form-item-explain-error")).to_have_text(re.compile(r"\S"))
    someone.field("identity:sign_in.password").fill(GOOD)
    someone.button("identity:code.enter").click()
    someone.reads("identity:second.title")
    someone.field("identity:second.code").fill(recovery)
    someone.button("identity:code.enter").click()
    expect(someone.page).not_to_have_url(re.compile("/sign-in"))
    assert someone.ask("GET", "/me/security")["recovery_codes_left"] == 9


@pytest.mark.covers("ONB-02")
def test_another_device_is_signed_out_from_here(visit: Visit) -> None:
    desk, lost = visit("buyer1.uk@example.org", language="en"), visit("buyer1.uk@example.org", language="en")
    desk.goto("/me/security")
    desk.page.get_by_role("button", name=desk.words("identity:sessions.end_others")).click()
    expect(desk.page.get_by_role("button", name=desk.words("identity:sessions.end_others"))).to_have_count(0)
    assert lost.ask("GET", "/me")["person"] is None
    assert desk.ask("GET", "/me")["person"] is not None
