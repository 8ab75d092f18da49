"""What must hold of the ledger; `jishi ledger verify` and `jishi fsck` name each row that breaks it."""

from collections.abc import Iterator

from jishi.kernel import fsck, rows
from jishi.modules.ledger.models import PENDING, Account, fault
from jishi.modules.ledger.postings import CAUSE

POSTINGS, ENTRIES = "ledger_posting", "ledger_entry"
Found = Iterator[tuple[str, str]]


def verify() -> Iterator[fsck.Finding]:
    """Every row of the ledger that is not as it should be."""
    for one in fsck.CHECKS:
        if one.table in (POSTINGS, ENTRIES):
            yield from one.find()


@fsck.check(POSTINGS, "a posting balances to zero in its currency")
def balanced() -> Found:
    """The sum over each posting and currency; an empty posting moves nothing and is none."""
    text = "SELECT posting, currency, SUM(minor) FROM ledger_entry GROUP BY posting, currency HAVING SUM(minor) <> 0 ORDER BY posting"
    for posting, currency, total in rows.sql(text):
        yield posting, f"is off by {int(total)} {currency}"
    text = "SELECT id FROM ledger_posting p WHERE NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.posting = p.id) ORDER BY id"
    for (posting,) in rows.sql(text):
        yield posting, "has no entries"


@fsck.check(POSTINGS, "a posting balances to zero for each order that it names")
def balanced_by_order() -> Found:
    """So that every cent of every order is explained."""
    text = (
        "SELECT posting, subject, SUM(minor) FROM ledger_entry WHERE subject IS NOT NULL GROUP BY posting, subject "
        "HAVING SUM(minor) <> 0 ORDER BY posting, subject"
    )
    for posting, order, total in rows.sql(text):
        yield posting, f"is off by {int(total)} for {order}"


@fsck.check(POSTINGS, "a key names one posting")
def keyed() -> Found:
    """What makes a movement happen once."""
    text = "SELECT id, key FROM ledger_posting WHERE key IN (SELECT key FROM ledger_posting GROUP BY key HAVING COUNT(*) > 1) ORDER BY id"
    for posting, key in rows.sql(text):
        yield posting, f"shares the key {key}"


@fsck.check(POSTINGS, "a posting says why")
def caused() -> Found:
    """Every movement has a cause `module.what`, a subject and a key."""
    for (cause,) in rows.sql("SELECT DISTINCT cause FROM ledger_posting ORDER BY cause"):
        if not CAUSE.fullmatch(cause):
            for (posting,) in rows.sql("SELECT id FROM ledger_posting WHERE cause = %s ORDER BY id", [cause]):
                yield posting, f"has the cause {cause!r}"
    for (posting,) in rows.sql("SELECT id FROM ledger_posting WHERE subject = '' OR key = '' ORDER BY id"):
        yield posting, "lacks its subject or key"


@fsck.check(ENTRIES, "an entry has its posting, and its currency")
def owned() -> Found:
    """Nothing moves on its own."""
    text = (
        "SELECT e.id, p.id, e.currency FROM ledger_entry e LEFT JOIN ledger_posting p ON p.id = e.posting "
        "WHERE p.id IS NULL OR p.currency <> e.currency ORDER BY e.id"
    )
    for entry, held, currency in rows.sql(text):
        yield entry, f"is in {currency}, its posting is not" if held else "has no posting"


@fsck.check(ENTRIES, "a posting's entries are numbered from 1")
def numbered() -> Found:
    """A gap means that an entry is gone."""
    text = "SELECT posting, MAX(n), COUNT(*) FROM ledger_entry GROUP BY posting HAVING MAX(n) <> COUNT(*) OR MIN(n) <> 1 ORDER BY posting"
    for posting, last, count in rows.sql(text):
        yield f"{posting}/{last}", f"is the last of {count}"
    for entry, posting, n in rows.sql("SELECT id, posting, n FROM ledger_entry WHERE id <> posting || '/' || n ORDER BY id"):
        yield entry, f"is number {n} of {posting}"


@fsck.check(ENTRIES, "an account is of the closed list and has an owner of its kind")
def well_formed() -> Found:
    """Each account once, then the rows of those at fault."""
    text = "SELECT id FROM ledger_entry WHERE owner = %s AND kind = %s AND COALESCE(subject, '') = %s ORDER BY id"
    for owner, kind, order in rows.sql("SELECT DISTINCT owner, kind, subject FROM ledger_entry"):
        account = Account(owner, kind, order)
        if wrong := fault(account):
            for (entry,) in rows.sql(text, [owner, kind, order or ""]):
                yield entry, f"{account}: {wrong}"


@fsck.check(ENTRIES, "what is pending on an order is never less than nothing")
def not_overdrawn() -> Found:
    """Each entry that took money out of an overdrawn account is named: one of them should not have."""
    text = (
        "SELECT e.id, e.minor, e.currency, e.subject, d.total FROM ledger_entry e JOIN ("
        "SELECT owner, subject, currency, SUM(minor) AS total FROM ledger_entry WHERE kind = %s GROUP BY owner, subject, currency "
        "HAVING SUM(minor) < 0) d ON d.owner = e.owner AND COALESCE(d.subject, '') = COALESCE(e.subject, '') AND d.currency = e.currency "
        "WHERE e.kind = %s AND e.minor < 0 ORDER BY e.id"
    )
    for entry, minor, currency, order, total in rows.sql(text, [PENDING, PENDING]):
        yield entry, f"took {-minor} {currency} of {order}, where {int(total)} is pending"


checks = (balanced, balanced_by_order, keyed, caused, owned, numbered, well_formed, not_overdrawn)
