"""Mail of notices: gathered, held while it is quiet, and not sent of what was read or done meanwhile."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from jishi.kernel import clock, deadlines, post, rows
from jishi.kernel.ids import grouped
from jishi.kernel.runner import act
from jishi.modules.notices.queries.wishes import Wishes
from jishi.modules.notices.tests.scene import QUIET, asks, hire, kinds, mails, reads, say, told, waiting, wants
from jishi.modules.orders.tests.scene import START, Scene
from jishi.modules.orders.tests.test_request import reply

pytestmark = pytest.mark.django_db
BROKEN = "· The shop cancelled order {}. ¥{} goes back the way you paid. The shop’s reason is on the order’s page."
ASKED = "Shop of CN: A buyer asks to cancel order {}"


def asked_at(scene: Scene, **span: int) -> str:
    """A request to cancel, made so long after the start, and heard; its order's number."""
    order = scene.to_pack()
    scene.later(**span)
    scene.wished(order)
    scene.heard()
    return grouped(scene.seen(order)["number"])


@pytest.mark.covers("NOT-01")
def test_one_mail_tells_of_what_came_within_its_time(scene: Scene) -> None:
    first, second = scene.paid({scene.cup: 1}), scene.paid({scene.lid: 1})
    scene.later(hours=2)
    scene.wished(first)
    scene.heard()
    scene.later(hours=2, minutes=9)
    scene.wished(second)
    scene.heard()
    assert (waiting(), mails(scene.owner)) == ([START + timedelta(hours=2, minutes=10)], [])
    scene.later(hours=2, minutes=10)
    assert mails(scene.owner) == [("Shop of CN: 2 new notices", "· 2 buyers ask to cancel")]
    assert len(told(scene, scene.owner)) == 4, "to pack, and asked: read by nobody"
    scene.later(hours=3)
    assert len(mails(scene.owner)) == 1
    scene.sound()


@pytest.mark.covers("NOT-01")
@pytest.mark.parametrize(
    ("topic", "shop", "minutes"),
    [
        *[("orders", True, 60), ("cancellations", True, 10), ("chats", True, 5), ("service", True, 10)],
        *[("orders", False, 1), ("cancellations", False, 1), ("chats", False, 5)],
    ],
)
def test_each_topic_is_gathered_for_its_own_time(scene: Scene, topic: str, shop: bool, minutes: int) -> None:
    """A message that may not go out just now is gathered too; here half a minute before the quiet hours end."""
    who = scene.owner if shop else scene.buyer
    wants(scene, who, shop=shop, quiet=QUIET, mail=True)
    scene.later(hours=3, seconds=-30)
    params = {"number": "1", "amount": {"amount": "1.00", "currency": "CNY"}, "by": None, "zone": "Asia/Shanghai"}
    about = post.About(topic, "ord_1", scene.shop.market, scene.shop.id if shop else "")
    with clock.at(scene.now):
        act(post.send, who.id, "orders.post.closed", params, language="en", about=about)
    scene.heard()
    assert waiting() == [START + timedelta(hours=3, minutes=minutes, seconds=-30)]


@pytest.mark.covers("NOT-01")
def test_one_alone_is_mailed_in_its_own_words(scene: Scene) -> None:
    number = asked_at(scene, hours=2)
    scene.later(hours=2, minutes=10)
    assert mails(scene.owner) == [(ASKED.format(number), "Answer by 3 Mar 12:00.")]


@pytest.mark.covers("NOT-01")
def test_what_was_answered_or_read_meanwhile_is_not_mailed(scene: Scene) -> None:
    agent = hire(scene, "agent")
    order = scene.to_pack()
    scene.wished(order)
    (one,) = told(scene, agent)
    scene.did(agent, "POST", f"/me/notices/{one['id']}/read")
    scene.later(hours=2, minutes=10)
    assert (mails(agent), len(mails(scene.owner))) == ([], 1)
    reply(scene, scene.seen(order)["cancellation"]["id"], False, "no")
    again = scene.wished(order)
    scene.heard()
    reply(scene, again, False, "no")
    scene.heard()
    scene.later(hours=3)
    assert (mails(agent), len(mails(scene.owner))) == ([], 1)
    scene.sound()


