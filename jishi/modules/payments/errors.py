"""Refusals of payments."""

from jishi.kernel.errors import BadInput, Refused


class MethodNotOffered(BadInput):
    """Not a way to pay in this market (rule payments.methods.offered), or none that this installation can take."""

    code = "payments.method_not_offered"


class NoProvider(Refused):
    """No provider of payment is set up here."""

    code = "payments.no_provider"


class AlreadyPaid(Refused):
    """The money of this payment is there."""

    code = "payments.already_paid"


class StillPending(Refused):
    """An attempt is on its way; a second one could take the money twice."""

    code = "payments.still_pending"


class PaymentClosed(Refused):
    """Nothing of this payment is to be paid any more."""

    code = "payments.closed"


class NothingToRefund(Refused):
    """More was asked back than is left of what came; `left` says how much is."""

    code = "payments.nothing_to_refund"


class BadSignature(Refused):
    """A notice that the provider did not sign."""

    code = "payments.bad_signature"
    status = 401
