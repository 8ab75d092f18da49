"""Words and calls that have no place: leftovers, clocks beside the clock, hosts and paths of one machine, mocks."""

import ast
import re
from pathlib import Path

import pytest

from tests.tidy import sources

CODE = (".py", ".ts", ".tsx", ".css", ".js", ".mjs", ".html", ".yaml", ".yml", ".toml", ".md", ".in", ".sh")
LEFTOVERS = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK")) + r")\b")
CLOCKS = re.compile(r"\b(datetime\.(now|utcnow|today)|date\.today|time\.time|timezone\.now|localdate)\b")
PLACES = re.compile(
    "|".join(
        (
            "pypi" + r"\.org",
            "pythonhosted" + r"\.org",
            "registry\\.npmjs" + r"\.org",
            "npmmirror",
            "deb\\.debian" + r"\.org",
            "/ro" + "ot/",
            "/ho" + "me/[a-z]",
            "/wo" + "rk/",
            r"\.\./sha" + "red",
        )
    )
)
OWN = Path(__file__)


def _lines(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [
        f"{sources.shown(path)}:{number} {line.strip()[:100]}"
        for path in paths
        if path != OWN
        for number, line in enumerate(sources.text(path).splitlines(), 1)
        if pattern.search(line)
    ]


def test_nothing_is_left_for_later() -> None:
    requirements = sources.ROOT / "docs" / "reference" / "requirements.md"
    found = _lines(LEFTOVERS, [path for path in sources.having(*CODE) if path != requirements])
    assert not found, "\n".join(found)


def test_nothing_is_a_placeholder() -> None:
    """An abstract method of the standard library's `abc` may raise NotImplementedError, nothing else may."""
    found = []
    for path in sources.python():
        for node in ast.walk(sources.tree(path)):
            if isinstance(node, ast.Raise) and node.exc is not None and sources.dotted(node.exc) == "NotImplementedError":
                found.append(f"{sources.shown(path)}:{node.lineno}")
    assert not found, "\n".join(found)


def test_time_comes_from_the_clock() -> None:
    clock = sources.ROOT / "jishi" / "kernel" / "clock.py"
    found = _lines(CLOCKS, [path for path in sources.having(".py") if path != clock and "jishi" in path.relative_to(sources.ROOT).parts])
    assert not found, "\n".join(found)


def test_no_file_names_a_registry_or_a_place_of_one_machine() -> None:
    found = _lines(PLACES, list(sources.files()))
    assert not found, "\n".join(found)


def test_own_code_is_not_mocked() -> None:
    found = []
    for path in sources.python():
        for node in ast.walk(sources.tree(path)):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""] + [f"{node.module}.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.Call) and sources.dotted(node.func) == "monkeypatch.setattr":
                names = ["monkeypatch.setattr"]
            if {"unittest.mock", "mock", "monkeypatch.setattr"} & set(names):
                found.append(f"{sources.shown(path)}:{node.lineno}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", ["utils", "helpers", "managers", "signals", "common", "misc", "services"])
def test_no_file_is_a_drawer(name: str) -> None:
    found = [sources.shown(path) for path in sources.python() if name in (path.stem, path.parent.name)]
    assert not found, "\n".join(found)
