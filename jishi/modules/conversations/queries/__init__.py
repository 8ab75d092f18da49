"""Reads of conversations, for other modules too."""

from jishi.modules.conversations.queries.lists import last_words, of_person, unread, waiting_since
from jishi.modules.conversations.queries.log import by_ids, catch, latest, marks_of, messages_after, picture

__all__ = ["by_ids", "catch", "last_words", "latest", "marks_of", "messages_after", "of_person", "picture", "unread", "waiting_since"]
