"""What tests of notices begin with."""

import pytest

from jishi.modules.orders.tests.scene import Scene


@pytest.fixture
def scene(db: None) -> Scene:
    """A shop in China, a buyer, 1 March 2024 at 10:00 in Shanghai."""
    return Scene.set()
