"""What is malformed is refused as a problem that says where, whoever sends it and wherever; nothing is half done.

Every operation is tried, so that a new route cannot forget.
"""

from typing import Any

import pytest
from django.test import Client

from tests.contracts.operations import Operation, operations
from tests.rows import unchanged

pytestmark = pytest.mark.django_db

BODIES = {
    "no JSON": b"{",
    "no text": b'\xff\xfe{"a": 1}',
    "nothing": b"",
    "null": b"null",
    "a list": b"[]",
    "a number": b"7",
    "an unknown field": b'{"no_such_field": 1}',
    "nesting": b'{"a":' * 300 + b"1" + b"}" * 300,
    "a lone surrogate": b'{"no_such_field": "\\ud800"}',
    "an infinite number": b'{"no_such_field": 1e999}',
}
HUGE = b'{"a": "' + b"x" * 6_000_000 + b'"}'
QUERIES = {
    "limit": ["-1", "0", "201", "99999999999999999999", "many", "1.5", ""],
    "cursor": ["x", "AAAA", "%F0%9F", "W10", "bnVsbA", "x" * 5000],
}


def writes() -> list[Operation]:
    return [operation for operation in operations() if operation.takes_json]


def send(client: Client, operation: Operation, body: bytes = b"", query: str = "", kind: str = "application/json") -> Any:
    address = operation.address() + (f"?{query}" if query else "")
    return client.generic(operation.method, address, body, content_type=kind, headers={"Idempotency-Key": "bad-input"})


def complaint(answer: Any) -> str | None:
    """What is wrong with a refusal; None for a proper one."""
    if not 400 <= answer.status_code < 500:
        return f"status {answer.status_code}"
    if answer.headers.get("Content-Type") != "application/problem+json":
        return f"content type {answer.headers.get('Content-Type')}"
    problem = answer.json()
    if problem["status"] != answer.status_code or not problem["code"] or problem["request_id"] != answer.headers["X-Request-Id"]:
        return f"an incomplete problem: {problem}"
    if answer.status_code == 422 and not all(
        error["field"] and error["message"] for error in problem["errors"] or [{"field": "", "message": ""}]
    ):
        return f"no field named: {problem}"
    return None


@pytest.mark.parametrize("kind", BODIES)
def test_bad_bodies_are_refused(client: Client, kind: str) -> None:
    wrong = {}
    with unchanged("kernel_idempotencykey"):
        for operation in writes():
            if found := complaint(send(client, operation, BODIES[kind])):
                wrong[operation.name] = found
    assert wrong == {}


def test_huge_bodies_are_refused(client: Client) -> None:
    with unchanged("kernel_idempotencykey"):
        statuses = {operation.name: send(client, operation, HUGE).status_code for operation in writes()}
    assert {name: status for name, status in statuses.items() if status != 413} == {}


def test_other_kinds_of_body_are_refused(client: Client) -> None:
    wrong = {}
    with unchanged("kernel_idempotencykey"):
        for operation in writes():
            if found := complaint(send(client, operation, b"a=1", kind="application/x-www-form-urlencoded")):
                wrong[operation.name] = found
    assert wrong == {}


@pytest.mark.parametrize("parameter", QUERIES)
def test_bad_queries_are_refused(client: Client, parameter: str) -> None:
    wrong = {}
    for operation in operations():
        if parameter not in {one["name"] for one in operation.described.get("parameters", []) if one["in"] == "query"}:
            continue
        for value in QUERIES[parameter]:
            answer = send(client, operation, query=f"{parameter}={value}")
            if answer.status_code == 200 and value == "":
                continue
            if found := complaint(answer):
                wrong[f"{operation.name} {parameter}={value[:20]}"] = found
    assert wrong == {}


def test_ids_that_are_none_are_not_found_or_refused(client: Client) -> None:
    """The stranger learns nothing: an id of nothing looks like somebody else's."""
    wrong = {}
    with unchanged():
        for operation in operations():
            if "{" not in operation.path or operation.takes_body:
                continue
            for value in ("0", "-1", "%00", "%ED%A0%80", "..%2F..", "ord_" + "0" * 26, "x" * 300, "' OR 1=1 --"):
                address = operation.address(**dict.fromkeys(_names(operation), value))
                answer = client.generic(operation.method, address)
                if found := complaint(answer):
                    wrong[f"{operation.name} {value[:20]}"] = found
    assert wrong == {}


def _names(operation: Operation) -> list[str]:
    return [parameter["name"] for parameter in operation.described.get("parameters", []) if parameter["in"] == "path"]


def test_unknown_addresses_and_methods_are_problems(client: Client) -> None:
    assert complaint(client.get("/api/v1/no/such/thing")) is None
    assert client.get("/api/v1/no/such/thing").status_code == 404
    wrong = {
        operation.name: found
        for operation in operations()
        if (answer := client.generic("TRACE", operation.address())) is not None and (found := complaint(answer))
    }
    assert wrong == {}
