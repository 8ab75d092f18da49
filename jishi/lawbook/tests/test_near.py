"""RUL-06: whoever comes near a threshold is warned before crossing it; what near means is a rule."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from jishi import lawbook
from jishi.kernel import clock
from jishi.lawbook.errors import LawError
from jishi.lawbook.near import near
from jishi.lawbook.ruling import Ruling
from jishi.lawbook.tests.made import book, rule, value
from jishi.lawbook.tests.test_overrides import NOON, ask
from tests import people
from tests.rows import unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.covers("RUL-06")]
X = "orders.test.x"


def threshold(place: Path, figure: Any, unit: str = "count", **rest: Any) -> Ruling:
    return book(place / "rules", {X: rule(value("2022-01-01", figure), unit=unit, **rest)}).at(X, NOON, "CN", {})


@pytest.mark.parametrize(
    ("compare", "figure", "near_", "crossed", "left"),
    [
        (None, 159, False, False, 41),
        (None, 160, True, False, 40),
        (None, 199, True, False, 1),
        (None, 200, False, True, 0),
        ("at_least", 200, False, True, 0),
        ("more_than", 200, True, False, 0),
        ("more_than", 201, False, True, 0),
        ("at_most", 251, False, False, 51),
        ("at_most", 250, True, False, 50),
        ("at_most", 200, False, True, 0),
        ("less_than", 200, True, False, 0),
        ("less_than", 199, False, True, 0),
    ],
)
def test_near_is_a_fifth_before_the_limit(tmp_path: Path, compare: str | None, figure: int, near_: bool, crossed: bool, left: int) -> None:
    found = near(threshold(tmp_path, 200, **({"compare": compare} if compare else {})), figure)
    assert found is not None
    assert (found.near, found.crossed, found.left) == (near_, crossed, left)
    assert found.warned_by.rule == "lawbook.changes.threshold_warning_at"


def test_shares_are_compared_exactly(tmp_path: Path) -> None:
    ruling = threshold(tmp_path, "0.1", "ratio", compare="at_least", min_count=10)
    stands = [near(ruling, Fraction(hits, 1000)) for hits in (79, 80, 100)]
    assert [(one.near, one.crossed) for one in stands if one] == [(False, False), (True, False), (False, True)]
    assert near(ruling, Decimal("0.08")) == near(ruling, Fraction(8, 100))


def test_what_does_not_apply_warns_nobody_and_what_is_no_threshold_is_a_mistake(tmp_path: Path) -> None:
    assert near(threshold(tmp_path, None), 5) is None
    with pytest.raises(LawError, match="no threshold"):
        near(lawbook.at("lawbook.changes.steps", on=NOON, market="CN"), 1)


def test_a_shop_is_warned_before_its_staff_is_full_and_the_limit_is_the_operators() -> None:
    """With five accounts at most, four are near and five are full; the sixth is refused."""
    shop = people.a_shop("CN")
    governance, admin = people.an_operator("governance"), people.an_operator("admin")
    own = ask(governance, "/markets/CN/overrides", {"rule": "shops.staff.per_shop", "value": 5, "since": "2026-03-10"}, status=201)["id"]
    ask(admin, f"/overrides/{own}/publish")
    later = NOON.replace(month=4)
    with clock.at(later):
        seen = [limit(shop)]
        for n, role in enumerate(("agent", "warehouse", "finance", "manager"), 2):
            shop.hire(role)
            seen.append(limit(shop))
            assert seen[-1]["figure"] == str(n)
    assert [(one["near"], one["crossed"]) for one in seen] == [(False, False)] * 3 + [(True, False), (False, True)]
    assert seen[3]["says"] == "4 of 5: only 1 left."
    ask(shop.person, f"/shops/{shop.id}/members", {"to": "sixth@example.org", "role": "agent"}, later, 409)


def limit(shop: people.ShopAtHand) -> dict[str, Any]:
    """The shop's one limit so far."""
    answer = shop.owner.get(f"/api/v1/shops/{shop.id}/limits", headers={"Accept-Language": "en"})
    assert answer.status_code == 200, answer.content
    (found,) = answer.json()
    return dict(found)


def test_a_product_is_warned_of_its_pictures_and_variants_and_strangers_see_nothing() -> None:
    shop, other = people.a_shop("CN"), people.a_shop("CN", "Another", "other-owner@example.org")
    product = shop.products[shop.sell()]
    found = ask(shop.person, f"/products/{product}/limits", method="GET", of=list)
    assert [(one["rule"], one["figure"], one["near"]) for one in found] == [
        ("catalog.products.skus_max", "1", False),
        ("catalog.products.images_max", "0", False),
    ]
    with unchanged():
        ask(other.person, f"/products/{product}/limits", method="GET", status=404)
        ask(other.person, f"/shops/{shop.id}/limits", method="GET", status=404)
