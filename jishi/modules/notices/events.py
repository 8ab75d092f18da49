"""Facts of notices."""

from dataclasses import dataclass

from jishi.kernel.events import Event


@dataclass(frozen=True)
class NoticesChanged(Event):
    """What a person (`subject`) was told is otherwise: something came, was read or settled, or may be shown now.

    Of several people in a shop at once `subject` is the shop, `shop` names it and `person` is "".
    """

    person: str
    shop: str
