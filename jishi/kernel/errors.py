"""Refusals. Each has a code whose words stand in the words file of the module that its first part names."""

from typing import Any


class Refused(Exception):
    """Something that was asked is not done, and why.

    `code` finds the sentence, `params` fill it, `field` names the input at fault. `why` holds the arguments of a
    Decision: the API writes it after the refused action was rolled back, so that a refusal by a rule can be explained.
    """

    code = "kernel.refused"
    status = 409

    def __init__(
        self,
        code: str | None = None,
        *,
        field: str | None = None,
        rule: str | None = None,
        why: dict[str, Any] | None = None,
        **params: Any,
    ) -> None:
        super().__init__(code or self.code)
        self.code = code or self.code
        self.field = field
        self.rule = rule
        self.why = why
        self.params = params

    def __str__(self) -> str:
        return f"{self.code} {self.params or ''}".strip()


class BadInput(Refused):
    """What was sent cannot be read or is out of bounds; `field` names it."""

    code = "kernel.bad_input"
    status = 422


class NotSignedIn(Refused):
    """Nobody is signed in, or the session or key is no longer valid."""

    code = "kernel.not_signed_in"
    status = 401


class NotAllowed(Refused):
    """It is yours to see, but your role may not do this."""

    code = "kernel.not_allowed"
    status = 403


class NotFound(Refused):
    """It is not there, or not yours: the two answer alike."""

    code = "kernel.not_found"
    status = 404


class WrongState(Refused):
    """The machine does not allow this verb in the state the row is in now."""

    code = "kernel.wrong_state"
    status = 409


class TooMany(Refused):
    """A limit on how often is reached."""

    code = "kernel.too_many"
    status = 429


class Unavailable(Refused):
    """The server is too busy to take it; nothing was done, or the key of idempotency makes asking again safe."""

    code = "kernel.busy"
    status = 503
