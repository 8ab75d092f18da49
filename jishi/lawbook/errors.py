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


class PackStands(BadInput):
    """The market follows this pack on that day anyway."""

    code = "lawbook.pack_stands"


class ProposeFirst(Refused):
    """The market is open: another pack is proposed by one person and settled by another (rule lawbook.changes.pack_persons)."""

    code = "lawbook.propose_first"
    status = 409


class NoSuchRule(NotFound):
    """The rulebook has no rule of this name."""

    code = "lawbook.no_such_rule"


class BadWhere(BadInput):
    """The rule does not depend on this key, or the key has no such word."""

    code = "lawbook.bad_where"


class MarketNotOpen(NotFound):
    """The operator has not opened this market."""

    code = "lawbook.market_not_open"


class NotToOverride(BadInput):
    """The rule decides nothing, or says how the law itself is changed: only the rulebook's files change it."""

    code = "lawbook.not_to_override"


class BadValue(BadInput):
    """The value does not fit the rule's unit and shape."""

    code = "lawbook.bad_value"


class NeverAbsent(BadInput):
    """The rulebook has no case in which this rule does not apply, so the operator cannot make one."""

    code = "lawbook.never_absent"


class BadUnit(BadInput):
    """A value may only change one unit of time for another."""

    code = "lawbook.bad_unit"


class HidesNarrower(BadInput):
    """The value would silently end narrower ones; it must say that it replaces all."""

    code = "lawbook.hides_narrower"


class Tie(BadInput):
    """Another override of the rule with as many keys could match the same case."""

    code = "lawbook.tie"


class NothingChanges(BadInput):
    """This is what holds anyway."""

    code = "lawbook.nothing_changes"


class SinceMissing(BadInput):
    """A change that is announced says from which day on; an emergency begins when it is published."""

    code = "lawbook.since_missing"


class ReasonMissing(Refused):
    """An emergency change gives its reason."""

    code = "lawbook.reason_missing"
    status = 422


class OverrideBackdated(Refused):
    """The change would begin before its publication and notice."""

    code = "lawbook.override_backdated"
    status = 409


class AlreadyScheduled(Refused):
    """A change of this rule for these cases is announced already."""

    code = "lawbook.already_scheduled"
    status = 409


class SamePerson(Refused):
    """Whoever drafted or already published an override does not publish it."""

    code = "lawbook.same_person"
    status = 403


class WrongRole(Refused):
    """The rule does not let this operator's role draft overrides."""

    code = "lawbook.wrong_role"
    status = 403


class NotInForce(Refused):
    """Only what is in force can be repealed."""

    code = "lawbook.not_in_force"
    status = 409


class DayPast(BadInput):
    """A calendar is changed from tomorrow on: no limit that runs already is counted anew."""

    code = "lawbook.day_past"


class BadBlocks(BadInput):
    """Blocks of service follow each other within their day."""

    code = "lawbook.bad_blocks"


class TooFar(BadInput):
    """So much time does not end within what a calendar can tell."""

    code = "lawbook.too_far"
