"""Someone at a browser: a context of their own, what they see, and what went wrong on the way."""

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, expect

from tests.browser.words import Words

API = "/api/v1"
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
SKELETON = "[class*='_bones_']:not([data-sample] *)"
"""What stands in for something on its way; the page of every part shows one for its own sake."""
REFUSED = re.compile(r"Failed to load resource: the server responded with a status of (4\d\d)")

DROPPED = re.compile(r"net::ERR_|WebSocket connection to .* failed")


@dataclass
class Visitor:
    """One person at one browser; `words` are those of their language."""

    context: BrowserContext
    words: Words
    page: Page = field(init=False)
    problems: list[str] = field(default_factory=list)
    foreseen: set[str] = field(default_factory=set)
    """Statuses of refusals that a test asks for; the browser notes each in its console."""
    dropping: bool = False

    def __post_init__(self) -> None:
        self.context.set_default_timeout(20_000)
        self.context.on("page", self._watch)
        self.page = self.context.new_page()

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.problems.append(f"{page.url}: {error}"))
        page.on("console", self._note)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        refused = REFUSED.match(message.text)
        if refused and refused[1] in self.foreseen:
            return
        if self.dropping and DROPPED.search(message.text):
            return
        self.problems.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def foresees(self, *statuses: int) -> None:
        """The next refusals are what the test wants."""
        self.foreseen |= {str(one) for one in statuses}

    def drops(self) -> None:
        """Its line is cut by the test: the browser notes each try that fails in its console."""
        self.dropping = True

    def ask(self, method: str, path: str, data: Any = None, key: str | None = None) -> Any:
        """One request of this browser to the API, past the page; its JSON. Anything but success is a failure."""
        headers = {"Accept-Language": self.words.language}
        if method != "GET" and path != "/demo/sign-in":
            headers["X-CSRFToken"] = self.csrf()
        if key:
            headers["Idempotency-Key"] = key
        answer = self.context.request.fetch(API + path, method=method, data=data, headers=headers)
        assert answer.ok, f"{method} {path}: {answer.status} {answer.text()}"
        return answer.json() if answer.body() else None

    def csrf(self) -> str:
        """The token that the session's writes carry."""
        return str(self.ask("GET", "/me")["csrf"])

    def enter_as(self, to: str) -> dict[str, Any]:
        """Be one of the demonstration's persons; what `/me` says."""
        self.context.clear_cookies()
        return dict(self.ask("POST", "/demo/sign-in", {"to": to}))

    def goto(self, path: str) -> None:
        """Open an address."""
        self.page.goto(path)

    def settled(self) -> None:
        """Wait until nothing is on its way any more and no skeleton stands in for it."""
        self.page.wait_for_load_state("networkidle")
        expect(self.page.locator(SKELETON)).to_have_count(0)

    def button(self, key: str, **values: Any) -> Locator:
        """The visible button that is called so, whatever its amounts and numbers that are not given."""
        return self.page.get_by_role("button", name=self.words.pattern(key, **values))

    def link(self, key: str, **values: Any) -> Locator:
        """The visible link that is called so, whatever its amounts and numbers that are not given."""
        return self.page.get_by_role("link", name=self.words.pattern(key, **values))

    def field(self, key: str, **values: Any) -> Locator:
        """The field with this label."""
        return self.page.get_by_label(self.words(key, **values), exact=True)

    def sees(self, text: str | re.Pattern[str], within: Locator | None = None) -> None:
        """A text stands on the page, or in a part of it."""
        expect((within or self.page).get_by_text(text).and_((within or self.page).locator(":visible")).first).to_be_visible()

    def reads(self, key: str, **values: Any) -> None:
        """The page says what these words say."""
        self.sees(self.words(key, **values))

    @property
    def dialog(self) -> Locator:
        """The card or dialog that is open on top."""
        return self.page.get_by_role("dialog").last
