"""Passkeys: made for this place, by a device that knows its holder; each challenge is answered once; a copy is found out."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from jishi.kernel import clock
from jishi.modules.identity.models import Passkey, RecoveryCode, Session
from jishi.modules.identity.queries.passkeys import new_challenge
from jishi.modules.identity.tests.keys_at_hand import Device
from tests import people
from tests.rows import unchanged

pytestmark = pytest.mark.django_db


def nobody(client: Client | None = None) -> people.Signed:
    return people.Signed(client or Client(), "", {})


def add(who: people.Signed, device: Device, name: str = "Laptop") -> Any:
    options = who.ask("POST", "/me/passkeys/options")
    assert options.status_code == 200, options.content
    return who.ask("POST", "/me/passkeys", {"name": name, "credential": device.make(options.json()["options"])})


def enter(device: Device, browser: people.Signed | None = None, options: dict[str, Any] | None = None) -> Any:
    browser = browser or nobody()
    asked = options or browser.ask("POST", "/sign-in/passkey/options").json()["options"]
    return browser.ask("POST", "/sign-in/passkey", {"credential": device.sign(asked)})


@pytest.mark.covers("ONB-02")
def test_a_passkey_is_made_kept_and_lets_its_person_in_by_both_factors_at_once() -> None:
    ann, device = people.signed_in("ann@example.org", "Ann"), Device()
    made = add(ann, device)
    assert made.status_code == 201, made.content
    assert made.json()["passkey"]["name"] == "Laptop"
    assert len(made.json()["recovery_codes"]) == 10
    device.counter = 1
    browser = nobody()
    entered = enter(device, browser)
    assert entered.status_code == 200, entered.content
    assert entered.json()["person"]["id"] == ann.id
    assert browser.client.get("/api/v1/me").json()["person"]["id"] == ann.id
    assert Session.objects.latest("made_at").way == "passkey"
    seen = ann.ask("GET", "/me/security").json()["passkeys"]
    assert [(one["name"], one["used_at"] is not None) for one in seen] == [("Laptop", True)]


@pytest.mark.covers("ONB-02")
def test_with_a_passkey_a_code_alone_lets_nobody_in() -> None:
    ann = people.signed_in("ann@example.org")
    codes = add(ann, Device()).json()["recovery_codes"]
    client = Client()
    given = {"to": "ann@example.org", "code": people.ask_code(client, "ann@example.org")}
    told = client.post("/api/v1/sign-in", people.body(given), content_type="application/json")
    assert (told.status_code, told.json()["ways"]) == (202, ["passkey", "recovery"])
    assert nobody().ask("POST", "/sign-in/second", {"token": told.json()["token"], "code": codes[0]}).status_code == 200


@pytest.mark.covers("ONB-02")
def test_a_second_passkey_brings_no_new_recovery_codes_and_only_the_last_takes_them_along() -> None:
    ann = people.signed_in("ann@example.org")
    first, second = add(ann, Device(), "Laptop").json(), add(ann, Device(), "Phone").json()
    assert (len(first["recovery_codes"]), second["recovery_codes"]) == (10, [])
    for made, left in ((first, 10), (second, 0)):
        assert ann.ask("DELETE", f"/me/passkeys/{made['passkey']['id']}").status_code == 204
        assert RecoveryCode.objects.count() == left


@pytest.mark.covers("ONB-02")
@pytest.mark.parametrize(
    "device",
    [
        Device(origin="https://evil.example"),
        Device(party="evil.example"),
        Device(verifies=False),
    ],
    ids=["another page", "another name", "a device that asks nobody"],
)
def test_what_was_made_elsewhere_or_knows_no_holder_is_refused(device: Device) -> None:
    ann = people.signed_in("ann@example.org")
    with unchanged("identity_challenge"):
        answer = add(ann, device)
    assert (answer.status_code, answer.json()["code"]) == (403, "identity.wrong_passkey")
    honest = Device(id=device.id, key=device.key)
    assert add(ann, honest).status_code == 201
    device.counter = 1
    with unchanged("identity_challenge", "kernel_quota"):
        entered = enter(device)
    assert (entered.status_code, entered.json()["code"]) == (403, "identity.wrong_passkey")


@pytest.mark.covers("ONB-02")
def test_a_challenge_is_answered_once_and_only_by_whom_it_was_put_to() -> None:
    ann, bob, device = people.signed_in("ann@example.org"), people.signed_in("bob@example.org"), Device()
    options = ann.ask("POST", "/me/passkeys/options").json()["options"]
    answer = {"name": "Laptop", "credential": device.make(options)}
    with unchanged():
        assert bob.ask("POST", "/me/passkeys", answer).status_code == 403
    assert ann.ask("POST", "/me/passkeys", answer).status_code == 201
    with unchanged():
        assert ann.ask("POST", "/me/passkeys", answer).status_code == 403
    asked = nobody().ask("POST", "/sign-in/passkey/options").json()["options"]
    device.counter = 1
    assert enter(device, options=asked).status_code == 200
    device.counter = 2
    with unchanged("kernel_quota"):
        assert enter(device, options=asked).status_code == 403


@pytest.mark.covers("ONB-02")
def test_made_up_and_late_challenges_are_refused() -> None:
    from datetime import timedelta

    from fido2.utils import websafe_encode

    ann, device = people.signed_in("ann@example.org"), Device()
    assert add(ann, device).status_code == 201
    device.counter = 1
    late = new_challenge("passkey", "", clock.real() - timedelta(minutes=11))
    for challenge in (b"\x00" * 56, late, new_challenge("register", ann.id, clock.real()), b"short"):
        with unchanged("kernel_quota"):
            assert enter(device, options={"challenge": websafe_encode(challenge)}).status_code == 403
    intime = new_challenge("passkey", "", clock.real() - timedelta(minutes=9))
    assert enter(device, options={"challenge": websafe_encode(intime)}).status_code == 200


@pytest.mark.covers("ONB-02")
def test_a_copy_of_a_device_is_found_out_by_its_counter() -> None:
    ann, device = people.signed_in("ann@example.org"), Device()
    assert add(ann, device).status_code == 201
    device.counter = 5
    assert enter(device).status_code == 200
    for behind in (5, 3, 0):
        device.counter = behind
        with unchanged("identity_challenge", "kernel_quota"):
            assert enter(device).status_code == 403
    device.counter = 6
    assert enter(device).status_code == 200


def test_devices_that_do_not_count_are_taken() -> None:
    ann, device = people.signed_in("ann@example.org"), Device()
    assert add(ann, device).status_code == 201
    assert [enter(device).status_code for _ in range(2)] == [200, 200]


@pytest.mark.covers("ONB-02")
def test_another_key_opens_nothing() -> None:
    ann, device = people.signed_in("ann@example.org"), Device()
    assert add(ann, device).status_code == 201
    for thief in (Device(id=device.id, counter=1), Device(counter=1)):
        with unchanged("identity_challenge", "kernel_quota"):
            assert enter(thief).status_code == 403


@pytest.mark.covers("ONB-02")
def test_a_passkey_removed_opens_nothing_and_ends_other_sessions() -> None:
    ann, device = people.signed_in("ann@example.org"), Device()
    made = add(ann, device).json()["passkey"]["id"]
    browser = nobody()
    device.counter = 1
    assert enter(device, browser).status_code == 200
    bob = people.signed_in("bob@example.org")
    with unchanged():
        assert bob.ask("DELETE", f"/me/passkeys/{made}").status_code == 404
        assert bob.ask("DELETE", "/me/passkeys/psk_none").status_code == 404
    assert ann.ask("DELETE", f"/me/passkeys/{made}").status_code == 204
    assert browser.client.get("/api/v1/me").json()["person"] is None
    device.counter = 2
    assert enter(device).status_code == 403
    assert [one["kind"] for one in ann.letters()] == ["identity.remove_passkey", "identity.add_passkey"]


def test_a_passkey_is_one_persons_and_there_are_at_most_ten() -> None:
    ann, device = people.signed_in("ann@example.org"), Device()
    assert add(ann, device).status_code == 201
    with unchanged("identity_challenge"):
        again = add(ann, device)
    assert (again.status_code, again.json()["code"]) == (409, "identity.passkey_known")
    for _ in range(9):
        assert add(ann, Device()).status_code == 201
    with unchanged("identity_challenge"):
        eleventh = add(ann, Device())
    assert (eleventh.status_code, eleventh.json()["code"]) == (409, "identity.enough_passkeys")
    assert eleventh.json()["rule"] == "identity.factors.passkeys_most"
    assert Passkey.objects.count() == 10


def test_under_a_number_there_are_no_passkeys() -> None:
    client = Client(headers={"Host": "127.0.0.1:8000"})
    with unchanged():
        answer = nobody(client).ask("POST", "/sign-in/passkey/options")
    assert (answer.status_code, answer.json()["code"]) == (409, "identity.no_passkeys_here")


def test_in_production_passkeys_are_bound_to_the_address_of_the_installation(settings: Any) -> None:
    settings.ENV, settings.URL = "prod", "https://market.example"
    asked = nobody().ask("POST", "/sign-in/passkey/options").json()["options"]
    assert asked["rpId"] == "market.example"
    assert asked["userVerification"] == "required"


def test_the_device_is_told_whom_it_has_already() -> None:
    from fido2.utils import websafe_encode

    ann, device = people.signed_in("ann@example.org"), Device()
    assert add(ann, device).status_code == 201
    options = ann.ask("POST", "/me/passkeys/options").json()["options"]
    assert [one["id"] for one in options["excludeCredentials"]] == [websafe_encode(device.id)]
    assert options["authenticatorSelection"]["residentKey"] == "required"
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM identity_challenge")
        assert cursor.fetchone()[0] == 1
