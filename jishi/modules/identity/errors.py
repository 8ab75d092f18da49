"""Refusals of identity."""

from jishi.kernel.errors import BadInput, NotAllowed, Refused, TooMany


class BadOrigin(NotAllowed):
    """A write with a session's cookie that does not come from our own pages."""

    code = "kernel.bad_origin"


class NotReachable(BadInput):
    """Neither a phone number nor an e-mail address."""

    code = "identity.not_reachable"


class BadPhone(BadInput):
    """No phone number of that country."""

    code = "identity.bad_phone"


class BadCountry(BadInput):
    """No country of that code."""

    code = "identity.bad_country"


class CodeTooSoon(TooMany):
    """A code went there a moment ago (rule identity.codes.resend_after)."""

    code = "identity.code_too_soon"


class TooManyCodes(TooMany):
    """As many codes as a day allows went there (rule identity.codes.a_day)."""

    code = "identity.too_many_codes"


class NoSmsGateway(Refused):
    """Phones cannot be reached here: no gateway is configured."""

    code = "identity.no_sms_gateway"
    status = 409


class NoMailGateway(Refused):
    """E-mail cannot be sent from here: no gateway is configured."""

    code = "identity.no_mail_gateway"
    status = 409


class WrongCode(Refused):
    """The code is wrong, used, too old or tried too often: all answer alike."""

    code = "identity.wrong_code"
    status = 403


class ReachKept(Refused):
    """They have a phone, or an e-mail, already."""

    code = "identity.reach_kept"


class ReachTaken(Refused):
    """It leads to another person."""

    code = "identity.reach_taken"


class UnknownScope(BadInput):
    """No permission has this name."""

    code = "identity.unknown_scope"


class UnknownRole(BadInput):
    """The rules name no such role."""

    code = "identity.unknown_role"


class TooManyReveals(TooMany):
    """As much personal data as a day allows was unmasked, by this person or in this shop (rules identity.reveal.*)."""

    code = "identity.too_many_reveals"


class StillWorks(Refused):
    """Someone who works in a shop or for the operator leaves there first."""

    code = "identity.still_works"


class StillRunning(Refused):
    """Time limits still run for this person: an order on its way needs its address."""

    code = "identity.still_running"
