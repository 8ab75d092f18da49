"""The security page answers every line of the standard's levels 1 and 2, each once, with one of its five answers and a reason."""

import re

from tests.tidy import sources

PAGE = sources.ROOT / "docs" / "reference" / "security.md"
LINES = {
    1: (2, 9, 11, 3, 2),
    2: (3, 3, 4, 1),
    3: (0, 2, 4, 6, 5, 0, 2),
    4: (3, 1, 2, 4),
    5: (1, 3, 2, 3),
    6: (3, 12, 4, 4, 5, 3, 0, 4),
    7: (3, 4, 2, 5, 2, 2),
    8: (2, 3, 1, 1),
    11: (2, 3, 3, 4, 1, 1),
    12: (3, 2, 4),
    13: (1, 5, 2, 5),
    14: (2, 4, 3),
    15: (3, 3, 7),
    16: (1, 5, 4, 3, 3),
}
"""Chapter of OWASP ASVS 5.0.0 -> how many lines of level 1 or 2 each of its sections has; they come before those of level 3."""
WHOLE = {"9.1.1 – 9.2.4", "10.1.1 – 10.7.3", "17.1.1 – 17.3.2"}
"""Chapters about something that Jishi has not: answered at once."""
ROW = re.compile(r"^\| ([\d.]+(?: – [\d.]+)?) · L[12](?:, L2)? \| [^|]+ \| ([a-z ]+) \| ([^|]+) \|$", re.MULTILINE)
ANSWERS = {"met", "partly", "not met", "operator", "not there"}


def _numbers(text: str) -> list[str]:
    """One number, or those of a range within a section."""
    first, _, last = text.partition(" – ")
    if not last:
        return [first]
    head, start = first.rsplit(".", 1)
    return [f"{head}.{n}" for n in range(int(start), int(last.rsplit(".", 1)[1]) + 1)]


def test_every_line_is_answered_once() -> None:
    asked = [number for row, _, _ in ROW.findall(sources.text(PAGE)) if row not in WHOLE for number in _numbers(row)]
    wanted = [
        f"{chapter}.{section}.{n}"
        for chapter, sections in LINES.items()
        for section, count in enumerate(sections, 1)
        for n in range(1, count + 1)
    ]
    assert asked == wanted
    assert {row for row, _, _ in ROW.findall(sources.text(PAGE))} >= WHOLE


def test_every_answer_is_one_of_five_and_says_why() -> None:
    found = ROW.findall(sources.text(PAGE))
    assert {answer for _, answer, _ in found} == ANSWERS
    assert [row for row, _, reason in found if len(reason.strip()) < 4] == []
    told = re.search(r"^(\d+ met, .*)\.$", sources.text(PAGE), re.MULTILINE)
    assert told
    counted = {name: int(count) for count, name in re.findall(r"(\d+) ([a-z ]+)", told[1])}
    assert counted == {one: sum(answer == one for _, answer, _ in found) for one in ANSWERS}
