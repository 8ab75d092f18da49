"""`jishi doctor`: is everything here that an installation needs, and does it work?"""

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

import django
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max

from jishi import __version__, lawbook
from jishi.config import gates, lag
from jishi.kernel import clock, crypto, paper, post
from jishi.kernel.models import Audit, Deadline, EventSetAside, SubjectKey
from jishi.lawbook.calendar import known_year

SLOW = timedelta(minutes=5)
APART = timedelta(seconds=30)
ROOM = 1 << 30
MARKS = {"good": "  ok ", "look": " look", "bad": "  BAD"}


@dataclass(frozen=True)
class Found:
    """One thing looked at: good, worth a look, or bad."""

    what: str
    state: Literal["good", "look", "bad"]
    says: str


def run(args: argparse.Namespace) -> int:
    """Print what was found; 1 when something is bad."""
    found = list(look())
    if args.json:
        print(json.dumps([asdict(one) for one in found], ensure_ascii=False))
    else:
        for one in found:
            print(f"{MARKS[one.state]}  {one.what}: {one.says}")
    bad = sum(one.state == "bad" for one in found)
    print(f"{len(found)} things looked at, {bad} bad.", file=sys.stderr)
    return 1 if bad else 0


def look() -> Iterator[Found]:
    """Everything; what needs the tables only where they are this version's."""
    yield from versions()
    yield from gated()
    yield from places()
    yield from fonts()
    yield from mail()
    pending = _pending()
    if pending is not None:
        yield Found("database", "bad", pending)
        return
    yield Found("database", "good", f"{connection.vendor}, its tables are this version's")
    yield from clocks()
    yield from keys()
    yield from workers()
    yield from calendars()
    yield from demonstration()


def demonstration() -> Iterator[Found]:
    """What the simulated people of a demonstration did, and what went wrong with them."""
    from jishi.config.living import told_in

    if settings.ENV != "demo" or not told_in().exists():
        return
    told = json.loads(told_in().read_text(encoding="utf-8"))
    says = f"{told['acts']} acts, {told['refused']} refused, {told['failed']} failed"
    yield Found("people", "look" if told["failed"] else "good", says + (f"; the last: {told['error']}" if told["failed"] else ""))


def versions() -> Iterator[Found]:
    """Of ourselves and what we stand on."""
    yield Found("jishi", "good", f"{__version__}, Python {platform.python_version()}, Django {django.get_version()}")
    sqlite = gates.sqlite_version()
    sound = gates.sqlite_is_sound(sqlite)
    used = connection.vendor == "sqlite"
    state: Literal["good", "look", "bad"] = "good" if sound else "bad" if used else "look"
    yield Found("SQLite", state, ".".join(map(str, sqlite)) + ("" if sound else ", which can lose commits: 3.51.3 is needed"))


def gated() -> Iterator[Found]:
    """What production would refuse, told in any environment."""
    reasons = list(gates.unsafe())
    if not reasons:
        yield Found("production", "good", f"nothing stands against it; JISHI_ENV is {settings.ENV}")
    for reason in reasons:
        yield Found("production", "bad" if settings.ENV == "prod" else "look", reason)


def places() -> Iterator[Found]:
    """Folders can be written, and there is room."""
    for name, place in (
        ("data directory", settings.DATA_DIR),
        ("files", settings.FILES_DIR),
        ("temporary files", Path(tempfile.gettempdir())),
    ):
        there = next(one for one in (place, *place.parents) if one.exists())
        if not os.access(there, os.W_OK | os.X_OK):
            yield Found(name, "bad", f"{place} cannot be written")
        elif (free := shutil.disk_usage(there).free) < ROOM:
            yield Found(name, "look", f"{place} has {free >> 20} MiB left")
        else:
            yield Found(name, "good", str(place))


def fonts() -> Iterator[Found]:
    """Papers are set in the font that is installed with us."""
    try:
        found = paper.font()
    except ImportError:
        yield Found("fonts", "bad", "noto-cjk-sans-otc is not installed: nothing can be printed")
        return
    yield Found("fonts", "good", str(found)) if found.is_file() else Found("fonts", "bad", f"{found} is not there: nothing can be printed")


