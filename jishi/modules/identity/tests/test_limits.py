"""How often one may try: per address, person and network address, counted in the database, told with Retry-After."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from django.test import Client

from jishi.kernel import clock
from jishi.kernel.models import Quota
from jishi.kernel.runner import act
from jishi.modules.identity import actions
from jishi.modules.identity.actions.take_try import forgive
from jishi.modules.identity.errors import TooManyTries
from jishi.modules.identity.jobs import forget_what_is_over
from jishi.modules.identity.tests.test_factors import first, second, with_app
from jishi.modules.identity.tests.test_passwords import GOOD, enter, with_password
from tests import people
from tests.rows import unchanged

pytestmark = pytest.mark.django_db
NOON = datetime(2025, 11, 24, 12, 0, tzinfo=UTC)
SPAN, AT_LEAST = 900, 30  # seconds


@pytest.fixture(autouse=True)
def in_one_span() -> None:
    """Tries are counted by quarters of an hour of the real clock: no new one may begin while a test counts."""
    left = SPAN - clock.real().timestamp() % SPAN
    if left < AT_LEAST:
        sleep(left)


def refused(answer: Any, rule: str, code: str = "identity.too_many_tries") -> None:
    assert (answer.status_code, answer.json()["code"], answer.json()["rule"]) == (429, code, rule)
    assert 1 <= int(answer["Retry-After"]) <= 900


@pytest.mark.covers("ONB-02")
@pytest.mark.parametrize("to", ["ann@example.org", "nobody@example.org"])
def test_a_password_fails_ten_times_for_one_address_known_or_not(to: str) -> None:
    with_password()
    for n in range(10):
        assert enter(to, f"wrong password {n}", Client(REMOTE_ADDR=f"10.0.0.{n}")).status_code == 403
    with unchanged():
        refused(enter(to, GOOD, Client(REMOTE_ADDR="10.0.0.99")), "identity.limits.tries_per_address")
    people.signed_in("ann@example.org")


@pytest.mark.covers("ONB-02")
def test_what_turns_out_right_counts_for_nothing() -> None:
    with_password()
    for _ in range(12):
        assert enter("ann@example.org", GOOD).status_code == 200
    assert set(Quota.objects.filter(pk__startswith="identity.tries:").values_list("used", flat=True)) == {0}


@pytest.mark.covers("ONB-02")
def test_a_second_factor_fails_ten_times_for_one_person() -> None:
    _, _, codes = with_app()
    for n in range(10):
        assert second(first()["token"], f"wrong-code-{n}", Client(REMOTE_ADDR=f"10.0.0.{n}")).status_code == 403
    token = first()["token"]
    with unchanged():
        refused(second(token, codes[0]), "identity.limits.tries_per_person")


@pytest.mark.covers("ONB-02")
def test_from_one_network_address_signing_in_fails_a_hundred_times_whoever_is_tried() -> None:
    at = clock.real()
    for n in range(100):
        act(actions.take_try, at=at, ip="10.0.0.7", address=f"{n:064}")
    with unchanged(), pytest.raises(TooManyTries) as caught:
        act(actions.take_try, at=at, ip="10.0.0.7")
    assert caught.value.rule == "identity.limits.tries_per_ip"
    act(actions.take_try, at=at, ip="10.0.0.8")
    here = Client(REMOTE_ADDR="10.0.0.7")
    refused(enter("ann@example.org", GOOD, here), "identity.limits.tries_per_ip")
    code = people.ask_code(Client(), "ann@example.org")
    given = people.body({"to": "ann@example.org", "code": code})
    refused(here.post("/api/v1/sign-in", given, content_type="application/json"), "identity.limits.tries_per_ip")


@pytest.mark.covers("ONB-02")
def test_from_one_network_address_sixty_codes_are_asked_for() -> None:
    here = Client(REMOTE_ADDR="10.0.0.7")

    def ask(n: int, client: Client) -> Any:
        return client.post("/api/v1/sign-in/codes", people.body({"to": f"p{n}@example.org"}), content_type="application/json")

    assert {ask(n, here).status_code for n in range(60)} == {202}
    with unchanged():
        refused(ask(60, here), "identity.limits.codes_per_ip", "identity.too_many_codes_from_here")
    assert ask(60, Client(REMOTE_ADDR="10.0.0.8")).status_code == 202


@pytest.mark.parametrize(("minutes", "free"), [(14, False), (15, True)])
def test_a_span_is_a_quarter_of_an_hour(minutes: int, free: bool) -> None:
    for _ in range(10):
        act(actions.take_try, at=NOON, ip="10.0.0.7", person="per_x")
    later = NOON + timedelta(minutes=minutes)
    if free:
        act(actions.take_try, at=later, ip="10.0.0.7", person="per_x")
        return
    with pytest.raises(TooManyTries) as caught:
        act(actions.take_try, at=later, ip="10.0.0.7", person="per_x")
    assert caught.value.params == {"seconds": 60}


def test_ipv6_is_counted_by_the_line_and_ipv4_in_disguise_as_itself() -> None:
    trials = {
        ip: act(actions.take_try, at=NOON, ip=ip).keys
        for ip in ("2001:db8::1", "2001:db8::ffff", "2001:db8:0:1::1", "::ffff:10.0.0.7", "10.0.0.7")
    }
    assert trials["2001:db8::1"] == trials["2001:db8::ffff"] != trials["2001:db8:0:1::1"]
    assert trials["::ffff:10.0.0.7"] == trials["10.0.0.7"]
    assert "10.0.0.7" not in repr(list(trials.values()))


def test_spans_that_are_over_are_tidied_away() -> None:
    act(actions.take_try, at=NOON, ip="10.0.0.7", person="per_x")
    kept = act(actions.take_try, at=clock.real(), ip="10.0.0.7")
    forget_what_is_over()
    assert [row.pk for row in Quota.objects.all()] == [f"{kept.keys[0]}|{kept.span}"]
    act(forgive, kept)
    assert Quota.objects.get().used == 0


AGAIN = """
import os, sys
import django
django.setup()
from jishi.kernel import clock
from jishi.kernel.runner import act
from jishi.modules.identity import actions
from jishi.modules.identity.errors import TooManyTries
for n in range(int(sys.argv[1])):
    try:
        act(actions.take_try, at=clock.real().replace(minute=0), ip=f"10.0.{n}.7", address="a" * 64)
        print("free")
    except TooManyTries:
        print("refused")
"""


@pytest.mark.slow
@pytest.mark.covers("ONB-02")
def test_a_restart_forgives_nothing(tmp_path: Path) -> None:
    """Another process, and a third, go on counting where the one before ended."""
    environment = os.environ | {
        "JISHI_ENV": "test",
        "DJANGO_SETTINGS_MODULE": "jishi.config.settings",
        "JISHI_DATABASE_URL": f"sqlite:///{tmp_path / 'limits.sqlite3'}",
        "JISHI_DATA_DIR": str(tmp_path),
    }

    def run(*args: str) -> list[str]:
        done = subprocess.run([sys.executable, *args], env=environment, capture_output=True, text=True, check=True)
        return done.stdout.split()

    run("-m", "jishi.config.cli", "migrate")
    assert run("-c", AGAIN, "6") == ["free"] * 6
    assert run("-c", AGAIN, "6") == ["free"] * 4 + ["refused"] * 2
    assert run("-c", AGAIN, "1") == ["refused"]
