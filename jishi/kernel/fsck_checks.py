"""What must hold of the kernel's tables; `jishi fsck` names each row that does not."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.db.models import Exists, F, Max, OuterRef, Q

from jishi.kernel import audit as sealed_audit
from jishi.kernel import clock, crypto, events, files, installation, private, rows, words
from jishi.kernel import models as tables
from jishi.kernel.api.answers import PURPOSE
from jishi.kernel.fsck import check
from jishi.kernel.machine import MACHINES
from jishi.kernel.post import DELIVERIES
from jishi.kernel.standing import PRIVILEGES

PIECE = 2_000
ON_ITS_WAY = timedelta(days=1)
JOB_STATES = ("running", "done", "stopped", "failed")


def _all_say(part: str) -> None:
    """Every module has said its machines, facts or privileges: they stand in its file of this name."""
    for app in apps.get_app_configs():
        if find_spec(f"{app.name}.{part}"):
            import_module(f"{app.name}.{part}")


@check("kernel_deadline", "a deadline's state, times and remainder agree")
def deadlines() -> Iterator[tuple[str, str]]:
    """Nothing lapses early; what is closed says when, what runs does not; what is paused keeps its remainder."""
    running = Q(state__in=["open", "paused"])
    faults = (
        (Q(state="lapsed", closed_at__lt=F("due")), "lapsed before it was due"),
        (~running & Q(closed_at=None), "is closed and does not say when"),
        (running & ~Q(closed_at=None), "is not closed and says when it was"),
        (Q(state="paused") & (Q(remainder_ms=None) | Q(remainder_ms__lt=0)), "is paused without what remains of it"),
    )
    for wrong, what in faults:
        for found in tables.Deadline.objects.filter(wrong).order_by("pk").values_list("pk", flat=True):
            yield found, what


@check("kernel_history", "each step is one of its machine's and begins where the one before ended")
def history() -> Iterator[tuple[int, str]]:
    """The steps of one subject in one machine are a chain."""
    _all_say("states")
    steps = tables.History.objects.order_by("machine", "verb", "from_state", "to_state")
    for machine, verb, source, to in steps.values_list("machine", "verb", "from_state", "to_state").distinct():
        sources, goal = MACHINES[machine].table.get(verb, (frozenset(), "")) if machine in MACHINES else (frozenset(), "")
        if source not in sources or to != goal:
            wrong = tables.History.objects.filter(machine=machine, verb=verb, from_state=source, to_state=to).order_by("pk")
            for found in wrong.values_list("pk", flat=True):
                yield found, f"{machine} has no step {verb} from {source} to {to}"
    broken = """
        SELECT id, from_state, before FROM (
            SELECT id, from_state, LAG(to_state) OVER (PARTITION BY machine, subject ORDER BY id) AS before FROM kernel_history
        ) AS steps WHERE before IS NOT NULL AND before <> from_state ORDER BY id"""
    for found, source, before in rows.sql(broken):
        yield found, f"begins in {source}, the step before ended in {before}"


@check("kernel_event", "the outbox can be read")
def outbox() -> Iterator[tuple[int, str]]:
    """Every fact is of a kind that some module knows, and whole."""
    _all_say("events")
    for row in tables.Event.objects.order_by("pk").iterator(PIECE):
        try:
            events.read(row)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            yield row.pk, f"{row.type} cannot be read: {type(error).__name__}: {error}"


@check("kernel_cursor", "no listener has heard more than was said")
def cursors() -> Iterator[tuple[str, str]]:
    """A cursor stands at an event, or before the first."""
    last = tables.Event.objects.aggregate(last=Max("seq"))["last"] or 0
    for row in tables.Cursor.objects.filter(Q(seq__gt=last) | Q(seq__lt=0)).order_by("pk"):
        yield row.pk, f"stands at {row.seq}, the last event is {last}"


@check("kernel_eventsetaside", "what was set aside is there")
def set_aside() -> Iterator[tuple[int, str]]:
    """Each names an event of the outbox."""
    there = tables.Event.objects.filter(pk=OuterRef("seq"))
    for row in tables.EventSetAside.objects.filter(~Exists(there)).order_by("pk"):
        yield row.pk, f"event {row.seq} is not in the outbox"


@check("kernel_quota", "nothing less than nothing is used")
def quotas() -> Iterator[tuple[str, str]]:
    """Whoever gives back more than was taken would make others' limits wider."""
    for row in tables.Quota.objects.filter(used__lt=0).order_by("pk"):
        yield row.pk, f"{row.used} used"


