"""A product's way: draft, review, on sale, off sale, banned; who may do what; what buyers find."""

import hashlib
import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from PIL import Image

from jishi.kernel import clock, deadlines, files
from jishi.kernel.models import Deadline, Event, History
from jishi.kernel.tests.pictures import picture
from jishi.modules.catalog.models import Product
from tests import people
from tests.rows import unchanged

pytestmark = pytest.mark.django_db
PNG = picture()
GAIWAN = {
    "title": "手作白瓷盖碗",
    "category": "teapots",
    "description": "碗、盖、托三件。",
    "attributes": {"材质": "高白泥"},
    "skus": [
        {"code": "GW-150", "name": "150 ml", "price": {"amount": "238.00", "currency": "CNY"}, "stock": 42, "barcode": "2900010000015"},
        {"code": "GW-110", "name": "110 ml", "price": {"amount": "198.00", "currency": "CNY"}, "stock": 3, "weight_grams": 340},
    ],
}


def did(answer: Any, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    return dict(answer.json())


def refused(answer: Any, status: int, code: str, *fields: str) -> dict[str, Any]:
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (status, code), answer.content
    assert [error["field"] for error in problem["errors"]] == list(fields)
    return dict(problem)


def a_draft(shop: people.ShopAtHand, **given: Any) -> dict[str, Any]:
    return did(shop.person.ask("POST", f"/shops/{shop.id}/products", GAIWAN | given), 201)


def on_sale(shop: people.ShopAtHand, **given: Any) -> dict[str, Any]:
    made = a_draft(shop, **given)
    did(shop.person.ask("POST", f"/products/{made['id']}/submit"))
    shop.reviewer = shop.reviewer or people.an_operator("reviewer")
    return did(shop.reviewer.ask("POST", f"/products/{made['id']}/approve"))


def verbs(product: dict[str, Any]) -> dict[str, bool]:
    return {verb["verb"]: verb["allowed"] for verb in product["verbs"]}


@pytest.mark.covers("CAT-01")
def test_a_product_goes_from_draft_through_review_on_sale_and_off_again() -> None:
    shop, reviewer, buyer = people.a_shop(), people.an_operator("reviewer"), people.signed_in("buyer@example.org")
    made = a_draft(shop)
    path = f"/products/{made['id']}"
    assert (made["state"], made["view"], made["currency"], made["shop"]["id"]) == ("draft", "shop", "CNY", shop.id)
    assert [sku["code"] for sku in made["skus"]] == ["GW-150", "GW-110"]
    assert verbs(made) == {"submit": True, "withdraw": False, "publish": False, "change": True, "adjust_stock": True}
    assert buyer.ask("GET", path).status_code == 404
    sent = did(shop.person.ask("POST", f"{path}/submit"))
    assert (sent["state"], [clocks["kind"] for clocks in sent["deadlines"]]) == ("in_review", ["catalog.review"])
    back = did(reviewer.ask("POST", f"{path}/reject", {"reasons": ["写明产地", "封面要看得清碗托"]}))
    assert (back["state"], back["view"], verbs(back)) == ("draft", "operator", {"approve": False, "reject": False})
    seen = did(shop.person.ask("GET", path))
    assert (seen["reasons"], seen["deadlines"][0]["state"]) == (["写明产地", "封面要看得清碗托"], "met")
    did(shop.person.ask("PATCH", path, {"attributes": {"材质": "高白泥", "产地": "景德镇"}}))
    did(shop.person.ask("POST", f"{path}/submit"))
    approved = did(reviewer.ask("POST", f"{path}/approve"))
    assert (approved["state"], approved["reasons"]) == ("on_sale", [])
    found = did(buyer.ask("GET", path))
    assert (found["view"], found["verbs"], found["deadlines"]) == ("buyer", [], [])
    assert (found["price_from"], found["price_to"]["amount"], found["stock"]) == ({"amount": "198.00", "currency": "CNY"}, "238.00", 45)
    assert did(shop.person.ask("POST", f"{path}/withdraw"))["state"] == "off_sale"
    assert buyer.ask("GET", path).status_code == 404
    assert did(shop.person.ask("POST", f"{path}/publish"))["state"] == "on_sale"
    assert did(people.an_operator("governance").ask("POST", f"{path}/ban", {"reason": "仿冒"}))["state"] == "banned"
    assert buyer.ask("GET", path).status_code == 404
    closed = did(shop.person.ask("GET", path))
    assert (closed["reasons"], set(verbs(closed).values())) == (["仿冒"], {False})
    steps = History.objects.filter(subject=made["id"]).order_by("id").values_list("verb", flat=True)
    assert list(steps) == ["submit", "reject", "submit", "approve", "withdraw", "publish", "ban"]
    facts = Event.objects.filter(subject=made["id"]).order_by("seq").values_list("type", flat=True)
    assert [fact.removeprefix("catalog.Product") for fact in facts] == [
        *("Submitted", "Rejected", "Submitted", "OnSale", "OffSale", "OnSale", "Banned")
    ]


@pytest.mark.covers("CAT-01")
def test_what_is_not_theirs_is_not_there_and_what_their_role_lacks_is_refused() -> None:
    shop, other = people.a_shop(), people.a_shop(name="Another", owner="another@example.org")
    buyer, agent, keeper = people.signed_in("buyer@example.org"), shop.hire("agent"), shop.hire("warehouse")
    finance, reviewer = people.an_operator("finance"), people.an_operator("reviewer")
    draft, sold = a_draft(shop), on_sale(shop, title="紫砂壶", skus=[GAIWAN["skus"][0] | {"code": "X"}])
    sku = sold["skus"][0]["id"]
    nobody = people.Client()
    assert verbs(did(agent.ask("GET", f"/products/{draft['id']}"))) == {}
    assert verbs(did(keeper.ask("GET", f"/products/{draft['id']}"))) == {"adjust_stock": True}
    with unchanged():
        assert nobody.get(f"/api/v1/products/{draft['id']}").status_code == 404
        assert nobody.post(f"/api/v1/products/{draft['id']}/submit").status_code == 401
        assert nobody.post(f"/api/v1/skus/{sku}/stock", people.body({"delta": 1}), content_type="application/json").status_code == 401
        for who, status in ((buyer, 404), (other.person, 404), (agent, 403), (reviewer, 403)):
            assert who.ask("POST", f"/shops/{shop.id}/products", GAIWAN).status_code == status
            assert who.ask("POST", f"/skus/{sku}/stock", {"delta": 1}).status_code == status
            for product in (draft, sold):
                assert who.ask("PATCH", f"/products/{product['id']}", {"title": "X"}).status_code == status
                for verb in ("submit", "withdraw", "publish"):
                    assert who.ask("POST", f"/products/{product['id']}/{verb}").status_code == status
            assert who.client.post(f"/api/v1/shops/{shop.id}/pictures", PNG, content_type="image/png").status_code == status
        for who, status in ((buyer, 404), (other.person, 404), (shop.person, 403), (finance, 403)):
            assert who.ask("POST", f"/products/{sold['id']}/approve").status_code == status
            assert who.ask("POST", f"/products/{sold['id']}/reject", {"reasons": ["x"]}).status_code == status
            assert who.ask("POST", f"/products/{sold['id']}/ban", {"reason": "x"}).status_code == status
        assert reviewer.ask("POST", f"/products/{sold['id']}/ban", {"reason": "x"}).status_code == 403
        assert other.person.ask("GET", f"/shops/{shop.id}/products").status_code == 404
        assert buyer.ask("GET", f"/shops/{shop.id}/products").status_code == 404
        assert shop.person.ask("GET", "/markets/CN/products?state=in_review").status_code == 404
        assert finance.ask("GET", "/markets/CN/products?state=in_review").status_code == 403


def test_nobody_judges_goods_of_a_shop_they_work_in() -> None:
    shop = people.a_shop()
    people.an_operator("reviewer", "both@example.org")
    both = shop.hire("manager", "both@example.org")
    made = a_draft(shop)
    did(both.ask("POST", f"/products/{made['id']}/submit"))
    with unchanged():
        refused(both.ask("POST", f"/products/{made['id']}/approve"), 403, "catalog.both_sides")


def test_verbs_that_do_not_fit_the_state_change_nothing() -> None:
    shop, reviewer = people.a_shop(), people.an_operator("reviewer")
    made = a_draft(shop)
    path = f"/products/{made['id']}"
    with unchanged():
        refused(shop.person.ask("POST", f"{path}/withdraw"), 409, "kernel.wrong_state")
        refused(shop.person.ask("POST", f"{path}/publish"), 409, "kernel.wrong_state")
        refused(reviewer.ask("POST", f"{path}/approve"), 409, "kernel.wrong_state")
    bare = a_draft(shop, skus=[])
    with unchanged():
        refused(shop.person.ask("POST", f"/products/{bare['id']}/submit"), 409, "catalog.nothing_to_sell", "skus")
    did(shop.person.ask("POST", f"{path}/submit"))
    with unchanged():
        refused(shop.person.ask("POST", f"{path}/submit"), 409, "kernel.wrong_state")
        refused(shop.person.ask("PATCH", path, {"title": "别的"}), 409, "catalog.not_while_reviewed")
        assert shop.person.ask("PATCH", path, {"title": GAIWAN["title"], "category": "teapots"}).status_code == 409


def test_words_and_pictures_change_off_sale_and_prices_any_time() -> None:
    shop = people.a_shop()
    sold = on_sale(shop)
    path, (first, second) = f"/products/{sold['id']}", [sku["id"] for sku in sold["skus"]]
    with unchanged():
        for change in (
            {"title": "别的"},
            {"description": ""},
            {"skus": [{"id": first, "name": "大"}]},
            {"skus": [GAIWAN["skus"][0] | {"code": "N"}]},
        ):
            refused(shop.person.ask("PATCH", path, change), 409, "catalog.not_while_on_sale")
        everything = [{"id": first, "active": False}, {"id": second, "active": False}]
        refused(shop.person.ask("PATCH", path, {"skus": everything}), 409, "catalog.nothing_to_sell", "skus")
    cheaper = {
        "id": first,
        "name": "150 ml",
        "price": {"amount": "218.00", "currency": "CNY"},
        "code": "GW-150-A",
        "weight_grams": 500,
        "low_at": 50,
    }
    changed = did(shop.person.ask("PATCH", path, {"title": GAIWAN["title"], "skus": [cheaper, {"id": second, "active": False}]}))
    assert (changed["state"], changed["skus"][0]["price"]["amount"], changed["skus"][0]["code"]) == ("on_sale", "218.00", "GW-150-A")
    assert (changed["skus"][0]["low"], changed["skus"][1]["active"]) == (True, False)
    seen = did(people.signed_in("buyer@example.org").ask("GET", path))
    assert ([sku["id"] for sku in seen["skus"]], seen["price_to"]["amount"]) == ([first], "218.00")
    did(shop.person.ask("POST", f"{path}/withdraw"))
    new = {"code": "GW-90", "name": "90 ml", "price": {"amount": "168.00", "currency": "CNY"}, "stock": 5}
    revised = did(shop.person.ask("PATCH", path, {"title": "手作白瓷盖碗 新款", "skus": [{"id": second, "active": True}, new]}))
    assert (revised["state"], revised["title"]) == ("draft", "手作白瓷盖碗 新款")
    assert [(sku["code"], sku["stock"], sku["active"]) for sku in revised["skus"]] == [
        ("GW-150-A", 42, True),
        ("GW-110", 3, True),
        ("GW-90", 5, True),
    ]
    with unchanged():
        refused(shop.person.ask("POST", f"{path}/publish"), 409, "kernel.wrong_state")


@pytest.mark.covers("CAT-01")
@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"category": "no-such"}, 422, "catalog.no_such_category", "category"),
        ({"pictures": ["0" * 64]}, 422, "catalog.no_such_picture", "pictures.0"),
        ({"pictures": ["0" * 64] * 10}, 422, "catalog.too_many_pictures", "pictures"),
        ({"skus": [{"barcode": "2900010000016"}]}, 422, "catalog.bad_barcode", "skus.0.barcode"),
        ({"skus": [{"barcode": "29000100"}]}, 422, "catalog.bad_barcode", "skus.0.barcode"),
        ({"skus": [{"barcode": "290"}]}, 422, "kernel.bad_fields", "skus.0.barcode"),
        ({"skus": [{"price": {"amount": "10.00", "currency": "USD"}}]}, 422, "catalog.bad_price", "skus.0.price"),
        ({"skus": [{"price": {"amount": "0.00", "currency": "CNY"}}]}, 422, "catalog.bad_price", "skus.0.price"),
        ({"skus": [{"price": {"amount": "-1.00", "currency": "CNY"}}]}, 422, "catalog.bad_price", "skus.0.price"),
        ({"skus": [{"price": {"amount": "1.001", "currency": "CNY"}}]}, 422, "catalog.bad_price", "skus.0.price"),
        ({"skus": [{"price": {"amount": "99999999999999", "currency": "CNY"}}]}, 422, "kernel.bad_fields", "skus.0.price.amount"),
        ({"skus": [{"stock": -1}]}, 422, "kernel.bad_fields", "skus.0.stock"),
        ({"skus": [{"stock": 1_000_000_001}]}, 422, "kernel.bad_fields", "skus.0.stock"),
        ({"skus": [{}, {}]}, 422, "catalog.code_taken", "skus.1.code"),
        ({"skus": [{}, {"code": "B"}]}, 422, "catalog.name_taken", "skus.1.name"),
        ({"skus": [{"code": "TAKEN"}]}, 422, "catalog.code_taken", "skus.0.code"),
        ({"skus": [{"picture": "0" * 64}]}, 422, "catalog.no_such_picture", "skus.0.picture"),
        ({"title": ""}, 422, "kernel.bad_fields", "title"),
        ({"title": "x" * 201}, 422, "kernel.bad_fields", "title"),
        ({"attributes": {"a": 1}}, 422, "kernel.bad_fields", "attributes.a"),
        ({"colour": "red"}, 422, "kernel.bad_fields", "colour"),
    ],
)
def test_what_cannot_be_sold_like_that_is_refused_by_field(change: dict[str, Any], status: int, code: str, field: str) -> None:
    shop = people.a_shop()
    one = {"code": "A", "price": {"amount": "10.00", "currency": "CNY"}}
    a_draft(shop, skus=[one | {"code": "TAKEN"}])
    draft = a_draft(shop, skus=[])
    if "skus" in change:
        change = {"skus": [one | given for given in change["skus"]]}
    with unchanged():
        refused(shop.person.ask("POST", f"/shops/{shop.id}/products", GAIWAN | change), status, code, field)
        refused(shop.person.ask("PATCH", f"/products/{draft['id']}", change), status, code, field)


