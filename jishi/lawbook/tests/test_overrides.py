"""The operator's own law over HTTP: two persons, notice, emergency, withdrawal; what is refused changes nothing."""

from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

import pytest
from django.test import Client

from jishi import lawbook
from jishi.kernel import clock, deadlines, fsck, rows
from jishi.kernel.models import Audit, Event
from jishi.kernel.runner import act
from jishi.lawbook import engine, law
from jishi.lawbook.models import Override, Value
from tests import people
from tests.rows import unchanged

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)  # a Monday in China
UNPAID, TIERED = "orders.unpaid.cancel_after", "settlement.period.days_after_delivery"
DRAFT = {"rule": UNPAID, "value": 24, "since": "2026-03-10", "reason": "A day is enough."}


@pytest.fixture
def governance() -> people.Signed:
    people.a_market("CN")
    return people.an_operator("governance")


@pytest.fixture
def admin() -> people.Signed:
    return people.an_operator("admin")


def ask(
    who: people.Signed, path: str, data: Any = None, at: datetime = NOON, status: int = 200, method: str = "POST", of: Any = dict
) -> Any:
    """One request at a moment, answered with this status."""
    with clock.at(at):
        answer = who.ask(method, path, data)
    assert answer.status_code == status, answer.content
    return of(answer.json())


def drafted(who: people.Signed, at: datetime = NOON, **changes: Any) -> str:
    return str(ask(who, "/markets/CN/overrides", DRAFT | changes, at, 201)["id"])


def unpaid(on: datetime) -> int:
    return int(lawbook.at(UNPAID, on=on, market="CN").value)


def swept(at: datetime) -> None:
    with clock.at(at):
        while deadlines.sweep():
            pass


def state(override: str) -> str:
    return str(Override.objects.get(pk=override).state)


@pytest.mark.covers("RUL-02")
def test_one_person_alone_changes_nothing(governance: people.Signed) -> None:
    own = drafted(governance)
    with unchanged():
        refusal = ask(governance, f"/overrides/{own}/publish", status=403)
    assert (refusal["code"], refusal["rule"]) == ("lawbook.same_person", "lawbook.overrides.persons")
    assert unpaid(datetime(2027, 1, 1, tzinfo=UTC)) == 48


@pytest.mark.covers("RUL-02")
def test_the_same_person_in_another_role_is_not_a_second_person(governance: people.Signed) -> None:
    from jishi.modules.identity import actions as identity

    own = drafted(governance)
    act(identity.make_operator, governance.id, "admin", actor="test")
    with unchanged():
        assert ask(governance, f"/overrides/{own}/publish", status=403)["code"] == "lawbook.same_person"


@pytest.mark.covers("RUL-02", "CLK-01")
def test_it_holds_from_the_day_after_its_notice_and_not_a_second_before(governance: people.Signed, admin: people.Signed) -> None:
    own = drafted(governance)
    published = ask(admin, f"/overrides/{own}/publish")
    midnight = datetime(2026, 3, 9, 16, tzinfo=UTC)
    assert (published["begins"], published["state"]) == ("2026-03-09T16:00:00+00:00", "public_notice")
    assert [unpaid(midnight + timedelta(seconds=second)) for second in (-1, 0, 1)] == [48, 24, 24]
    swept(midnight - timedelta(seconds=1))
    assert state(own) == "public_notice"
    swept(midnight)
    assert state(own) == "in_force"
    row = Value.objects.get(pk=published["key"])
    assert (row.layer, row.rule, row.value, row.where) == ("override", UNPAID, 24, {"market": "CN"})
    assert [one.type for one in Event.objects.order_by("seq") if one.subject == own] == ["lawbook.ChangeAnnounced", "lawbook.ChangeBegun"]
    assert {one.act for one in Audit.objects.filter(subject=own)} == {"lawbook.draft", "lawbook.publish"}
    assert lawbook.at(UNPAID, on=midnight, market="MY").value == 48
    assert not list(fsck.run())


@pytest.mark.covers("RUL-02", "RUL-03")
def test_too_early_a_day_is_refused_with_its_why(governance: people.Signed) -> None:
    with unchanged("lawbook_decision"):
        refusal = ask(governance, "/markets/CN/overrides", DRAFT | {"since": "2026-03-09"}, status=409)
    assert (refusal["code"], refusal["rule"]) == ("lawbook.override_backdated", "lawbook.overrides.since_not_before")
    why = ask(governance, f"/decisions/{refusal['why']}", method="GET")
    assert [why["rule"]["id"], *(one["id"] for one in why["rules"])] == [refusal["rule"], "lawbook.changes.notice_for"]
    assert why["counterfactuals"] == ["A change that begins on 10 Mar 2026 or later goes through."]


