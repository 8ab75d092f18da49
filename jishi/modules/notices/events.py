"""Facts of notices."""

from dataclasses import dataclass

from jishi.kernel.events import Event


@dataclass(frozen=True)
class NoticesCame(Event):
    """A person (`subject`) has new notices, or may be shown those that waited; `shop` is where they came to several at once, else ""."""

    person: str
    shop: str
