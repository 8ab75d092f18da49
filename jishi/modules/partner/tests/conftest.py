"""This machine may be told: the receivers of these tests listen on it."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _this_machine(settings: Any) -> None:
    settings.WEBHOOK_ALLOW = ["127.0.0.0/8"]