def test_how_many_pictures_and_variants_the_rules_say() -> None:
    shop = people.a_shop()
    with unchanged():
        answer = shop.person.ask("POST", f"/shops/{shop.id}/products", GAIWAN | {"pictures": [f"{n:064x}" for n in range(10)]})
        problem = refused(answer, 422, "catalog.too_many_pictures", "pictures")
        assert (problem["rule"], "9" in problem["detail"]) == ("catalog.products.images_max", True)
        many = [{"code": f"S{n}", "name": f"{n}", "price": {"amount": "1.00", "currency": "CNY"}} for n in range(301)]
        problem = refused(
            shop.person.ask("POST", f"/shops/{shop.id}/products", GAIWAN | {"skus": many}), 422, "catalog.too_many_skus", "skus"
        )
        assert (problem["rule"], "300" in problem["detail"]) == ("catalog.products.skus_max", True)
    made = a_draft(shop, skus=many[:300])
    with unchanged():
        refused(shop.person.ask("PATCH", f"/products/{made['id']}", {"skus": many[300:]}), 422, "catalog.too_many_skus", "skus")


def test_a_variant_of_another_product_is_none_of_this_one() -> None:
    shop = people.a_shop()
    one, two = a_draft(shop), a_draft(shop, skus=[GAIWAN["skus"][0] | {"code": "B"}])
    with unchanged():
        change = {"skus": [{"id": two["skus"][0]["id"], "price": {"amount": "1.00", "currency": "CNY"}}]}
        refused(shop.person.ask("PATCH", f"/products/{one['id']}", change), 422, "catalog.no_such_sku", "skus.0.id")
        change = {"skus": [{"id": one["skus"][0]["id"], "code": "B"}]}
        refused(shop.person.ask("PATCH", f"/products/{one['id']}", change), 422, "catalog.code_taken", "skus.0.code")
        change = {"skus": [{"id": one["skus"][0]["id"], "stock": 5}]}
        assert shop.person.ask("PATCH", f"/products/{one['id']}", change).status_code == 422
        refused(shop.person.ask("PATCH", f"/products/{one['id']}", {"skus": [{"code": "C"}]}), 422, "kernel.bad_fields", "skus.0")