@pytest.mark.covers("RUL-02")
def test_a_draft_that_waited_too_long_is_not_published(governance: people.Signed, admin: people.Signed) -> None:
    own = drafted(governance)
    with unchanged("lawbook_decision"):
        ask(admin, f"/overrides/{own}/publish", at=NOON + timedelta(days=1), status=409)
    assert state(own) == "draft"


@pytest.mark.covers("RUL-02", "RUL-03")
def test_an_emergency_holds_from_its_publication_on_and_stays_marked(governance: people.Signed, admin: people.Signed) -> None:
    shop, buyer = people.a_shop("CN"), people.a_buyer()
    sku = shop.sell()
    with unchanged():
        refusal = ask(governance, "/markets/CN/overrides", DRAFT | {"since": None, "emergency": True, "reason": ""}, status=422)
    assert (refusal["code"], refusal["errors"][0]["field"]) == ("lawbook.reason_missing", "reason")
    own = drafted(governance, since=None, emergency=True, reason="Stock is held for nothing.")
    ask(governance, f"/overrides/{own}/publish", status=403)
    earlier = NOON + timedelta(hours=1)
    before = order(buyer, sku, earlier - timedelta(seconds=1))
    published = ask(admin, f"/overrides/{own}/publish", at=earlier)
    assert (published["state"], published["begins"], published["notice"]) == ("in_force", "2026-03-02T05:00:00+00:00", None)
    after = order(buyer, sku, earlier)
    assert [clock_of(buyer, one, earlier) for one in (before, after)] == ["48 hours", "24 hours"]
    with clock.at(earlier + timedelta(days=40)):
        page = Client().get(f"/api/v1/rules/{UNPAID}?market=CN").json()
    assert (page["in_force"]["emergency"], page["in_force"]["source"]["quote"]) == (True, "Stock is held for nothing.")
    with clock.at(earlier):
        told = [one for one in Client().get("/api/v1/markets/CN/changes").json() if one["rule"] == UNPAID]
    assert [(one["emergency"], one["begun"], one["reason"]) for one in told] == [(True, True, "Stock is held for nothing.")]


@pytest.mark.covers("RUL-02")
def test_what_began_under_the_old_value_goes_on_under_it(governance: people.Signed, admin: people.Signed) -> None:
    """The free hour is judged by the day of placing: an order placed before midnight and paid after it keeps the old hour."""
    shop, buyer = people.a_shop("CN"), people.a_buyer()
    sku = shop.sell()
    own = drafted(governance, rule="orders.cancellation.free_within", value=2)
    ask(admin, f"/overrides/{own}/publish")
    midnight = datetime(2026, 3, 9, 16, tzinfo=UTC)
    before, after = order(buyer, sku, midnight - timedelta(minutes=1)), order(buyer, sku, midnight)
    for placed in (before, after):
        with clock.at(midnight + timedelta(minutes=5)):
            assert buyer.ask("POST", f"/payments/{placed['payment']}/pay", {"card": "ok"}, key=placed["id"]).status_code == 200
    seen = [clock_of(buyer, placed, midnight + timedelta(minutes=6)) for placed in (before, after)]
    assert seen == ["1 hour", "2 hours"]


def order(buyer: people.Signed, sku: str, at: datetime) -> dict[str, str]:
    """An order and its payment."""
    wanted = {"lines": [{"sku_id": sku, "quantity": 1}], "address_id": buyer.address, "method": "online"}
    with clock.at(at):
        answer = buyer.ask("POST", "/me/orders", wanted, key=f"place-{at.timestamp()}")
    assert answer.status_code == 201, answer.content
    return {"id": answer.json()["orders"][0]["id"], "payment": answer.json()["payment"]["id"]}


def clock_of(buyer: people.Signed, placed: dict[str, str], at: datetime) -> str:
    with clock.at(at):
        answer = buyer.client.get(f"/api/v1/orders/{placed['id']}", headers={"Accept-Language": "en"})
    return str(answer.json()["clock"]["value_text"])


@pytest.mark.covers("RUL-02")
def test_withdrawn_before_it_begins_it_never_holds(governance: people.Signed, admin: people.Signed) -> None:
    own = drafted(governance)
    ask(admin, f"/overrides/{own}/publish")
    gone = ask(admin, f"/overrides/{own}/withdraw", {"reason": "Not yet."})
    assert (gone["state"], gone["deadline"]) == ("withdrawn", None)
    assert unpaid(datetime(2026, 4, 1, tzinfo=UTC)) == 48
    swept(datetime(2026, 4, 1, tzinfo=UTC))
    assert state(own) == "withdrawn"
    with unchanged():
        ask(admin, f"/overrides/{own}/withdraw", {"reason": "Twice."}, status=409)


