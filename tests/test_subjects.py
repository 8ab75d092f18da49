"""`jishi export` gives out everything that is held of a person; `jishi erase` makes it unreadable for good, and orders and ledger stay."""

import json
from typing import Any

import pytest
from django.db import connection

from jishi.config import cli
from jishi.kernel import audit, crypto, fsck, quota, rows
from jishi.kernel.models import Audit
from jishi.kernel.runner import act
from jishi.modules.identity import actions
from jishi.modules.orders.tests.scene import Scene
from tests import people
from tests.rows import NOT_JISHIS, snapshot, tables, unchanged

pytestmark = pytest.mark.django_db

PERSONAL = ("13800006021", "+8613800006021", "许晴", "文三路 478 号 3 幢 502", "310012")


@pytest.fixture
def scene() -> Scene:
    return Scene.set()


def exported(subject: str, capsys: pytest.CaptureFixture[str]) -> dict[str, list[dict[str, Any]]]:
    """The tables that `jishi export` wrote."""
    capsys.readouterr()
    assert cli.main(["export", "--subject", subject]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["subject"] == subject
    return dict(told["tables"])


def erase(subject: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """How `jishi erase` ended, and what it said."""
    capsys.readouterr()
    code = cli.main(["erase", "--subject", subject])
    return code, capsys.readouterr().err


def ended(scene: Scene) -> str:
    """An order with a note that was delivered and is over."""
    order, package = scene.packed()
    scene.did(scene.owner, "PUT", f"/orders/{order}/note", {"text": "许晴 likes tea"})
    scene.scan(package, "collected")
    scene.scan(package, "delivered")
    scene.later(days=40)
    return order


def naming(subject: str) -> set[str]:
    """Tables in which a person's id stands anywhere, in any column."""
    found = set()
    with connection.cursor() as cursor:
        for table in tables():
            if not table.startswith(NOT_JISHIS):
                cursor.execute(f"SELECT * FROM {table}")
                found |= {table for row in cursor.fetchall() if any(subject in str(value) for value in row)}
    return found


def test_everything_is_given_out_and_opened(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    order = ended(scene)
    assert act(quota.take, f"identity.codes:{scene.buyer.id}", "2024-03-01", 5)
    audit.seal()
    named = naming(scene.buyer.id)
    found = exported(scene.buyer.id, capsys)
    assert found["identity_person"][0]["sealed"] == {"name": "许晴", "phone": "", "email": "buyer@example.org"}
    assert found["identity_address"][0]["sealed"]["line"] == people.ADDRESS["CN"]["line"]
    assert [row["id"] for row in found["orders_order"]] == [order]
    assert [row["order"] for row in found["orders_orderline"]] == [order]
    assert [row["order"] for row in found["fulfilment_content"]] == [order]
    assert [row["person"] for row in found["payments_payment"]] == [scene.buyer.id]
    assert {row["subject"] for row in found["kernel_history"]} >= {order}
    assert named - found.keys() <= {"kernel_event"}, "but for facts whose data name them, which hold ids alone"
    assert [row.act for row in Audit.objects.filter(subject=scene.buyer.id)] == ["identity.export"]
    assert not any("token" in row or "wrapped" in row for some in found.values() for row in some)
    others = {row["id"] for row in found["identity_person"]} | {row["person_id"] for row in found["identity_address"]}
    assert others == {scene.buyer.id}, "nobody else's data"


def test_an_unknown_subject_is_refused(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    with unchanged():
        assert cli.main(["export", "--subject", "per_none"]) == 1
        assert erase("per_none", capsys) == (1, "Nothing is here.\n")


def test_the_erased_are_unreadable_everywhere_and_orders_and_ledger_stay(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    order = ended(scene)
    before = snapshot()
    code, said = erase(scene.buyer.id, capsys)
    assert code == 0, said
    scene.heard()
    assert "backup" in said
    seen = scene.seen(order, scene.owner)
    assert (seen["state"], seen["note"], seen["shop_note"], seen["buyer"]["name"]) == ("completed", "", "", "")
    assert [seen["address"][name] for name in ("name", "phone", "line", "postcode")] == ["", "", "", ""]
    assert scene.ask(scene.owner, "POST", f"/orders/{order}/recipient", {"reason": "x"}).status_code == 404
    assert scene.did(scene.owner, "GET", f"/orders/{order}/ledger")["postings"] != []
    after = snapshot()
    kept = ("ledger_posting", "ledger_entry", "payments_payment", "payments_part", "orders_orderline", "fulfilment_content")
    assert {table: after[table] for table in kept} == {table: before[table] for table in kept}
    assert scene.buyer.ask("GET", "/me").json()["person"] is None, "signed out everywhere"
    found = exported(scene.buyer.id, capsys)
    text = json.dumps(found, ensure_ascii=False)
    assert [secret for secret in (*PERSONAL, "buyer@example.org") if secret in text] == []
    assert rows.sql("SELECT wrapped FROM kernel_subjectkey WHERE subject = %s", [scene.buyer.id]) == [(None,)]
    assert list(fsck.run()) == []
    with unchanged("kernel_audit"):
        assert erase(scene.buyer.id, capsys)[0] == 0, "erasing again changes nothing"


def test_who_comes_again_is_somebody_new(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    assert erase(scene.buyer.id, capsys)[0] == 0
    again = people.signed_in("buyer@example.org")
    assert again.id != scene.buyer.id
    assert again.ask("GET", "/me/orders").json()["total"] == 0
    letters = rows.sql("SELECT COUNT(*) FROM kernel_post WHERE address IS NOT NULL")
    assert letters == [(2,)], "the owner's code and the new one; the letters of before are gone"


def test_an_order_on_its_way_needs_its_buyer(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    scene.paid()
    with unchanged():
        code, said = erase(scene.buyer.id, capsys)
    assert (code, "time limits still run" in said) == (1, True)


def test_who_works_somewhere_leaves_there_first(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    operator = people.an_operator()
    with unchanged():
        for who in (scene.owner, operator):
            assert erase(who.id, capsys) == (1, "They work in a shop or for the operator. Take them off there first.\n")


def test_a_contact_is_erased_and_their_reference_stays(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    def imported() -> str:
        contact = actions.add_contacts(scene.shop.id, ["C-17"])["C-17"]
        crypto.new_subject(contact)
        rows.flush()
        sealed = crypto.seal_for(contact, {"name": "Ann", "phone": "", "email": ""})
        rows.change("UPDATE identity_contact SET sealed = %s WHERE id = %s", [sealed, contact])
        return contact

    contact = act(imported)
    assert exported(contact, capsys)["identity_contact"][0]["sealed"]["name"] == "Ann"
    assert erase(contact, capsys)[0] == 0
    (row,) = exported(contact, capsys)["identity_contact"]
    assert (row["reference"], "sealed" in row) == ("C-17", False)
    assert list(fsck.run()) == []
