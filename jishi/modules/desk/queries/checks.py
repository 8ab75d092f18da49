"""What is promised of the desk's table; `jishi fsck` names each row that breaks it."""

from collections.abc import Iterator

from jishi.kernel import rows
from jishi.kernel.fsck import check

Found = Iterator[tuple[str, str]]


@check("desk_session", "a session was opened by a buyer's message and is watched until it is closed")
def sessions() -> Found:
    """Sessions of no conversation or another's, without the buyer's message that opened them, or whose times or clock do not fit."""
    text = """
        SELECT s.id FROM desk_session s LEFT JOIN conversations_conversation c ON c.id = s.conversation
        LEFT JOIN conversations_message m ON m.conversation = s.conversation AND m.seq = s.first_seq
        WHERE c.id IS NULL OR c.shop <> s.shop OR c.person <> s.person OR c.market <> s.market
            OR m.id IS NULL OR m.side <> 'buyer' OR m.at <> s.opened_at
            OR (s.state = 'closed') <> (s.closed_at IS NOT NULL) OR s.closed_at < s.opened_at"""
    for row in rows.sql(text):
        yield str(row[0]), "it was not opened by a buyer's message of its conversation, or its times do not fit"
    unwatched = """
        SELECT s.id FROM desk_session s WHERE s.state = 'open' AND NOT EXISTS (SELECT 1 FROM kernel_deadline d
            WHERE d.subject = s.id AND d.kind = 'desk.silent' AND d.state IN ('open', 'paused'))"""
    for row in rows.sql(unwatched):
        yield str(row[0]), "it is open and no clock waits for it"


@check("desk_session", "a session in somebody's hands says since when, an open one in those of an agent of its shop")
def assigned() -> Found:
    """Sessions with an agent and no time or the other way round, and open ones whose agent has no seat in the shop."""
    text = """
        SELECT s.id FROM desk_session s LEFT JOIN desk_seat a ON a.id = s.shop || ':' || s.agent
        WHERE (s.agent <> '') <> (s.assigned_at IS NOT NULL) OR s.assigned_at < s.opened_at
            OR (s.state = 'open' AND s.agent <> '' AND a.id IS NULL)"""
    return ((str(row[0]), "it is in nobody's hands who could answer it") for row in rows.sql(text))


@check("desk_seat", "a seat is one person's in one shop that is there")
def seats() -> Found:
    """Seats of no shop or person, or called otherwise."""
    text = """
        SELECT a.id FROM desk_seat a LEFT JOIN shops_shop s ON s.id = a.shop LEFT JOIN identity_person p ON p.id = a.person
        WHERE s.id IS NULL OR p.id IS NULL OR a.id <> a.shop || ':' || a.person"""
    return ((str(row[0]), "it is of no shop or person, or called otherwise") for row in rows.sql(text))


@check("desk_floor", "a floor is that of a shop that is there")
def floors() -> Found:
    """Floors of no shop, or held less than once."""
    text = "SELECT f.shop FROM desk_floor f LEFT JOIN shops_shop s ON s.id = f.shop WHERE s.id IS NULL OR f.turns < 1"
    return ((str(row[0]), "it is of no shop, or was never held") for row in rows.sql(text))


@check("desk_session", "a session's state is the last of its history")
def told() -> Found:
    """Sessions that stand elsewhere than their history says."""
    text = """
        SELECT s.id FROM desk_session s WHERE s.state <> COALESCE((SELECT h.to_state FROM kernel_history h
            WHERE h.machine = 'session' AND h.subject = s.id ORDER BY h.id DESC LIMIT 1), 'open')"""
    return ((str(row[0]), "it is not where its history says") for row in rows.sql(text))


@check("desk_reply", "a quick reply is a shop's, or one's who answers there, and all are counted")
def replies() -> Found:
    """Replies of no shop, or of somebody without a role there; owners of whom another number is counted."""
    text = """
        SELECT r.id FROM desk_reply r LEFT JOIN shops_shop s ON s.id = r.shop
        LEFT JOIN identity_membership m ON m.workplace_id = r.shop AND m.person_id = r.person
        WHERE s.id IS NULL OR (r.person <> '' AND m.id IS NULL) OR r.text = ''"""
    for row in rows.sql(text):
        yield str(row[0]), "it is of no shop, or of somebody who does not work there"
    uncounted = """
        SELECT MIN(r.id) FROM desk_reply r LEFT JOIN kernel_quota q ON q.id = 'desk.replies:' || r.shop || ':' || r.person || '|ever'
        GROUP BY r.shop, r.person, q.used HAVING COALESCE(q.used, 0) <> COUNT(*)"""
    for row in rows.sql(uncounted):
        yield str(row[0]), "its owner keeps another number of replies than is counted"


@check("desk_closing", "a closing phrase is that of a shop that is there")
def closings() -> Found:
    """Phrases of no shop, or empty."""
    text = "SELECT c.shop FROM desk_closing c LEFT JOIN shops_shop s ON s.id = c.shop WHERE s.id IS NULL OR c.text = ''"
    return ((str(row[0]), "it is of no shop, or says nothing") for row in rows.sql(text))


@check("desk_session", "how a session was answered fits its clock, its decision and the log")
def answered() -> Found:
    """Sessions that wait without a clock or the other way round, and outcomes that do not follow from their times and messages."""
    unclocked = """
        SELECT s.id FROM desk_session s WHERE (s.response = 'waiting') <> EXISTS (SELECT 1 FROM kernel_deadline d
            WHERE d.subject = s.id AND d.kind = 'desk.response' AND d.state IN ('open', 'paused') AND d.due = s.answer_due)"""
    for row in rows.sql(unclocked):
        yield str(row[0]), "it waits for its first answer and no clock runs, or the other way round"
    unfit = """
        SELECT s.id FROM desk_session s WHERE (s.response = 'left_out') <> (s.left_out <> '')
            OR (s.left_out = 'no_reply_needed') <> (s.no_reply <> '') OR (s.answered_at IS NULL) <> (s.answered_by = '')
            OR (s.answered_at IS NULL) <> (s.answered_ms IS NULL) OR s.answered_ms < 0 OR s.opened_on IS NULL <> (s.left_out = 'before')
            OR (s.response = 'in_time' AND (s.answered_at IS NULL OR s.answered_at >= s.answer_due OR s.owed_by <> s.answered_by))
            OR (s.response IN ('late', 'waiting') AND (s.answer_due IS NULL OR s.answered_at < s.answer_due))
            OR (s.response = 'late') <> EXISTS (SELECT 1 FROM lawbook_decision d WHERE d.id = s.decision AND d.subject = s.id)
            OR (s.answered_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM conversations_message m
                WHERE m.conversation = s.conversation AND m.side = 'shop' AND m.at = s.answered_at
                AND m.seq > s.first_seq AND m.sender = 'person:' || s.answered_by))"""
    for row in rows.sql(unfit):
        yield str(row[0]), "its outcome does not follow from its answer, its time and its decision"
