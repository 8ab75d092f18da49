"""Payments over HTTP: whose they are, how they are paid, and what only the provider may say."""

import json
from typing import Any

import pytest
from django.test import Client

from jishi.config.cli import main
from jishi.kernel.runner import act
from jishi.modules.ledger.queries import pending
from jishi.modules.payments import actions
from jishi.modules.payments.adapters import sandbox
from jishi.modules.payments.models import Attempt, Part, Payment
from jishi.modules.payments.tests import trial
from jishi.modules.payments.tests.trial import PURPOSE, subjects, to_pay, usd
from tests import people
from tests.rows import unchanged

pytestmark = pytest.mark.django_db
NOTICES = "/api/v1/payments/sandbox/notices"


@pytest.fixture
def buyer() -> people.Signed:
    return people.signed_in("buyer@example.org")


def bill(buyer: people.Signed, *amounts: int) -> tuple[str, list[str]]:
    """A payment of the buyer's and its orders."""
    view = to_pay(*amounts, person=buyer.id)
    return view.payment.id, subjects(view)


def pay(buyer: people.Signed, payment: str, card: Any = "ok", key: str | None = "k") -> Any:
    return buyer.ask("POST", f"/payments/{payment}/pay", {"card": card}, key)


def notice(client: Client, data: Any, signature: str | None = None) -> Any:
    body = people.body(data)
    headers = {"X-Sandbox-Signature": sandbox.sign(body.encode()) if signature is None else signature}
    return client.post(NOTICES, body, content_type="application/json", headers=headers)


@pytest.mark.covers("FIN-01")
def test_a_buyer_pays_and_every_cent_is_booked(buyer: people.Signed, capsys: pytest.CaptureFixture[str]) -> None:
    payment, (first, second) = bill(buyer, 9900, 100)
    answer = pay(buyer, payment)
    assert answer.status_code == 200
    paid = answer.json()
    row = Payment.objects.get()
    at = row.captured_at.isoformat()
    assert paid == {
        "id": payment,
        "state": "captured",
        "method": "online",
        "amount": {"amount": "100.00", "currency": "USD"},
        "captured": {"amount": "100.00", "currency": "USD"},
        "refunded": {"amount": "0.00", "currency": "USD"},
        "created_at": row.created_at.isoformat(),
        "captured_at": at,
        "parts": [
            {
                "purpose": PURPOSE,
                "subject": first,
                "amount": {"amount": "99.00", "currency": "USD"},
                "refunded": {"amount": "0.00", "currency": "USD"},
            },
            {
                "purpose": PURPOSE,
                "subject": second,
                "amount": {"amount": "1.00", "currency": "USD"},
                "refunded": {"amount": "0.00", "currency": "USD"},
            },
        ],
        "attempt": {"state": "captured", "at": at, "code": "", "what": "Paid."},
        "verbs": [{"verb": "pay", "operation": "payments.pay", "allowed": False, "why": "This is paid already."}],
    }
    assert buyer.ask("GET", f"/payments/{payment}").json() == paid
    act(actions.refund, first, usd(900), "orders.cancelled", key="r", purpose=PURPOSE)
    assert buyer.ask("GET", f"/payments/{payment}").json()["refunded"] == {"amount": "9.00", "currency": "USD"}
    assert main(["ledger", "verify", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"postings": 3, "entries": 6, "findings": []}


def test_a_declined_card_is_told_and_the_payment_waits(buyer: people.Signed) -> None:
    payment, _ = bill(buyer, 9900)
    answer = pay(buyer, payment, "declined")
    assert answer.status_code == 200
    told = answer.json()
    assert (told["state"], told["attempt"]["state"], told["attempt"]["code"]) == ("created", "declined", "declined_by_bank")
    assert told["attempt"]["what"] == "The card was declined and no money was taken. Try again or use another card."
    assert told["captured"] == {"amount": "0.00", "currency": "USD"}
    assert told["verbs"] == [{"verb": "pay", "operation": "payments.pay", "allowed": True, "why": None}]
    in_chinese = buyer.client.get(f"/api/v1/payments/{payment}", headers={"Accept-Language": "zh-CN"}).json()
    assert in_chinese["attempt"]["what"] == "银行卡被拒，未扣款。可以重试或换一张卡。"
    assert pay(buyer, payment, "ok", "k2").json()["state"] == "captured"


def test_the_same_key_pays_once_and_gets_the_same_answer(buyer: people.Signed) -> None:
    payment, (order,) = bill(buyer, 9900)
    first = pay(buyer, payment)
    with unchanged():
        again = pay(buyer, payment)
    assert (again.status_code, again.content, again["Idempotency-Replayed"]) == (200, first.content, "true")
    assert pending(order, "USD") == usd(9900)
    with unchanged():
        other = pay(buyer, payment, "declined")
    assert (other.status_code, other.json()["code"]) == (409, "kernel.key_reused")
    with unchanged("kernel_idempotencykey"):
        twice = pay(buyer, payment, key="another")
    assert (twice.status_code, twice.json()["code"], twice.json()["detail"]) == (409, "payments.already_paid", "This is paid already.")


def test_paying_needs_a_key(buyer: people.Signed) -> None:
    payment, _ = bill(buyer, 9900)
    with unchanged():
        answer = pay(buyer, payment, key=None)
    assert (answer.status_code, answer.json()["code"], answer.json()["errors"][0]["field"]) == (
        422,
        "kernel.key_required",
        "Idempotency-Key",
    )


def test_another_persons_payment_is_not_there(buyer: people.Signed) -> None:
    payment, _ = bill(buyer, 9900)
    other = people.signed_in("other@example.org")
    with unchanged():
        answers = [
            other.ask("GET", f"/payments/{payment}"),
            pay(other, payment),
            buyer.ask("GET", "/payments/pay_00000000000000000000000000"),
            pay(buyer, "pay_00000000000000000000000000"),
        ]
    assert [(one.status_code, one.json()["code"]) for one in answers] == [(404, "kernel.not_found")] * 4
    with unchanged():
        nobody = [Client().get(f"/api/v1/payments/{payment}"), pay(people.Signed(Client(), "", {}), payment)]
    assert [(one.status_code, one.json()["code"]) for one in nobody] == [(401, "kernel.not_signed_in")] * 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"card": "gold"}, "card"),
        ({"card": None}, "card"),
        ({"card": ["ok"]}, "card"),
        ({}, "card"),
        ({"card": "ok", "amount": "1.00"}, "amount"),
        ({"card": "ok\x00"}, "body"),
        ([], "body"),
    ],
)
def test_bad_input_is_refused_by_name(buyer: people.Signed, body: Any, field: str) -> None:
    payment, _ = bill(buyer, 9900)
    with unchanged():
        answer = buyer.ask("POST", f"/payments/{payment}/pay", body, "k")
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_the_provider_answers_a_slow_card_by_a_signed_notice(buyer: people.Signed, client: Client) -> None:
    payment, (order,) = bill(buyer, 9900)
    slow = pay(buyer, payment, "slow").json()
    assert (slow["state"], slow["attempt"]["state"], slow["attempt"]["what"]) == ("pending", "pending", "The bank hasn’t answered yet.")
    assert slow["verbs"][0]["why"] == "A payment is on its way; the bank hasn’t answered yet."
    told = {"provider_ref": Attempt.objects.get().provider_ref, "event": "captured"}
    answer = notice(client, told)
    assert (answer.status_code, answer.json()) == (200, {"state": "captured"})
    assert pending(order, "USD") == usd(9900)
    with unchanged():
        again = notice(client, told)
    assert (again.status_code, again.json()) == (200, {"state": "captured"})
    assert buyer.ask("GET", f"/payments/{payment}").json()["state"] == "captured"


