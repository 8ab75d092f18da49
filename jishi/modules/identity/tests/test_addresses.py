"""Addresses: in full for their owner, masked for everyone else, never changed under an order."""

from typing import Any

import pytest

from jishi.kernel.access import NOBODY, Actor
from jishi.kernel.errors import NotFound
from jishi.modules.identity import queries
from jishi.modules.identity.models import Address
from tests import people
from tests.rows import unchanged

pytestmark = pytest.mark.django_db


def listed(who: people.Signed) -> list[dict[str, Any]]:
    return who.ask("GET", "/me/addresses").json()["items"]


def test_an_address_is_kept_and_shown_to_its_owner_in_full() -> None:
    ann = people.signed_in("ann@example.org")
    given = {"name": "许晴", "phone": "138 0000 6021", **people.ADDRESS["CN"]}
    answer = ann.ask("POST", "/me/addresses", given)
    assert answer.status_code == 201
    wanted = {**given, "phone": "+8613800006021", "id": answer.json()["id"], "zone": "CN:浙江省", "masked": False}
    assert answer.json() == wanted
    assert listed(ann) == [wanted]


def test_a_change_makes_the_next_version_and_orders_keep_theirs() -> None:
    ann = people.a_buyer("ann@example.org")
    first = ann.address
    changed = ann.ask("PATCH", f"/me/addresses/{first}", {"region": " 江苏省 ", "city": "苏州市"})
    assert changed.status_code == 200
    assert (changed.json()["region"], changed.json()["city"], changed.json()["zone"]) == ("江苏省", "苏州市", "CN:江苏省")
    assert changed.json()["line"] == people.ADDRESS["CN"]["line"]
    assert changed.json()["id"] != first
    assert [one["id"] for one in listed(ann)] == [changed.json()["id"]]
    before = queries.recipient_for(first, Actor("person", ann.id, ann.id))
    assert (before.region, before.city) == ("浙江省", "杭州市")
    assert queries.live_address(ann.id, first) is None
    old = queries.address_of(ann.id, first)
    assert old is not None
    assert (old.zone, old.retired_at is None) == ("CN:浙江省", False)
    with unchanged():
        assert ann.ask("PATCH", f"/me/addresses/{first}", {"city": "宁波市"}).status_code == 404
        assert ann.ask("DELETE", f"/me/addresses/{first}").status_code == 404


def test_an_address_no_longer_wanted_is_kept_for_its_orders() -> None:
    ann = people.a_buyer("ann@example.org")
    for _ in range(2):
        assert ann.ask("DELETE", f"/me/addresses/{ann.address}", key="once").status_code == 204
    assert ann.ask("DELETE", f"/me/addresses/{ann.address}").status_code == 404
    assert listed(ann) == []
    assert Address.objects.get().id == ann.address


def test_anothers_address_is_not_there() -> None:
    ann, bob = people.a_buyer("ann@example.org"), people.signed_in("bob@example.org")
    with unchanged():
        assert bob.ask("PATCH", f"/me/addresses/{ann.address}", {"city": "宁波市"}).status_code == 404
        assert bob.ask("DELETE", f"/me/addresses/{ann.address}").status_code == 404
    assert queries.live_address(bob.id, ann.address) is None
    assert listed(bob) == []


def test_others_see_it_masked() -> None:
    ann = people.a_buyer("ann@example.org")
    seen = queries.recipient_for(ann.address, NOBODY)
    assert seen == queries.Recipient(
        ann.address, "CN:浙江省", True, "许**", "138 **** 6021", "CN", "浙江省", "杭州市", "西湖区", "文三****", "310***"
    )
    assert queries.recipients_for([ann.address, "adr_none"], NOBODY) == {ann.address: seen}
    with pytest.raises(NotFound):
        queries.recipient_for("adr_none", NOBODY)


def test_many_addresses_are_read_in_two_questions() -> None:
    ann, bob = people.a_buyer("ann@example.org"), people.a_buyer("bob@example.org", "Bob", "UK")
    ids = [ann.address, bob.address, people.an_address(ann, city="宁波市")]
    with people.questions() as asked:
        seen = queries.recipients_for(ids, Actor("person", bob.id, bob.id))
    assert len(asked) == 2
    assert [seen[one].masked for one in ids] == [True, False, True]
    assert [seen[one].city for one in ids] == ["杭州市", "London", "宁波市"]


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"phone": "12345"}, "phone", "identity.bad_phone"),
        ({"country": "XX"}, "country", "identity.bad_country"),
        ({"country": "cn"}, "country", "kernel.bad_fields"),
        ({"name": ""}, "name", "kernel.bad_fields"),
        ({"name": "a\nb"}, "name", "kernel.bad_fields"),
        ({"line": "x" * 121}, "line", "kernel.bad_fields"),
        ({"city": None}, "city", "kernel.bad_fields"),
        ({"postcode": "1" * 21}, "postcode", "kernel.bad_fields"),
        ({"note": "x"}, "note", "kernel.bad_fields"),
    ],
)
def test_a_bad_address_is_refused_by_field(changes: dict[str, Any], field: str, code: str) -> None:
    ann = people.signed_in("ann@example.org")
    given = {"name": "许晴", "phone": "13800006021", **people.ADDRESS["CN"], **changes}
    with unchanged():
        answer = ann.ask("POST", "/me/addresses", given)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.parametrize(
    ("language", "needed", "long", "form"),
    [
        ("zh-CN", "这一项要填。", "最多 120 个字符。", "写法不对，或有不能用的字符。"),
        ("zh-TW", "這一項要填。", "最多 120 個字元。", "寫法不對，或有不能用的字元。"),
        ("en", "This is needed.", "The longest is 120 characters long.", "This isn’t written the way it’s accepted here."),
    ],
)
def test_what_a_field_accepts_is_said_in_the_readers_language(language: str, needed: str, long: str, form: str) -> None:
    ann = people.signed_in("ann@example.org")
    given = {"phone": "call me", **people.ADDRESS["CN"], "line": "x" * 121}
    with unchanged():
        answer = ann.client.post("/api/v1/me/addresses", given, content_type="application/json", headers={"Accept-Language": language})
    assert {one["field"]: one["message"] for one in answer.json()["errors"]} == {"name": needed, "line": long, "phone": form}


def test_under_a_key_of_idempotency_it_is_kept_once() -> None:
    ann = people.signed_in("ann@example.org")
    given = {"name": "许晴", "phone": "13800006021", **people.ADDRESS["CN"]}
    one, two = (ann.ask("POST", "/me/addresses", given, key="k1") for _ in range(2))
    assert (one.status_code, one.json()) == (two.status_code, two.json())
    assert Address.objects.count() == 1
    with unchanged():
        assert ann.ask("POST", "/me/addresses", {**given, "city": "宁波市"}, key="k1").status_code == 409


def test_a_freight_zone_is_country_and_region_in_one_form() -> None:
    assert queries.zone_of("GB", " Greater  London") == queries.zone_of("GB", "greater london") == "GB:greater london"
    assert queries.zone_of("US", "California") != queries.zone_of("MX", "California")
