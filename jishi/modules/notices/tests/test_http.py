"""Reading, and saying what is wanted where: one's own alone."""

from datetime import timedelta
from typing import Any

import pytest

from jishi.kernel import clock, fsck, rows
from jishi.kernel.runner import act
from jishi.modules.notices import actions
from jishi.modules.notices.tests.scene import QUIET, hire, kinds, told, wants
from jishi.modules.orders.tests.scene import START, Scene, nobody, refusal
from tests.rows import break_row, unchanged

pytestmark = pytest.mark.django_db


def two(scene: Scene) -> list[dict[str, Any]]:
    """Two orders to pack, as their owner was told."""
    scene.paid({scene.cup: 1})
    scene.paid({scene.lid: 1})
    scene.later(hours=2)
    return told(scene, scene.owner)


@pytest.mark.covers("NOT-01")
def test_one_is_read_and_then_all(scene: Scene) -> None:
    manager = hire(scene, "manager")
    last, first = two(scene)
    read = scene.did(scene.owner, "POST", f"/me/notices/{last['id']}/read")
    assert (read["id"], read["read_at"] is not None) == (last["id"], True)
    assert scene.did(scene.owner, "POST", f"/me/notices/{last['id']}/read")["read_at"] == read["read_at"]
    assert [one["id"] for one in told(scene, scene.owner)] == [first["id"]]
    assert scene.did(scene.owner, "POST", "/me/notices/read-all", {"shop": scene.shop.id}) == {"read": 1}
    assert (kinds(scene, scene.owner), kinds(scene, manager)) == ([], ["to_pack", "to_pack"]), "for oneself alone"
    assert len(told(scene, scene.owner, new=False)) == 2


@pytest.mark.covers("NOT-01")
def test_all_about_one_thing_is_read(scene: Scene) -> None:
    last, first = two(scene)
    answer = scene.did(scene.owner, "POST", "/me/notices/read-all", {"shop": scene.shop.id, "subject": first["subject"]})
    assert (answer, [one["id"] for one in told(scene, scene.owner)]) == ({"read": 1}, [last["id"]])


@pytest.mark.covers("NOT-01")
def test_the_list_goes_on(scene: Scene) -> None:
    last, first = two(scene)
    page = scene.did(scene.owner, "GET", f"/me/notices?shop={scene.shop.id}&limit=1")
    assert ([one["id"] for one in page["items"]], page["total"]) == ([last["id"]], 2)
    page = scene.did(scene.owner, "GET", f"/me/notices?shop={scene.shop.id}&limit=1&cursor={page['next_cursor']}")
    assert [one["id"] for one in page["items"]] == [first["id"]]


@pytest.mark.covers("NOT-01")
def test_others_and_keys_have_none_of_it(scene: Scene) -> None:
    (one, _), manager = two(scene), hire(scene, "manager")
    key = scene.did(scene.owner, "POST", f"/shops/{scene.shop.id}/keys", {"name": "A program", "scopes": ["orders.read"]})
    place = f"?shop={scene.shop.id}"
    whole = {"topics": [], "quiet": None}
    with unchanged("kernel_idempotencykey", "identity_session", "identity_key"):
        for who in (manager, scene.buyer):
            refusal(scene.ask(who, "POST", f"/me/notices/{one['id']}/read"), 404, "kernel.not_found")
        for path in (f"/me/notices{place}", f"/me/notices/preferences{place}"):
            refusal(scene.ask(scene.buyer, "GET", path), 404, "kernel.not_found")
            refusal(scene.ask(nobody(), "GET", path), 401, "kernel.not_signed_in")
        refusal(scene.ask(scene.buyer, "POST", "/me/notices/read-all", {"shop": scene.shop.id}), 404, "kernel.not_found")
        program = {"Authorization": f"Bearer {key['token']}"}
        answer = scene.owner.client.get(f"/api/v1/me/notices{place}", headers=program)
        refusal(answer, 403, "kernel.not_allowed")
        assert scene.ask(scene.buyer, "PUT", "/me/notices/preferences", whole | {"shop": scene.shop.id}).status_code in (404, 422)


