"""Open a shop in a market."""

from collections.abc import Mapping

from django.db import connection

from jishi import lawbook
from jishi.kernel import clock, events, ids, rows
from jishi.kernel.compiled import compiled
from jishi.kernel.models import Audit
from jishi.modules.identity import actions as identity
from jishi.modules.shops.access import OWNER
from jishi.modules.shops.errors import MarketClosed, NameTaken
from jishi.modules.shops.events import MemberAdded, ShopOpened
from jishi.modules.shops.models import Shop
from jishi.modules.shops.queries.shops import name_key


def open_shop(
    name: str,
    market: str,
    *,
    actor: str,
    owner: str | None = None,
    names: Mapping[str, str] | None = None,
    description: str = "",
    picture: str | None = None,
    subject: str = "",
) -> Shop:
    """A shop of this market for good. `owner` is a person's id; a shop that an import opened may be without until the operator names one.

    Raises MarketClosed where the market is not open (API-06), NameTaken where the name is another shop's.
    """
    if market not in {one.code for one in lawbook.markets()}:
        raise MarketClosed(field="market")
    now = clock.now()
    shop = Shop(
        id=ids.new_id("shp"),
        market=market,
        currency=lawbook.currency(market),
        name=name,
        name_key=name_key(name),
        names=dict(names or {}),
        description=description,
        picture=picture,
        subject=subject,
        opened_at=now,
    )
    form = compiled(Shop, connection.vendor)
    if not rows.change(f"{form.text} ON CONFLICT (name_key) DO NOTHING", form.values(shop)):
        raise NameTaken(field="name", name=name)
    shop._state.adding = False
    identity.know_shop(shop.id, name, market)
    rows.add(Audit(actor=actor, act="shops.open", subject=shop.id, at=now, data={"market": market, "owner": owner}))
    events.emit(ShopOpened(subject=shop.id, market=market))
    if owner is not None:
        identity.join(shop.id, owner, OWNER)
        events.emit(MemberAdded(subject=shop.id, person=owner, role=OWNER))
    return shop
