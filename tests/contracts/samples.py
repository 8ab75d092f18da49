"""One body and query that fit an operation's description, made from the description alone: the smallest there is."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from hypothesis import find, settings, strategies

from tests.contracts.operations import Operation, components

KNOWN = (
    "a1",
    "order",
    "39.00",
    "CNY",
    "CN",
    "123456",
    "2030-01-01",
    "2030-01-01T00:00:00Z",
    "https://hooks.example.org/x",
    "buyer@example.org",
)
"""Texts that most forms are content with; for others one is sought."""
QUIET = settings(database=None, derandomize=True, deadline=None)


def body(operation: Operation, ids: Mapping[str, str]) -> Any:
    """A body with every field that must be there; a field that is named in `ids` holds that id. None where it takes no JSON."""
    if not operation.takes_json:
        return None
    return _made(operation.described["requestBody"]["content"]["application/json"]["schema"], ids)


def query(operation: Operation, ids: Mapping[str, str]) -> dict[str, Any]:
    """The parameters of the query that must be there."""
    wanted = [one for one in operation.described.get("parameters", []) if one["in"] == "query" and one.get("required")]
    return {one["name"]: _made(one["schema"], ids, one["name"]) for one in wanted}


def path(operation: Operation, ids: Mapping[str, str], unknown: str) -> dict[str, str]:
    """The parameters of the address: by the word before it what `ids` names, a day or number where one is wanted, else `unknown`."""
    before = {name: word for word, name in re.findall(r"/([a-z-]+)/\{([a-z_]+)\}", operation.path)}
    wanted = [one for one in operation.described.get("parameters", []) if one["in"] == "path"]
    return {one["name"]: ids.get(before.get(one["name"], "")) or _part(one["schema"], unknown) for one in wanted}


def _part(schema: Mapping[str, Any], unknown: str) -> str:
    return str(_made(schema, {})) if "format" in schema or schema.get("type") == "integer" else unknown


def _made(schema: Mapping[str, Any], ids: Mapping[str, str], name: str = "") -> Any:
    if "$ref" in schema:
        return _made(components()[schema["$ref"].rpartition("/")[2]], ids, name)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return _made(schema[choice][0], ids, name)
    match schema.get("type"):
        case "object":
            kept = (
                schema.get("required", [])
                if schema.get("required")
                else list(schema.get("properties", {}))[: schema.get("minProperties", 0)]
            )
            return {one: _made(schema["properties"][one], ids, one) for one in kept}
        case "array":
            return [_made(schema["items"], ids, name)] * max(1, schema.get("minItems", 0))
        case "integer" | "number":
            return max(schema.get("minimum", 1), schema.get("exclusiveMinimum", 0) + 1)
        case "boolean":
            return True
        case "string":
            return ids.get(name) or _text(schema)
    return None


def _text(schema: Mapping[str, Any]) -> str:
    if schema.get("format") == "date":
        return "2030-01-01"
    if schema.get("format") == "date-time":
        return "2030-01-01T00:00:00Z"
    return _like(schema.get("pattern", ""), schema.get("minLength", 0), schema.get("maxLength", 10_000))


@cache
def _like(form: str, least: int, most: int) -> str:
    """A text of this form and length. Once: to seek the smallest takes a while."""
    pattern = re.compile(form)

    def fits(text: str) -> bool:
        return least <= len(text) <= most and bool(pattern.search(text))

    return next(filter(fits, KNOWN), None) or find(strategies.from_regex(pattern), fits, settings=QUIET)
