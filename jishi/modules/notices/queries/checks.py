"""What must hold of the tables of notices; `jishi fsck` names each row that does not."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q

from jishi.kernel import words
from jishi.kernel.fsck import check
from jishi.kernel.models import Deadline
from jishi.modules.notices.actions.gather import KIND
from jishi.modules.notices.models import TOPICS, Letter, Notice, Wish
from jishi.modules.notices.queries.wishes import CHANNELS

PIECE = 2_000


@check("notices_notice", "a notice has words, and what is still to be mailed of it is in an open letter to the same person")
def notices() -> Iterator[tuple[str, str]]:
    """A notice that no open letter holds would never be mailed."""
    for row in Notice.objects.values("pk", "kind", "read_at", "at").order_by("pk").iterator(PIECE):
        if not all(words.has(f"{row['kind']}.{part}", words.DEFAULT) for part in ("subject", "text")):
            yield row["pk"], f"{row['kind']} has no words"
        if row["read_at"] is not None and row["read_at"] < row["at"]:
            yield row["pk"], "read before it was told"
    held = Letter.objects.filter(pk=OuterRef("letter"), person=OuterRef("person"), shop=OuterRef("shop"), state="open")
    for pk in Notice.objects.filter(~Exists(held), mail=True).order_by("pk").values_list("pk", flat=True):
        yield pk, "is to be mailed, and no open letter has it"


@check("notices_letter", "an open letter has its deadline, and one that is not has been sent or dropped")
def letters() -> Iterator[tuple[str, str]]:
    """Without a deadline it would never go out."""
    runs = Deadline.objects.filter(kind=KIND, subject=OuterRef("pk"), state__in=["open", "paused"])
    for pk in Letter.objects.filter(~Exists(runs), state="open").order_by("pk").values_list("pk", flat=True):
        yield pk, "is open and no deadline runs"
    yield from ((pk, "holds nothing") for pk in Letter.objects.filter(notices__lt=1).order_by("pk").values_list("pk", flat=True))
    for pk in Letter.objects.filter(~Q(post=""), ~Q(state="sent")).order_by("pk").values_list("pk", flat=True):
        yield pk, "was mailed without being sent"


@check("notices_wish", "what someone wants is of topics and channels that there are, and quiet hours begin and end")
def wishes() -> Iterator[tuple[str, str]]:
    """A channel that is none would be told nothing."""
    for row in Wish.objects.order_by("pk").iterator(PIECE):
        strange = set(row.channels) - set(TOPICS) or {name for of in row.channels.values() for name in of} - set(CHANNELS)
        if strange:
            yield row.pk, f"names {sorted(strange)}, which there is not"
    half = Wish.objects.filter(Q(quiet_from="") ^ Q(quiet_to="") | Q(quiet_from=F("quiet_to")) & ~Q(quiet_from=""))
    yield from ((pk, "its quiet hours do not begin and end") for pk in half.order_by("pk").values_list("pk", flat=True))
