"""The operations of the API as its description has them, for tests that walk over all."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    """One operation; `path` has its parameters in braces."""

    name: str
    method: str
    path: str
    described: dict[str, Any]

    @property
    def takes_body(self) -> bool:
        return "requestBody" in self.described

    @property
    def takes_json(self) -> bool:
        return "application/json" in self.described.get("requestBody", {}).get("content", {})

    def address(self, **given: str) -> str:
        """The path with its parameters filled in; one that is not given gets an id of nothing."""
        address = self.path
        for parameter in self.described.get("parameters", []):
            if parameter["in"] == "path":
                address = address.replace(f"{{{parameter['name']}}}", given.get(parameter["name"], "none_00000000000000000000000000"))
        return address


@cache
def operations() -> tuple[Operation, ...]:
    """Every operation of the API."""
    return tuple(_operations())


@cache
def components() -> dict[str, Any]:
    """The shapes that operations refer to, by name."""
    return dict(_described()["components"]["schemas"])


def _described() -> Any:
    from jishi.config.api import api

    return api.get_openapi_schema()


def _operations() -> Iterator[Operation]:
    for path, item in _described()["paths"].items():
        for method in METHODS:
            if method in item:
                yield Operation(item[method]["operationId"], method.upper(), path, item[method])
