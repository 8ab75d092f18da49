"""Stories that a merchant can read, played at pretend instants through the real routes, on both databases."""

from pathlib import Path

import pytest
import yaml

from tests import people
from tests.story import play

STORIES = sorted(Path(__file__).parent.glob("stories/*.yaml"))


def _told() -> list[object]:
    found = []
    for path in STORIES:
        for n, one in enumerate(yaml.safe_load_all(path.read_text(encoding="utf-8")), 1):
            marks = [pytest.mark.covers(*one.get("covers", []))]
            found.append(pytest.param(one, id=f"{path.stem}-{n}", marks=marks))
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("told", _told())
def test_story(told: dict[str, object]) -> None:
    """It goes as it is told."""
    market = str(told.get("market", "CN"))
    play(told, people.a_shop(market=market), people.a_buyer())
