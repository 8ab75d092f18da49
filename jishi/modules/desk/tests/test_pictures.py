"""Pictures in conversations through HTTP: what is taken, who shows it and who sees it."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import override_settings
from PIL import Image

from jishi.kernel import clock, rows, standing
from jishi.kernel.runner import act
from jishi.kernel.tests.pictures import picture
from jishi.lawbook import at
from jishi.modules.conversations import actions
from jishi.modules.desk.access import TALK
from jishi.modules.desk.tests.pictures import count, found, kept, looks, real_at, refused, sends_in, sent_in, shows, talk, tidy
from jishi.modules.identity.models import Session
from jishi.realtime.doors import Draft, Stored
from tests import people
from tests.rows import unchanged

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def stores(tmp_path: Path) -> Iterator[Path]:
    """Stores of their own, empty."""
    with override_settings(FILES_DIR=tmp_path / "files"):
        yield tmp_path / "files"


@pytest.mark.covers("DSK-01")
def test_a_buyer_shows_a_picture_and_an_agent_sees_it_and_answers_with_one(stores: Path) -> None:
    shop, buyer = people.a_shop(), people.a_buyer()
    agent = shop.hire("agent")
    conversation = talk(buyer, shop)
    answer = sends_in(buyer, conversation, picture("JPEG", (640, 480)))
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert made == {"id": made["id"], "width": 640, "height": 480}
    stored = shows(buyer, conversation, made["id"], "b1")
    assert (stored.status_code, stored.json()["seq"]) == (200, 1)
    body = {"kind": "image", "picture_id": made["id"], "width": 640, "height": 480}
    for who in (buyer, agent):
        (message,) = who.ask("GET", f"/conversations/{conversation}/messages").json()["items"]
        assert message["body"] == body
        seen = looks(who, conversation, made["id"])
        with Image.open(io.BytesIO(seen.content)) as shown:
            assert (shown.format, shown.size) == ("JPEG", (640, 480))
        assert (seen.status_code, seen["Content-Type"], seen["Cache-Control"]) == (200, "image/jpeg", "no-store")
        assert (seen["X-Content-Type-Options"], "sandbox" in seen["Content-Security-Policy"]) == ("nosniff", True)
        assert seen["Content-Disposition"] == f'inline; filename="picture-{made["id"][-6:].lower()}.jpeg"'
    (line,) = agent.ask("GET", f"/shops/{shop.id}/sessions").json()["items"]
    assert (line["last"]["body"], line["unread"], line["first_seq"]) == (body, 1, 1)
    assert shows(buyer, conversation, made["id"], "b1").json() == stored.json(), "the same again is the same message"
    other = sent_in(agent, conversation, picture("WEBP", (20, 30)))
    assert shows(agent, conversation, other, "a1", seen=1).json()["seq"] == 2
    assert looks(buyer, conversation, other)["Content-Type"] == "image/webp"
    (mine,) = buyer.ask("GET", "/me/conversations").json()["items"]
    assert (mine["last"]["body"]["picture_id"], mine["unread"]) == (other, 1)
    assert kept(stores) == sorted([made["id"], other])
    assert found() == []


@pytest.mark.covers("DSK-01")
def test_a_picture_is_what_its_bytes_say_and_no_larger_than_the_rules_allow(stores: Path) -> None:
    shop, buyer = people.a_shop(), people.a_buyer()
    conversation = talk(buyer, shop)
    real = clock.real()
    with unchanged("kernel_quota"), real_at(real):
        for content in (b"", b"plain text", picture()[:-24], picture("GIF"), picture("BMP"), b"<svg xmlns='http://www.w3.org/2000/svg'/>"):
            refused(sends_in(buyer, conversation, content), 422, "conversations.not_a_picture", "body")
        for size in ((30_000, 1_000), (24_000_001, 1)):
            bomb = sends_in(buyer, conversation, picture(size=size))
            refused(bomb, 422, "conversations.picture_too_large", "body")
            assert bomb.json()["rule"] == "conversations.messages.image_pixels"
        heavy = sends_in(buyer, conversation, picture() + b"0" * (5_000_000 - len(picture())))
        refused(heavy, 422, "conversations.picture_too_large", "body")
        assert heavy.json()["rule"] == "conversations.messages.image_size"
        refused(sends_in(buyer, conversation, picture() + b"0" * 5_000_000), 413, "kernel.too_large")
    assert kept(stores) == []
    assert sends_in(buyer, conversation, picture() + b"0" * (4_999_999 - len(picture()))).status_code == 201
    large = sends_in(buyer, conversation, picture("JPEG", size=(6_000, 4_000)), kind="text/plain").json()
    assert (large["width"], large["height"]) == (2048, 1365)
    shown = Image.open(io.BytesIO(looks(buyer, conversation, large["id"]).content))
    assert shown.size == (2048, 1365)


def test_other_addresses_take_no_more_than_before() -> None:
    shop = people.a_shop()
    answer = shop.owner.post(f"/api/v1/shops/{shop.id}/pictures", b"0" * 1_000_001, content_type="image/png")
    refused(answer, 413, "kernel.too_large")


@pytest.mark.covers("DSK-01")
def test_a_picture_says_nothing_of_who_took_it_and_lies_sealed(stores: Path) -> None:
    shop, buyer = people.a_shop(), people.a_buyer()
    conversation = talk(buyer, shop)
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "Ann Photographer"  # lies on its side; its artist
    exif.get_ifd(0x8825)[1] = "N"  # where it was taken
    made = sends_in(buyer, conversation, picture("JPEG", (60, 40), exif=exif, comment=b"13800006021")).json()
    assert (made["width"], made["height"]) == (40, 60), "upright"
    shown = looks(buyer, conversation, made["id"]).content
    assert [word for word in (b"Ann Photographer", b"13800006021", b"Exif") if word in shown] == []
    (lies,) = [path.read_bytes() for path in (stores / "private").rglob("pic_*")]
    assert (b"JFIF" in shown, b"JFIF" in lies, shown[:64] in lies) == (True, False, False)


@pytest.mark.covers("DSK-01")
def test_only_its_sender_shows_a_picture_here_and_once() -> None:
    shop, buyer = people.a_shop(), people.a_buyer()
    other = people.a_shop(name="Another", owner="other@example.org")
    agent = shop.hire("agent")
    here, there = talk(buyer, shop), talk(buyer, other)
    own, elsewhere, theirs = sent_in(buyer, here), sent_in(buyer, there), sent_in(agent, here)
    with unchanged():
        for foreign in (elsewhere, theirs, "pic_00000000000000000000000000"):
            refused(shows(buyer, here, foreign, f"f{foreign}"), 422, "conversations.no_picture", "body.picture_id")
        refused(shows(shop.person, here, theirs, "o1"), 422, "conversations.no_picture", "body.picture_id")
        for wrong in ("", "nothing", 7, None, [own], "x" * 41):
            assert shows(buyer, here, wrong, "w").json()["code"] in ("conversations.bad_body", "conversations.no_picture"), wrong
        for extra in ({"width": 1}, {"text": "x"}):
            body = {"client_id": "e", "body": {"kind": "image", "picture_id": own} | extra}
            refused(buyer.ask("POST", f"/conversations/{here}/send", body), 422, "conversations.bad_body", "body")
    assert shows(buyer, here, own, "b1").json()["seq"] == 1
    with unchanged():
        refused(shows(buyer, here, own, "b2"), 422, "conversations.picture_sent", "body.picture_id")
    assert shows(agent, here, theirs, "a1", seen=1).json()["seq"] == 2
    assert found() == []


def test_a_picture_twice_in_one_batch_is_shown_once_and_a_refused_one_stays_unsent() -> None:
    shop, buyer = people.a_shop(), people.a_buyer()
    conversation = talk(buyer, shop)
    session = {one.person_id: one.pk for one in Session.objects.filter(revoked_at=None).order_by("made_at")}
    one, theirs = sent_in(buyer, conversation), sent_in(shop.person, conversation)

    def draft(who: str, client_id: str, key: str, seen: int = 0) -> Draft:
        return Draft(session[who], conversation, client_id, seen, {"kind": "image", "picture_id": key})

    batch = [
        draft(shop.person.id, "a0", theirs),
        draft(buyer.id, "b1", one),
        draft(buyer.id, "b1", one),
        draft(buyer.id, "b2", one),
        draft(buyer.id, "b3", theirs),
    ]
    outcomes = act(actions.store, batch)
    told = [(each.seq, each.event is not None) if isinstance(each, Stored) else each.code for each in outcomes]
    assert told == ["desk.no_session", (1, True), (1, False), "conversations.picture_sent", "conversations.no_picture"]
    assert outcomes[1].event["body"] == {"kind": "image", "picture_id": one, "width": 3, "height": 2}
    blind, seeing = act(actions.store, [draft(shop.person.id, "a1", theirs)]), act(actions.store, [draft(shop.person.id, "a2", theirs, 1)])
    assert (blind[0].code, seeing[0].seq) == ("conversations.unseen", 2)
    assert found() == []


@pytest.mark.covers("DSK-01")
def test_a_picture_is_for_the_two_sides_alone_and_others_answer_like_missing() -> None:
    shop, buyer = people.a_shop(), people.a_buyer()
    agent, packer = shop.hire("agent"), shop.hire("warehouse")
    strangers = [people.a_buyer("stranger@example.org"), people.a_shop(name="Another", owner="other@example.org").person]
    conversation, other = talk(buyer, shop), talk(strangers[0], shop)
    shown, unsent = sent_in(buyer, conversation), sent_in(buyer, conversation)
    shows(buyer, conversation, shown, "b1")
    with unchanged():
        for who in strangers:
            for one in (shown, unsent, "pic_00000000000000000000000000"):
                refused(looks(who, conversation, one), 404, "kernel.not_found")
            refused(sends_in(who, conversation, picture()), 404, "kernel.not_found")
            refused(sends_in(who, "cnv_none", picture()), 404, "kernel.not_found")
        refused(looks(strangers[0], other, shown), 404, "kernel.not_found")
        refused(looks(agent, other, shown), 404, "kernel.not_found")
        refused(looks(agent, conversation, unsent), 404, "kernel.not_found")
        refused(looks(packer, conversation, shown), 403, "kernel.not_allowed")
        refused(sends_in(packer, conversation, picture()), 403, "kernel.not_allowed")
        nobody = people.Client().get(f"/api/v1/conversations/{conversation}/pictures/{shown}")
        refused(nobody, 401, "kernel.not_signed_in")
        gone = people.Client().get(f"/files/{shown}")
        assert gone.status_code == 404, "it has no public address"
    assert [looks(who, conversation, shown).status_code for who in (buyer, agent, shop.person)] == [200] * 3
    assert looks(buyer, conversation, unsent).status_code == 200, "one's own draft"


def test_the_same_key_keeps_a_picture_once(stores: Path) -> None:
    shop, buyer = people.a_shop(), people.a_buyer()
    conversation = talk(buyer, shop)
    first = sends_in(buyer, conversation, picture(), key="once")
    again = sends_in(buyer, conversation, picture(), key="once")
    assert (again.json(), again["Idempotency-Replayed"]) == (first.json(), "true")
    refused(sends_in(buyer, conversation, picture(size=(4, 4)), key="once"), 409, "kernel.key_reused", "Idempotency-Key")
    assert (kept(stores), count("conversations_picture")) == ([first.json()["id"]], 1)


@pytest.mark.covers("DSK-01")
def test_a_minute_and_a_day_take_so_many_pictures() -> None:
    shop, other, buyer = people.a_shop(), people.a_shop(name="Another", owner="other@example.org"), people.a_buyer()
    here, there = talk(buyer, shop), talk(buyer, other)
    noon = (clock.real() + timedelta(days=1)).replace(hour=12, minute=0, second=0, microsecond=0)
    with real_at(noon + timedelta(seconds=15)):
        for n in range(20):
            sent_in(buyer, here if n % 2 else there)
        with unchanged():
            limited = sends_in(buyer, here, picture())
            refused(limited, 429, "conversations.too_many_pictures")
            assert (limited["Retry-After"], limited.json()["rule"]) == ("45", "conversations.messages.images_a_minute")
        sent_in(shop.person, here)
    for minute in range(1, 10):
        with real_at(noon + timedelta(minutes=minute)):
            for _ in range(20):
                sent_in(buyer, here)
    with real_at(noon + timedelta(minutes=10)), unchanged():
        limited = sends_in(buyer, there, picture())
        refused(limited, 429, "conversations.too_many_pictures_today")
        assert limited.json()["rule"] == "conversations.messages.images_a_day"
    with real_at(noon + timedelta(hours=12)):
        tidy()
        assert rows.sql("SELECT COUNT(*) FROM kernel_quota WHERE id LIKE 'conversations.pictures:%%'", []) == [(0,)]
        sent_in(buyer, there)


def test_who_may_not_write_may_not_send_pictures_in_either(stores: Path) -> None:
    shop, buyer = people.a_shop(), people.a_buyer()
    conversation = talk(buyer, shop)
    act(standing.restrict, conversation, TALK, at("desk.report.ban_ladder", on=clock.now(), market="CN"))
    with unchanged():
        answer = sends_in(buyer, conversation, picture())
        refused(answer, 403, "desk.banned")
        assert answer.json()["rule"] == "desk.report.ban_ladder"
    assert kept(stores) == []
