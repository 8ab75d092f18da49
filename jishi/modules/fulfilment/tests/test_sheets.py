"""Labels and pick lists, through HTTP: what stands on the paper, who may print it, what is counted, and what is left out with why."""

from typing import Any

import pypdfium2
import pytest
import zxingcpp

from jishi.kernel import quota
from jishi.kernel.models import Audit
from jishi.kernel.runner import act
from jishi.modules.fulfilment.models import Package, Sheet
from jishi.modules.fulfilment.tests.test_parcels import KEYS
from jishi.modules.identity.models import Address
from jishi.modules.orders.tests.scene import Scene, after, nobody, refusal
from tests import people
from tests.rows import break_row, unchanged

LABEL_MM = (100, 150)
DOTS_PER_MM = 8
"""What a common label printer prints (203 dots an inch)."""


def printed(scene: Scene, kind: str, *orders: str, who: people.Signed | None = None, lang: str = "") -> Any:
    return scene.did(who or scene.owner, "POST", f"/shops/{scene.shop.id}/{kind}", {"order_ids": list(orders)}, lang=lang)


def opened(scene: Scene, answer: Any, who: people.Signed | None = None) -> pypdfium2.PdfDocument:
    told = scene.ask(who or scene.owner, "GET", f"/sheets/{answer['sheet_id']}")
    assert (told.status_code, told.headers["Content-Type"]) == (200, "application/pdf"), told.content
    assert told.headers["Cache-Control"] == "no-store"
    return pypdfium2.PdfDocument(told.content)


def texts(document: pypdfium2.PdfDocument) -> list[str]:
    """What a person reads, page by page, without the breaks of lines."""
    return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]


def scanned(page: pypdfium2.PdfPage) -> list[str]:
    picture = page.render(scale=DOTS_PER_MM * 25.4 / 72).to_pil()
    return [one.text for one in zxingcpp.read_barcodes(picture) if one.format == zxingcpp.BarcodeFormat.Code128]


def codes(answer: Any) -> list[tuple[str, str]]:
    return [(one["order_id"], one["code"]) for one in answer["refused"]]


@pytest.mark.covers("FUL-01")
@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "zh-Hans",
            ["收件许晴+8613800006021", "浙江省杭州市西湖区文三路478号3幢502310012", "沙箱承运", "内件·2件CUP×2", "打包3月1日12:00"],
        ),
        (
            "zh-Hant",
            ["收件许晴+8613800006021", "浙江省杭州市西湖区文三路478号3幢502310012", "沙箱物流", "內容·2件CUP×2", "打包3月1日12:00"],
        ),
        (
            "en",
            [
                "To许晴+8613800006021",
                "浙江省杭州市西湖区文三路478号3幢502310012",
                "Sandboxcarrier",
                "Contents·2piecesCUP×2",
                "Packed1Mar12:00",
            ],
        ),
    ],
)
def test_a_label_tells_people_and_scanners_where_it_goes(scene: Scene, lang: str, said: list[str]) -> None:
    order, package = scene.packed({scene.cup: 2})
    answer = printed(scene, "labels", order, lang=lang)
    assert (answer["done"], answer["refused"]) == ([order], [])
    document = opened(scene, answer)
    parcel = Package.objects.get(pk=package)
    assert [tuple(round(side * 25.4 / 72) for side in page.get_size()) for page in document] == [LABEL_MM]
    assert scanned(document[0]) == [parcel.waybill]
    (text,) = texts(document)
    for part in [*said, parcel.waybill, parcel.number, scene.seen(order)["number"], "".join(f"Shop of {scene.shop.market}".split())]:
        assert part in text, (part, text)
    assert scene.did(scene.owner, "GET", f"/orders/{order}/packages")[0]["printed_at"] == after(hours=2)
    scene.sound()


