"""The rulebook's files: where they are, reading them strictly, and the compiled form kept beside the data.

The compiled form is plain JSON, named after the hash of every file's bytes: any number of processes may write it, each by
a rename, and a changed file is never answered from an old one.
"""

import hashlib
import json
import os
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from jishi.lawbook.errors import LawError

FORM = 2  # raise whenever the compiled form, or what the checker refuses, changes
PACKS = "packs"
HERE = Path(__file__).resolve().parent.parent

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def folder() -> Path:
    """The rulebook that this installation runs under: `_rules` in an installed wheel, `rules/` in a checkout.

    Raises LawError when neither is there.
    """
    for place in (HERE / "_rules", HERE.parent / "rules"):
        if (place / "units.yaml").is_file():
            return place
    raise LawError("there is no rulebook: neither jishi/_rules nor rules/ holds units.yaml")


class _Strict(_Loader):  # type: ignore[misc]
    """Refuses what plain YAML would let pass in silence: a key given twice, and numbers that are not exact."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        if len(set(keys)) < len(keys):
            twice = ", ".join(key for key, count in Counter(keys).items() if count > 1)
            raise LawError(f"line {node.start_mark.line + 1}: {twice} is given twice")
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping

    def refuse_float(self, node: Any) -> None:
        raise LawError(f"line {node.start_mark.line + 1}: {node.value} is no exact number; quote it")


_Strict.add_constructor("tag:yaml.org,2002:float", _Strict.refuse_float)


def read_yaml(text: bytes, name: str) -> Any:
    """One file's content. Raises LawError, with the file's name, for anything malformed."""
    try:
        return yaml.load(text, _Strict)
    except (yaml.YAMLError, UnicodeDecodeError, LawError) as error:
        raise LawError(f"{name}: {' '.join(str(error).split())}") from None


@dataclass(frozen=True)
class Files:
    """The bytes of a rulebook, by path within it."""

    folder: Path
    content: dict[str, bytes] = field(repr=False)

    @classmethod
    def read(cls, place: Path) -> "Files":
        """Every YAML file of the folder. Raises LawError when it holds no rulebook."""
        paths = sorted([place / "units.yaml", place / "sources.yaml", *place.glob("*/*.yaml")])
        try:
            return cls(place, {path.relative_to(place).as_posix(): path.read_bytes() for path in paths})
        except OSError as error:
            raise LawError(f"{place} holds no rulebook: {error.strerror}") from None

    @cached_property
    def digest(self) -> str:
        """SHA-256 over names and bytes, hexadecimal."""
        total = hashlib.sha256(b"%d" % FORM)
        for name, content in self.content.items():
            total.update(b"%s\0%d\0" % (name.encode(), len(content)))
            total.update(content)
        return total.hexdigest()

    def parsed(self) -> dict[str, Any]:
        """What each file says. Raises LawError for the first that is malformed."""
        return {name: read_yaml(content, name) for name, content in self.content.items()}


def _cache_folder() -> Path | None:
    """Where compiled rulebooks are kept: the data directory, else one in the system's that is ours alone; None when neither can be."""
    data = os.environ.get("JISHI_DATA_DIR")
    place = Path(data) / "cache" if data else Path(tempfile.gettempdir()) / f"jishi-{os.getuid()}"
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        owned = place.lstat()
    except OSError:
        return None
    return place if owned.st_uid == os.getuid() and not owned.st_mode & 0o022 and not place.is_symlink() else None


def kept(digest: str) -> dict[str, Any] | None:
    """The compiled rulebook of this hash, if it is there and whole."""
    place = _cache_folder()
    try:
        form = json.loads((place / f"rulebook-{digest[:32]}.json").read_bytes()) if place else None
    except (OSError, ValueError):
        return None
    return form if isinstance(form, dict) and form.get("digest") == digest else None


def keep(form: dict[str, Any]) -> None:
    """Keep a compiled rulebook for the next process; that it cannot be kept is no fault."""
    place = _cache_folder()
    if place is None:
        return
    try:
        handle, name = tempfile.mkstemp(dir=place, prefix="rulebook-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(form, file, ensure_ascii=False)
        os.replace(name, place / f"rulebook-{form['digest'][:32]}.json")
    except OSError:
        return
