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


class TooManyTries(TooMany):
    """It failed as often as the rule allows in this span (rules identity.limits.*)."""

    code = "identity.too_many_tries"


class TooManyCodesFromHere(TooMany):
    """As many codes as the rule allows were asked for from this network address (rule identity.limits.codes_per_ip)."""

    code = "identity.too_many_codes_from_here"


class WrongPassword(Refused):
    """The password does not fit, or nobody with one is behind the address: both answer alike."""

    code = "identity.wrong_password"
    status = 403


class WrongSecond(Refused):
    """The second factor does not fit, was used before, or came too late."""

    code = "identity.wrong_second"
    status = 403


class AuthenticatorInUse(Refused):
    """The person has an authenticator that works; it is removed before another is set up."""

    code = "identity.authenticator_in_use"


class WrongPasskey(Refused):
    """The passkey is unknown, was made for elsewhere, or its answer does not hold."""

    code = "identity.wrong_passkey"
    status = 403


class NoPasskeysHere(Refused):
    """This page is open under a number; passkeys are bound to names."""

    code = "identity.no_passkeys_here"


class PasskeyKnown(Refused):
    """This passkey is somebody's already."""

    code = "identity.passkey_known"


class EnoughPasskeys(Refused):
    """The person has as many passkeys as the rule allows (rule identity.factors.passkeys_most)."""

    code = "identity.enough_passkeys"


class ProveAnew(NotAllowed):
    """Signed in too long ago to change how one signs in (rule identity.factors.fresh_for)."""

    code = "identity.prove_anew"


class SecondNeeded(NotAllowed):
    """A role of theirs must have a second factor, and they have none (rules identity.factors.required_of_*)."""

    code = "identity.second_needed"


class NoFactor(Refused):
    """The person has no second factor that could be taken off."""

    code = "identity.no_factor"


class NotYourself(NotAllowed):
    """Nobody helps themselves past their own second factor."""

    code = "identity.not_yourself"


class HigherStanding(NotAllowed):
    """The person stands above the operator who would help them."""

    code = "identity.higher_standing"


class PasswordTooShort(BadInput):
    """Fewer characters than the rule asks for (rule identity.passwords.shortest)."""

    code = "identity.password_too_short"


class PasswordTooLong(BadInput):
    """More characters than the rule takes (rule identity.passwords.longest)."""

    code = "identity.password_too_long"


class PasswordGuessable(BadInput):
    """Among the passwords tried first, or made of what others know of the person."""

    code = "identity.password_guessable"


class ReachKept(Refused):
    """They have a phone, or an e-mail, already."""

    code = "identity.reach_kept"


class ReachTaken(Refused):
    """It leads to another person."""

    code = "identity.reach_taken"


class OperatorAlready(Refused):
    """This person works for the marketplace already."""

    code = "identity.operator_already"


class LastAdmin(Refused):
    """The marketplace keeps one admin at least."""

    code = "identity.last_admin"


class OperatorGone(Refused):
    """What they do for the marketplace changed meanwhile."""

    code = "identity.operator_gone"


class OnlyLooking(NotAllowed):
    """Whoever looks at a shop as its people see it changes nothing."""

    code = "identity.only_looking"


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