@check("kernel_standing", "a standing is of a declared privilege, says what it does, and does not end before it begins")
def standings() -> Iterator[tuple[str, str]]:
    """A restriction of a privilege that nobody reads would restrict nobody."""
    _all_say("access")
    for row in tables.Standing.objects.order_by("pk").iterator(PIECE):
        if row.privilege not in PRIVILEGES:
            yield row.pk, f"no module declares {row.privilege}"
        if row.until is not None and row.until < row.since:
            yield row.pk, "ends before it begins"
        if (row.amount is None) == (row.effect in ("limit", "factor")):
            yield row.pk, f"{row.effect} with amount {row.amount} says nothing"


@check("kernel_idempotencykey", "a key that was used holds its answer")
def keys() -> Iterator[tuple[str, str]]:
    """A key without an answer would refuse for ever what was never done."""
    for row in tables.IdempotencyKey.objects.order_by("pk").iterator(PIECE):
        if not 200 <= row.status < 500:
            yield row.pk, f"its answer has status {row.status}"
        elif not _opens(row.answer, PURPOSE):
            yield row.pk, "its answer cannot be unsealed"


@check("kernel_post", "a message has words and was not sent before it was written")
def post() -> Iterator[tuple[str, str]]:
    """Its words are <kind>.text and, in a mail, <kind>.subject, in its language."""
    for row in tables.Post.objects.order_by("pk").iterator(PIECE):
        if row.sent_at is not None and row.sent_at < row.at:
            yield row.pk, "sent before it was written"
        wanted = ("subject", "text") if row.channel == "mail" else ("text",)
        lacking = [f"{row.kind}.{part}" for part in wanted if not words.has(f"{row.kind}.{part}", row.language)]
        if lacking:
            yield row.pk, f"{', '.join(lacking)} has no words in {row.language}"


@check("kernel_job", "a job has done no more than there is")
def jobs() -> Iterator[tuple[str, str]]:
    """Progress lies between nothing and everything; what is finished says when."""
    for row in tables.Job.objects.order_by("pk").iterator(PIECE):
        if row.state not in JOB_STATES:
            yield row.pk, f"its state is {row.state}"
        elif (row.finished_at is None) != (row.state == "running"):
            yield row.pk, "its state and its end do not agree"
        if not 0 <= row.done <= row.total:
            yield row.pk, f"{row.done} of {row.total} done"


@check("kernel_audit", "who acted is said")
def audit() -> Iterator[tuple[int, str]]:
    """An act of nobody's is no record."""
    for row in tables.Audit.objects.filter(Q(actor="") | Q(act="")).order_by("pk"):
        yield row.pk, "does not say who did what"


@check("kernel_audit", "what was sealed is as it was")
def audit_rows() -> Iterator[tuple[int, str]]:
    """Compares each row with the hash in its block."""
    yield from sealed_audit.sealed_rows()


@check("kernel_auditseal", "blocks of the audit form one chain")
def audit_blocks() -> Iterator[tuple[int, str]]:
    """Each bears the head of the one before."""
    yield from sealed_audit.blocks()


@check("kernel_hold", "what is held is known")
def holds() -> Iterator[tuple[str, str]]:
    """A hold of something unknown would never be released."""
    for row in tables.Hold.objects.exclude(pk=DELIVERIES).order_by("pk"):
        yield row.pk, "nothing of this name can be held"


