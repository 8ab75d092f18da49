"""Fill a place for a benchmark, through actions; prints what a load needs: SKUs, and buyers with session, CSRF token and address."""

import json
import os
import sys
from datetime import date

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jishi.config.settings")

import django

django.setup()

from jishi import lawbook
from jishi.kernel import clock, rows
from jishi.kernel.money import Money
from jishi.kernel.runner import act
from jishi.modules.catalog import actions as catalog
from jishi.modules.catalog.actions import ProductDraft, SkuDraft
from jishi.modules.catalog.models import Sku
from jishi.modules.identity import actions as identity
from jishi.modules.identity import queries as people
from jishi.modules.identity.access import csrf_token
from jishi.modules.identity.actions.addresses import Place
from jishi.modules.identity.actions.send_code import code_hash
from jishi.modules.shops import actions as shops

MARKET, CURRENCY, SETUP = "CN", "CNY", "system:setup"
PLACE = Place(
    name="许晴",
    phone="13800006021",
    country="CN",
    region="浙江省",
    city="杭州市",
    district="西湖区",
    line="文三路 478 号",
    postcode="310012",
)


def main() -> None:
    """Fill and tell."""
    sizes = json.loads(sys.argv[1])
    act(lawbook.open_market, MARKET, "douyin-cn", date(2022, 1, 1), actor=SETUP)
    owner = act(identity.know_person, people.reach("owner@example.org", MARKET), language="en")
    shop = act(shops.open_shop, "Bench", MARKET, owner=owner.id, actor=SETUP)
    skus = []
    for n in range(0, sizes["skus"], 50):
        drafts = [
            SkuDraft(f"S{k}", Money(1000 + k, CURRENCY), f"no {k}", stock=sizes["stock"]) for k in range(n, min(n + 50, sizes["skus"]))
        ]
        skus += _on_sale(shop.id, f"Cup {n}", drafts)
    hot = _on_sale(shop.id, "Hot", [SkuDraft("HOT", Money(9900, CURRENCY), stock=sizes["hot"])])
    buyers = [_buyer(n) for n in range(sizes["buyers"])]
    print(json.dumps({"shop": shop.id, "skus": skus, "hot": hot[0], "buyers": buyers}))


def _on_sale(shop: str, title: str, drafts: list[SkuDraft]) -> list[str]:
    made = act(catalog.create_product, shop, MARKET, ProductDraft(title=title, category="home", skus=drafts), actor=SETUP)
    act(catalog.submit, made, actor=SETUP)
    act(catalog.approve, made, actor=SETUP)
    return list(Sku.objects.filter(product=made.pk).order_by("position").values_list("id", flat=True))


def _buyer(n: int) -> dict[str, str]:
    reach = people.reach(f"buyer{n}@example.org", MARKET)
    now = clock.real()
    act(identity.send_code, reach, language="en", at=now)
    act(rows.change, "UPDATE identity_code SET code = %s WHERE reach = %s", [code_hash(reach, "123456"), reach.index])
    made = act(identity.sign_in, reach, "123456", language="en", at=now)
    address = act(identity.add_address, made.person.id, PLACE)
    return {"person": made.person.id, "cookie": made.token, "csrf": csrf_token(made.token), "address": address.id}


if __name__ == "__main__":
    main()
