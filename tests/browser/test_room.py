"""The operators' machine room: how late deadlines fired, and what failed is run again by who may; each button says what happened."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser import demo
from tests.browser.conftest import Visit
from tests.browser.pages import OPERATOR
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
SUPPORT = "support@example.org"
LISTENER = "partner.webhooks"
REFUSED = "RuntimeError: 550 <…> is unknown"


@dataclass(frozen=True)
class Room:
    """A marketplace where something failed: its address, and its database."""

    url: str
    database: Path

    def sql(self, text: str, *values: Any) -> list[Any]:
        """Break or mend a row, as no action would."""
        with closing(sqlite3.connect(self.database, timeout=20)) as connection, connection:
            return connection.execute(text, values).fetchall()


@pytest.fixture(scope="module")
def room(browser: Browser, filled: Callable[[str], Path]) -> Iterator[Room]:
    """The last order paid reads as nothing, so that a listener cannot take it; a deadline is set aside, a letter refused."""
    data = filled("room")
    broken = Room("", data / "jishi.sqlite3")
    [(seq,)] = broken.sql("SELECT MAX(seq) FROM kernel_event WHERE type = 'orders.OrderPaid'")
    broken.sql("CREATE TABLE kept AS SELECT seq, data FROM kernel_event WHERE seq = ?", seq)
    broken.sql("UPDATE kernel_event SET data = '{}' WHERE seq = ?", seq)
    broken.sql("UPDATE kernel_cursor SET seq = ? WHERE listener = ?", seq - 1, LISTENER)
    first = "(SELECT id FROM kernel_deadline WHERE state = 'open' ORDER BY due DESC LIMIT 1)"
    broken.sql(f"UPDATE kernel_deadline SET set_aside_at = opened, error = 'ValueError: broken' WHERE id = {first}")
    letter = "(SELECT id FROM kernel_post WHERE sent_at IS NOT NULL ORDER BY at DESC LIMIT 1)"
    broken.sql(f"UPDATE kernel_post SET sent_at = NULL, error = ? WHERE id = {letter}", REFUSED)
    with demo.served(data) as url:
        yield Room(url, broken.database)


def rows(visitor: Visitor, name: str) -> Locator:
    """The rows of the list with this name."""
    return visitor.page.get_by_role("region", name=name).locator("tbody tr.ant-table-row")


@pytest.mark.covers("CLK-04")
@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_how_late_deadlines_fired_is_shown_as_a_sentence_bars_and_a_list(visit: Visit, language: str) -> None:
    operator = visit(OPERATOR, language=language)
    told = operator.ask("GET", "/operator/lateness")
    kinds = [one for one in told["kinds"] if one["fired"]]
    assert min(one["least_ms"] for one in kinds) >= 0
    operator.goto("/op/shops")
    operator.link("app:nav.room").click()
    card = operator.page.get_by_role("region", name=operator.words("kernel:lateness.title"))
    fired = sum(one["fired"] for one in kinds)
    expect(card).to_contain_text(operator.words("kernel:lateness.never_early", n=f"{fired:,}", most="@").split("@")[0])
    shown = [int(bar.inner_text().replace(",", "")) for bar in card.get_by_role("listitem").locator("b").all()]
    assert shown == [sum(one["bars"][at] for one in kinds) for at in range(len(told["steps_ms"]) + 1)]
    operator.button("kernel:lateness.table").click()
    for one in kinds:
        expect(card.get_by_role("row").filter(has=operator.page.get_by_role("rowheader", name=one["title"], exact=True))).to_contain_text(
            f"{one['fired']:,}"
        )
    lists(operator, kinds[0])


def lists(operator: Visitor, kind: dict[str, Any]) -> None:
    """What fired of one kind, each with how late it did."""
    operator.page.get_by_role("link", name=operator.words("kernel:show.lapsed"), exact=True).click()
    operator.page.get_by_role("combobox", name=operator.words("kernel:deadline.kind")).click()
    operator.page.get_by_title(kind["title"], exact=True).click()
    found = operator.ask("GET", f"/operator/deadlines?show=lapsed&kind={kind['kind']}&limit=20")
    shown = rows(operator, operator.words("kernel:show.lapsed"))
    expect(shown).to_have_count(len(found["items"]))
    expect(shown.first).to_contain_text(found["items"][0]["subject"])
    late = operator.words("kernel:deadline.fired", late=operator.words("kernel:lag.ms", n=found["items"][0]["late_ms"]))
    expect(shown.first).to_contain_text(late)


def test_an_event_set_aside_is_heard_again_once_its_cause_is_mended(visit: Visit, room: Room) -> None:
    operator = visit(OPERATOR, at=room.url, language="en")
    operator.goto("/op/room/events")
    aside = rows(operator, operator.words("kernel:aside.title"))
    expect(aside).to_have_count(1)
    expect(aside).to_contain_text("orders.OrderPaid")
    expect(aside).to_contain_text("TypeError")
    listeners = rows(operator, operator.words("kernel:listener.title"))
    expect(listeners.filter(has_text=LISTENER)).to_contain_text(operator.words("kernel:listener.aside", n=1))
    again = aside.get_by_role("button", name=operator.words.pattern("kernel:aside.rerun_one"))
    operator.foresees(409)
    again.click()
    expect(operator.page.get_by_role("alert")).to_contain_text("TypeError")
    expect(aside).to_have_count(1)
    room.sql("UPDATE kernel_event SET data = (SELECT data FROM kept WHERE kept.seq = kernel_event.seq) WHERE seq IN (SELECT seq FROM kept)")
    again.click()
    operator.reads("kernel:done.event", listener=LISTENER, type="orders.OrderPaid")
    operator.reads("kernel:aside.none")
    expect(listeners.filter(has_text=LISTENER)).to_contain_text(operator.words("kernel:listener.even"))
    assert operator.ask("GET", "/operator/set-aside")["items"] == []


def test_who_may_only_read_sees_what_failed_and_no_button(visit: Visit, room: Room) -> None:
    reader = visit(SUPPORT, at=room.url)
    reader.goto("/op/room?show=aside")
    expect(rows(reader, reader.words("kernel:show.aside"))).to_contain_text("ValueError: broken")
    expect(reader.button("kernel:deadline.rerun_one")).to_have_count(0)
    reader.goto("/op/room/letters")
    expect(rows(reader, reader.words("kernel:letter.failed"))).to_contain_text(REFUSED)
    expect(reader.button("kernel:letter.again_one")).to_have_count(0)
    reader.goto("/op/room/events")
    expect(rows(reader, reader.words("kernel:listener.title"))).not_to_have_count(0)
    expect(reader.button("kernel:aside.rerun_one")).to_have_count(0)


def test_a_deadline_set_aside_and_a_letter_refused_are_tried_again(visit: Visit, room: Room) -> None:
    operator = visit(OPERATOR, at=room.url, phone=True, language="zh-Hant")
    operator.goto("/op/room?show=aside")
    [aside] = operator.ask("GET", "/operator/deadlines?show=aside")["items"]
    operator.button("kernel:deadline.rerun_one", name=aside["title"]).click()
    operator.reads("kernel:done.deadline", name=aside["title"])
    operator.reads("kernel:deadline.none.aside")
    operator.goto("/op/room/letters")
    [refused] = operator.ask("GET", "/operator/post?show=failed")["items"]
    operator.sees(REFUSED)
    operator.button("kernel:letter.again_one", kind=refused["kind"]).click()
    operator.reads("kernel:done.letter", kind=refused["kind"])
    operator.reads("kernel:letter.none.failed")
    operator.page.get_by_role("link", name=operator.words("kernel:letter.sent"), exact=True).click()
    operator.sees(refused["kind"])


def test_governance_has_no_machine_room(visit: Visit) -> None:
    governance = visit("governance@example.org")
    governance.goto("/op/rules")
    expect(governance.link("app:nav.rules").first).to_be_visible()
    expect(governance.link("app:nav.room")).to_have_count(0)
    governance.foresees(403)
    governance.goto("/op/room")
    governance.reads("parts:problem.not_allowed")