@pytest.mark.covers("FUL-01", "ORD-07")
def test_many_labels_are_one_document_in_the_order_asked(scene: Scene) -> None:
    orders = [scene.paid() for _ in range(3)]
    scene.later(hours=2)
    waybills = [scene.did(scene.owner, "POST", f"/orders/{order}/pack")["waybill"] for order in orders]
    answer = printed(scene, "labels", orders[2], orders[0], orders[1], orders[0])
    assert answer["done"] == [orders[2], orders[0], orders[1]], "asked for twice it is printed once"
    document = opened(scene, answer)
    assert [scanned(page) for page in document] == [[waybills[2]], [waybills[0]], [waybills[1]]]


@pytest.mark.covers("FUL-01", "ORD-07")
def test_what_has_no_label_is_told_order_by_order(scene: Scene) -> None:
    good, collected, cancelled = (scene.paid() for _ in range(3))
    scene.did(scene.buyer, "POST", f"/orders/{cancelled}/cancellations", {"reason": "changed my mind"})
    scene.later(hours=2)
    for order in (good, collected):
        package = scene.did(scene.owner, "POST", f"/orders/{order}/pack")["id"]
    scene.scan(package, "collected")
    waiting = scene.paid()
    second = people.a_shop("CN", "Second shop", "second@example.org")
    foreign = scene.placed({second.sell(): 1})
    answer = printed(scene, "labels", waiting, collected, cancelled, foreign, "ord_none", good)
    assert (answer["done"], sorted(codes(answer))) == (
        [good],
        sorted(
            [
                (waiting, "fulfilment.not_packed"),
                (collected, "fulfilment.with_carrier"),
                (cancelled, "fulfilment.not_sent"),
                (foreign, "kernel.not_found"),
                ("ord_none", "kernel.not_found"),
            ]
        ),
    )
    assert len(opened(scene, answer)) == 1
    assert Audit.objects.filter(act="identity.reveal_recipient").count() == 1, "who is not printed is not revealed"
    with unchanged(KEYS):
        nothing = printed(scene, "labels", waiting)
    assert (nothing["sheet_id"], nothing["document"], codes(nothing)) == (None, None, [(waiting, "fulfilment.not_packed")])


@pytest.mark.covers("FUL-01")
def test_each_label_is_on_record_and_one_printed_again_counts_as_a_reveal(scene: Scene) -> None:
    other = scene.paid()
    order, package = scene.packed()
    answer = printed(scene, "labels", order)
    row = Audit.objects.get(act="identity.reveal_recipient")
    address = Address.objects.get(person_id=scene.buyer.id)
    assert (row.actor, row.subject) == (f"person:{scene.owner.id}", order)
    assert row.data == {"address": address.id, "reason": "fulfilment.labels", "shop": scene.shop.id}
    assert scene.seen(order, scene.owner)["reveals_left"] == 50, "a parcel is sent by its first label"
    sheet = Sheet.objects.get()
    assert (sheet.pk, sheet.subjects) == (answer["sheet_id"], [package])
    with unchanged():
        first, second = (texts(opened(scene, answer)) for _ in range(2))
    assert first == second
    scene.did(scene.owner, "POST", f"/orders/{other}/pack")
    both = printed(scene, "labels", order, other)
    assert both["done"] == [order, other]
    assert scene.seen(order, scene.owner)["reveals_left"] == 49, "of both, one was printed before"
    shown = Audit.objects.filter(act="identity.reveal_recipient").order_by("id")
    assert [row.subject for row in shown] == [order, other, order]


@pytest.mark.covers("FUL-01", "RUL-08")
def test_what_the_day_no_longer_allows_stays_out_with_its_why(scene: Scene) -> None:
    orders = [scene.paid() for _ in range(3)]
    scene.later(hours=2)
    for order in orders:
        scene.did(scene.owner, "POST", f"/orders/{order}/pack")
    assert printed(scene, "labels", *orders)["done"] == orders
    assert act(quota.take, f"identity.reveal:{scene.owner.id}", "2024-03-01", 50, 49)
    answer = printed(scene, "labels", *orders)
    assert answer["done"] == orders[:1]
    assert codes(answer) == [(order, "identity.too_many_reveals") for order in orders[1:]]
    assert {one["detail"] for one in answer["refused"]} == {"At most 50 reveals a day. The rest stays masked until tomorrow."}
    (why,) = {one["why"] for one in answer["refused"]}
    assert scene.why(why, scene.owner)["says"] == "You have unmasked as much as a day allows"
    assert len(opened(scene, answer)) == 1
    assert Audit.objects.filter(act="identity.reveal_recipient").count() == 3 + 1
    packer = scene.shop.hire("warehouse")
    assert act(quota.take, f"identity.reveal:{scene.shop.id}", "2024-03-01", 500, 498)
    answer = printed(scene, "labels", *orders, who=packer)
    assert (answer["done"], len(answer["refused"])) == (orders[:1], 2), "the shop's day ends too"
    assert scene.why(answer["refused"][0]["why"], scene.owner)["says"] == "The shop has unmasked as much as a day allows"


