"""What goes wrong with the law: mistakes of ours (LawError), and refusals that a person reads."""

from jishi.kernel.errors import BadInput, NotFound, Refused


class LawError(RuntimeError):
    """A mistake in code or files, never in what a person sent: an unknown rule, a key not given, a malformed rulebook."""


class UnknownMarket(BadInput):
    """The rulebook knows no such market."""

    code = "lawbook.unknown_market"


class UnknownPack(BadInput):
    """The rulebook has no such pack, or it is not made for this market."""

    code = "lawbook.unknown_pack"


class PackBackdated(Refused):
    """A market that is open changes its pack from the next day on at the earliest: nothing is changed backwards."""

    code = "lawbook.pack_backdated"
    status = 409


class PackTaken(Refused):
    """The market's pack of that day is already settled otherwise."""

    code = "lawbook.pack_taken"
    status = 409


class NoSuchRule(NotFound):
    """The rulebook has no rule of this name."""

    code = "lawbook.no_such_rule"


class BadWhere(BadInput):
    """The rule does not depend on this key, or the key has no such word."""

    code = "lawbook.bad_where"