@pytest.mark.covers("CAT-01")
def test_a_picture_is_what_its_bytes_say() -> None:
    shop = people.a_shop()

    def sent(content: bytes, kind: str = "image/png") -> Any:
        return shop.owner.post(f"/api/v1/shops/{shop.id}/pictures", content, content_type=kind)

    kept = did(sent(PNG), 201)
    assert kept == did(sent(PNG, "application/octet-stream"), 201)
    shown = people.Client().get(kept["url"])
    assert (Image.open(io.BytesIO(shown.content)).size, shown["Content-Type"]) == ((3, 2), "image/png")
    webp, jpeg = picture("WEBP"), picture("JPEG")
    keys = [did(sent(content), 201)["key"] for content in (webp, jpeg)]
    assert people.Client().get(f"/files/{keys[0]}")["Content-Type"] == "image/webp"
    made = a_draft(shop, pictures=[kept["key"], f"/files/{keys[1]}"], skus=[GAIWAN["skus"][0] | {"picture": kept["url"]}])
    assert made["pictures"] == [kept["url"], f"/files/{keys[1]}"]
    assert made["skus"][0]["picture"] == kept["url"]
    with unchanged():
        refused(sent(b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "image/svg+xml"), 422, "catalog.not_a_picture", "body")
        for content in (b"", PNG[:-24], b"\x89PNG\r\n\x1a\n" + b"0" * 40, picture("GIF"), picture("BMP"), b"%PDF-1.7 " + PNG):
            refused(sent(content, "image/png"), 422, "catalog.not_a_picture", "body")
        refused(sent(picture(size=(30_000, 1_000))), 422, "catalog.picture_too_large", "body")
        refused(sent(PNG + b"0" * 1_000_000), 413, "kernel.too_large")


