"""What the desk hears of a shop's people."""

from jishi.kernel.events import Heard, listen
from jishi.modules.desk.access import answers
from jishi.modules.desk.actions.seat import leave
from jishi.modules.shops import queries as shops
from jishi.modules.shops.events import MemberChanged, MemberRemoved


@listen(MemberRemoved, MemberChanged, name="desk.leave")
def no_longer(heard: Heard) -> None:
    """Who no longer works in the shop, or in a role that does not answer, leaves their sessions to others."""
    shop = shops.shop(heard.fact.subject)
    if shop is not None and not answers(shop.pk, heard.fact.person):
        leave(shop.pk, shop.market, heard.fact.person)
