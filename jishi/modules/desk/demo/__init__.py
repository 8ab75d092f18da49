"""The demonstration's talks: buyers who ask, some answered, some waiting, some over; made through actions at their own instants."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from jishi.kernel import clock, rows
from jishi.kernel.access import Actor
from jishi.kernel.errors import Refused
from jishi.kernel.runner import act
from jishi.modules.conversations import actions as conversations
from jishi.modules.desk import actions
from jishi.modules.desk.access import ANSWER
from jishi.modules.desk.demo.photograph import photograph
from jishi.modules.desk.models import Session
from jishi.modules.orders import queries as orders
from jishi.modules.orders.queries.lists import Wanted
from jishi.realtime.doors import Draft, Stored
from jishi.realtime.hub import published

Line = tuple[int, str, str]
"""Minutes ago, "buyer", "shop", "close" or "waive" (no reply is needed), and what is said, or why.

`product` and `order` are cards, `picture` is a photograph.
"""
TALKS: Mapping[str, Sequence[Sequence[Line]]] = {
    "CN": [
        (
            (42, "buyer", "product"),
            (42, "buyer", "这个盖碗多大容量？"),
            (39, "shop", "150 ml，口径 9.2 cm。"),
            (37, "buyer", "适合一个人喝吗，平时喝白茶比较多"),
            (35, "shop", "一个人喝正合适，白茶出汤快，也好控温。"),
            (11, "buyer", "picture"),
            (11, "buyer", "想配我这张茶盘，颜色搭吗"),
            (10, "shop", "很搭，白瓷放在木盘上最显干净。"),
            (9, "buyer", "好的。第一次用要开壶吗？另外能不能今天发"),
        ),
        ((26, "buyer", "order"), (25, "buyer", "我拍错地址了，能改到公司吗")),
        (
            (2000, "buyer", "谢谢，收到了"),
            (1990, "waive", "thanks"),
            (1980, "close", ""),
            (18, "buyer", "茶则是竹子的还是木头的"),
        ),
        (
            (3200, "buyer", "有没有大一点的壶"),
            (1700, "shop", "回晚了。350 ml 的有货，给您发一张卡片。"),
            (1700, "shop", "product"),
            (1690, "close", ""),
            (180, "buyer", "有礼盒吗"),
            (176, "shop", "有的，备注「礼盒」就会用礼盒包，再附一张贺卡。"),
            (170, "buyer", "好的，谢谢"),
            (168, "shop", "不客气。"),
        ),
        (
            (1500, "buyer", "收到了，包装很用心"),
            (1492, "shop", "喜欢就好。盖碗第一次用，先用温水过一遍。"),
            (1440, "close", ""),
            (1290, "buyer", "锡罐能放绿茶吗"),
        ),
    ],
    "UK": [
        ((33, "buyer", "product"), (33, "buyer", "Does this come in a longer length?"), (30, "shop", "It does, in 38 and 40.")),
        ((12, "buyer", "Can you post before Friday?"),),
    ],
}
QUESTIONS: Mapping[str, Sequence[tuple[str, str]]] = {
    "CN": (
        ("这款今天能发吗", "能，下午四点前拍的当天发。"),
        ("可以刻字吗", "可以，备注里写要刻的字，多等两天。"),
        ("釉面会开片吗", "会的，用久了会慢慢开片，是正常的。"),
        ("送长辈选哪款好", "这款青瓷盖碗送人最多，配礼盒刚好。"),
        ("能开发票吗", "能，订单完成后发您邮箱。"),
        ("颜色和图片一样吗", "自然光下拍的，略有一点点差别。"),
    ),
    "UK": (
        ("Is this still in stock?", "It is, and it leaves tomorrow."),
        ("Does it come gift-wrapped?", "Yes: say so in the note, it costs nothing."),
        ("How do I wash it?", "Cold water, flat to dry."),
        ("Can I send it to another address?", "You can, until it is packed."),
    ),
}
"""What buyers of a running demonstration ask, and what they are told."""
Kept = tuple[str, str, str, str]
"""A quick reply's title, shortcut, group and text."""
REPLIES: Mapping[str, Mapping[str, Sequence[Kept]]] = {
    "CN": {
        "shop": (
            ("发货时间", "/fh", "物流", "您的订单 {order} 今天打包，48 小时内交给快递。"),
            ("改地址", "/dz", "物流", "{buyer}您好，订单 {order} 还没打包，地址可以改。请把新地址发在订单里。"),
            ("泡茶建议", "/pc", "商品", "盖碗高温烧制，可直接沸水；第一次用先温杯。"),
            ("商品说明", "/sp", "商品", "{product}：现货，手工制作，每只略有不同。"),
        ),
        "agent": (
            ("问候", "/hi", "问候", "{buyer}您好，我是{shop}的客服，请问想了解哪一款？"),
            ("稍等", "/sd", "问候", "稍等，我去仓库看一眼，十分钟内回您。"),
        ),
        "closing": (("", "", "", "感谢光临{shop}，有事随时找我们。"),),
    },
    "UK": {
        "shop": (("Delivery", "/del", "Delivery", "Your order {order} is packed today and leaves within two working days."),),
        "agent": (("Hello", "/hi", "Greetings", "Hello {buyer}, thank you for asking about {product}."),),
    },
}