@pytest.mark.covers("NOT-01")
@pytest.mark.parametrize(
    ("seconds", "sent"),
    [(-1, timedelta(hours=2) - timedelta(seconds=1)), (0, timedelta(hours=3)), (1, timedelta(hours=3))],
)
def test_quiet_hours_begin_with_their_first_instant(scene: Scene, seconds: int, sent: timedelta) -> None:
    """12:00 to 13:00 in Shanghai; the mail would go out just before, at, or just after 12:00."""
    wants(scene, scene.owner, quiet=QUIET, mail=True)
    order = scene.paid()
    scene.later(minutes=110, seconds=seconds)
    scene.wished(order)
    scene.heard()
    assert waiting()[0] == START + sent
    scene.later(seconds=int(sent.total_seconds()) - 1)
    assert mails(scene.owner) == []
    scene.later(seconds=int(sent.total_seconds()))
    assert len(mails(scene.owner)) == 1


@pytest.mark.covers("NOT-01")
@pytest.mark.parametrize(("seconds", "due"), [(-1, timedelta(hours=3)), (0, timedelta(hours=3)), (1, timedelta(hours=3, seconds=1))])
def test_quiet_hours_are_over_at_their_end(scene: Scene, seconds: int, due: timedelta) -> None:
    wants(scene, scene.owner, quiet=QUIET)
    order = scene.paid()
    scene.later(minutes=170, seconds=seconds)
    scene.wished(order)
    scene.heard()
    assert waiting()[0] == START + due


@pytest.mark.covers("NOT-01")
def test_what_comes_in_quiet_hours_is_mailed_together_when_they_end(scene: Scene) -> None:
    """A buyer's letters too: what was paid meanwhile is not asked for any more."""
    wants(scene, scene.buyer, shop=False, quiet=QUIET)
    scene.later(minutes=110)
    stays, paid = scene.placed(), scene.placed({scene.lid: 1})
    scene.later(minutes=130)
    numbers = [grouped(scene.seen(order)["number"]) for order in (stays, paid)]
    assert kinds(scene, scene.buyer, shop=False) == ["orders.post.reminder"] * 2
    assert (scene.buyer.letters(), waiting()) == ([], [START + timedelta(hours=3)])
    scene.pay(paid)
    scene.heard()
    scene.later(hours=3)
    assert [one["subject"] for one in scene.buyer.letters()] == [f"Order {numbers[0]} isn’t paid yet"]
    scene.sound()


@pytest.mark.covers("NOT-01")
def test_several_of_a_night_are_one_mail(scene: Scene) -> None:
    wants(scene, scene.buyer, shop=False, quiet=QUIET)
    orders = [scene.paid({scene.cup: 1}), scene.paid({scene.lid: 1})]
    scene.later(minutes=125)
    for order in orders:
        scene.did(scene.owner, "POST", f"/orders/{order}/cancel", {"reason": "broken"})
    scene.heard()
    assert scene.buyer.letters() == []
    scene.later(hours=3)
    numbers = [grouped(scene.seen(order)["number"]) for order in orders]
    (one,) = scene.buyer.letters()
    assert one["subject"] == "2 new notices"
    assert one["text"].splitlines() == [BROKEN.format(number, amount) for number, amount in zip(numbers, ("99.00", "10.00"), strict=True)]


