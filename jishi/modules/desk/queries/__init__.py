"""Reads of the desk."""

from jishi.modules.desk.queries.lists import session_seen, sessions, talk_seen

__all__ = ["session_seen", "sessions", "talk_seen"]
