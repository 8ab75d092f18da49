"""schemathesis over the whole description: whatever fits it, or nearly does, is answered as described and never by a fault of ours.

Asked by nobody, a buyer, a shop's owner and an operator, mostly about things that are there. JISHI_FUZZ_EXAMPLES says how many
requests each operation gets from each (`make fuzz`); without it a short run. What one operation did is undone before the next.
"""

import os
import re
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from django.test.client import ClientHandler
from hypothesis import HealthCheck, Phase, given, settings, strategies
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from tests import people
from tests.contracts import stage
from tests.rows import undone

EXAMPLES = int(os.environ.get("JISHI_FUZZ_EXAMPLES", "3"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
RUNS = [
    ("nobody", GenerationMode.POSITIVE),
    ("a buyer", GenerationMode.POSITIVE),
    ("the owner", GenerationMode.POSITIVE),
    ("an operator", GenerationMode.POSITIVE),
    ("a buyer", GenerationMode.NEGATIVE),
    ("the owner", GenerationMode.NEGATIVE),
]
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def application() -> Callable[..., list[bytes]]:
    """Jishi as WSGI by the handler of Django's test client, which leaves the test's transaction alone."""
    handler = ClientHandler(enforce_csrf_checks=False)

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        response = handler(environ)
        start(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return [response.getvalue()]

    return answer


def about_things_that_are_there(case: schemathesis.Case, ids: dict[str, str]) -> None:
    """Puts ids of real things in the place of made-up ones, in the address and in the body."""
    for word, name in re.findall(r"/([a-z-]+)/\{([a-z_]+)\}", case.path):
        if word in ids:
            case.path_parameters[name] = ids[word]
    _put(case.body, ids)


def _put(data: Any, ids: dict[str, str]) -> None:
    if isinstance(data, list):
        for one in data:
            _put(one, ids)
    elif isinstance(data, dict):
        for name, value in data.items():
            if name in ids and isinstance(value, str):
                data[name] = ids[name]
            else:
                _put(value, ids)


def signing(who: people.Signed | None) -> dict[str, Any]:
    """What a browser sends along: cookies and the CSRF token."""
    if who is None:
        return {}
    cookies = {name: morsel.value for name, morsel in who.client.cookies.items()}
    return {"cookies": cookies, "headers": {"X-CSRFToken": who.client.defaults["HTTP_X_CSRFTOKEN"]}}


@pytest.mark.parametrize(
    ("hat", "mode"), RUNS, ids=[f"{hat}, {'good' if mode is GenerationMode.POSITIVE else 'bad'}" for hat, mode in RUNS]
)
def test_every_operation_answers_as_described(hat: str, mode: GenerationMode) -> None:
    built = stage.build()
    signs = signing(built.hats[hat])
    wrong: dict[str, str] = {}
    for found in schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application()).get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode), made_up=strategies.integers(0, 3))
        def ask(case: schemathesis.Case, made_up: int) -> None:
            if made_up:
                about_things_that_are_there(case, built.ids)
            case.validate_response(case.call(**signs), checks=CHECKS)

        try:
            with undone():
                ask()
        except Unsatisfiable:  # nothing about this operation can be sent wrongly
            continue
        except Exception as fault:  # noqa: BLE001 (each operation is tried, whatever became of the one before)
            wrong[operation.label] = "\n".join(map(str, getattr(fault, "exceptions", [fault])))[:1500]
    assert wrong == {}, "\n\n".join(f"{label}\n{fault}" for label, fault in wrong.items())
