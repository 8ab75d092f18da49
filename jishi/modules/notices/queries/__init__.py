"""Reads of notices."""

from jishi.modules.notices.queries.told import ORDER, listed, notices_seen
from jishi.modules.notices.queries.wishes import wish_seen

__all__ = ["ORDER", "listed", "notices_seen", "wish_seen"]