@pytest.mark.covers("CAT-01")
def test_a_picture_is_kept_upright_and_says_nothing_of_who_took_it() -> None:
    shop = people.a_shop()
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "Ann Photographer"  # lies on its side; its artist
    exif.get_ifd(0x8825)[1] = "N"  # where it was taken
    content = picture("JPEG", exif=exif, comment=b"13800006021")
    assert b"Ann Photographer" in content
    assert b"13800006021" in content
    kept = did(shop.owner.post(f"/api/v1/shops/{shop.id}/pictures", content, content_type="image/jpeg"), 201)
    shown = people.Client().get(kept["url"])
    with Image.open(io.BytesIO(shown.content)) as opened:
        assert (opened.size, opened.format, dict(opened.getexif()), opened.info.get("comment")) == ((2, 3), "JPEG", {}, None)
    assert b"Ann" not in shown.content
    assert files.place(kept["key"]).read_bytes() == shown.content, "it lies in the public store"
    assert hashlib.sha256(shown.content).hexdigest() == kept["key"]


def test_a_review_that_takes_too_long_is_marked_and_comes_first() -> None:
    shop, reviewer = people.a_shop(), people.an_operator("reviewer")
    first = a_draft(shop)
    did(shop.person.ask("POST", f"/products/{first['id']}/submit"))
    deadline = Deadline.objects.get(kind="catalog.review")
    assert (deadline.due - deadline.opened, deadline.rule) == (timedelta(hours=24), "catalog.products.review_within")
    with clock.at(deadline.due - timedelta(seconds=1)):
        assert deadlines.sweep() == 0
        second = a_draft(shop, skus=[GAIWAN["skus"][0] | {"code": "B"}])
        did(shop.person.ask("POST", f"/products/{second['id']}/submit"))
    with clock.at(deadline.due):
        assert deadlines.sweep() == 1
        seen = did(shop.person.ask("GET", f"/products/{first['id']}"))
        assert (seen["state"], datetime.fromisoformat(seen["review_overdue_at"])) == ("in_review", deadline.due)
        queue = did(reviewer.ask("GET", "/markets/CN/products?state=in_review&with=verbs"))
        assert [(one["id"], one["review_overdue_at"] is not None) for one in queue["items"]] == [(first["id"], True), (second["id"], False)]
        assert verbs(queue["items"][0]) == {"approve": True, "reject": True}
        done = did(reviewer.ask("POST", f"/products/{first['id']}/approve"))
        assert (done["state"], done["review_overdue_at"], done["deadlines"][0]["state"]) == ("on_sale", None, "lapsed")
    assert Event.objects.filter(type="catalog.ReviewOverdue", subject=first["id"]).count() == 1


def test_a_review_that_was_decided_meanwhile_does_not_lapse() -> None:
    shop = people.a_shop()
    made = a_draft(shop)
    did(shop.person.ask("POST", f"/products/{made['id']}/submit"))
    did(people.an_operator("governance").ask("POST", f"/products/{made['id']}/ban", {"reason": "仿冒"}))
    deadline = Deadline.objects.get(kind="catalog.review")
    assert deadline.state == "moot"
    with clock.at(deadline.due), unchanged():
        assert deadlines.sweep() == 0


def test_a_draft_twice_under_one_key_is_made_once() -> None:
    shop = people.a_shop()
    one, two = (shop.person.ask("POST", f"/shops/{shop.id}/products", GAIWAN, key="k") for _ in range(2))
    assert (did(one, 201), Product.objects.count()) == (did(two, 201), 1)
