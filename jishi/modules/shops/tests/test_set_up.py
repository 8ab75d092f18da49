"""An empty installation becomes a marketplace: from the shell, again and again, or once by its first visitor with the console's code."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from jishi import lawbook
from jishi.config.cli import main
from jishi.config.commands import tell_first_visitor
from jishi.kernel import fsck
from jishi.kernel.models import Audit, Installation
from jishi.lawbook.rulebook import rulebook
from jishi.modules.identity.models import Person
from jishi.modules.shops import cli
from jishi.modules.shops.models import Shop
from jishi.modules.shops.queries import setup_code
from tests import people
from tests.rows import unchanged

pytestmark = pytest.mark.django_db

WHOLE = ["--name", "小集", "--languages", "zh-Hans,en", "--market", "CN=douyin-cn", "--market", "UK"]
WHOLE += ["--operator", "boss@example.org", "--operator-name", "顾明远", "--shop", "茶铺:CN:tea@example.org"]
TRIES = "kernel_quota"


def shell(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any, str]:
    """The exit code of `jishi setup`, its data, and what it told."""
    code = main(["setup", "--json", *words])
    said = capsys.readouterr()
    return code, json.loads(said.out) if said.out else None, said.err


def visitor() -> people.Signed:
    """Somebody who is not signed in."""
    return people.Signed(Client(), "", {})


def wish(**more: Any) -> dict[str, Any]:
    whole = {
        "code": setup_code(),
        "name": "小集",
        "languages": ["zh-Hans", "en"],
        "markets": [{"code": "CN", "pack": "douyin-cn"}, {"code": "UK", "pack": None}],
        "operator": "boss@example.org",
        "operator_name": "顾明远",
        "shop": {"name": "茶铺", "market": "CN", "owner": "tea@example.org"},
    }
    return whole | more


def is_as_wished() -> None:
    assert list(Installation.objects.values_list("name", "languages")) == [("小集", ["zh-Hans", "en"])]
    assert {one.code: one.pack for one in lawbook.markets()} == {"CN": "douyin-cn", "UK": None}
    boss = people.signed_in("boss@example.org")
    assert (boss.me["operator"]["role"], boss.me["person"]["name"]) == ("admin", "顾明远")
    tea = people.signed_in("tea@example.org")
    assert [(one["name"], one["role"]) for one in tea.me["shops"]] == [("茶铺", "owner")]
    assert list(fsck.run()) == []


def test_from_the_shell_and_again(capsys: pytest.CaptureFixture[str]) -> None:
    code, data, said = shell(capsys, *WHOLE)
    assert (code, data["done"]) == (0, ["name", "market CN", "market UK", "operator", "shop"])
    assert "/sign-in" in said
    assert Audit.objects.get(act="kernel.set_up").data == {"name": "小集", "languages": ["zh-Hans", "en"]}
    with unchanged():
        code, data, _ = shell(capsys, *WHOLE)
        assert (code, data) == (0, {"done": [], "shop": Shop.objects.get().id})
    is_as_wished()
    assert shell(capsys, "--name", "大集")[1]["done"] == ["name"], "what is not named stays"
    assert Installation.objects.get().languages == ["zh-Hans", "en"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--market", "CN"], "--name: what does the marketplace call itself? At most 60 characters"),
        (["--name", "x" * 61, "--market", "CN"], "--name: what does the marketplace call itself? At most 60 characters"),
        (["--name", "x", "--operator", "a@example.org"], "--market: open one at least, of "),
        (["--name", "x", "--market", "CN"], "--operator: who runs it? A phone or an e-mail"),
        (["--name", "x", "--market", "XX", "--operator", "a@example.org"], "The rulebook has no market XX."),
        (["--name", "x", "--market", "UK=douyin-cn", "--operator", "a@example.org"], "douyin-cn is not a pack for UK."),
        (["--name", "x", "--market", "CN", "--operator", "nobody"], "This is neither a phone number nor an e-mail address."),
        (["--name", "x", "--market", "CN", "--operator", "a@example.org", "--languages", "fr"], "Choose each language once"),
        (["--name", "x", "--market", "CN", "--operator", "a@example.org", "--shop", "茶铺:UK:a@example.org"], "This market is not open."),
        (["--name", "x", "--market", "CN", "--operator", "a@example.org", "--shop", "茶铺"], "--shop is NAME:MARKET:OWNER"),
        (["--try-mail", "a@example.org"], "JISHI_MAIL_URL is not set."),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_half_done(capsys: pytest.CaptureFixture[str], words: list[str], said: str) -> None:
    with unchanged():
        code, data, told = shell(capsys, *words)
    assert (code, data) == (1, None)
    assert told.removeprefix("jishi: ").startswith(said)
    assert told.count("\n") == 1


def test_a_market_keeps_its_pack_and_a_shop_its_market(capsys: pytest.CaptureFixture[str]) -> None:
    shell(capsys, *WHOLE)
    with unchanged("lawbook_decision"):
        assert shell(capsys, "--market", "CN=kuaishou-cn")[0] == 1
        assert shell(capsys, "--shop", "茶铺:UK:tea@example.org")[2] == "The name 茶铺 is taken. Choose another.\n"


@pytest.mark.sqlite
def test_on_a_terminal_it_asks(tmp_path: Path) -> None:
    answers = ["小集", "", "CN,UK", "kuaishou-cn", "", "boss@example.org", "茶铺:CN:tea@example.org"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JISHI_", "DJANGO_"))}
    env = kept | {"JISHI_ENV": "dev", "JISHI_DATA_DIR": str(tmp_path), "PYTHONUTF8": "1"}
    here, terminal = pty.openpty()
    try:
        os.write(here, "".join(f"{one}\n" for one in answers).encode())
        done = subprocess.run(
            [sys.executable, "-m", "jishi.config.cli", "setup", "--json"],
            stdin=terminal,
            env=env,
            capture_output=True,
            timeout=60,
            check=False,
        )
    finally:
        os.close(here)
        os.close(terminal)
    said = done.stdout.decode()
    assert done.returncode == 0, done.stderr.decode()
    assert f"Which markets, of {','.join(rulebook().markets)}? [{next(iter(rulebook().markets))}]" in said
    assert json.loads(said[said.index('{"done"') :])["done"] == ["name", "market CN", "market UK", "operator", "shop"]


def test_the_first_visitor_needs_the_code_of_the_console(capsys: pytest.CaptureFixture[str]) -> None:
    tell_first_visitor()
    assert f"/setup with the code {setup_code()}" in capsys.readouterr().err
    anyone = visitor()
    assert anyone.ask("GET", "/installation").json() == {"name": "Jishi", "languages": ["zh-Hans", "zh-Hant", "en"], "set_up": False}
    known = anyone.ask("GET", "/setup").json()
    assert {"code": "CN", "currency": "CNY", "zone": "Asia/Shanghai"} in known["markets"]
    assert [one["markets"] for one in known["packs"] if one["name"] == "tiktok-us"] == [["US"]]
    with unchanged(TRIES):
        refused = anyone.ask("POST", "/setup", wish(code="AAAA-BBBB-CCCC"))
    assert (refused.status_code, refused.json()["code"]) == (403, "shops.wrong_setup_code")
    answer = anyone.ask("POST", "/setup", wish(code=setup_code().lower().replace("-", " ")))
    assert (answer.status_code, answer.json()) == (
        201,
        {"done": ["name", "market CN", "market UK", "operator", "shop"], "shop_id": Shop.objects.get().id},
    )
    is_as_wished()
    assert anyone.ask("GET", "/installation").json() == {"name": "小集", "languages": ["zh-Hans", "en"], "set_up": True}
    tell_first_visitor()
    assert capsys.readouterr().err == ""


def test_it_is_set_up_once() -> None:
    visitor().ask("POST", "/setup", wish())
    with unchanged(TRIES):
        for method, path, data in (
            ("GET", "/setup", None),
            ("POST", "/setup", wish(operator="thief@example.org")),
            ("POST", "/setup/mail", {"code": setup_code(), "to": "a@example.org"}),
        ):
            again = visitor().ask(method, path, data)
            assert (again.status_code, again.json()["code"]) == (409, "shops.already_set_up")


def test_an_operator_by_other_ways_closes_it_too() -> None:
    people.an_operator()
    with unchanged(TRIES):
        assert visitor().ask("POST", "/setup", wish()).status_code == 409


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"languages": []}, "languages"),
        ({"languages": ["fr"]}, "languages.0"),
        ({"languages": ["en", "en"]}, "languages"),
        ({"markets": []}, "markets"),
        ({"markets": [{"code": "XX"}]}, "markets"),
        ({"markets": [{"code": "UK", "pack": "douyin-cn"}]}, "markets"),
        ({"operator": "nobody"}, "operator"),
        ({"shop": {"name": "茶铺", "market": "CN", "owner": "nobody"}}, "owner"),
        ({"shop": {"name": "茶铺", "market": "MY", "owner": "tea@example.org"}}, "market"),
        ({"more": 1}, "more"),
    ],
)
def test_a_wrong_wish_names_its_field_and_does_nothing(wrong: dict[str, Any], field: str) -> None:
    with unchanged(TRIES):
        answer = visitor().ask("POST", "/setup", wish(**wrong))
    assert answer.status_code in (404, 422)
    assert answer.json()["errors"][0]["field"] == field
    assert not Person.objects.exists()


def test_wrong_codes_are_counted_by_where_they_come_from() -> None:
    for _ in range(200):
        answer = visitor().ask("POST", "/setup", wish(code="AAAA-BBBB-CCCC"))
        if answer.status_code != 403:
            break
    assert (answer.status_code, answer.json()["rule"]) == (429, "identity.limits.tries_per_ip")
    assert visitor().ask("POST", "/setup", wish()).status_code == 429, "the right one too, until the span is over"


def test_the_mail_server_is_tried_by_who_has_the_code(settings: LazySettings) -> None:
    to = {"code": setup_code(), "to": "a@example.org"}
    none = visitor().ask("POST", "/setup/mail", to)
    assert (none.status_code, none.json()["detail"]) == (409, "The message didn’t go out: JISHI_MAIL_URL is not set.")
    settings.MAIL_URL = "smtp://127.0.0.1:1?tls=off"
    refused = visitor().ask("POST", "/setup/mail", to)
    assert "ConnectionRefusedError" in refused.json()["detail"]
    assert visitor().ask("POST", "/setup/mail", to | {"code": "AAAA-BBBB-CCCC"}).status_code == 403


def test_languages_that_are_not_offered_can_not_be_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    shell(capsys, *WHOLE)
    tea = people.signed_in("tea@example.org")
    assert tea.ask("PATCH", "/me", {"language": "en"}).status_code == 200
    refused = tea.ask("PATCH", "/me", {"language": "zh-Hant"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "language")


def test_base_is_no_pack() -> None:
    assert [cli._market(text) for text in ("UK", "UK=base", "CN=douyin-cn")] == [("UK", None), ("UK", None), ("CN", "douyin-cn")]
