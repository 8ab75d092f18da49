"""The demonstration's talks: buyers who ask, some answered, some waiting, some over; made through actions at their own instants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from jishi.kernel import clock
from jishi.kernel.access import Actor
from jishi.kernel.runner import act
from jishi.modules.conversations import actions as conversations
from jishi.modules.desk import actions
from jishi.modules.desk.access import ANSWER
from jishi.modules.desk.models import Session
from jishi.modules.orders import queries as orders
from jishi.modules.orders.queries.lists import Wanted
from jishi.realtime.doors import Draft

Line = tuple[int, str, str]
"""Minutes ago, "buyer", "shop" or "close", and what is said; `product` and `order` are cards."""
TALKS: Mapping[str, Sequence[Sequence[Line]]] = {
    "CN": [
        (
            (42, "buyer", "product"),
            (42, "buyer", "这个盖碗多大容量？"),
            (39, "shop", "150 ml，口径 9.2 cm。"),
            (37, "buyer", "适合一个人喝吗，平时喝白茶比较多"),
            (35, "shop", "一个人喝正合适，白茶出汤快，也好控温。"),
            (9, "buyer", "好的。第一次用要开壶吗？另外能不能今天发"),
        ),
        ((26, "buyer", "order"), (25, "buyer", "我拍错地址了，能改到公司吗")),
        ((18, "buyer", "茶则是竹子的还是木头的"),),
        (
            (180, "buyer", "有礼盒吗"),
            (176, "shop", "有的，备注「礼盒」就会用礼盒包，再附一张贺卡。"),
            (170, "buyer", "好的，谢谢"),
            (168, "shop", "不客气。"),
        ),
        (
            (1500, "buyer", "收到了，包装很用心"),
            (1492, "shop", "喜欢就好。盖碗第一次用，先用温水过一遍。"),
            (1440, "close", ""),
        ),
    ],
    "UK": [
        ((33, "buyer", "product"), (33, "buyer", "Does this come in a longer length?"), (30, "shop", "It does, in 38 and 40.")),
        ((12, "buyer", "Can you post before Friday?"),),
    ],
}


@dataclass(frozen=True)
class Teller:
    """A shop, who answers there, and a product of theirs that is talked about."""

    shop: str
    market: str
    agent: str
    product: str


def fill(tellers: Sequence[Teller], buyers: Mapping[str, Sequence[str]], now: datetime) -> int:
    """Let the buyers of each market (ids by market) talk to its shop up to `now`; how many talks were made."""
    told = [
        (now - timedelta(minutes=ago, seconds=-n), teller, buyer, side, text)
        for teller in tellers
        for buyer, lines in zip(buyers[teller.market], TALKS[teller.market], strict=False)
        for n, (ago, side, text) in enumerate(lines)
    ]
    for moment, teller, buyer, side, text in sorted(told, key=lambda one: one[0]):
        with clock.at(moment):
            act(_say, teller, buyer, side, text)
    return sum(min(len(TALKS[one.market]), len(buyers[one.market])) for one in tellers)


def _say(teller: Teller, buyer: str, side: str, text: str) -> None:
    talk = actions.start(buyer, teller.shop, teller.market)
    agent = Actor("person", teller.agent, teller.agent, shops={teller.shop: "agent"}, granted={teller.shop: frozenset({ANSWER})})
    if side == "close":
        actions.close(Session.objects.get(conversation=talk.pk, state="open"), actor=agent.name)
        return
    who = agent if side == "shop" else Actor("person", buyer, buyer)
    if side == "shop":
        session = Session.objects.get(conversation=talk.pk, state="open")
        if not session.agent:
            actions.take(session, teller.agent)
    made = conversations.store([Draft("", talk.pk, f"demo-{talk.last_seq + 1}", talk.last_seq, _body(teller, buyer, text), who)])
    assert made[0].seq == talk.last_seq + 1  # type: ignore[union-attr]


def _body(teller: Teller, buyer: str, text: str) -> dict[str, Any]:
    if text == "product":
        return {"kind": "product_card", "product_id": teller.product}
    if text == "order":
        order = orders.of_shop(teller.shop, Wanted(buyer_id=buyer)).order_by("-placed_at").first()
        return {"kind": "order_card", "order_id": order.pk} if order else {"kind": "text", "text": "有一单想改一下"}
    return {"kind": "text", "text": text}
