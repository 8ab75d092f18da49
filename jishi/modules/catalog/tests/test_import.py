"""`jishi import products`: dry run, rows in, an error file with a reason per refused row, going on after a kill."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from jishi.config.cli import main
from jishi.kernel import jobs
from jishi.kernel.models import Job
from jishi.kernel.runner import act
from jishi.modules.catalog.actions.import_products import import_products
from jishi.modules.catalog.models import Product, Sku
from jishi.modules.catalog.queries import checks, import_file
from jishi.modules.catalog.tests import goods
from tests import people
from tests.rows import unchanged

pytestmark = pytest.mark.django_db
HEAD = "title,category,sku,name,price,stock,barcode,weight\n"
FILE = f"""{HEAD}青瓷盖碗,teapots,GW-1,大,99.00,12,2900010000015,420
青瓷盖碗,teapots,GW-2,小,89,7,,
茶则,no-such,CZ-1,,39.00,1,,
茶盘,tea-trays,CP-1,,0,1,,
茶盘,tea-trays,CP-2,,12.345,1,,
茶盘,tea-trays,CP-3,,128.00,-1,,
茶盘,tea-trays,CP-4,,128.00,1,2900010000016,
,tea-trays,CP-5,,128.00,1,,
茶盘,tea-trays,GW-1,,128.00,1,,
茶盘,tea-trays,CP-6,,128.00,1,,,too,many
茶盘,tea-trays,TAKEN,,128.00,1,,
茶盘,tea-trays,CP-7,竹,128.00,4,,1100
"""
WHY = {
    3: ("category", "is no category"),
    4: ("price", "is not above 0"),
    5: ("price", "is no amount of CNY"),
    6: ("stock", "is no whole number from 0 to 1000000000"),
    7: ("barcode", "has a wrong check digit"),
    8: ("title", "is missing"),
    9: ("sku", "stands in the file twice"),
    10: ("row", "has too many or too few columns"),
    11: ("sku", "is the code of another variant of the shop"),
}


def run(capsys: pytest.CaptureFixture[str], file: Path, shop: str, *more: str) -> tuple[int, dict[str, Any]]:
    code = main(["import", "products", str(file), "--shop", shop, "--json", *more])
    out = capsys.readouterr().out
    return code, json.loads(out) if out else {}


def errors(file: Path) -> dict[int, tuple[str, str]]:
    with Path(f"{file}.errors.csv").open(newline="", encoding="utf-8") as held:
        return {int(row["row"]): (row["field"], row["why"]) for row in csv.DictReader(held)}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "goods.csv"
    path.write_text(FILE, encoding="utf-8")
    return path


@pytest.mark.covers("CAT-01")
def test_good_rows_go_in_and_wrong_ones_to_a_file_with_the_reason(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shop = people.a_shop()
    goods.product(goods.variant("TAKEN"), shop=shop.id, title="别的", on_sale=False)
    with unchanged():
        code, dry = run(capsys, file, shop.id, "--dry-run")
    assert (code, dry["rows"], dry["good"], dry["refused"], dry["products"]) == (1, 12, 3, 9, 2)
    assert errors(file) == WHY
    code, told = run(capsys, file, shop.id)
    assert (code, told["rows"], told["good"], told["refused"]) == (1, 12, 3, 9)
    assert errors(file) == WHY
    bowl, tray = Product.objects.exclude(skus__code="TAKEN").distinct().order_by("made_at", "id")
    assert [(p.title, p.category_id, p.state, p.shop) for p in (bowl, tray)] == [
        ("青瓷盖碗", "teapots", "draft", shop.id),
        ("茶盘", "tea-trays", "draft", shop.id),
    ]
    skus = [(s.code, s.name, s.price_minor, s.barcode, s.weight_grams, goods.shelf(s)) for s in [*goods.skus(bowl), *goods.skus(tray)]]
    assert skus == [
        ("GW-1", "大", 9900, "2900010000015", 420, (12, 0)),
        ("GW-2", "小", 8900, "", 0, (7, 0)),
        ("CP-7", "竹", 12800, "", 1100, (4, 0)),
    ]
    assert [*checks.products(), *checks.skus(), *checks.levels()] == []
    with unchanged():
        assert run(capsys, file, shop.id) == (code, told)
    assert errors(file) == WHY


def test_a_killed_import_goes_on_where_it_stood(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shop = people.a_shop()
    checked = import_file.read(file, "CNY")
    key = f"catalog.products:{checked.sha256}:{shop.id}"
    job = act(jobs.start, "catalog.import", key, {"taken": []}, total=12, shop=shop.id)
    first, *_ = import_file.groups(checked.good)
    assert act(import_products, job, shop.id, "CN", [first], 2) == []
    code, told = run(capsys, file, shop.id)
    assert (code, told["products"], Job.objects.get(key=key).done) == (1, 2, 12)
    assert list(Sku.objects.order_by("code").values_list("code", flat=True)) == ["CP-7", "GW-1", "GW-2", "TAKEN"]


def test_mended_rows_join_the_product_they_belong_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shop = people.a_shop()
    first, mended = tmp_path / "first.csv", tmp_path / "mended.csv"
    first.write_text(f"{HEAD}茶盘,tea-trays,CP-1,大,128.00,1,,\n茶盘,tea-trays,CP-2,小,0,1,,\n", encoding="utf-8")
    assert run(capsys, first, shop.id)[0] == 1
    text = Path(f"{first}.errors.csv").read_text(encoding="utf-8").replace(",0,1,", ",88.00,1,")
    mended.write_text(text, encoding="utf-8")
    assert run(capsys, mended, shop.id)[0] == 0
    assert [sku.code for sku in goods.skus(Product.objects.get())] == ["CP-1", "CP-2"]


def test_two_variants_of_one_name_are_refused_with_the_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shop = people.a_shop()
    file = tmp_path / "twins.csv"
    file.write_text(
        f"{HEAD}茶盘,tea-trays,CP-1,大,128.00,1,,\n茶盘,tea-trays,CP-2,大,88.00,1,,\n茶则,tea-trays,CZ,,9,1,,\n", encoding="utf-8"
    )
    code, told = run(capsys, file, shop.id)
    assert (code, told["good"], told["refused"]) == (1, 1, 2)
    assert errors(file)[2] == ("name", "Another variant of this product is called “大”.")
    assert [product.title for product in Product.objects.all()] == ["茶则"]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"title,category\nx,y\n", b'title,category,sku,price\n"x\n', b""])
def test_a_file_that_is_none_is_refused_whole(content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shop = people.a_shop()
    file = tmp_path / "bad.csv"
    file.write_bytes(content)
    with unchanged():
        assert run(capsys, file, shop.id)[0] == 1
        assert run(capsys, file, "shp_none")[0] == 1
