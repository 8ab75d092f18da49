"""What must hold of the lawbook's tables; `jishi fsck` names each row that does not."""

from collections.abc import Iterator

from jishi.kernel.fsck import check
from jishi.kernel.models import Deadline
from jishi.lawbook import models as tables
from jishi.lawbook.deadlines import NOTICE_ENDS
from jishi.lawbook.rulebook import OVERRIDE, rulebook, value_key
from jishi.lawbook.states import NOTICE, PUBLISHED, SETTLED

PIECE = 2_000


@check("lawbook_value", "a value is the one that its key names")
def values() -> Iterator[tuple[str, str]]:
    """The key is a hash over the row: a value changed in the table no longer fits it."""
    for row in tables.Value.objects.iterator(PIECE):
        key = value_key(row.layer, row.rule, row.since.isoformat(), row.where, row.unit, row.value, row.source)
        if key != row.key:
            yield row.key, f"{row.rule}: the row says {key}"


@check("lawbook_market", "an open market is the rulebook's and has a pack from its first day")
def markets() -> Iterator[tuple[str, str]]:
    """Currency and zone come from the rulebook; the first pack row opens the market."""
    firsts: dict[str, object] = {}
    for pack in tables.MarketPack.objects.order_by("-since"):
        firsts[pack.market_id] = pack.since
    for row in tables.Market.objects.order_by("code"):
        if row.code not in rulebook().markets:
            yield row.code, "is not in the rulebook"
        if firsts.get(row.code) != row.opened:
            yield row.code, f"opened {row.opened}, its first pack begins {firsts.get(row.code)}"


@check("lawbook_marketpack", "a market's pack is one made for it")
def packs() -> Iterator[tuple[str, str]]:
    """A pack names its markets."""
    for row in tables.MarketPack.objects.order_by("pk"):
        pack = rulebook().packs.get(row.pack) if row.pack is not None else None
        if row.pack is not None and (pack is None or row.market_id not in pack.markets):
            yield row.pk, f"{row.pack} is no pack for {row.market_id}"


@check("lawbook_packchange", "a change of a pack has its persons, and what is settled its pack from its day on")
def pack_changes() -> Iterator[tuple[str, str]]:
    """Nobody settles their own proposal."""
    dated = {(row.market_id, row.since): row.pack for row in tables.MarketPack.objects.all()}
    for row in tables.PackChange.objects.order_by("pk").iterator(PIECE):
        persons = [row.drafted_by, *(one["person"] for one in row.approvals)]
        if len(set(persons)) != len(persons):
            yield row.pk, "one person stands in it twice"
        if row.state == SETTLED and (not row.approvals or dated.get((row.market_id, row.since), ...) != row.pack):
            yield row.pk, f"is settled, and {row.market_id} does not follow {row.pack} from {row.since} on"


@check("lawbook_override", "an override has the persons, the notice, the value and the clock that its state wants")
def overrides() -> Iterator[tuple[str, str]]:
    """Never in force before publication and notice; nobody publishes their own draft."""
    kept = {row.key: row for row in tables.Value.objects.filter(layer=OVERRIDE)}
    running = set(Deadline.objects.filter(kind=NOTICE_ENDS, state="open").values_list("subject", flat=True))
    for row in tables.Override.objects.order_by("pk").iterator(PIECE):
        persons = [row.drafted_by, *(one["person"] for one in row.approvals)]
        if len(set(persons)) != len(persons):
            yield row.pk, "one person stands in it twice"
        if (row.state == NOTICE) != (row.pk in running):
            yield row.pk, f"is in state {row.state}, and its notice {'runs' if row.pk in running else 'does not run'}"
        if row.state in PUBLISHED:
            yield from _published(row, kept.get(row.key or ""))


def _published(row: tables.Override, kept: tables.Value | None) -> Iterator[tuple[str, str]]:
    if not row.approvals:
        yield row.pk, "was published by nobody"
    if not row.emergency and (
        row.notice is None or row.since is None or not row.notice["from"] <= row.notice["to"] < row.since.isoformat()
    ):
        yield row.pk, "began before its notice was over"
    if row.repeals_id is None and (kept is None or (kept.rule, kept.value, kept.where) != (row.rule, row.value, row.where)):
        yield row.pk, f"the value {row.key} that cases cite is another"


@check("lawbook_calendarentry", "what the operator wrote into a calendar can be read")
def calendar_entries() -> Iterator[tuple[str, str]]:
    """A day works or not and has a name, a year is whole, a week has the blocks of seven days in order."""
    for row in tables.CalendarEntry.objects.filter(content__isnull=False).order_by("pk").iterator(PIECE):
        match row.kind, row.content:
            case "day", {"working": bool(), "name": str()}:
                continue
            case "year", {"known": True} if (row.on.month, row.on.day) == (1, 1):
                continue
            case "week", {"blocks": [_, _, _, _, _, _, _] as week} if all(begins < ends for day in week for begins, ends in day):
                continue
        yield row.pk, f"{row.content} is no entry of a {row.kind}"


@check("lawbook_decision", "a decision cites values that were in force, and its own deadline")
def decisions() -> Iterator[tuple[str, str]]:
    """Every cited key is kept, and the deadline is the one it says."""
    known = dict(tables.Value.objects.values_list("key", "rule"))
    for row in tables.Decision.objects.order_by("pk").iterator(PIECE):
        if not row.rulings:
            yield row.pk, "cites no ruling"
        for stored in row.rulings:
            if stored["key"] and known.get(stored["key"]) != stored["rule"]:
                yield row.pk, f"cites {stored['key']} of {stored['rule']}, which was never in force"
    yield from _deadlines()


def _deadlines() -> Iterator[tuple[str, str]]:
    with_one = tables.Decision.objects.exclude(deadline=None).order_by("pk")
    piece: list[tables.Decision] = []
    for row in with_one.iterator(PIECE):
        piece.append(row)
        if len(piece) == PIECE:
            yield from _of_piece(piece)
            piece = []
    yield from _of_piece(piece)


def _of_piece(piece: list[tables.Decision]) -> Iterator[tuple[str, str]]:
    subjects = dict(Deadline.objects.filter(pk__in=[row.deadline for row in piece]).values_list("pk", "subject"))
    for row in piece:
        if row.deadline not in subjects:
            yield row.pk, f"its deadline {row.deadline} is not there"