def test_money_for_an_order_closed_meanwhile_goes_back(buyer: people.Signed, client: Client) -> None:
    payment, (order,) = bill(buyer, 9900)
    pay(buyer, payment, "slow")
    act(actions.close_for, [order], actor="system:clock", purpose=PURPOSE)
    trial.close(order)
    with unchanged("kernel_idempotencykey"):
        closed = pay(buyer, payment, key="k2")
    assert (closed.status_code, closed.json()["code"]) == (409, "payments.closed")
    assert notice(client, {"provider_ref": Attempt.objects.get().provider_ref, "event": "captured"}).status_code == 200
    seen = buyer.ask("GET", f"/payments/{payment}").json()
    assert (seen["captured"], seen["refunded"]) == ({"amount": "99.00", "currency": "USD"}, {"amount": "99.00", "currency": "USD"})
    assert Part.objects.get().refunded_minor == 9900


@pytest.mark.parametrize("signature", ["", "0" * 64, "é", "sandbox"])
def test_a_notice_that_the_provider_did_not_sign_is_refused(buyer: people.Signed, client: Client, signature: str) -> None:
    payment, _ = bill(buyer, 9900)
    pay(buyer, payment, "slow")
    with unchanged():
        answer = notice(client, {"provider_ref": Attempt.objects.get().provider_ref, "event": "captured"}, signature)
    assert (answer.status_code, answer.json()["code"]) == (401, "payments.bad_signature")


def test_a_signature_is_of_one_body(buyer: people.Signed, client: Client) -> None:
    payment, _ = bill(buyer, 9900)
    pay(buyer, payment, "slow")
    told = {"provider_ref": Attempt.objects.get().provider_ref, "event": "declined"}
    signature = sandbox.sign(people.body(told).encode())
    with unchanged():
        answer = notice(client, told | {"event": "captured"}, signature)
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"provider_ref": "sbx_unknown", "event": "captured"}, 404),
        ({"provider_ref": "sbx_unknown", "event": "stolen"}, 422),
        ({"provider_ref": "", "event": "captured"}, 422),
        ({"provider_ref": "x" * 61, "event": "captured"}, 422),
        ({"event": "captured"}, 422),
        ({"provider_ref": "x", "event": "declined", "code": "No Funds"}, 422),
    ],
)
def test_a_notice_that_makes_no_sense_is_refused(client: Client, data: Any, status: int) -> None:
    with unchanged():
        answer = notice(client, data)
    assert answer.status_code == status


def test_without_the_sandbox_it_sends_no_notices(buyer: people.Signed, client: Client, settings: Any) -> None:
    payment, _ = bill(buyer, 9900)
    pay(buyer, payment, "slow")
    settings.PAYMENT_PROVIDER = ""
    with unchanged("kernel_idempotencykey"):
        answers = [notice(client, {"provider_ref": Attempt.objects.get().provider_ref, "event": "captured"}), pay(buyer, payment, key="k2")]
    assert [(one.status_code, one.json()["code"]) for one in answers] == [(404, "kernel.not_found"), (409, "payments.still_pending")]
