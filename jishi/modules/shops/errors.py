"""Refusals of shops."""

from jishi.kernel.errors import BadInput, NotFound, Refused


class MarketClosed(NotFound):
    """The operator has not opened this market."""

    code = "shops.market_closed"


class NameTaken(Refused):
    """Another shop has this name, or one that differs only in its letters' case."""

    code = "shops.name_taken"
    status = 409


class AlreadySetUp(Refused):
    """This marketplace has its first operator; what is to change is changed by them."""

    code = "shops.already_set_up"
    status = 409


class WrongSetupCode(Refused):
    """The code is not that which `jishi serve` wrote to its console."""

    code = "shops.wrong_setup_code"
    status = 403


class MailFailed(Refused):
    """The mail server did not take a message, or there is none."""

    code = "shops.mail_failed"
    status = 409


class UnknownRole(BadInput):
    """The rules name no such role (rule shops.staff.roles)."""

    code = "shops.unknown_role"


class MemberAlready(Refused):
    """This person works in the shop already."""

    code = "shops.member_already"
    status = 409


class TooManyMembers(Refused):
    """The shop has as many staff as the rule allows (rule shops.staff.per_shop)."""

    code = "shops.too_many_members"
    status = 409


class LastOwner(Refused):
    """A shop keeps one owner at least."""

    code = "shops.last_owner"
    status = 409


class MemberGone(Refused):
    """The membership changed meanwhile."""

    code = "shops.member_gone"
    status = 409
