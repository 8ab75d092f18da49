"""What a test wants from the system beside Python and npm packages.

A missing thing skips the tests that want it and is named with the command that installs it; with JISHI_TEST_ALL=1 it is a failure.
"""

import os
import shutil
import subprocess
from dataclasses import dataclass

import pytest

from tests import pg


@dataclass(frozen=True)
class Missing:
    """A thing that is not here: what for, and the command that brings it."""

    what: str
    install: str

    def __str__(self) -> str:
        return f"{self.what} (to install: {self.install})"


def all_required() -> bool:
    """Whether a missing thing is a failure."""
    return os.environ.get("JISHI_TEST_ALL", "") not in ("", "0")


def program(*names: str, package: str) -> str:
    """The path of the first of these programs that is installed; skips the test, or fails it, if none is."""
    for name in names:
        if found := shutil.which(name):
            return found
    missing = Missing(f"no {names[0]}", f"apt-get install {package}")
    if all_required():
        pytest.fail(str(missing), pytrace=False)
    pytest.skip(str(missing))


def chromium() -> str:
    """The path of the system's Chromium or Chrome."""
    return program("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", package="chromium")


def missing() -> list[Missing]:
    """What whole parts of a test run will lack on this machine."""
    lacking = []
    if not pg.available():
        lacking.append(Missing("PostgreSQL, all tests on it", pg.INSTALL_HINT))
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))):
        lacking.append(Missing("Chromium, the browser tests", "apt-get install chromium"))
    elif not _chinese_fonts():
        lacking.append(Missing("a Chinese font, which screenshots need", "apt-get install fonts-noto-cjk"))
    return lacking


def _chinese_fonts() -> bool:
    lister = shutil.which("fc-list")
    return bool(lister and subprocess.run([lister, ":lang=zh"], capture_output=True, check=False).stdout.strip())
