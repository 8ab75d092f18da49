"""What the docs say of the code is so: paths exist, quoted lines stand in their files, links lead somewhere, reference pages are fresh."""

import fnmatch
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.tidy import sources

NAMED = re.compile(r"(?<![\w./<-])((?:jishi|web|rules|tests|bench|docs|requirements|\.ci)/[\w.*/-]*[\w*/])")
"""A path of the repository, wherever it stands in a page; `*` as in the shell. Not what follows a slash, as in an address."""
QUOTED = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
"""A block of code whose first line names the file that it is from."""
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
PICTURES = "docs/pictures/"
LEFT_OUT = {"…", "# …", "// …", "..."}


def _pages() -> list[Path]:
    return [path for path in sources.having(".md") if path.parent == sources.ROOT or path.is_relative_to(sources.ROOT / "docs")]


@cache
def _known() -> frozenset[str]:
    """Every file of the project and every folder above one, as a reader writes them."""
    files = [path.relative_to(sources.ROOT) for path in sources.files()]
    return frozenset(str(place) for path in files for place in (path, *path.parents))


def test_paths_named_in_the_docs_exist() -> None:
    lost = [
        f"{sources.shown(page)}: {name}"
        for page in _pages()
        for name in sorted(set(NAMED.findall(sources.text(page))))
        if not name.startswith(PICTURES) and not fnmatch.filter(_known(), name.rstrip("/"))
    ]
    assert not lost, "\n".join(lost)


def test_quoted_lines_stand_in_their_files() -> None:
    """In the order quoted; an ellipsis alone on a line leaves out what lies between."""
    strange = [f"{sources.shown(page)}: {fault}" for page in _pages() for fault in _misquoted(sources.text(page))]
    assert not strange, "\n".join(strange)


def _misquoted(text: str) -> Iterator[str]:
    for name, body in QUOTED.findall(text):
        if name not in _known():
            yield f"{name} is not there"
            continue
        lines = iter([line.strip() for line in sources.text(sources.ROOT / name).splitlines()])
        for line in (line.strip() for line in body.splitlines()):
            if line and line not in LEFT_OUT and line not in lines:
                yield f"{name} has no line {line!r} there"
                break


def _links(pictures: bool) -> Iterator[tuple[Path, str]]:
    """Where each page leads to, or which pictures it shows; other sites apart."""
    for page in _pages():
        for picture, target in LINK.findall(sources.text(page)):
            if bool(picture) == pictures and "://" not in target:
                yield page, target


def test_links_lead_to_files() -> None:
    lost = [f"{sources.shown(page)}: {target}" for page, target in _links(False) if not _leads(page, *target.partition("#")[::2])]
    assert not lost, "\n".join(lost)


def test_pictures_are_there() -> None:
    lost = [f"{sources.shown(page)}: {target}" for page, target in _links(True) if not _leads(page, target, "")]
    assert not lost, "\n".join(lost)


def _leads(page: Path, path: str, part: str) -> bool:
    place = (page.parent / path).resolve() if path else page
    if not place.exists():
        return False
    headings = re.findall(r"^#+ (.+)$", sources.text(place), re.MULTILINE) if part else []
    return not part or part in {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


def test_reference_pages_are_what_the_code_says(tmp_path: Path) -> None:
    """Written anew by a process of its own: this one knows machines and checks of tests too."""
    subprocess.run([sys.executable, "-m", "jishi.config.reference", str(tmp_path)], cwd=sources.ROOT, check=True)
    there = sources.ROOT / "docs" / "reference"
    old = [page.name for page in sorted(tmp_path.iterdir()) if not _same(page, there / page.name)]
    assert not old, f"run `make reference`: {', '.join(old)}"


def test_the_readme_counts_the_rules_as_the_reference_does() -> None:
    first = sources.text(sources.ROOT / "README.md")
    page = sources.text(sources.ROOT / "docs" / "reference" / "rules.md")
    assert re.findall(r"(\d+) rules", first) == re.findall(r"^(\d+) rules", page, re.MULTILINE)


def _same(made: Path, kept: Path) -> bool:
    return kept.exists() and made.read_text(encoding="utf-8") == kept.read_text(encoding="utf-8")