@check("kernel_installation", "there is one installation, with a name and languages that we speak")
def installations() -> Iterator[tuple[int, str]]:
    """Else whoever comes is spoken to in no language."""
    for row in tables.Installation.objects.order_by("pk"):
        if row.pk != installation.ONLY:
            yield row.pk, "is another installation"
        if not row.name.strip():
            yield row.pk, "has no name"
        if not row.languages or not set(row.languages) <= set(words.LANGUAGES):
            yield row.pk, "offers a language that we do not speak, or none"


@check("kernel_subjectkey", "the key of each subject that was not erased can be used")
def subject_keys() -> Iterator[tuple[str, str]]:
    """Else what was sealed for the subject is lost."""
    for row in tables.SubjectKey.objects.exclude(wrapped=None).order_by("pk").iterator(PIECE):
        if not _opens(row.wrapped or b"", crypto.SUBJECT):
            yield row.pk, "no key of the installation opens it"


@check("kernel_publicfile", "a public file is the one that its key names")
def public_files() -> Iterator[tuple[str, str]]:
    """The key is the hash of the content."""
    for key in tables.PublicFile.objects.order_by("pk").values_list("pk", flat=True).iterator(PIECE):
        place = files.place(key)
        found = hashlib.sha256(place.read_bytes()).hexdigest() if place.exists() else ""
        if found != key:
            yield key, f"its content is {found}" if found else "its file is gone"


@check("kernel_publicfile", "every file in the public store has a row")
def orphans() -> Iterator[tuple[str, str]]:
    """But for those of the last day, which may be on their way."""
    there = set(tables.PublicFile.objects.values_list("pk", flat=True))
    yield from _nobodys(files.folder(), there)


def _nobodys(folder: Path, there: set[str]) -> Iterator[tuple[str, str]]:
    before = (clock.real() - ON_ITS_WAY).timestamp()
    for path in sorted(folder.glob("*/*")):
        if path.name not in there and path.stat().st_mtime < before:
            yield path.name, "is a file that nobody names"


@check("kernel_simulatedclock", "there is one clock at most, and it runs forward")
def clocks() -> Iterator[tuple[int, str]]:
    """Every process follows the row 1."""
    for row in tables.SimulatedClock.objects.order_by("pk"):
        if row.pk != 1:
            yield row.pk, "is a second clock"
        if not row.speed > 0:
            yield row.pk, f"runs at {row.speed}"


def _opens(sealed: bytes | memoryview, purpose: str) -> bool:
    try:
        crypto.unseal(bytes(sealed), purpose)
    except ValueError:
        return False
    return True


@check("kernel_privatefile", "a private file is as it was sealed, for a subject that is known")
def private_files() -> Iterator[tuple[str, str]]:
    """Until it is let go: then it may be gone already."""
    for row in tables.PrivateFile.objects.filter(dropped_at=None).order_by("pk").iterator(PIECE):
        place = private.place(row.pk)
        if not place.exists():
            yield row.pk, "its file is gone"
        elif hashlib.sha256(place.read_bytes()).hexdigest() != row.digest:
            yield row.pk, "its file is not what was sealed"
    known = tables.SubjectKey.objects.filter(pk=OuterRef("subject"))
    for key in tables.PrivateFile.objects.filter(~Exists(known)).order_by("pk").values_list("pk", flat=True):
        yield key, "it is sealed for nobody who is known"


@check("kernel_privatefile", "a private file is kept for something")
def private_holders() -> Iterator[tuple[str, str]]:
    """A row of some module bears its id, until it is let go."""
    named = " UNION ".join(f"SELECT id FROM {table}" for table in sorted(private.HOLDERS))
    text = f"SELECT id FROM kernel_privatefile WHERE dropped_at IS NULL AND id NOT IN ({named}) ORDER BY id"
    return ((str(row[0]), "no row of any module bears its id") for row in rows.sql(text))


@check("kernel_privatefile", "every file in the private store has a row")
def private_orphans() -> Iterator[tuple[str, str]]:
    """But for those of the last day, which may be on their way."""
    there = set(tables.PrivateFile.objects.values_list("pk", flat=True))
    yield from _nobodys(private.folder(), there)
