"""Browsers and the demonstration they visit. A page error, a console error or an unforeseen refusal fails the test it happens in.

Everything is of this package's scope: the browser's event loop must be gone before other tests use the database.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests import needs
from tests.browser import demo
from tests.browser.visitor import DESK, PHONE, Visitor
from tests.browser.words import LOCALE, Words

expect.set_options(timeout=20_000)


class Visit(Protocol):
    """Opens a browser for someone: a demonstration's person by their address, or nobody."""

    def __call__(self, who: str | None = None, *, phone: bool = False, language: str = "zh-Hans", at: str | None = None) -> Visitor: ...


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    path = needs.chromium()
    demo.build()
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield one
        one.close()


@pytest.fixture(scope="package")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Gives a data directory of a filled demonstration, for one server."""
    whole = tmp_path_factory.mktemp("demo")
    demo.fill(whole / "filled")
    return lambda name: Path(shutil.copytree(whole / "filled", whole / name))


@pytest.fixture(scope="package")
def market(browser: Browser, filled: Callable[[str], Path]) -> Iterator[str]:
    """The address of a demonstration whose time is the real one."""
    with demo.served(filled("calm")) as url:
        yield url


@pytest.fixture(scope="package")
def hurried(browser: Browser, filled: Callable[[str], Path]) -> Iterator[str]:
    """The address of a demonstration in which two hours pass each second."""
    with demo.served(filled("hurried"), speed=7200) as url:
        yield url


@pytest.fixture
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Opens browsers, each with a context of its own; at the end none may have met with anything unforeseen."""
    opened: list[Visitor] = []
    with ExitStack() as closing:

        def open_(who: str | None = None, *, phone: bool = False, language: str = "zh-Hans", at: str | None = None) -> Visitor:
            how: dict[str, Any] = {"has_touch": True, "is_mobile": True} if phone else {}
            context = browser.new_context(
                base_url=at or request.getfixturevalue("market"),
                viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
                locale=LOCALE[language],
                timezone_id="Asia/Shanghai",
                reduced_motion="reduce",
                **how,
            )
            closing.callback(context.close)
            visitor = Visitor(context, Words(language))
            if who:
                visitor.enter_as(who)
            opened.append(visitor)
            return visitor

        yield open_
    problems = [problem for visitor in opened for problem in visitor.problems]
    assert not problems, "\n".join(problems)
