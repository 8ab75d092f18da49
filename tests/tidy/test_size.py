"""A file fits in a head, a function on a screen."""

import ast

from tests.tidy import sources

FILE_LINES = 400
FUNCTION_LINES = 60
DATA = {"words", "rules", "data", "stories"}
"""Folders whose files are read as data, not as a piece of reasoning."""


def test_no_file_is_longer_than_400_lines() -> None:
    too_long = [
        f"{sources.shown(path)}: {lines} lines"
        for path in sources.having(".py", ".ts", ".tsx", ".css", ".js", ".mjs")
        if "migrations" not in path.parts and not DATA & set(path.parts) and not sources.generated(path)
        if (lines := len(sources.text(path).splitlines())) > FILE_LINES
    ]
    assert not too_long, "\n".join(too_long)


def test_no_function_is_longer_than_60_lines() -> None:
    too_long = [
        f"{sources.shown(path)}:{node.lineno} {node.name}: {lines} lines"
        for path in sources.python()
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES
    ]
    assert not too_long, "\n".join(too_long)
