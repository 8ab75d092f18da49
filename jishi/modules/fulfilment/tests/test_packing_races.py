"""Two at one packing table: each piece ends in exactly one parcel, whoever comes first."""

import pytest

from jishi.kernel.tests.ground import together
from jishi.modules.fulfilment.models import Content, Package
from jishi.modules.fulfilment.tests.test_split_and_merge import lines, merged, split
from jishi.modules.orders.models import Order
from jishi.modules.orders.tests.scene import Scene

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 3


@pytest.fixture
def scene() -> Scene:
    """A shop in China, a buyer, 1 March 2024 at 10:00."""
    return Scene.set()


def two(scene: Scene) -> tuple[str, str]:
    """Two paid orders whose free hour is over."""
    first, second = scene.paid({scene.cup: 2}), scene.paid({scene.cup: 1})
    scene.later(hours=2)
    return first, second


def packed_pieces(*orders: str) -> int:
    """How many pieces of these orders are in parcels that are still here."""
    here = Package.objects.filter(state="packed").values("pk")
    return sum(Content.objects.filter(order__in=orders, package__in=here).values_list("quantity", flat=True))


@pytest.mark.covers("FUL-01")
def test_two_split_at_once(scene: Scene) -> None:
    order, _ = two(scene)
    for _ in range(ROUNDS):
        told = together(*[lambda: split(scene, order, {scene.cup: 1}, {scene.cup: 1}).status_code] * 2)
        assert told == [200, 200]
        assert (packed_pieces(order), Package.objects.filter(state="packed").count()) == (2, 2)
    scene.heard().sound()


@pytest.mark.covers("FUL-01")
def test_two_merge_and_pack_at_once(scene: Scene) -> None:
    first, second = two(scene)
    path = f"/orders/{first}/pack"
    told = together(lambda: merged(scene, first, second)["state"], lambda: scene.ask(scene.owner, "POST", path).status_code)
    assert told[0] == "packed"
    assert told[1] in (200, 409)
    assert packed_pieces(first, second) == 3
    assert set(Order.objects.values_list("state", flat=True)) == {"awaiting_collection"}
    scene.heard().sound()


@pytest.mark.covers("FUL-01", "ORD-05")
def test_a_first_scan_and_a_new_packing_at_once(scene: Scene) -> None:
    first, second = two(scene)
    both = merged(scene, first, second)["id"]
    scan, anew = together(
        lambda: scene.ask(scene.owner, "POST", f"/packages/{both}/scans", {"event": "collected"}).status_code,
        lambda: scene.ask(scene.owner, "POST", f"/orders/{first}/repack").status_code,
    )
    assert scan == 200
    states = dict(Order.objects.values_list("pk", "state"))
    assert states[second] == "in_transit"
    assert (anew, states[first]) in ((200, "awaiting_collection"), (409, "in_transit"))
    assert lines(scene, first).keys() == {scene.cup}
    scene.heard().sound()


@pytest.mark.covers("FUL-01", "ORD-05")
def test_two_leave_a_shared_parcel_at_once(scene: Scene) -> None:
    first, second = two(scene)
    both = merged(scene, first, second)["id"]
    told = together(
        *[lambda order=order: scene.ask(scene.owner, "POST", f"/orders/{order}/repack").status_code for order in (first, second)]
    )
    assert told == [200, 200]
    assert Package.objects.get(pk=both).state == "void"
    assert packed_pieces(first, second) == 3
    scene.heard().sound()
