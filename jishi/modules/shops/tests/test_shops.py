"""Opening a shop, and its name; a shop is of its market for good."""

from datetime import date
from typing import Any

import pytest

from jishi import lawbook
from jishi.kernel import clock, fsck
from jishi.kernel.errors import WrongState
from jishi.kernel.runner import act
from jishi.modules.shops import actions, queries
from jishi.modules.shops.errors import MarketClosed, NameTaken
from jishi.modules.shops.models import Shop
from jishi.modules.shops.states import SHOP
from tests import people
from tests.rows import break_row, unchanged

pytestmark = pytest.mark.django_db


def opened(who: people.Signed, market: str = "CN", **given: Any) -> Any:
    return who.ask("POST", f"/markets/{market}/shops", {"name": "青瓷小铺", "owner": "ann@example.org"} | given)


@pytest.mark.covers("API-06")
def test_a_shop_opens_in_an_open_market_with_its_currency_and_zone() -> None:
    people.a_market("CN")
    people.a_market("MY")
    admin = people.an_operator()
    answer = opened(admin, "MY", names={"en": "Celadon", "zh-Hans": "青瓷"}, description="Cups.")
    assert answer.status_code == 201
    shop = answer.json()
    at = shop.pop("opened_at")
    assert at == Shop.objects.get().opened_at.isoformat()
    assert shop == {
        "id": Shop.objects.get().id,
        "view": "operator",
        "name": "青瓷小铺",
        "names": {"en": "Celadon", "zh-Hans": "青瓷"},
        "market": "MY",
        "currency": "MYR",
        "zone": "Asia/Kuala_Lumpur",
        "state": "open",
        "description": "Cups.",
        "picture": None,
        "subject": "",
        "role": None,
        "permissions": shop["permissions"],
    }
    ann = people.signed_in("ann@example.org")
    assert [(one["id"], one["role"], one["market"]) for one in ann.me["shops"]] == [(shop["id"], "owner", "MY")]
    listed = {code: [one["id"] for one in ann.ask("GET", f"/markets/{code}/shops").json()["items"]] for code in ("CN", "MY")}
    assert listed == {"CN": [], "MY": [shop["id"]]}
    assert list(fsck.run()) == []


@pytest.mark.covers("API-06")
def test_a_market_that_is_not_open_has_no_shops() -> None:
    people.a_market("CN")
    admin = people.an_operator()
    with unchanged():
        for code in ("UK", "XX", "cn"):
            assert opened(admin, code).status_code == 404
            assert admin.ask("GET", f"/markets/{code}/shops").status_code == 404
        with pytest.raises(MarketClosed):
            act(actions.open_shop, "青瓷小铺", "UK", actor="system:import")


@pytest.mark.covers("API-06")
def test_a_market_opens_on_its_day() -> None:
    act(lawbook.open_market, "UK", None, date(2024, 3, 2), actor="system:setup")
    with clock.at(clock.real().replace(year=2024, month=3, day=1, hour=23, minute=59, second=59)), unchanged(), pytest.raises(MarketClosed):
        act(actions.open_shop, "Early", "UK", actor="system:import")
    with clock.at(clock.real().replace(year=2024, month=3, day=2, hour=0, minute=0, second=0)):
        assert act(actions.open_shop, "Early", "UK", actor="system:import").currency == "GBP"


@pytest.mark.parametrize("name", ["Blue Cup", "BLUE CUP", " blue  cup ", "Ｂｌｕｅ Cup"])
def test_a_name_is_one_shops_in_the_marketplace(name: str) -> None:
    people.a_shop("CN", "Blue Cup")
    people.a_market("UK")
    admin = people.an_operator()
    with unchanged():
        answer = opened(admin, "UK", name=name)
    assert (answer.status_code, answer.json()["code"]) == (409, "shops.name_taken")
    assert answer.json()["errors"][0]["field"] == "name"
    with unchanged(), pytest.raises(NameTaken):
        act(actions.open_shop, name, "UK", actor="system:import")
    assert queries.by_name(name) == Shop.objects.get()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"name": "a\tb"}, "name"),
        ({"owner": "nobody"}, "owner"),
        ({"names": {"fr": "Tasse"}}, "names.fr"),
        ({"currency": "USD"}, "currency"),
    ],
)
def test_a_bad_shop_is_refused_by_field(given: dict[str, Any], field: str) -> None:
    people.a_market("CN")
    admin = people.an_operator()
    with unchanged():
        answer = opened(admin, **given)
    assert answer.status_code == 422
    assert [error["field"].removesuffix(".[key]") for error in answer.json()["errors"]] == [field]


def test_under_a_key_of_idempotency_it_opens_once() -> None:
    people.a_market("CN")
    admin = people.an_operator()
    one, two = (admin.ask("POST", "/markets/CN/shops", {"name": "Cup", "owner": "a@example.org"}, key="k") for _ in range(2))
    assert (one.status_code, one.json()) == (201, two.json())
    assert Shop.objects.count() == 1


def test_names_for_a_list_are_one_question() -> None:
    one, two = people.a_shop("CN", "Cup"), people.a_shop("UK", "Saucer")
    with people.questions() as asked:
        assert queries.named([one.id, two.id, "shp_none"]) == {one.id: "Cup", two.id: "Saucer"}
    assert len(asked) == 1


def test_a_shop_without_owner_gets_one_from_the_operator() -> None:
    people.a_market("US")
    shop = act(actions.open_shop, "Imported", "US", actor="system:import")
    admin = people.an_operator()
    answer = admin.ask("POST", f"/shops/{shop.id}/members", {"to": "ann@example.org", "role": "owner"})
    assert answer.status_code == 201
    assert [one["role"] for one in people.signed_in("ann@example.org").me["shops"]] == ["owner"]


@pytest.mark.parametrize("state", ["open", "suspended", "closed"])
@pytest.mark.parametrize(
    ("verb", "sources", "to"),
    [("suspend", {"open"}, "suspended"), ("resume", {"suspended"}, "open"), ("close", {"open", "suspended"}, "closed")],
)
def test_every_verb_in_every_state_moves_or_refuses(state: str, verb: str, sources: set[str], to: str) -> None:
    shop = Shop.objects.get(pk=people.a_shop().id)
    if state != "open":
        act(SHOP.advance, shop, {"suspended": "suspend", "closed": "close"}[state], actor="system:test")
    if state in sources:
        act(SHOP.advance, shop, verb, actor="system:test")
        assert Shop.objects.get().state == to
    else:
        with unchanged(), pytest.raises(WrongState):
            act(SHOP.advance, shop, verb, actor="system:test")
    listed = people.signed_in("eve@example.org").ask("GET", "/markets/CN/shops").json()["items"]
    assert bool(listed) is (Shop.objects.get().state == "open")


@pytest.mark.parametrize(("column", "value"), [("currency", "USD"), ("name_key", "other"), ("name", "Other"), ("market", "XX")])
def test_a_broken_shop_is_named(column: str, value: str) -> None:
    shop = people.a_shop()
    assert list(fsck.run()) == []
    break_row("shops_shop", shop.id, column, value)
    assert {(one.table, one.row) for one in fsck.run()} == {("shops_shop", shop.id)}


def test_the_shop_that_identity_knows_but_is_not_there_is_named() -> None:
    from tests.rows import remove_row

    shop = people.a_shop()
    remove_row("shops_shop", shop.id)
    assert {(one.table, one.row) for one in fsck.run()} == {("identity_workplace", shop.id)}
