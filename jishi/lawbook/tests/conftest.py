"""What every test of the lawbook starts from."""

import pytest

from jishi import lawbook


@pytest.fixture(autouse=True)
def _fresh_terms() -> None:
    """The terms that another test left behind were rolled back with it."""
    lawbook.forget()
