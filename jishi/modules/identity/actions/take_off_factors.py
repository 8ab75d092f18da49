"""Help a person who lost every second factor: all of them are taken off, at an operator's hand."""

from datetime import datetime

from jishi.kernel import rows
from jishi.modules.identity.actions.tell_change import tell_change
from jishi.modules.identity.errors import NoFactor

FACTORS = {"authenticator": "identity_authenticator", "passkeys": "identity_passkey"}
REST = ("identity_recoverycode", "identity_challenge")
"""What stands in for a factor, and halves of sign-ins: of no use without one."""


def take_off_factors(person: str, reason: str, *, actor: str, at: datetime) -> int:
    """Take every second factor off a person, end all their sessions, write to them; how many sessions ended. `at` is the real clock's.

    The reason stands in the audit with what was taken. A password stays: it is no second factor. Raises NoFactor when there is none.
    """
    taken = {name: rows.change(f"DELETE FROM {table} WHERE person_id = %s", [person]) for name, table in FACTORS.items()}
    if not any(taken.values()):
        raise NoFactor
    for table in REST:
        rows.change(f"DELETE FROM {table} WHERE person_id = %s", [person])
    return tell_change(person, "take_off_factors", at=at, keep=None, actor=actor, data={"reason": reason, "taken": taken})
