"""What the market's rule lists is not sold: the refusal names the rule and its why; where nothing is listed nothing is refused."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from jishi.kernel import clock
from jishi.kernel.runner import act
from jishi.lawbook import engine, queries
from jishi.lawbook.actions.copy_values import copy_values
from jishi.lawbook.rulebook import make_value, rulebook, value_key
from jishi.modules.catalog import law
from tests import people
from tests.rows import unchanged

pytestmark = pytest.mark.django_db
RULE = "catalog.prohibited.goods"
OURS = {"doc": "Operator", "kind": "default"}
Listing = Callable[..., None]


@pytest.fixture
def listing() -> Iterator[Listing]:
    """The operator lists goods for a market, as an override does; what the files say holds again afterwards."""

    def enter(market: str, *goods: tuple[str, str, str | None]) -> None:
        table = [{"goods": name, "treatment": treatment, "paper": paper} for name, treatment, paper in goods]
        key = value_key("override", RULE, "2022-01-01", {"market": market}, "table", table, OURS)
        form = {"key": key, "since": "2022-01-01", "where": {"market": market}, "unit": "table", "value": table, "source": OURS}
        value = make_value("override", RULE, form)
        act(copy_values, replace(rulebook(), by_key={key: value}))
        terms = queries.terms("")
        assert terms is not None
        mine = replace(terms, edition="test", overrides=MappingProxyType({RULE: (value,)}))
        engine.set_terms(lambda edition: None if edition == "test" else mine)

    yield enter
    engine.set_terms(queries.terms)


def a_draft(shop: people.ShopAtHand, title: str, code: str = "A", **given: Any) -> str:
    sku = {"code": code, "price": {"amount": "99.00", "currency": shop.currency}}
    answer = shop.person.ask("POST", f"/shops/{shop.id}/products", {"title": title, "category": "teapots", "skus": [sku]} | given)
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


@pytest.mark.covers("CAT-01")
def test_prohibited_goods_are_not_put_up_and_the_why_says_by_which_rule(listing: Listing) -> None:
    shop, buyer = people.a_shop(), people.signed_in("buyer@example.org")
    ivory = a_draft(shop, "象牙茶则")
    listing("CN", ("象牙", "prohibited", None))
    with unchanged("lawbook_decision"):
        answer = shop.person.ask("POST", f"/products/{ivory}/submit")
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["rule"]) == (409, "catalog.prohibited", RULE)
    assert "象牙" in problem["detail"]
    card = shop.person.ask("GET", f"/decisions/{problem['why']}").json()
    assert (card["subject"], card["verb"], card["rule"]["id"]) == (ivory, "catalog.submit", RULE)
    assert [fact["value"] for fact in card["facts"]] == ["象牙茶则", "teapots", "象牙"]
    assert buyer.ask("GET", f"/decisions/{problem['why']}").status_code == 404


def test_restricted_goods_want_their_paper(listing: Listing) -> None:
    shop = people.a_shop("UK")
    knife = a_draft(shop, "Bread knife")
    listing("UK", ("knife", "restricted", "Age check"))
    answer = shop.person.ask("POST", f"/products/{knife}/submit")
    assert (answer.status_code, answer.json()["code"], answer.json()["rule"]) == (409, "catalog.restricted", RULE)
    assert "Age check" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("listed", "title", "refused"),
    [
        ("gun", "Gunpowder green tea", False),
        ("gun", "Toy GUN, wooden", True),
        ("枪", "玩具枪", True),
        ("tea-ware", "Anything", True),
        ("teapots", "Anything", True),
        ("tea-cups", "Anything", False),
    ],
)
def test_latin_words_are_sought_whole_chinese_anywhere_and_categories_with_those_below(
    listing: Listing, listed: str, title: str, refused: bool
) -> None:
    shop = people.a_shop("UK")
    product = a_draft(shop, title)
    listing("UK", (listed, "prohibited", None))
    assert shop.person.ask("POST", f"/products/{product}/submit").status_code == (409 if refused else 200)


def test_the_words_of_variants_and_attributes_count_too(listing: Listing) -> None:
    shop = people.a_shop("UK")
    named = a_draft(shop, "A", "A", skus=[{"code": "A", "name": "with ivory", "price": {"amount": "9.00", "currency": "GBP"}}])
    told = a_draft(shop, "B", "B", attributes={"Material": "Ivory"})
    listing("UK", ("ivory", "prohibited", None))
    assert {shop.person.ask("POST", f"/products/{product}/submit").status_code for product in (named, told)} == {409}


def test_another_markets_list_and_none_at_all_refuse_nothing(listing: Listing) -> None:
    shop = people.a_shop("UK")
    first, second = a_draft(shop, "Ivory"), a_draft(shop, "Ivory too", "B")
    assert shop.person.ask("POST", f"/products/{first}/submit").status_code == 200
    people.a_market("CN")
    listing("CN", ("ivory", "prohibited", None))
    assert shop.person.ask("POST", f"/products/{second}/submit").status_code == 200


def test_a_rule_made_since_the_review_holds_when_the_product_comes_back(listing: Listing) -> None:
    shop = people.a_shop("UK")
    sku = shop.sell(title="Ivory scoop", price="9.00")
    product = shop.products[sku]
    assert shop.person.ask("POST", f"/products/{product}/withdraw").status_code == 200
    listing("UK", ("ivory", "prohibited", None))
    with unchanged("lawbook_decision"):
        answer = shop.person.ask("POST", f"/products/{product}/publish")
    assert (answer.status_code, answer.json()["code"]) == (409, "catalog.prohibited")


def test_no_goods_are_listed_but_by_the_operator() -> None:
    people.a_market()
    assert not law.prohibited_goods(clock.now(), "CN").applies
