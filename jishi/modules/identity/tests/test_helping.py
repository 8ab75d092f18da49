"""A person who lost every factor is helped by an operator: on record, told, signed out; nobody helps themselves or one above them."""

import json
from typing import Any

import pytest

from jishi.config.cli import main
from jishi.kernel import rows
from jishi.kernel.models import Audit
from jishi.modules.identity.models import Authenticator, Passkey, RecoveryCode, Session
from jishi.modules.identity.tests.keys_at_hand import Device
from jishi.modules.identity.tests.test_factors import code_of, first, second, with_app
from jishi.modules.identity.tests.test_passkeys import add
from tests import people
from tests.rows import unchanged

pytestmark = pytest.mark.django_db
ANN, REASON = "ann@example.org", "showed her passport on the telephone"
PATH = "/operator/take-off-factors"


def helps(who: people.Signed, to: str = ANN) -> Any:
    return who.ask("POST", PATH, {"to": to, "reason": REASON})


def refused(answer: Any, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.covers("ONB-02")
@pytest.mark.parametrize("role", ["support", "admin"])
def test_all_factors_go_and_all_sessions_end_and_the_person_is_told(role: str) -> None:
    ann, secret, codes = with_app()
    assert add(ann, Device()).status_code == 201
    half = first()["token"]
    helper = people.an_operator(role)
    assert helps(helper).json() == {"ended": 1}
    assert [model.objects.filter(person_id=ann.id).count() for model in (Authenticator, Passkey, RecoveryCode)] == [0, 0, 0]
    assert ann.client.get("/api/v1/me").json()["person"] is None
    for code in (codes[0], code_of(secret)):
        assert second(half, code).status_code == 403, "half a sign-in of before leads nowhere"
    row = Audit.objects.get(act="identity.take_off_factors")
    assert (row.actor, row.subject) == (f"person:{helper.id}", ann.id)
    assert row.data == {"reason": REASON, "taken": {"authenticator": 1, "passkeys": 1}}
    again = people.signed_in(ANN)
    assert again.id == ann.id
    letter = again.letters()[0]
    assert (letter["kind"], letter["subject"]) == ("identity.take_off_factors", "Your second factors were taken off")


@pytest.mark.covers("ONB-02")
def test_nobody_helps_themselves_or_one_of_higher_standing() -> None:
    people.a_market()
    admin, support, other = (people.an_operator(role) for role in ("admin", "support", "finance"))
    with unchanged("kernel_idempotencykey"):
        refused(helps(admin, admin.to), 403, "identity.not_yourself")
        for above in (admin, other):
            refused(helps(support, above.to), 403, "identity.higher_standing")
        assert helps(support, admin.to).json()["detail"] == (
            "They work for the marketplace as admin, above you. Ask someone who stands as high as they do."
        )


@pytest.mark.covers("ONB-02")
@pytest.mark.parametrize(("role", "of"), [("support", "support"), ("admin", "finance"), ("admin", "admin")])
def test_one_who_stands_as_high_or_lower_is_helped(role: str, of: str) -> None:
    helped, _, _ = with_app()
    helper = people.an_operator(role)
    made_operator(helped, of)
    assert helps(helper).status_code == 200
    assert not Authenticator.objects.filter(person_id=helped.id).exists()


def made_operator(who: people.Signed, role: str) -> None:
    from jishi.kernel.runner import act
    from jishi.modules.identity import actions

    act(actions.make_operator, who.id, role, actor="system:setup")


@pytest.mark.covers("ONB-02")
@pytest.mark.parametrize(
    ("who", "status", "code"),
    [
        ("governance", 403, "kernel.not_allowed"),
        ("finance", 403, "kernel.not_allowed"),
        ("reviewer", 403, "kernel.not_allowed"),
        ("stranger", 404, "kernel.not_found"),
        ("nobody", 401, "kernel.not_signed_in"),
    ],
)
def test_who_may_not_changes_nothing(who: str, status: int, code: str) -> None:
    with_app()
    asks = {"stranger": lambda: people.signed_in("eve@example.org"), "nobody": lambda: people.Signed(people.Client(), "", {})}
    one = asks.get(who, lambda: people.an_operator(who))()
    with unchanged():
        refused(helps(one), status, code)


@pytest.mark.covers("ONB-02")
def test_an_operator_who_signed_in_long_ago_or_a_key_helps_nobody() -> None:
    with_app()
    support = people.an_operator("support")
    admin = people.an_operator("admin")
    key = admin.ask("POST", "/operator/keys", {"name": "robot", "scopes": ["identity.factors"]}).json()["token"]
    rows.sql("UPDATE identity_session SET made_at = '2025-01-01 00:00:00' WHERE person_id = %s RETURNING id", [support.id])
    with unchanged():
        refused(helps(support), 403, "identity.prove_anew")
        answer = people.Client(headers={"Authorization": f"Bearer {key}"}).post(
            people.API + PATH, people.body({"to": ANN, "reason": REASON}), content_type="application/json"
        )
        refused(answer, 403, "kernel.not_allowed")


@pytest.mark.covers("ONB-02")
def test_who_has_no_factor_or_is_not_there_is_said_so() -> None:
    people.signed_in("bob@example.org")
    support = people.an_operator("support")
    with unchanged():
        refused(helps(support, "bob@example.org"), 409, "identity.no_factor")
        refused(helps(support, "nobody@example.org"), 404, "kernel.not_found")


@pytest.mark.covers("ONB-02")
def test_the_shell_helps_whoever_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    ann, _, _ = with_app()
    made_operator(ann, "admin")
    assert main(["take-off-factors", "--to", ANN, "--reason", REASON, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"person": ann.id, "ended": 1}
    row = Audit.objects.get(act="identity.take_off_factors")
    assert (row.actor, row.data["reason"]) == ("system:shell", REASON)
    assert Session.objects.filter(person_id=ann.id, revoked_at=None).count() == 0
    with unchanged():
        assert main(["take-off-factors", "--to", ANN, "--reason", REASON]) != 0