def test_many_labels_printed_again_alarm_as_many_reveals_do(scene: Scene) -> None:
    order, _ = scene.packed()
    printed(scene, "labels", order)
    assert not Audit.objects.filter(act="identity.reveal_alarm").exists()
    assert act(quota.take, f"identity.reveal:{scene.shop.id}", "2024-03-01", 500, 48)
    printed(scene, "labels", order)
    assert not Audit.objects.filter(act="identity.reveal_alarm").exists()
    printed(scene, "labels", order)
    assert Audit.objects.filter(act="identity.reveal_alarm").count() == 1


def test_who_was_erased_is_on_no_paper(scene: Scene) -> None:
    order, _ = scene.packed()
    kept = printed(scene, "labels", order)
    break_row("kernel_subjectkey", scene.buyer.id, "wrapped", None, primary="subject")
    assert codes(printed(scene, "labels", order)) == [(order, "fulfilment.no_recipient")]
    assert texts(opened(scene, kept)) == [""], "a sheet that was printed before tells nothing either"


def test_however_long_a_recipient_is_it_stays_on_one_page(scene: Scene) -> None:
    long = people.ADDRESS["CN"] | {"name": "许晴" * 30, "phone": "13800006021", "line": "文三路 478 号 #[*_$" * 7}
    address = scene.did(scene.buyer, "POST", "/me/addresses", long)["id"]
    order = scene.placed({scene.cup: 1, scene.lid: 1}, address_id=address)
    assert scene.pay(order).status_code == 200
    scene.later(hours=2)
    scene.did(scene.owner, "POST", f"/orders/{order}/pack")
    (text,) = texts(opened(scene, printed(scene, "labels", order)))
    assert text.count("许晴") == 30
    assert text.count("文三路478号#[*_$") == 7


@pytest.mark.covers("FUL-01", "ORD-04")
def test_a_pick_list_says_what_to_take_from_which_shelf(scene: Scene) -> None:
    for sku, place in ((scene.lid, "A-01"), (scene.cup, "B-12")):
        assert scene.did(scene.owner, "PUT", f"/skus/{sku}/shelf", {"place": place}) == {"sku_id": sku, "place": place}
    one = scene.paid({scene.cup: 2, scene.lid: 1}, note="礼盒")
    two = scene.paid({scene.cup: 3})
    scene.wish(one, {scene.cup: 1})
    scene.later(hours=2)
    scene.did(scene.owner, "POST", f"/orders/{two}/pack")
    waiting = scene.placed()
    answer = printed(scene, "pick-lists", one, two, waiting, lang="zh-Hans")
    assert (answer["done"], codes(answer)) == ([one, two], [(waiting, "fulfilment.not_to_pick")])
    (text,) = texts(opened(scene, answer))
    numbers = [scene.seen(order)["number"] for order in (one, two)]
    title = scene.seen(one)["lines"][0]["title"].replace(" ", "")
    rows = [f"A-01LID{title}Lid1", f"B-12CUP{title}Cup4"]
    assert "货位货号商品件" + "".join(rows) in text
    assert f"{numbers[0]}CUPCup×1LIDLid×1备注：礼盒2{numbers[1]}CUPCup×33" in text
    assert "2单·5件" in text
    assert "许" not in text, "nobody's personal data"
    assert not Audit.objects.filter(act="identity.reveal_recipient").exists()
    scene.sound()