def mail() -> Iterator[Found]:
    """The mail server answers and takes the name and password."""
    if not settings.MAIL_URL:
        state: Literal["look", "good"] = "look" if settings.ENV == "prod" else "good"
        yield Found(
            "mail",
            state,
            "JISHI_MAIL_URL is not set: " + ("nobody can sign in" if settings.ENV == "prod" else "letters stay in the Mailbox"),
        )
        return
    from jishi.modules.identity.adapters.mail import server

    try:
        link = server(settings.MAIL_URL)
        link.open()
        link.close()
    except (OSError, ValueError) as error:
        yield Found("mail", "bad", f"{type(error).__name__}: {error}")
    else:
        yield Found("mail", "good", "the server answers")


def clocks() -> Iterator[Found]:
    """The machine's clock goes as the database's does, and not behind what was written."""
    now = clock.real()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            apart = abs(cursor.fetchone()[0] - now)
        yield Found("clock", "good" if apart < APART else "bad", f"{apart.total_seconds():.1f} s from the database's")
    state = clock.state()
    if state.simulated:
        yield Found("marketplace's clock", "good", f"simulated: {state.now:%Y-%m-%d %H:%M} at {state.speed} times the real one")
        return
    last = Audit.objects.aggregate(at=Max("at"))["at"]
    behind = last is not None and last - now > APART
    yield Found(
        "clock",
        "bad" if behind else "good",
        f"{now:%Y-%m-%d %H:%M:%S} UTC" + (f", but something is on record as of {last}" if behind else ""),
    )


def keys() -> Iterator[Found]:
    """The installation's keys open what they sealed."""
    row = SubjectKey.objects.exclude(wrapped=None).order_by("-pk").first()
    try:
        if row is not None:
            crypto.unseal(bytes(row.wrapped or b""), crypto.SUBJECT)
    except (ValueError, RuntimeError) as error:
        yield Found("keys", "bad", f"what is sealed cannot be read: {error}")
        return
    count = len(settings.FIELD_KEYS)
    if count > 1:
        yield Found("keys", "look", f"{count} keys: once jishi keys rotate is through, the first is enough")
    else:
        yield Found("keys", "good", "one key, and it opens what is sealed")


def workers() -> Iterator[Found]:
    """Somebody fires deadlines, delivers facts and post, seals the audit, in time."""
    late = timedelta(seconds=lag.deadlines())
    yield Found("deadlines", "good" if late < SLOW else "bad", f"the oldest that is due is {late.total_seconds():.0f} s late")
    behind = {name: count for name, count in lag.events_behind().items() if count}
    yield Found(
        "facts", "look" if behind else "good", ", ".join(f"{name} has {count} to hear" for name, count in behind.items()) or "all heard"
    )
    unsealed = lag.audit()
    yield Found("audit", "look" if unsealed else "good", f"{unsealed} rows wait to be sealed" if unsealed else "sealed")
    aside = EventSetAside.objects.count() + Deadline.objects.exclude(set_aside_at=None).count()
    yield Found("set aside", "look" if aside else "good", f"{aside} facts and deadlines failed and wait for an operator")
    if post.held():
        yield Found("deliveries", "look", "held since a restore: run jishi release once all is well")


def calendars() -> Iterator[Found]:
    """Working days of this year and the next are known; beyond, Monday to Friday are taken."""
    year = clock.now().year
    for market in lawbook.markets():
        lacking = [str(one) for one in (year, year + 1) if not known_year(one, market.code)]
        says = (
            f"{', '.join(lacking)} is not known: Monday to Friday count as working days" if lacking else f"{year} and {year + 1} are known"
        )
        yield Found(f"calendar {market.code}", "look" if lacking else "good", says)


def _pending() -> str | None:
    """Why the tables are not this version's; None when they are."""
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except django.db.Error as error:
        return f"{connection.vendor} does not answer: {error}"
    return f"{len(plan)} steps behind: run jishi migrate" if plan else None
