"""Reads of the desk."""

from jishi.modules.desk.queries.lists import (
    ORDER,
    awaited,
    mine,
    picture_seen,
    session_seen,
    sessions,
    sessions_listed,
    talk_seen,
    talks_listed,
    waiting,
)
from jishi.modules.desk.queries.replies import replies_seen, reply_seen, reply_values
from jishi.modules.desk.queries.response import answered_listed, behind, response_seen, span_of
from jishi.modules.desk.queries.seats import desk_seen, markets_of, not_seen_since
from jishi.modules.desk.schemas import SessionLine

__all__ = [
    "ORDER",
    "SessionLine",
    "answered_listed",
    "awaited",
    "behind",
    "desk_seen",
    "markets_of",
    "mine",
    "not_seen_since",
    "picture_seen",
    "replies_seen",
    "reply_seen",
    "reply_values",
    "response_seen",
    "session_seen",
    "sessions",
    "sessions_listed",
    "span_of",
    "talk_seen",
    "talks_listed",
    "waiting",
]
