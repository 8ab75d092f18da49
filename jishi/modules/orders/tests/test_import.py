"""`jishi import orders`: the real file whole, again, dry, killed in the middle; wrong rows to the error file, the rest in."""

import csv
import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from jishi.config import cli
from jishi.kernel import fsck
from jishi.kernel.models import Deadline, Event, Job, Post
from jishi.modules.identity.models import Contact, Person
from jishi.modules.ledger.models import Posting
from jishi.modules.orders.models import Mark, Order, OrderLine
from jishi.modules.shops.models import Shop
from tests import people
from tests.rows import unchanged

CDNOW = Path(__file__).parents[4] / "tests" / "data" / "cdnow.csv.gz"
HEADER = "customer,date,items,amount"
GOOD = ["ann,1997-01-01,1,11.77", "bob,1997-01-12,5,77.00", "ann,1997-03-30,2,0"]
NEW = "new:Records:US"

pytestmark = pytest.mark.django_db


def written(where: Path, *lines: str, header: str = HEADER) -> Path:
    path = where / "orders.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], path: Path, *words: str, shop: str = NEW) -> tuple[int, Any, str]:
    """The exit code of the command, its answer, and what it said."""
    code = cli.main(["import", "orders", str(path), "--shop", shop, "--json", *words])
    said = capsys.readouterr()
    return code, json.loads(said.out) if said.out else None, said.err


def sound() -> None:
    assert [(one.table, one.row, one.what) for one in fsck.run()] == []


@pytest.mark.slow
@pytest.mark.sqlite
def test_the_real_file(capsys: pytest.CaptureFixture[str]) -> None:
    code, told, said = run(capsys, CDNOW, "--mapping", "cdnow", shop="new:CDNOW:US")
    assert code == 0
    figures = {name: told[name] for name in ("rows", "good", "refused", "customers", "gifts", "total", "errors", "orders")}
    assert figures == {
        "rows": 69_659,
        "good": 69_659,
        "refused": 0,
        "customers": 23_570,
        "gifts": 80,
        "total": {"amount": "2500315.63", "currency": "USD"},
        "errors": None,
        "orders": 69_659,
    }
    assert "69,659 rows: 69,659 good, 0 refused; 2500315.63 USD" in said
    assert (Order.objects.count(), Contact.objects.count(), Mark.objects.filter(mark="gift").count()) == (69_659, 23_570, 80)
    assert sum(Order.objects.values_list("total_minor", flat=True)) == 250_031_563
    assert Posting.objects.count() == 69_579
    assert Event.objects.filter(type="orders.OrdersImported").count() == 140
    again, told, _ = run(capsys, CDNOW, "--mapping", "cdnow", shop="new:CDNOW:US")
    assert (again, told["orders"], Order.objects.count(), Contact.objects.count()) == (0, 0, 69_659, 23_570)
    sound()
    assert cli.main(["ledger", "verify"]) == 0


