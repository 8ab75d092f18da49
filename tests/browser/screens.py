"""`python -m tests.browser.screens [PAGE…]`: pictures of every page (or of those named) in build/screens, and those that the docs show.

Each in 1440 and 390 wide, light and dark, in three languages; of a demonstration filled for it.
"""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests import needs
from tests.browser import demo
from tests.browser.pages import PAGES, Page
from tests.browser.visitor import DESK, PHONE, Visitor
from tests.browser.words import LANGUAGES, LOCALE, Words

OUT = demo.ROOT / "build" / "screens"
SHOWN = {"today": "today", "desk-talk": "desk", "buyer-order": "buyer-order"}
"""Pages that the docs show, by the name of their picture in docs/pictures."""
WIDTHS: dict[str, dict[str, Any]] = {
    "1440": {"viewport": DESK},
    "390": {"viewport": PHONE, "has_touch": True, "is_mobile": True, "device_scale_factor": 2},
}
HEIGHT_MOST = 4000
FADED = """() => Promise.allSettled(document.getAnimations()
    .filter(one => one.effect.getComputedTiming().endTime !== Infinity).map(one => one.finished))"""
"""Colours that fade into the other theme are there."""


def main() -> int:
    """Draw; the exit code."""
    pages = [page for page in PAGES if page.name in sys.argv[1:] or len(sys.argv) == 1]
    demo.build()
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="jishi-screens-") as data, sync_playwright() as playwright:
        demo.fill(Path(data, "demo"))
        browser = playwright.chromium.launch(executable_path=needs.chromium(), args=["--no-sandbox"])
        with demo.served(Path(data, "demo")) as url:
            for who in dict.fromkeys(page.who for page in pages):
                for language in LANGUAGES:
                    for width in WIDTHS:
                        _draw(browser, url, [page for page in pages if page.who == who], language, width)
        browser.close()
    for name, picture in SHOWN.items():
        drawn = OUT / f"{name}-1440-light-zh-Hans.png"
        if drawn.exists():
            (demo.ROOT / "docs" / "pictures").mkdir(exist_ok=True)
            shutil.copyfile(drawn, demo.ROOT / "docs" / "pictures" / f"{picture}.png")
    return 0


def _draw(browser: Browser, url: str, pages: list[Page], language: str, width: str) -> None:
    context = browser.new_context(
        base_url=url, locale=LOCALE[language], timezone_id="Asia/Shanghai", reduced_motion="reduce", **WIDTHS[width]
    )
    visitor = Visitor(context, Words(language))
    if pages[0].who:
        visitor.enter_as(pages[0].who)
    for page in pages:
        visitor.page.emulate_media(color_scheme="light")
        visitor.goto(page.find(visitor))
        visitor.settled()
        whole = page.name not in SHOWN and visitor.page.evaluate("document.documentElement.scrollHeight") < HEIGHT_MOST
        for theme in ("light", "dark"):
            visitor.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            visitor.page.wait_for_timeout(150)
            visitor.page.evaluate(FADED)
            visitor.page.screenshot(path=OUT / f"{page.name}-{width}-{theme}-{language}.png", full_page=whole)
    print(f"{width} {language}: {', '.join(page.name for page in pages)}", file=sys.stderr)
    context.close()


if __name__ == "__main__":
    sys.exit(main())
