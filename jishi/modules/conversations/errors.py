"""Refusals of conversations."""

from jishi.kernel.errors import BadInput, Refused


class Unseen(Refused):
    """Others have written since the sender looked: what they wrote comes first, then the sender decides anew."""

    code = "conversations.unseen"
    status = 409


class TooLong(BadInput):
    """The text is longer than the rule allows (rule conversations.messages.length_max)."""

    code = "conversations.too_long"


class BadBody(BadInput):
    """The message is of no kind that is known, or lacks what its kind needs."""

    code = "conversations.bad_body"