def test_once_it_has_begun_it_is_repealed_not_withdrawn_though_no_worker_came_by(governance: people.Signed, admin: people.Signed) -> None:
    own = drafted(governance)
    ask(admin, f"/overrides/{own}/publish")
    with unchanged():
        ask(admin, f"/overrides/{own}/withdraw", {"reason": "Late."}, datetime(2026, 3, 9, 16, tzinfo=UTC), status=409)


@pytest.mark.covers("RUL-02")
def test_a_later_override_ends_the_one_before(governance: people.Signed, admin: people.Signed) -> None:
    first = drafted(governance)
    ask(admin, f"/overrides/{first}/publish")
    second_begins = datetime(2026, 3, 19, 16, tzinfo=UTC)
    again = DRAFT | {"value": 36, "since": "2026-03-20"}
    waiting = drafted(governance, **again)
    with unchanged():
        assert ask(admin, f"/overrides/{waiting}/publish", status=409)["code"] == "lawbook.already_scheduled"
    swept(datetime(2026, 3, 9, 16, tzinfo=UTC))
    ask(admin, f"/overrides/{waiting}/publish", at=datetime(2026, 3, 10, 4, tzinfo=UTC))
    assert [unpaid(second_begins + timedelta(seconds=s)) for s in (-1, 0)] == [24, 36]
    swept(second_begins)
    assert (state(first), state(waiting)) == ("repealed", "in_force")
    with unchanged():
        ask(governance, f"/overrides/{first}/repeal", {"since": "2026-04-20"}, second_begins, 409)
    assert not list(fsck.run())


def test_withdrawing_the_later_leaves_the_one_before(governance: people.Signed, admin: people.Signed) -> None:
    first = drafted(governance)
    ask(admin, f"/overrides/{first}/publish")
    swept(datetime(2026, 3, 9, 16, tzinfo=UTC))
    later = datetime(2026, 3, 10, 4, tzinfo=UTC)
    end = str(ask(governance, f"/overrides/{first}/repeal", {"since": "2026-03-20", "reason": "Enough."}, later, 201)["id"])
    ask(admin, f"/overrides/{end}/publish", at=later)
    assert unpaid(datetime(2026, 3, 25, tzinfo=UTC)) == 48
    ask(admin, f"/overrides/{end}/withdraw", {}, later)
    assert unpaid(datetime(2026, 3, 25, tzinfo=UTC)) == 24
    assert Override.objects.get(pk=first).ends is None


@pytest.mark.parametrize(
    ("changes", "status", "code", "field"),
    [
        ({"rule": "orders.unpaid.nothing"}, 404, "lawbook.no_such_rule", None),
        ({"rule": "lawbook.changes.notice_for", "value": 1}, 422, "lawbook.not_to_override", "rule"),
        ({"value": "24"}, 422, "lawbook.bad_value", "value"),
        ({"value": -1}, 422, "lawbook.bad_value", "value"),
        ({"value": 1.5}, 422, "lawbook.bad_value", "value"),
        ({"value": True}, 422, "lawbook.bad_value", "value"),
        ({"value": 10**12}, 422, "lawbook.bad_value", "value"),
        ({"value": {"a": [1]}}, 422, "lawbook.bad_value", "value"),
        ({"value": None}, 422, "lawbook.never_absent", "value"),
        ({"value": 48}, 422, "lawbook.nothing_changes", "value"),
        ({"unit": "points"}, 422, "lawbook.bad_unit", "unit"),
        ({"where": {"shop_tier": "good"}}, 422, "lawbook.bad_where", "where.shop_tier"),
        ({"rule": TIERED, "value": 3, "where": {"shop_tier": "best"}}, 422, "lawbook.bad_where", "where.shop_tier"),
        ({"rule": TIERED, "value": 3}, 422, "lawbook.hides_narrower", "replaces_all"),
        ({"rule": "catalog.products.images_max", "value": 10**16}, 422, "lawbook.bad_value", "value"),
        ({"since": None}, 422, "lawbook.since_missing", "since"),
        ({"since": "yesterday"}, 422, "kernel.bad_fields", "since"),
        ({"since": "9999-12-31"}, 422, "kernel.bad_fields", "since"),
        ({"reason": "a\x00b"}, 422, "kernel.bad_fields", "body"),
        ({"where": {"A B": "c"}}, 422, "kernel.bad_fields", "where.A B.[key]"),
    ],
)
def test_what_cannot_be_law_is_refused_by_name(
    governance: people.Signed, changes: dict[str, Any], status: int, code: str, field: str | None
) -> None:
    with unchanged():
        refusal = ask(governance, "/markets/CN/overrides", DRAFT | changes, status=status)
    assert (refusal["code"], [one["field"] for one in refusal["errors"]]) == (code, [field] if field else [])