@pytest.mark.covers("NOT-01")
def test_who_says_nothing_has_what_the_rules_say(scene: Scene) -> None:
    seen = scene.did(scene.owner, "GET", f"/me/notices/preferences?shop={scene.shop.id}")
    assert [(one["topic"], one["in_app"], one["mail"], one["browser"]) for one in seen["topics"]] == [
        ("orders", True, False, False),
        ("cancellations", True, True, True),
        ("chats", True, False, True),
        ("service", True, True, False),
    ]
    assert (seen["quiet"], seen["zone"], seen["own"]) == ({"begins": "22:00", "ends": "08:00"}, "Asia/Shanghai", False)
    bought = scene.did(scene.buyer, "GET", "/me/notices/preferences")
    everywhere = {"in_app": True, "mail": True, "browser": True}
    assert bought["topics"] == [{"topic": topic} | everywhere for topic in ("orders", "cancellations", "chats")]


@pytest.mark.covers("NOT-01")
def test_what_is_said_stays_and_is_each_places_own(scene: Scene) -> None:
    said = wants(scene, scene.owner, quiet=None, mail=False)
    assert ([one["mail"] for one in said["topics"]], said["quiet"], said["own"]) == ([False] * 4, None, True)
    again = wants(scene, scene.owner, quiet=QUIET)
    assert ([one["mail"] for one in again["topics"]], again["quiet"]) == ([False] * 4, QUIET)
    assert scene.did(scene.owner, "GET", "/me/notices/preferences")["own"] is False
    assert list(fsck.run()) == []


@pytest.mark.covers("NOT-01")
def test_what_cannot_be_wanted_is_refused_by_name(scene: Scene) -> None:
    topics = scene.did(scene.buyer, "GET", "/me/notices/preferences")["topics"]

    def put(some: Any, quiet: Any = None) -> Any:
        return scene.ask(scene.buyer, "PUT", "/me/notices/preferences", {"topics": some, "quiet": quiet})

    with unchanged("kernel_idempotencykey"):
        refusal(put(topics[:2]), 422, "notices.unknown_topics", "topics")
        refusal(put([*topics, topics[0]]), 422, "notices.unknown_topics", "topics")
        refusal(put([*topics, topics[0] | {"topic": "service"}]), 422, "notices.unknown_topics", "topics")
        refusal(put(topics, {"begins": "22:00", "ends": "22:00"}), 422, "notices.no_time", "quiet.ends")
        assert put(topics, {"begins": "25:00", "ends": "22:00"}).status_code == 422


@pytest.mark.covers("NOT-01")
def test_a_notice_is_kept_for_as_long_as_the_rule_says(scene: Scene) -> None:
    two(scene)
    released = START + timedelta(hours=1)
    with clock.at(released + timedelta(days=90)):
        assert act(actions.forget) == 0
    with clock.at(released + timedelta(days=90, seconds=1)):
        assert act(actions.forget) == 2
    assert kinds(scene, scene.owner, new=False) == []


def test_a_broken_row_is_named(scene: Scene) -> None:
    scene.wished(scene.to_pack())
    wants(scene, scene.owner, quiet=QUIET)
    notice = next(one for one in told(scene, scene.owner) if one["topic"] == "cancellations")
    assert list(fsck.run()) == []
    ((letter,),) = rows.sql("SELECT id FROM notices_letter")
    ((wish,),) = rows.sql("SELECT id FROM notices_wish")
    for table, key, column, value, what in (
        ("notices_notice", notice["id"], "kind", "notices.nothing", "notices.nothing has no words"),
        ("notices_notice", notice["id"], "letter", "", "is to be mailed, and no open letter has it"),
        ("notices_letter", letter, "notices", 0, "holds nothing"),
        ("notices_letter", letter, "post", "pst_x", "was mailed without being sent"),
        ("notices_wish", wish, "quiet_to", "", "its quiet hours do not begin and end"),
        ("notices_wish", wish, "channels", '{"weather": {}}', "names ['weather'], which there is not"),
    ):
        ((before,),) = rows.sql(f"SELECT {column} FROM {table} WHERE id = %s", [key])
        break_row(table, key, column, value)
        assert (table, key, what) in {(one.table, one.row, one.what) for one in fsck.run()}
        if column != "channels":
            break_row(table, key, column, before)
    rows_left = rows.sql("SELECT COUNT(*) FROM kernel_deadline WHERE subject = %s AND state = 'open'", [letter])
    assert rows_left == [(1,)]
    ((deadline,),) = rows.sql("SELECT id FROM kernel_deadline WHERE subject = %s", [letter])
    break_row("kernel_deadline", deadline, "state", "moot")
    assert (("notices_letter", letter, "is open and no deadline runs")) in {(one.table, one.row, one.what) for one in fsck.run()}
