"""Refusals of notices."""

from jishi.kernel.errors import BadInput


class UnknownTopics(BadInput):
    """Of each topic that one is told of it must be said once where."""

    code = "notices.unknown_topics"


class NoTime(BadInput):
    """Quiet hours begin and end at the same time."""

    code = "notices.no_time"
