"""One grammar in every module: missing is allowed, different is not."""

import ast
from pathlib import Path

from tests.tidy import sources

FILES = {
    *("models", "states", "queries", "access", "law", "deadlines", "events", "listeners", "postings", "schemas", "http", "errors"),
    *("socket", "jobs", "cli", "admin", "demo", "apps", "__init__"),
}
FOLDERS = {"actions", "adapters", "words", "migrations", "tests"}


def _modules() -> list[Path]:
    return sorted({sources.MODULES / path.relative_to(sources.MODULES).parts[0] for path in sources.files() if _deep_in_modules(path)})


def _deep_in_modules(path: Path) -> bool:
    return path.is_relative_to(sources.MODULES) and len(path.relative_to(sources.MODULES).parts) > 1


def test_modules_hold_only_the_files_of_the_grammar() -> None:
    strange = []
    for path in filter(_deep_in_modules, sources.files()):
        first, *deeper = path.relative_to(sources.MODULES).parts[1:]
        if deeper and first not in FOLDERS | FILES:
            strange.append(sources.shown(path))
        if not deeper and not (path.suffix == ".py" and path.stem in FILES):
            strange.append(sources.shown(path))
    assert not strange, "\n".join(strange)


def test_every_module_says_what_it_owns() -> None:
    silent = []
    for module in _modules():
        first = module / "__init__.py"
        said = ast.get_docstring(sources.tree(first)) if first.exists() else None
        if not said or len(said) < 40:
            silent.append(sources.shown(first))
    assert not silent, "\n".join(silent)


def test_files_of_actions_hold_a_public_verb() -> None:
    empty = []
    for path in filter(_deep_in_modules, sources.python()):
        inside = path.relative_to(sources.MODULES).parts
        if len(inside) != 3 or inside[1] != "actions" or path.name == "__init__.py":
            continue
        if not any(isinstance(node, ast.FunctionDef) and not node.name.startswith("_") for node in sources.tree(path).body):
            empty.append(sources.shown(path))
    assert not empty, "\n".join(empty)