def test_a_shelf_is_named_anew_and_taken_away(scene: Scene) -> None:
    order = scene.to_pack()
    for place, shown in (("A-01", True), ("", False)):
        scene.did(scene.owner, "PUT", f"/skus/{scene.cup}/shelf", {"place": place})
        assert ("A-01" in texts(opened(scene, printed(scene, "pick-lists", order)))[0]) is shown
    with unchanged():
        refusal(scene.ask(scene.owner, "PUT", f"/skus/{scene.cup}/shelf", {"place": "x" * 41}), 422, "kernel.bad_fields", "place")


@pytest.mark.covers("FUL-01")
def test_a_sheet_is_its_printers_and_closes_after_a_day(scene: Scene) -> None:
    order, _ = scene.packed()
    packer, other = scene.shop.hire("warehouse"), scene.shop.hire("manager")
    sheet = printed(scene, "labels", order, who=packer)["sheet_id"]
    for who in (scene.owner, other, scene.buyer):
        refusal(scene.ask(who, "GET", f"/sheets/{sheet}"), 404, "kernel.not_found")
    refusal(scene.ask(nobody(), "GET", f"/sheets/{sheet}"), 401, "kernel.not_signed_in")
    scene.later(hours=25, minutes=59)
    assert scene.ask(packer, "GET", f"/sheets/{sheet}").status_code == 200
    scene.later(hours=26)
    assert refusal(scene.ask(packer, "GET", f"/sheets/{sheet}"), 409, "fulfilment.sheet_closed")["rule"] == "fulfilment.printing.open_for"


def test_who_may_print_no_more_opens_no_more(scene: Scene) -> None:
    order, _ = scene.packed()
    packer = scene.shop.hire("warehouse")
    sheets = [printed(scene, kind, order, who=packer)["sheet_id"] for kind in ("labels", "pick-lists")]
    scene.did(scene.owner, "PATCH", f"/shops/{scene.shop.id}/members/{packer.id}", {"role": "agent"})
    for sheet in sheets:
        refusal(scene.ask(packer, "GET", f"/sheets/{sheet}"), 403, "kernel.not_allowed")


@pytest.mark.covers("FUL-01")
@pytest.mark.parametrize("kind", ["labels", "pick-lists"])
def test_who_may_not_print_changes_nothing(scene: Scene, kind: str) -> None:
    order, _ = scene.packed()
    path, body = f"/shops/{scene.shop.id}/{kind}", {"order_ids": [order]}
    with unchanged():
        refusal(scene.ask(nobody(), "POST", path, body), 401, "kernel.not_signed_in")
        refusal(scene.ask(scene.buyer, "POST", path, body), 404, "kernel.not_found")
    for role in ("agent", "supervisor", "finance"):
        who = scene.shop.hire(role)
        with unchanged():
            refusal(scene.ask(who, "POST", path, body), 403, "kernel.not_allowed")
    made = scene.did(scene.owner, "POST", f"/shops/{scene.shop.id}/keys", {"name": "Till", "scopes": ["fulfilment.pack", "orders.reveal"]})
    key = nobody()
    key.client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {made['token']}"
    with unchanged(KEYS):
        refusal(scene.ask(key, "POST", path, body), 403, "kernel.not_allowed")


@pytest.mark.parametrize("orders", [[], ["ord_1"] * 101, [""], None, "ord_1"])
def test_a_batch_has_one_to_a_hundred_orders(scene: Scene, orders: Any) -> None:
    with unchanged():
        answer = scene.ask(scene.owner, "POST", f"/shops/{scene.shop.id}/labels", {"order_ids": orders})
    assert refusal_of(answer) == (422, "kernel.bad_fields")


def refusal_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_the_same_key_prints_once(scene: Scene) -> None:
    order, _ = scene.packed()
    path, body = f"/shops/{scene.shop.id}/labels", {"order_ids": [order]}
    first = scene.ask(scene.owner, "POST", path, body, key="once")
    with unchanged():
        assert scene.ask(scene.owner, "POST", path, body, key="once").content == first.content