@dataclass(frozen=True)
class Teller:
    """A shop, who answers there, and a product of theirs that is talked about."""

    shop: str
    market: str
    agent: str
    product: str


def fill(tellers: Sequence[Teller], buyers: Mapping[str, Sequence[str]], now: datetime, fire: Callable[[datetime], None]) -> int:
    """Let the buyers of each market (ids by market) talk to its shop up to `now`; how many talks were made. `fire` fires what is due."""
    for teller in tellers:
        act(_keep, teller)
    told = [
        (now - timedelta(minutes=ago, seconds=-n), teller, buyer, side, text)
        for teller in tellers
        for buyer, lines in zip(buyers[teller.market], TALKS[teller.market], strict=False)
        for n, (ago, side, text) in enumerate(lines)
    ]
    for moment, teller, buyer, side, text in sorted(told, key=lambda one: one[0]):
        fire(moment)
        with clock.at(moment):
            act(_say, teller, buyer, side, text)
    fire(now)
    return sum(min(len(TALKS[one.market]), len(buyers[one.market])) for one in tellers)


def _keep(teller: Teller) -> None:
    """What the shop and its agent keep to say often."""
    for whose, some in REPLIES[teller.market].items():
        for title, shortcut, folder, text in some:
            if whose == "closing":
                actions.set_closing(teller.shop, teller.market, text)
            else:
                content = {"title": title, "shortcut": shortcut, "folder": folder, "text": text}
                actions.add_reply(teller.shop, teller.market, teller.agent if whose == "agent" else "", content)
                rows.flush()


def say(teller: Teller, buyer: str, side: str, text: str) -> None:
    """One of them writes now; lines that are up hear it after the commit."""
    published(act(_say, teller, buyer, side, text))


def _say(teller: Teller, buyer: str, side: str, text: str) -> list[Stored]:
    talk = actions.start(buyer, teller.shop, teller.market)
    agent = Actor("person", teller.agent, teller.agent, shops={teller.shop: "agent"}, granted={teller.shop: frozenset({ANSWER})})
    if side == "close":
        actions.close(Session.objects.get(conversation=talk.pk, state="open"), actor=agent.name)
        return []
    if side == "waive":
        actions.waive(Session.objects.get(conversation=talk.pk, state="open"), text, actor=agent.name)
        return []
    who = agent if side == "shop" else Actor("person", buyer, buyer)
    if side == "shop":
        session = Session.objects.filter(conversation=talk.pk, state="open").first()
        if session is None:
            return []  # it was closed meanwhile
        if not session.agent:
            actions.take(session, teller.agent)
    made = conversations.store([Draft("", talk.pk, f"demo-{talk.last_seq + 1}", talk.last_seq, _body(teller, buyer, text), who)])
    if isinstance(made[0], Refused):
        raise made[0]
    return [made[0]]


def _body(teller: Teller, buyer: str, text: str) -> dict[str, Any]:
    if text == "product":
        return {"kind": "product_card", "product_id": teller.product}
    if text == "picture":
        row = actions.start(buyer, teller.shop, teller.market)
        kept = conversations.keep_picture(row, "buyer", f"person:{buyer}", conversations.develop(row, photograph()))
        return {"kind": "image", "picture_id": kept.pk}
    if text == "order":
        order = orders.of_shop(teller.shop, Wanted(buyer_id=buyer)).order_by("-placed_at").first()
        return {"kind": "order_card", "order_id": order.pk} if order else {"kind": "text", "text": "有一单想改一下"}
    return {"kind": "text", "text": text}