def test_a_wide_value_that_says_so_replaces_the_narrower_ones(governance: people.Signed, admin: people.Signed) -> None:
    own = drafted(governance, rule=TIERED, value=3, replaces_all=True)
    ask(admin, f"/overrides/{own}/publish")
    for tier in ("good", "standard", None):
        assert lawbook.at(TIERED, on=datetime(2026, 3, 10, tzinfo=UTC), market="CN", shop_tier=tier).value == 3


@pytest.mark.parametrize("role", ["nobody", "a buyer", "owner", "support", "reviewer", "admin"])
@pytest.mark.covers("RUL-02")
def test_drafting_is_for_governance_and_finance(governance: people.Signed, role: str) -> None:
    statuses = {"nobody": 401, "a buyer": 404, "owner": 404, "support": 403, "reviewer": 403, "admin": 403}
    own = drafted(governance)
    who = someone(role)
    with unchanged():
        ask(who, "/markets/CN/overrides", DRAFT, status=statuses[role])
        ask(who, f"/overrides/{own}/repeal", {"since": "2026-05-01"}, status=statuses[role])
        if role != "admin":
            ask(who, f"/overrides/{own}/publish", status=statuses[role])
        ask(who, f"/overrides/{own}/withdraw", {}, status=statuses[role])
        ask(who, "/overrides/ovr_none/publish", status=404 if role == "admin" else statuses[role])


def test_the_law_itself_lets_nobody_else_draft(governance: people.Signed) -> None:
    """Also where an operator's role is refused before the rule is asked."""
    assert law.drafted_by(NOON, "CN").value == ("governance", "finance")


def someone(role: str) -> people.Signed:
    if role == "nobody":
        return people.Signed(Client(), "", {})
    if role == "a buyer":
        return people.a_buyer("other@example.org")
    return people.a_shop("CN").person if role == "owner" else people.an_operator(role)


def test_finance_drafts_and_the_list_tells_each_what_they_may_do_next(governance: people.Signed, admin: people.Signed) -> None:
    own = drafted(people.an_operator("finance"))
    page = ask(admin, "/markets/CN/overrides", method="GET")
    assert [(one["id"], one["mine"], one["drafted_as"]) for one in page["items"]] == [(own, False, "finance")]
    assert [(one["verb"], one["allowed"]) for one in page["items"][0]["verbs"]] == [("publish", True)]
    verbs = ask(governance, f"/overrides/{own}", method="GET")["verbs"]
    assert [(one["verb"], one["allowed"]) for one in verbs] == [("publish", True), ("withdraw", True)]
    assert ask(admin, f"/markets/CN/overrides?rule={TIERED}", method="GET")["items"] == []
    assert ask(admin, "/markets/CN/overrides?state=draft", method="GET")["total"] == 1
    ask(admin, "/markets/MY/overrides", method="GET", status=404)


def test_another_process_goes_by_it_within_a_second(governance: people.Signed, admin: people.Signed) -> None:
    own = drafted(governance)
    later = datetime(2026, 4, 1, tzinfo=UTC)
    assert unpaid(later) == 48
    ask(admin, f"/overrides/{own}/publish")
    lawbook.forget()
    assert unpaid(later) == 24
    with clock.at(NOON):
        rows_before = engine.book().terms.edition
    ask(admin, f"/overrides/{own}/withdraw", {})
    engine._Now.book = engine.Book(engine.book().law, engine.Terms(rows_before))  # as in a process that was told nothing
    engine._Now.read_at = monotonic()
    assert engine.book().terms.edition == rows_before
    engine._Now.read_at -= engine.REREAD_SECONDS
    assert engine.book().terms.edition != rows_before
    assert unpaid(later) == 48


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE lawbook_override SET approvals = '[]'",
        "UPDATE lawbook_override SET notice = NULL",
        "UPDATE lawbook_override SET value = '25'",
        "UPDATE lawbook_override SET state = 'in_force'",
        """UPDATE lawbook_override SET approvals = '[{"person": "one"}, {"person": "one"}]'""",
        "UPDATE kernel_deadline SET state = 'moot', closed_at = opened",
    ],
)
def test_fsck_names_an_override_that_was_tampered_with(governance: people.Signed, admin: people.Signed, change: str) -> None:
    own = drafted(governance)
    ask(admin, f"/overrides/{own}/publish")
    rows.sql(change)
    assert {(one.table, one.row) for one in fsck.run() if one.table == "lawbook_override"} == {("lawbook_override", own)}