def test_what_an_imported_order_is(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, told, _ = run(capsys, written(tmp_path, *GOOD))
    assert (code, told["orders"], told["customers"], told["gifts"], told["total"]["amount"]) == (0, 3, 2, 1, "88.77")
    shop = Shop.objects.get()
    assert (shop.name, shop.market, shop.currency) == ("Records", "US", "USD")
    order = Order.objects.get(total_minor=7_700)
    assert (order.shop, order.state, order.person, order.method, order.currency) == (shop.pk, "completed", None, "online", "USD")
    assert Contact.objects.get(pk=order.contact).reference == "bob"
    noon = "1997-01-12T17:00:00+00:00"
    assert {getattr(order, name).isoformat() for name in ("placed_at", "paid_at", "completed_at")} == {noon}, "noon in New York"
    assert (order.goods_minor, order.paid_minor, order.refunded_minor) == (7_700, 7_700, 0)
    line = OrderLine.objects.get(order=order.pk)
    assert (line.title, line.quantity, line.total_minor) == ("Imported goods", 5, 7_700)
    gift = Order.objects.get(total_minor=0)
    assert Mark.objects.get().order == gift.pk
    assert set(Posting.objects.values_list("cause", "key")) == {
        ("orders.imported", f"import:{order.pk}"),
        ("orders.imported", f"import:{Order.objects.get(total_minor=1_177).pk}"),
    }
    assert (Deadline.objects.count(), Post.objects.count(), Person.objects.count()) == (0, 0, 0), "nobody is notified"
    assert [(one.subject, one.data["count"], one.data["total"]["minor"]) for one in Event.objects.filter(type="orders.OrdersImported")] == [
        (shop.pk, 3, 8_877)
    ]
    sound()


def test_what_is_in_another_shop_stays_there_and_the_command_says_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = written(tmp_path, *GOOD)
    assert run(capsys, path)[1] | {"seconds": 0, "per_second": 0} == {
        "rows": 3,
        "good": 3,
        "refused": 0,
        "customers": 2,
        "gifts": 1,
        "total": {"amount": "88.77", "currency": "USD"},
        "errors": None,
        "already": 0,
        "elsewhere": [],
        "shop": Shop.objects.get().pk,
        "orders": 3,
        "seconds": 0,
        "per_second": 0,
    }
    first = Shop.objects.get()
    again, told, _ = run(capsys, path)
    assert (again, told["already"], told["elsewhere"], told["orders"]) == (0, 3, [], 0)
    second = people.a_shop("US", "Second shop")
    for shop, words in ((second.id, ["--dry-run"]), (second.id, []), ("new:Third shop:US", [])):
        with unchanged():
            code, told, said = run(capsys, path, *words, shop=shop)
        assert (code, told["already"], told.get("orders", 0)) == (1, 0, 0)
        assert told["elsewhere"] == [{"shop": first.pk, "name": "Records", "orders": 3}]
        assert f"3 rows of this file were imported into Records ({first.pk}) and stay there; a row goes into one shop only" in said


def test_rows_that_were_refused_elsewhere_go_in_and_the_others_stay(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Dong have no decimals: what Vietnam refuses is good in the United States."""
    path = written(tmp_path, "ann,1997-01-01,1,11", "bob,1997-01-12,5,77.50")
    code, told, _ = run(capsys, path, shop="new:Sach:VN")
    assert (code, told["good"], told["refused"], told["orders"]) == (1, 1, 1, 1)
    code, told, said = run(capsys, path)
    assert (code, told["good"], told["orders"], told["already"]) == (1, 2, 1, 0)
    assert told["elsewhere"] == [{"shop": Shop.objects.get(name="Sach").pk, "name": "Sach", "orders": 1}]
    assert "1 rows of this file were imported into Sach" in said
    assert Order.objects.get(shop=told["shop"]).total_minor == 7_750
    sound()


def test_the_shop_sees_what_was_imported(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    shop = people.a_shop("US")
    run(capsys, written(tmp_path, *GOOD), shop=shop.id)
    rows = shop.person.ask("GET", f"/shops/{shop.id}/orders").json()["items"]
    assert [(one["buyer"]["name"], one["amounts"]["total"]["amount"], one["tags"]) for one in rows] == [
        ("ann", "0.00", ["gift"]),
        ("bob", "77.00", []),
        ("ann", "11.77", []),
    ]
    found = shop.person.ask("GET", f"/shops/{shop.id}/orders?q=ann").json()["items"]
    assert [one["amounts"]["total"]["amount"] for one in found] == ["0.00", "11.77"]
    shown = shop.person.ask("GET", f"/orders/{rows[1]['id']}").json()
    assert (shown["view"], shown["address"], shown["deadlines"]) == ("shop", None, [])
    assert shown["history"] == [{"verb": "import", "at": "1997-01-12T17:00:00+00:00", "actor": "import", "text": "Imported", "reason": ""}]
    picture = shop.person.ask("GET", f"/orders/{rows[1]['id']}/ledger").json()["picture"]
    assert [(one["term"], one["amount"]["amount"]) for one in picture["uses"]] == [("external", "77.00")]
    sound()


def test_running_again_adds_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = written(tmp_path, *GOOD)
    run(capsys, path)
    with unchanged("kernel_job"):
        code, told, _ = run(capsys, path)
    assert (code, told["orders"]) == (0, 0)
    packed = tmp_path / "orders.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    with unchanged("kernel_job"):
        assert run(capsys, packed)[1]["orders"] == 0, "packed, it is the same file"


def test_identical_rows_are_orders_of_their_own(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, told, _ = run(capsys, written(tmp_path, *[GOOD[0]] * 255))
    assert (code, told["orders"], told["customers"]) == (0, 255, 1)
    assert Order.objects.count() == 255
    sound()


def test_a_dry_run_writes_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = written(tmp_path, *GOOD, "ann,1997-13-01,1,1.00")
    with unchanged():
        code, told, _ = run(capsys, path, "--dry-run")
    assert (code, told["good"], told["refused"], told["total"]["amount"]) == (1, 3, 1, "88.77")
    assert "orders" not in told
    assert (tmp_path / "orders.csv.errors.csv").exists(), "what would be refused is told"


WRONG = {
    "cut,1997-01-01,1": ("row", "has too many or too few columns"),
    "cut,1997-01-01,1,1.00,more": ("row", "has too many or too few columns"),
    '"cut"x,1997-01-01,1,1.00': ("row", "',' expected after '\"'"),
    '"open,1997-01-01,1,1.00': ("row", "unexpected end of data"),
    ",1997-01-01,1,1.00": ("customer", "is empty, longer than 64 characters or holds control characters"),
    f"{'x' * 65},1997-01-01,1,1.00": ("customer", "is empty, longer than 64 characters or holds control characters"),
    "a\x00b,1997-01-01,1,1.00": ("customer", "is empty, longer than 64 characters or holds control characters"),
    "cut,1997-02-30,1,1.00": ("date", "is no day like 1997-01-31"),
    "cut,yesterday,1,1.00": ("date", "is no day like 1997-01-31"),
    "cut,,1,1.00": ("date", "is no day like 1997-01-31"),
    "cut,2999-01-01,1,1.00": ("date", "lies in the future or before 1970-01-01"),
    "cut,0197-01-01,1,1.00": ("date", "lies in the future or before 1970-01-01"),
    "cut,1997-01-01,0,1.00": ("items", "is no whole number from 1 to 99999"),
    "cut,1997-01-01,-1,1.00": ("items", "is no whole number from 1 to 99999"),
    "cut,1997-01-01,1.5,1.00": ("items", "is no whole number from 1 to 99999"),
    "cut,1997-01-01,100000,1.00": ("items", "is no whole number from 1 to 99999"),
    f"cut,1997-01-01,{'9' * 5000},1.00": ("items", "is no whole number from 1 to 99999"),
    "cut,1997-01-01,三,1.00": ("items", "is no whole number from 1 to 99999"),
    "cut,1997-01-01,1,": ("amount", "is no amount of USD"),
    "cut,1997-01-01,1,1.005": ("amount", "is no amount of USD"),
    "cut,1997-01-01,1,$1": ("amount", "is no amount of USD"),
    "cut,1997-01-01,1,1e3": ("amount", "is no amount of USD"),
    "cut,1997-01-01,1,NaN": ("amount", "is no amount of USD"),
    "cut,1997-01-01,1,-1.00": ("amount", "is negative or beyond reason"),
    "cut,1997-01-01,1,1000000000.01": ("amount", "is negative or beyond reason"),
}


def test_wrong_rows_go_to_the_error_file_and_the_rest_in(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    lines = [GOOD[0], *WRONG, "", GOOD[1], GOOD[2]]
    code, told, said = run(capsys, written(tmp_path, *lines))
    assert (code, told["good"], told["refused"], told["orders"]) == (1, 3, len(WRONG), 3)
    assert f"refused rows with their reasons: {tmp_path / 'orders.csv.errors.csv'}" in said
    with (tmp_path / "orders.csv.errors.csv").open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    assert header == ["row", "field", "why", "customer", "date", "items", "amount"]
    assert [tuple(row[:3]) for row in rows] == [(str(n), *fault) for n, fault in enumerate(WRONG.values(), 2)]
    for line, row in zip(WRONG, rows, strict=True):
        whole = [line] if '"' in line else next(csv.reader(io.StringIO(line)))
        assert row[3:] == whole, "a refused row stands in it as it came"
    sound()


def test_another_place_for_errors(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.csv"
    _, told, _ = run(capsys, written(tmp_path, "x"), "--errors", str(elsewhere))
    assert told["errors"] == str(elsewhere)
    assert elsewhere.read_text().splitlines()[1] == "1,row,has too many or too few columns,x"


def test_rows_that_were_mended_are_a_file_of_their_own(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    run(capsys, written(tmp_path, GOOD[0], "bob,1997-01-12,five,77.00"))
    mended = written(tmp_path, "bob,1997-01-12,5,77.00")
    code, told, _ = run(capsys, mended)
    assert (code, told["orders"], Order.objects.count(), Contact.objects.count()) == (0, 1, 2, 2)


UNREADABLE = {
    "no header of ours": (b"name,when\nann,1997-01-01\n", "orders.csv has no column customer, date, items, amount"),
    "another separator": (HEADER.replace(",", ";").encode() + b"\nann;1997-01-01;1;1\n", "has no column customer, date, items, amount"),
    "nothing": (b"", "has no column customer, date, items, amount"),
    "no text": (b"\xff\xfe\x00c\x00u", "is neither CSV in UTF-8 nor gzip of it"),
    "Latin 1": (HEADER.encode() + b"\nJos\xe9,1997-01-01,1,1\n", "is neither CSV in UTF-8 nor gzip of it"),
    "an image": (b"\x89PNG\r\n\x1a\n\x00\x00", "is neither CSV in UTF-8 nor gzip of it"),
    "gzip cut short": (gzip.compress(HEADER.encode() * 99)[:-12], "is neither CSV in UTF-8 nor gzip of it"),
    "gzip with a wrong byte": (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xff\xff\xff\xff\xff", "is neither CSV in UTF-8 nor gzip of it"),
    "gzip of an image": (gzip.compress(b"\x89PNG\r\n\x1a\n\xff"), "is neither CSV in UTF-8 nor gzip of it"),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_file_that_is_none_is_refused_in_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str) -> None:
    content, why = UNREADABLE[kind]
    path = tmp_path / "orders.csv"
    path.write_bytes(content)
    with unchanged():
        code, told, said = run(capsys, path)
    assert (code, told, said.count("\n")) == (1, None, 1)
    assert why in said


def test_a_file_that_is_not_there_is_refused_in_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for path in (tmp_path / "missing.csv", tmp_path):
        code, told, said = run(capsys, path)
        assert (code, told, said.count("\n")) == (1, None, 1)
        assert said.startswith(f"jishi: {path} cannot be read")


def test_excel_writes_a_mark_before_the_text_and_carriage_returns(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join([HEADER, *GOOD, ""]).encode())
    assert run(capsys, path)[1]["orders"] == 3


PLACES = {
    "shp_00000000000000000000000000": "there is no shop shp_00000000000000000000000000",
    "new:": "--shop takes an id, or new:NAME:MARKET with a name of 1 to 60 characters",
    "new:Records": "--shop takes an id, or new:NAME:MARKET with a name of 1 to 60 characters",
    "new: :US": "--shop takes an id, or new:NAME:MARKET with a name of 1 to 60 characters",
    f"new:{'x' * 61}:US": "--shop takes an id, or new:NAME:MARKET with a name of 1 to 60 characters",
    "new:Records:": "the rulebook knows no market (none)",
    "new:Records:XX": "the rulebook knows no market XX",
    "new:Records:us": "the rulebook knows no market us",
    "new:Shop of CN:US": "the shop Shop of CN is in the market CN, not in US",
}


def test_a_shop_or_market_that_will_not_do_is_refused_in_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    people.a_shop("CN")
    path = written(tmp_path, *GOOD)
    with unchanged():
        for shop, why in PLACES.items():
            code, told, said = run(capsys, path, shop=shop)
            assert (code, told, said) == (1, None, f"jishi: {why}\n"), shop


def test_amounts_are_of_the_shops_market(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _, told, _ = run(capsys, written(tmp_path, "ann,1997-01-01,1,1200", "ann,1997-01-01,1,12.50"), shop="new:Toko:ID")
    assert (told["good"], told["refused"], told["total"]) == (1, 1, {"amount": "1200", "currency": "IDR"})


def test_an_import_that_broke_off_goes_on_where_it_was(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The database fails in the second of three pieces."""
    path = written(tmp_path, *[f"c{n % 7},1997-01-01,1,{n}.00" for n in range(1_200)])
    pieces = iter(range(10))

    def failing(execute: Any, text: str, params: Any, many: bool, context: Any) -> Any:
        if "INSERT INTO identity_contact" in text and next(pieces) == 1:
            raise RuntimeError("the disk is full")
        return execute(text, params, many, context)

    with connection.execute_wrapper(failing):
        code, told, said = run(capsys, path)
    assert (code, told) == (1, None)
    assert said.endswith("jishi: the disk is full\n")
    assert (Order.objects.count(), Job.objects.get().done, Job.objects.get().state) == (500, 500, "running")
    sound()
    code, told, said = run(capsys, path)
    assert (code, told["orders"]) == (0, 700)
    assert "going on after row 500 of 1,200" in said
    assert (Order.objects.count(), Contact.objects.count(), Job.objects.get().state) == (1_200, 7, "done")
    sound()


@pytest.mark.slow
def test_the_command_as_a_person_runs_it(tmp_path: Path) -> None:
    """A process of its own, on a database of its own."""
    env = os.environ | {"JISHI_ENV": "test", "JISHI_DATA_DIR": str(tmp_path), "JISHI_DATABASE_URL": f"sqlite:///{tmp_path}/jishi.sqlite3"}
    path = written(tmp_path, *GOOD, "ann,soon,1,1.00")

    def jishi(*words: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "jishi.config.cli", *words]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[4])

    assert jishi("migrate").returncode == 0
    done = jishi("import", "orders", str(path), "--shop", NEW)
    assert done.returncode == 1, done.stderr
    assert "orders: 3" in done.stdout.splitlines()
    assert "3 of 3" in done.stderr
    assert (tmp_path / "orders.csv.errors.csv").read_text().splitlines()[1] == "4,date,is no day like 1997-01-31,ann,soon,1,1.00"
    assert jishi("fsck").returncode == 0
    assert jishi("ledger", "verify").returncode == 0
    missing = jishi("import", "orders", str(tmp_path / "none.csv"), "--shop", NEW)
    assert (missing.returncode, missing.stdout, missing.stderr.count("\n")) == (1, "", 1)
