"""`jishi fsck` finds nothing in sound tables of payments and names each row that is broken by SQL."""

import pytest

from jishi.kernel import fsck, rows
from jishi.kernel.runner import act
from jishi.modules.payments import actions
from jishi.modules.payments.queries.checks import checks
from jishi.modules.payments.tests.trial import BUYER, PURPOSE, paid, subjects, to_pay, usd

pytestmark = pytest.mark.django_db
ME = f"person:{BUYER}"


def found() -> set[tuple[str, str]]:
    return {(one.table.removeprefix("payments_"), one.row) for one in fsck.run() if one.table.startswith("payments_")}


def money_moves() -> dict[str, str]:
    """One payment captured and returned in part, one waiting, one new; their ids."""
    done = paid(9900)
    refund = act(actions.refund, subjects(done)[0], usd(900), "orders.cancelled", key="a", purpose=PURPOSE)
    waiting = act(actions.pay, to_pay(500).payment, "slow", actor=ME)
    new = to_pay(100)
    views = {"done": done, "waiting": waiting, "new": new}
    ids = {f"{name}.{what}": row.id for name, view in views.items() for what, row in (("payment", view.payment), ("part", view.parts[0]))}
    return ids | {"done.attempt": done.attempt.id, "waiting.attempt": waiting.attempt.id, "refund": refund.id}


BREAKS = [
    ("DELETE FROM payments_part WHERE id = '{new.part}'", [("payment", "new.payment")]),
    ("UPDATE payments_part SET due_minor = 0 WHERE id = '{new.part}'", [("payment", "new.payment")]),
    ("UPDATE payments_payment SET state = 'closed' WHERE id = '{new.payment}'", [("payment", "new.payment")]),
    ("UPDATE payments_payment SET state = 'pending' WHERE id = '{new.payment}'", [("payment", "new.payment")]),
    ("UPDATE payments_payment SET state = 'created' WHERE id = '{waiting.payment}'", [("payment", "waiting.payment")]),
    (
        "UPDATE payments_attempt SET state = 'captured' WHERE id = '{waiting.attempt}'",
        [("payment", "waiting.payment"), ("part", "waiting.part")],
    ),
    ("UPDATE payments_attempt SET state = 'declined' WHERE id = '{done.attempt}'", [("payment", "done.payment"), ("part", "done.part")]),
    ("UPDATE payments_part SET captured_minor = 9901 WHERE id = '{done.part}'", [("part", "done.part")]),
    ("UPDATE payments_part SET refunded_minor = 901 WHERE id = '{done.part}'", [("part", "done.part")]),
    ("UPDATE payments_part SET payment = 'pay_gone' WHERE id = '{new.part}'", [("part", "new.part"), ("payment", "new.payment")]),
    ("DELETE FROM payments_refund WHERE id = '{refund}'", [("part", "done.part")]),
    ("UPDATE payments_refund SET amount_minor = 1 WHERE id = '{refund}'", [("part", "done.part")]),
    ("UPDATE payments_refund SET part = 'prt_gone' WHERE id = '{refund}'", [("refund", "refund"), ("part", "done.part")]),
    ("DELETE FROM ledger_posting WHERE key = 'payments.refunded:{refund}'", [("refund", "refund"), ("part", "done.part")]),
    ("DELETE FROM ledger_posting WHERE key = 'payments.captured:{done.attempt}:{done.part}'", [("part", "done.part")]),
    ("UPDATE payments_attempt SET covers = '{{}}' WHERE id = '{waiting.attempt}'", [("attempt", "waiting.attempt")]),
    ("UPDATE payments_attempt SET payment = 'pay_gone' WHERE id = '{waiting.attempt}'", [("attempt", "waiting.attempt")]),
]


@pytest.mark.parametrize(("text", "named"), BREAKS, ids=[f"{n}-{text[:50]}" for n, (text, _) in enumerate(BREAKS)])
def test_each_broken_row_is_named(text: str, named: list[tuple[str, str]]) -> None:
    ids = money_moves()
    assert found() == set()
    assert rows.change(_filled(text, ids)) == 1
    assert found() >= {(table, ids[name]) for table, name in named}


def _filled(text: str, ids: dict[str, str]) -> str:
    for name, value in ids.items():
        text = text.replace("{" + name + "}", value)
    return text.replace("{{", "{").replace("}}", "}")


def test_every_table_has_its_check() -> None:
    mine = [one for one in fsck.CHECKS if one.table.startswith("payments_")]
    assert {one.table for one in mine} == {f"payments_{name}" for name in ("payment", "part", "attempt", "refund")}
    assert len(mine) == len(checks)
