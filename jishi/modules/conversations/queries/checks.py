"""What is promised of each table of conversations; `jishi fsck` names each row that breaks it."""

from collections.abc import Iterator

from jishi.kernel import private, rows
from jishi.kernel.fsck import check

Found = Iterator[tuple[str, str]]
private.kept_for("conversations_picture")


@check("conversations_conversation", "a conversation counts its messages")
def conversations() -> Found:
    """Conversations whose numbers, last sender or times are not those of their messages."""
    text = """
        SELECT c.id FROM conversations_conversation c
        LEFT JOIN conversations_message l ON l.conversation = c.id AND l.seq = c.last_seq
        WHERE c.last_seq <> (SELECT COUNT(*) FROM conversations_message m WHERE m.conversation = c.id)
            OR (c.last_seq > 0 AND (l.id IS NULL OR l.sender <> c.last_sender OR l.at <> c.last_at)) OR c.last_at < c.made_at
            OR c.other_seq <> COALESCE((SELECT MAX(m.seq) FROM conversations_message m
                WHERE m.conversation = c.id AND m.sender <> c.last_sender), 0)"""
    return ((str(row[0]), "its numbers are not those of its messages") for row in rows.sql(text))


@check("conversations_message", "messages of a conversation are numbered 1, 2, 3 … in the order of their times")
def messages() -> Found:
    """Messages of no conversation, after a hole, or older than the one before."""
    text = """
        SELECT m.id FROM conversations_message m LEFT JOIN conversations_conversation c ON c.id = m.conversation
        LEFT JOIN conversations_message b ON b.conversation = m.conversation AND b.seq = m.seq - 1
        WHERE c.id IS NULL OR m.seq < 1 OR (m.seq > 1 AND (b.id IS NULL OR b.at > m.at)) OR m.at < c.made_at"""
    return ((str(row[0]), "it is of no conversation, stands after a hole, or is older than the one before") for row in rows.sql(text))


@check("conversations_mark", "nobody has read more than was written")
def marks() -> Found:
    """Marks of no conversation, of somebody else's, or beyond the last message."""
    text = """
        SELECT k.id FROM conversations_mark k LEFT JOIN conversations_conversation c ON c.id = k.conversation
        WHERE c.id IS NULL OR k.party NOT IN (c.person, c.shop) OR k.seq > c.last_seq OR k.seq < 1
            OR k.id <> k.conversation || ':' || k.party"""
    return ((str(row[0]), "it is of no party of its conversation, or beyond its last message") for row in rows.sql(text))


@check("conversations_picture", "a picture is kept as long as its person is known, and shown by one message of its sender's")
def pictures() -> Found:
    """Pictures of no conversation, without their file or sealed for another, or at a message that is not their sender's."""
    text = """
        SELECT p.id FROM conversations_picture p LEFT JOIN conversations_conversation c ON c.id = p.conversation
        LEFT JOIN kernel_privatefile f ON f.id = p.id LEFT JOIN kernel_subjectkey k ON k.subject = c.subject
        LEFT JOIN conversations_message m ON m.conversation = p.conversation AND m.seq = p.seq
        WHERE c.id IS NULL OR f.subject <> c.subject OR (k.wrapped IS NOT NULL AND (f.id IS NULL OR f.dropped_at IS NOT NULL))
            OR (p.seq IS NOT NULL AND (m.id IS NULL OR m.sender <> p.sender OR m.side <> p.side OR m.at < p.made_at))"""
    return ((str(row[0]), "its file is not kept, or it is at no message of its sender's") for row in rows.sql(text))
