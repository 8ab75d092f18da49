"""Reads of the desk."""

from jishi.modules.desk.queries.lists import ORDER, mine, session_seen, sessions, sessions_listed, talk_seen, talks_listed

__all__ = ["ORDER", "mine", "session_seen", "sessions", "sessions_listed", "talk_seen", "talks_listed"]
