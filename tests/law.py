"""Another law than the real one, for a test's time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree

from jishi.kernel.runner import act
from jishi.lawbook import engine, files
from jishi.lawbook.actions.copy_values import copy_values
from jishi.lawbook.rulebook import load

Amend = Callable[[str, str, str], None]
"""(file of the rulebook, a passage that stands there once, what stands there instead)"""


@contextmanager
def amending(place: Path) -> Iterator[Amend]:
    """Put another rulebook in force in this process: the real one, copied to a folder, with one passage changed."""
    copytree(files.folder(), place)

    def change(name: str, before: str, then: str) -> None:
        path = place / name
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1, f"{text.count(before)} times in {name}"
        path.write_text(text.replace(before, then), encoding="utf-8")
        law = load(place)
        engine._Now.book, engine._Now.read_at = engine.Book(law, engine.book().terms), float("inf")
        act(copy_values, law)

    try:
        yield change
    finally:
        engine._Now.book = None
        engine.forget()
