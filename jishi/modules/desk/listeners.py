"""What the desk hears of a shop's people."""

from jishi.kernel.events import Heard, listen
from jishi.modules.desk.access import answers
from jishi.modules.desk.actions.replies import forget_replies
from jishi.modules.desk.actions.seat import leave
from jishi.modules.shops import queries as shops
from jishi.modules.shops.events import MemberChanged, MemberRemoved


@listen(MemberRemoved, MemberChanged, name="desk.leave")
def no_longer(heard: Heard) -> None:
    """Who no longer works in the shop, or not in a role that answers, leaves their sessions to others; what they kept to say goes."""
    shop = shops.shop(heard.fact.subject)
    if shop is not None and not answers(shop.pk, heard.fact.person):
        leave(shop.pk, shop.market, heard.fact.person)
        forget_replies(shop.pk, heard.fact.person)