@pytest.mark.covers("NOT-01")
def test_quiet_hours_that_were_set_after_a_letter_was_begun_hold_it(scene: Scene) -> None:
    asked_at(scene, minutes=120)
    wants(scene, scene.owner, quiet={"begins": "12:05", "ends": "14:00"})
    scene.later(hours=3, minutes=59)
    assert (mails(scene.owner), waiting()) == ([], [START + timedelta(hours=4)])
    scene.sound()
    scene.later(hours=4)
    assert len(mails(scene.owner)) == 1
    scene.sound()


@pytest.mark.covers("NOT-01")
def test_mail_that_is_switched_off_before_it_is_sent_is_not_sent(scene: Scene) -> None:
    asked_at(scene, minutes=120)
    wants(scene, scene.owner, mail=False)
    scene.later(hours=3)
    assert mails(scene.owner) == []
    scene.sound()


@pytest.mark.covers("NOT-01")
def test_a_member_who_was_removed_before_is_mailed_nothing(scene: Scene) -> None:
    agent = hire(scene, "agent")
    order = scene.to_pack()
    scene.wished(order)
    scene.heard()
    scene.did(scene.owner, "DELETE", f"/shops/{scene.shop.id}/members/{agent.id}")
    scene.later(hours=3)
    assert (mails(agent), len(mails(scene.owner))) == ([], 1)
    scene.sound()


@pytest.mark.covers("NOT-01")
def test_a_buyers_letter_that_is_off_is_not_sent_and_codes_are(scene: Scene) -> None:
    wants(scene, scene.buyer, shop=False, mail=False)
    order = scene.paid()
    scene.did(scene.owner, "POST", f"/orders/{order}/cancel", {"reason": "broken"})
    assert kinds(scene, scene.buyer, shop=False) == ["orders.post.shop_cancelled"]
    assert scene.buyer.letters() == []
    with clock.at(scene.now):
        answer = scene.buyer.client.post("/api/v1/sign-in/codes", '{"to": "buyer@example.org"}', content_type="application/json")
    assert answer.status_code in (202, 429)
    assert rows.sql("SELECT COUNT(*) FROM kernel_post WHERE kind = 'identity.code' AND waits") == [(0,)]


@pytest.mark.covers("NOT-01")
def test_an_answer_that_the_buyer_has_read_is_not_mailed(scene: Scene) -> None:
    agent = hire(scene, "agent")
    talk = asks(scene, scene.buyer, scene.shop.id)
    say(scene, agent, talk, "yes")
    scene.heard()
    reads(scene, scene.buyer, talk, 2)
    scene.later(minutes=10)
    assert mails(scene.buyer) == []
    scene.sound()


@pytest.mark.covers("NOT-01")
def test_an_answer_that_the_buyer_has_not_read_is_mailed(scene: Scene) -> None:
    agent = hire(scene, "agent")
    talk = asks(scene, scene.buyer, scene.shop.id)
    say(scene, agent, talk, "yes")
    scene.heard()
    scene.later(minutes=10)
    assert mails(scene.buyer) == [("Shop of CN has answered", "Read it in your conversation.")]


@pytest.mark.covers("NOT-01")
def test_a_letter_fires_once(scene: Scene) -> None:
    asked_at(scene, minutes=120)
    scene.later(hours=2, minutes=10)
    with clock.at(scene.now):
        assert deadlines.sweep() == 0
    assert len(mails(scene.owner)) == 1
    assert rows.sql("SELECT state, COUNT(*) FROM notices_letter GROUP BY state") == [("sent", 1)]


def test_hours_over_midnight() -> None:
    night = Wishes({}, ("22:00", "08:00"), ZoneInfo("Asia/Shanghai"))
    over_midnight = [(13, 59, None), (14, 0, 24), (15, 59, 24), (16, 0, 24), (23, 59, 24), (24, 0, None)]
    for hour, minute, ends in over_midnight:
        instant = START.replace(hour=0, minute=0) + timedelta(hours=hour, minutes=minute)
        expected = None if ends is None else START.replace(hour=0, minute=0) + timedelta(hours=ends)
        assert night.quiet_until(instant) == expected, (hour, minute)
