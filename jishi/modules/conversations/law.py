"""Questions to the lawbook, typed."""

from datetime import datetime

from jishi import lawbook
from jishi.lawbook import Ruling


def image_size(now: datetime, market: str) -> Ruling:
    """How many million bytes a picture has less than, as it comes in and as it is kept."""
    return lawbook.at("conversations.messages.image_size", on=now, market=market)


def image_pixels(now: datetime, market: str) -> Ruling:
    """How many pixels a picture has at most when it comes in."""
    return lawbook.at("conversations.messages.image_pixels", on=now, market=market)


def image_edge(now: datetime, market: str) -> Ruling:
    """How many pixels a side of a picture has at most when it is kept."""
    return lawbook.at("conversations.messages.image_edge", on=now, market=market)


def images_a_minute(now: datetime, market: str) -> Ruling:
    """How many pictures a side may send in a minute."""
    return lawbook.at("conversations.messages.images_a_minute", on=now, market=market)


def images_a_day(now: datetime, market: str) -> Ruling:
    """How many pictures a side may send in a day."""
    return lawbook.at("conversations.messages.images_a_day", on=now, market=market)


def unsent_kept(made: datetime, market: str) -> Ruling:
    """How long a picture that became no message is kept."""
    return lawbook.at("conversations.messages.image_unsent_kept", on=made, market=market)
