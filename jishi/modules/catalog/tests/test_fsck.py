"""`jishi fsck` names each row of the catalog that a test breaks, and finds nothing before."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from jishi.kernel import fsck
from jishi.kernel.runner import act
from jishi.kernel.tests.pictures import picture
from jishi.modules.catalog import actions
from jishi.modules.catalog.models import Category, Product, Sku, StockLevel, StockMove, Warehouse
from jishi.modules.catalog.tests import goods
from tests import people
from tests.rows import break_row, remove_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def _stocked() -> None:
    shop = people.a_shop()
    kept = act(actions.keep_picture, actions.read_picture(picture()))
    sold = goods.product(goods.variant(stock=9, barcode="2900010000015", picture=kept), shop=shop.id, pictures=[kept])
    waiting = goods.product(goods.variant("B"), shop=shop.id, on_sale=False)
    act(actions.submit, waiting, actor=goods.MERCHANT)
    sku = goods.skus(sold)[0]
    act(actions.reserve, [(sku.pk, 2)])
    act(actions.consume, [(sku.pk, 2)], "ord_1")
    goods.product(goods.variant("C"), shop=people.a_shop("UK").id, market="CN", on_sale=False)


def found() -> list[tuple[str, str]]:
    return [(one.table, one.row) for one in fsck.run()]


Case = tuple[Callable[[], Any], str, Any, str]
CASES: dict[str, Case] = {
    "a category without a name in English": (
        lambda: Category.objects.filter(code="toys"),
        "names",
        '{"zh-Hans": "玩具", "zh-Hant": "玩具"}',
        "code",
    ),
    "a category above itself": (lambda: Category.objects.filter(code="toys"), "parent_id", "toys", "code"),
    "a product on sale that nobody approved": (lambda: Product.objects.filter(state="in_review"), "state", "draft", "id"),
    "a product whose picture is gone": (lambda: Product.objects.filter(state="on_sale"), "pictures", f'["{"0" * 64}"]', "id"),
    "a SKU of another shop": (lambda: Sku.objects.filter(code="B"), "shop", "shp_none", "id"),
    "a barcode with a wrong check digit": (lambda: Sku.objects.filter(code="B"), "barcode", "2900010000016", "id"),
    "a SKU whose picture is gone": (lambda: Sku.objects.filter(code="B"), "picture", "0" * 64, "id"),
    "a warehouse that is not the first": (lambda: Warehouse.objects.all()[1:], "first", False, "id"),
    "a level that its moves do not make": (lambda: StockLevel.objects.filter(on_hand=7), "on_hand", 5, "id"),
    "a shipped move that brought pieces": (lambda: StockMove.objects.filter(delta=-2), "cause", "first", "id"),
}


@pytest.mark.usefixtures("_stocked")
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_broken_row_is_named(case: Case) -> None:
    rows, column, value, primary = case
    assert found() == []
    row = rows()[0]
    break_row(row._meta.db_table, row.pk, column, value, primary=primary)
    assert found() == [(row._meta.db_table, row.pk)]


@pytest.mark.usefixtures("_stocked")
def test_a_sku_without_a_shelf_is_named() -> None:
    sku = Sku.objects.get(code="B")
    remove_row("catalog_stocklevel", StockLevel.objects.get(sku=sku).pk)
    assert found() == [("catalog_sku", sku.pk)]


@pytest.mark.usefixtures("_stocked")
def test_a_product_on_sale_without_a_variant_is_named() -> None:
    sku = Sku.objects.get(product__state="on_sale")
    break_row("catalog_sku", sku.pk, "active", False)
    assert found() == [("catalog_product", sku.product_id)]


@pytest.mark.usefixtures("_stocked")
def test_a_review_whose_clock_was_stopped_is_named() -> None:
    product = Product.objects.get(state="in_review")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_deadline SET state = 'moot', closed_at = opened WHERE subject = %s", [product.pk])
    assert ("catalog_product", product.pk) in found()


@pytest.mark.usefixtures("_stocked")
def test_goods_in_another_shops_warehouse_are_named() -> None:
    level = StockLevel.objects.get(sku__code="B")
    other = Warehouse.objects.exclude(shop=level.warehouse.shop).get()
    break_row("catalog_stocklevel", level.pk, "warehouse_id", other.pk)
    assert found() == [("catalog_stocklevel", level.pk)]
