"""What import-linter cannot say: which parts of a module others may use, and where heavy libraries may be loaded."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.tidy import sources

OPEN_PARTS = {"actions", "queries", "events", "errors", "access"}
HEAVY = {"duckdb", "typst", "onnxruntime", "rapidocr", "playwright", "holidays"}
"""Slow to load or large in memory: loaded by the function that uses them, so that `jishi serve` starts at once."""
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}


def _imported(path: Path, *, everywhere: bool = True) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every import; only those at the top of the module if not `everywhere`."""
    tree = sources.tree(path)
    nodes = ast.walk(tree) if everywhere else _at_load(tree.body)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def _at_load(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements that run when the module is imported; what stands under TYPE_CHECKING does not."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and sources.dotted(node.test).endswith("TYPE_CHECKING"):
            continue
        yield node
        for inner in ("body", "orelse", "finalbody"):
            yield from _at_load(getattr(node, inner, []))


def test_modules_use_only_the_open_parts_of_others() -> None:
    """Of another module: actions, queries, events, errors, access. `demo.py` and tests keep to it as well, but for models to look at."""
    closed = []
    for path in sources.python():
        if not path.is_relative_to(sources.MODULES) or path.parent == sources.MODULES or sources.is_test(path):
            continue
        own = path.relative_to(sources.MODULES).parts[0]
        for line, name in _imported(path):
            match name.split("."):
                case ["jishi", "modules", other, part, *_] if other != own and part not in OPEN_PARTS:
                    if path.name != "demo.py" or part != "demo":
                        closed.append(f"{sources.shown(path)}:{line} {name}")
    assert not closed, "\n".join(closed)


def test_imports_are_absolute() -> None:
    relative = [
        f"{sources.shown(path)}:{node.lineno}"
        for path in sources.python()
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert not relative, "\n".join(relative)


def test_heavy_libraries_are_loaded_where_they_are_used() -> None:
    early = [
        f"{sources.shown(path)}:{line} {name}"
        for path in sources.python()
        if path.is_relative_to(sources.ROOT / "jishi") and not sources.is_test(path)
        for line, name in _imported(path, everywhere=False)
        if name.split(".")[0] in HEAVY
    ]
    assert not early, "\n".join(early)


def test_no_table_points_into_another_module() -> None:
    """Ids of other modules' rows are plain text: a module can be read, moved and tested without the rest."""
    crossing = []
    for path in sources.python():
        if path.stem != "models" and path.parent.stem != "models":
            continue
        for node in ast.walk(sources.tree(path)):
            if not (isinstance(node, ast.Call) and sources.dotted(node.func).split(".")[-1] in RELATIONS and node.args):
                continue
            target = node.args[0]
            if isinstance(target, ast.Constant) and isinstance(target.value, str) and "." in target.value:
                crossing.append(f"{sources.shown(path)}:{node.lineno} {target.value}")
    assert not crossing, "\n".join(crossing)


OUTSIDE = {"httpx", "httpcore", "requests", "aiohttp", "urllib3", "urllib.request", "http.client"}
"""What speaks HTTP with the outside: by kernel.outbound alone, which looks at the address first."""


def test_nobody_but_the_one_client_asks_the_outside() -> None:
    asking = [
        f"{sources.shown(path)}:{line} {name}"
        for path in sources.python()
        if path.is_relative_to(sources.ROOT / "jishi") and not sources.is_test(path)
        if path != sources.ROOT / "jishi" / "kernel" / "outbound.py"
        for line, name in _imported(path)
        if any(name == one or name.startswith(f"{one}.") for one in OUTSIDE)
    ]
    assert not asking, "\n".join(asking)
