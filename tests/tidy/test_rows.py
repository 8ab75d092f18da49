"""Tests and demonstrations make rows as a person would: through actions. A test that breaks a row does so by SQL."""

import ast

from tests.tidy import sources

MAKERS = {"create", "acreate", "get_or_create", "update_or_create", "bulk_create", "bulk_update"}
CHANGERS = {"update", "delete"}
INSIDE = {"kernel", "lawbook"}
"""Parts below all modules, whose own tests try `rows` itself."""


def _makes_rows(call: ast.Call) -> bool:
    *before, verb = sources.dotted(call.func).split(".")
    if verb == "save" and before:
        return True
    if verb in MAKERS | CHANGERS and "objects" in before:
        return True
    return verb in {"add", "many"} and before == ["rows"]


def test_tests_and_demo_make_rows_through_actions() -> None:
    found = []
    for path in sources.python():
        parts = path.relative_to(sources.ROOT).parts
        if not (sources.is_test(path) or path.stem == "demo") or (parts[0] == "jishi" and parts[1] in INSIDE):
            continue
        for node in ast.walk(sources.tree(path)):
            if isinstance(node, ast.Call) and _makes_rows(node):
                found.append(f"{sources.shown(path)}:{node.lineno} {sources.dotted(node.func)}")
    assert not found, "\n".join(found)
