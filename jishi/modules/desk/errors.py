"""Refusals of the desk."""

from jishi.kernel.errors import BadInput, NotAllowed, Refused


class Banned(Refused):
    """The buyer may not talk to this shop's service just now, or to anybody's; the standing says until when and why."""

    code = "desk.banned"
    status = 403


class OwnShop(NotAllowed):
    """Nobody is buyer and shop at once."""

    code = "desk.own_shop"


class Taken(Refused):
    """Somebody answers the session already."""

    code = "desk.taken"
    status = 409


class Full(Refused):
    """The agent has as many sessions as they may (rule desk.assignment.saturated_at)."""

    code = "desk.full"
    status = 409


class NoSession(Refused):
    """No session is open: the buyer opens the next by writing."""

    code = "desk.no_session"
    status = 409


class UnknownVariable(BadInput):
    """A text names a variable that there is none of, or none that can be filled here."""

    code = "desk.unknown_variable"


class ShortcutTaken(Refused):
    """Another reply of the same owner has this shortcut."""

    code = "desk.shortcut_taken"
    status = 409


class RepliesFull(Refused):
    """As many quick replies as the rule allows are kept already (rule desk.faq.quick_replies_max)."""

    code = "desk.replies_full"
    status = 409


class NotWaiting(Refused):
    """The session was answered, its time ran out, or it does not count anyway: there is no answer to be waived."""

    code = "desk.not_waiting"
    status = 409


class AnswerNeeded(Refused):
    """No session is left out here because an agent says so (rule desk.response.left_out)."""

    code = "desk.answer_needed"
    status = 409
