"""The API's description keeps what outsiders were promised: names, paths, refusals, security."""

import re
from contextlib import closing
from time import process_time
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from ninja import Schema

METHODS = {"get", "post", "put", "patch", "delete"}
PROMISED = {
    "identity.me": "GET /me",
    "orders.list": "GET /shops/{}/orders",
    "orders.mine": "GET /me/orders",
    "orders.get": "GET /orders/{}",
    "orders.quote": "POST /me/quote",
    "orders.place": "POST /me/orders",
    "orders.request_cancellation": "POST /orders/{}/cancellations",
    "orders.answer_cancellation": "POST /cancellations/{}/answer",
    "payments.pay": "POST /payments/{}/pay",
    "fulfilment.pack": "POST /orders/{}/pack",
    "fulfilment.split": "POST /orders/{}/split",
    "fulfilment.repack": "POST /orders/{}/repack",
    "fulfilment.merge": "POST /shops/{}/packages",
    "lawbook.show": "GET /rules/{}",
    "lawbook.why": "GET /decisions/{}",
}
"""operationId -> method and path: what other programs are written against."""


@pytest.fixture(scope="module")
def described(django_db_setup: None, django_db_blocker: Any) -> dict[str, Any]:
    with django_db_blocker.unblock():
        answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    return answer.json()


def _operations(described: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method.upper(), path.removeprefix("/api/v1"), operation)
        for path, item in described["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]


def test_it_is_openapi_3_1(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1.")


def test_what_was_promised_is_there(described: dict[str, Any]) -> None:
    found = {operation["operationId"]: f"{method} {re.sub(r'{[^}]*}', '{}', path)}" for method, path, operation in _operations(described)}
    assert {name: found.get(name) for name in PROMISED} == PROMISED


def test_every_operation_is_named_module_and_verb_once(described: dict[str, Any]) -> None:
    owners = {package.rpartition(".")[2] for package in settings.INSTALLED_APPS} | {"config"}
    names = [operation["operationId"] for _, _, operation in _operations(described)]
    assert [name for name in names if not re.fullmatch(r"[a-z]+\.[a-z_]+", name) or name.split(".")[0] not in owners] == []
    assert sorted(names) == sorted(set(names))


def test_every_operation_says_what_it_does(described: dict[str, Any]) -> None:
    silent = [operation["operationId"] for _, _, operation in _operations(described) if not operation.get("description")]
    assert silent == []


def test_refusals_are_problems_and_described(described: dict[str, Any]) -> None:
    lacking = []
    for method, path, operation in _operations(described):
        refusals = {status: reply for status, reply in operation["responses"].items() if status >= "400"}
        wanted = {"422"} | ({"404"} if "{" in path else set()) | ({"409"} if method != "GET" else set())
        if missing := wanted - refusals.keys():
            lacking.append(f"{operation['operationId']}: {sorted(missing)}")
        lacking += [
            f"{operation['operationId']} {status}: {list(reply.get('content', {}))}"
            for status, reply in refusals.items()
            if list(reply.get("content", {})) != ["application/problem+json"]
        ]
    assert lacking == []


def test_every_operation_says_who_may_ask(described: dict[str, Any]) -> None:
    assert [operation["operationId"] for _, _, operation in _operations(described) if not operation.get("security")] == []
    assert {"session", "key"} <= described["components"]["securitySchemes"].keys()


def test_there_are_pages_to_read_it(client: Client, db: None) -> None:
    answer = client.get("/api/v1/docs")
    assert answer.status_code == 200
    assert b"/api/v1/openapi.json" in answer.content
    for asset in re.findall(rb'(?:src|href)="([^"]+)"', answer.content):
        assert asset.startswith(b"/docs-assets/")
        with closing(client.get(asset.decode())) as found:
            assert found.status_code == 200


def test_it_is_put_together_once(described: dict[str, Any], client: Client, db: None) -> None:
    """Anybody may ask, and putting it together takes more than a second of the server's time."""
    began = process_time()
    again = client.get("/api/v1/openapi.json")
    assert process_time() - began < 0.3
    assert again.json() == described


def test_shapes_have_names_of_their_own(described: dict[str, Any]) -> None:
    """Two shapes of one name would overwrite each other in the description, and one answer would be described as the other."""
    places: dict[str, set[str]] = {}
    waiting: list[type[Schema]] = [Schema]
    while waiting:
        shape = waiting.pop()
        waiting += shape.__subclasses__()
        if shape.__module__.startswith("jishi.") and shape.__name__ in described["components"]["schemas"]:
            places.setdefault(shape.__name__, set()).add(shape.__module__)
    assert {name: sorted(where) for name, where in places.items() if len(where) > 1} == {}


def test_names_are_as_a_caller_writes_them(described: dict[str, Any]) -> None:
    """No name shows the language it was written in: `with`, not `with_`."""
    odd = [
        f"{operation['operationId']} {parameter['name']}"
        for _, _, operation in _operations(described)
        for parameter in operation.get("parameters", [])
        if not re.fullmatch(r"[a-z][a-z_]*[a-z]|[a-z]", parameter["name"])
    ]
    assert odd == []
