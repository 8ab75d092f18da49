"""What buyers find in a market, what a shop sees of its own, and the category tree."""

from typing import Any

import pytest

from tests import people
from tests.rows import unchanged

pytestmark = pytest.mark.django_db


def found(who: people.Signed, path: str) -> list[str]:
    answer = who.ask("GET", path)
    assert answer.status_code == 200, answer.content
    return [one["title"] for one in answer.json()["items"]]


def sold(shop: people.ShopAtHand, title: str, category: str, **given: Any) -> str:
    return shop.products[shop.sell(title=title, category=category, **given)]


@pytest.mark.covers("CAT-01")
def test_buyers_find_by_words_category_and_shop_what_is_on_sale() -> None:
    tea, other = people.a_shop(), people.a_shop(name="Another", owner="another@example.org")
    abroad = people.a_shop("UK")
    buyer = people.signed_in("buyer@example.org")
    sold(tea, "手作白瓷盖碗", "teapots")
    sold(tea, "竹制干泡茶盘", "tea-trays")
    off = sold(tea, "紫砂壶", "teapots")
    sold(other, "Gaiwan, white 盖碗", "teapots")
    sold(abroad, "Teapot", "teapots", price="20.00")
    tea.person.ask("POST", f"/products/{off}/withdraw")
    tea.person.ask("POST", f"/shops/{tea.id}/products", {"title": "盖碗 草稿", "category": "teapots"})
    assert found(buyer, "/markets/CN/products") == ["Gaiwan, white 盖碗", "竹制干泡茶盘", "手作白瓷盖碗"]
    assert found(buyer, "/markets/CN/products?q=盖碗") == ["Gaiwan, white 盖碗", "手作白瓷盖碗"]
    assert found(buyer, "/markets/CN/products?q=盖碗 WHITE") == ["Gaiwan, white 盖碗"]
    assert found(buyer, "/markets/CN/products?q=%25") == []
    assert found(buyer, "/markets/CN/products?category=tea-ware") == ["Gaiwan, white 盖碗", "竹制干泡茶盘", "手作白瓷盖碗"]
    assert found(buyer, "/markets/CN/products?category=tea-trays") == ["竹制干泡茶盘"]
    assert found(buyer, f"/markets/CN/products?shop={tea.id}&q=盖碗") == ["手作白瓷盖碗"]
    assert found(buyer, "/markets/UK/products") == ["Teapot"]
    assert buyer.ask("GET", "/markets/TH/products").status_code == 404
    assert people.Client().get("/api/v1/markets/CN/products").json()["total"] == 3
    with unchanged():
        assert buyer.ask("GET", "/markets/CN/products?limit=0").status_code == 422
        assert buyer.ask("GET", "/markets/CN/products?state=gone").status_code == 422
        assert buyer.ask("GET", "/markets/CN/products?cursor=AAAA").status_code == 422


def test_a_list_goes_on_where_it_stopped() -> None:
    shop = people.a_shop()
    for n in range(5):
        sold(shop, f"盖碗 {n}", "teapots")
    pages, path = [], "/markets/CN/products?limit=2"
    while path:
        page = shop.person.ask("GET", path).json()
        pages.append([one["title"] for one in page["items"]])
        path = f"/markets/CN/products?limit=2&cursor={page['next_cursor']}" if page["next_cursor"] else ""
    assert pages == [["盖碗 4", "盖碗 3"], ["盖碗 2", "盖碗 1"], ["盖碗 0"]]


@pytest.mark.covers("CAT-02")
def test_a_shop_sees_its_own_in_every_state_and_what_runs_out() -> None:
    shop, agent = people.a_shop(), None
    plenty, few = sold(shop, "多", "teapots", stock=100), sold(shop, "少", "teapots", stock=5)
    sold(shop, "刚好", "teapots", stock=6)
    shop.person.ask("POST", f"/shops/{shop.id}/products", {"title": "草稿", "category": "teapots"})
    shop.person.ask("POST", f"/products/{plenty}/withdraw")
    own = f"/shops/{shop.id}/products"
    agent = shop.hire("agent")
    assert found(agent, own) == ["草稿", "刚好", "少", "多"]
    assert found(agent, f"{own}?state=off_sale") == ["多"]
    assert found(agent, f"{own}?low=true") == ["少"]
    assert found(agent, f"{own}?low=false") == ["草稿", "刚好", "多"]
    assert found(agent, f"{own}?q=刚") == ["刚好"]
    seen = shop.person.ask("GET", f"/products/{few}").json()
    assert (seen["low"], seen["skus"][0]["low"], seen["skus"][0]["low_at"], seen["skus"][0]["on_hand"]) == (True, True, 5, 5)
    shop.person.ask("PATCH", f"/products/{few}", {"skus": [{"id": seen["skus"][0]["id"], "low_at": 2}]})
    assert found(agent, f"{own}?low=true") == []
    listed = shop.person.ask("GET", f"{own}?with=verbs&limit=1").json()["items"][0]
    assert {verb["verb"]: verb["allowed"] for verb in listed["verbs"]}["submit"] is True
    assert shop.person.ask("GET", own).json()["items"][0]["verbs"] is None


def test_a_list_of_many_asks_no_more_questions_than_one_of_few() -> None:
    shop = people.a_shop()
    sold(shop, "一", "teapots")
    with people.questions() as few:
        found(shop.person, f"/shops/{shop.id}/products?with=verbs")
    for n in range(6):
        sold(shop, f"更多 {n}", "tea-cups")
    with people.questions() as many:
        found(shop.person, f"/shops/{shop.id}/products?with=verbs")
    of_ours = [[text for text in asked if "catalog_" in text or "shops_" in text] for asked in (few, many)]
    assert (len(of_ours[0]), len(of_ours[1])) == (7, 7)


@pytest.mark.covers("CAT-01")
def test_categories_are_a_tree_named_in_the_readers_language() -> None:
    def tree(language: str) -> Any:
        return people.Client().get("/api/v1/categories", headers={"Accept-Language": language}).json()

    first = tree("zh-CN")[0]
    assert (first["code"], first["name"]) == ("tea-ware", "茶具")
    assert [child["code"] for child in first["children"]] == ["teapots", "tea-cups", "tea-trays", "tea-sets"]
    assert [one["children"][0]["name"] for one in (tree("zh-TW")[0], tree("en")[0])] == ["茶壺與蓋碗", "Teapots and gaiwans"]
    assert len(tree("en")) == 14
