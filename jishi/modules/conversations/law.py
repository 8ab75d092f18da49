"""Questions to the lawbook, typed."""

from datetime import datetime

from jishi import lawbook
from jishi.lawbook import Ruling


def image_size(now: datetime, market: str) -> Ruling:
    """How many million bytes a picture has less than, as it comes in and as it is kept."""
    return _at("image_size", now, market)


def image_pixels(now: datetime, market: str) -> Ruling:
    """How many pixels a picture has at most when it comes in."""
    return _at("image_pixels", now, market)


def image_edge(now: datetime, market: str) -> Ruling:
    """How many pixels a side of a picture has at most when it is kept."""
    return _at("image_edge", now, market)


def images_a_minute(now: datetime, market: str) -> Ruling:
    """How many pictures a side may send in a minute."""
    return _at("images_a_minute", now, market)


def images_a_day(now: datetime, market: str) -> Ruling:
    """How many pictures a side may send in a day."""
    return _at("images_a_day", now, market)


def unsent_kept(made: datetime, market: str) -> Ruling:
    """How long a picture that became no message is kept."""
    return _at("image_unsent_kept", made, market)


def _at(rule: str, on: datetime, market: str) -> Ruling:
    return lawbook.at(f"conversations.messages.{rule}", on=on, market=market)
