"""Every requirement of the issue at hand is carried by a test, and every ID on a test is a requirement."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import yaml

from tests.tidy import sources

HERE = Path(__file__).parent
REQUIREMENTS = sources.ROOT / "docs" / "reference" / "requirements.md"


def known() -> set[str]:
    """The IDs that the requirements define: first cell of a row."""
    return set(re.findall(r"^\| ([A-Z]{2,4}-\d{2}) \|", sources.text(REQUIREMENTS), re.MULTILINE))


def carried() -> dict[str, list[str]]:
    """ID -> where tests bear it: `pytest.mark.covers` in test files, `covers` in stories."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sources.python():
        if sources.is_test(path) and path.name.startswith("test_"):
            for identity, line in _marks(path):
                found[identity].append(f"{sources.shown(path)}:{line}")
    for path in sources.having(".yaml"):
        if path.is_relative_to(sources.ROOT / "tests" / "stories"):
            for story in yaml.safe_load_all(sources.text(path)):
                for identity in (story or {}).get("covers", []):
                    found[identity].append(sources.shown(path))
    return found


def _marks(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(sources.tree(path)):
        if isinstance(node, ast.Call) and sources.dotted(node.func).endswith("mark.covers"):
            for argument in node.args:
                if isinstance(argument, ast.Starred):  # the stories' own, read from their files
                    continue
                assert isinstance(argument, ast.Constant), f"{sources.shown(path)}:{node.lineno}: write the ID out"
                yield str(argument.value), node.lineno


def test_marks_name_requirements() -> None:
    unknown = {identity: places for identity, places in carried().items() if identity not in known()}
    assert not unknown


def test_the_issue_names_requirements() -> None:
    assert set((HERE / "issue.txt").read_text().split()) <= known()


def test_every_requirement_of_the_issue_is_carried() -> None:
    missing = sorted(set((HERE / "issue.txt").read_text().split()) - carried().keys())
    assert not missing, f"no test bears {', '.join(missing)}"
