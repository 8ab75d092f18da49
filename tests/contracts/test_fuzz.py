"""schemathesis over the whole description: whatever fits it, or nearly does, is answered as described and never by a fault of ours.

JISHI_FUZZ_EXAMPLES says how many requests each operation gets (`make fuzz`); without it a short run.
"""

import os
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from django.test.client import ClientHandler
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

EXAMPLES = int(os.environ.get("JISHI_FUZZ_EXAMPLES", "4"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def application() -> Callable[..., list[bytes]]:
    """Jishi as WSGI by the handler of Django's test client, which leaves the test's transaction alone."""
    handler = ClientHandler(enforce_csrf_checks=False)

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        response = handler(environ)
        start(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return [response.getvalue()]

    return answer


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["what fits", "what does not"])
def test_every_operation_answers_as_described(mode: GenerationMode) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application())
    wrong: dict[str, str] = {}
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: schemathesis.Case) -> None:
            case.validate_response(case.call(), checks=CHECKS)

        try:
            ask()
        except Unsatisfiable:  # nothing about this operation can be sent wrongly
            continue
        except Exception as fault:  # noqa: BLE001 (each operation is tried, whatever became of the one before)
            wrong[operation.label] = str(fault)[:1500]
    assert wrong == {}, "\n\n".join(f"{label}\n{fault}" for label, fault in wrong.items())
