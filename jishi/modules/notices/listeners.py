"""What notices hear: what happens to orders and at the desk, messages that are notices, who works in a shop, who was erased."""

from jishi.kernel.events import Heard, listen, listen_all
from jishi.modules.identity.events import PersonErased
from jishi.modules.notices.actions.forget import forget_person, leave_shop
from jishi.modules.notices.actions.tell import tell
from jishi.modules.notices.queries.facts import SETTLES, TELLS
from jishi.modules.shops.events import MemberChanged, MemberRemoved


@listen_all(*dict.fromkeys([*SETTLES, *TELLS]), name="notices.tell")
def happened(heard: list[Heard]) -> None:
    """Whoever may act on it, or whom it concerns, is told."""
    tell(heard)


@listen(MemberRemoved, MemberChanged, name="notices.leave")
def no_longer(heard: Heard) -> None:
    """Who no longer works in a shop is told nothing of it; in another role, nothing that the role may not act on."""
    leave_shop(heard.fact.subject, heard.fact.person)


@listen(PersonErased, name="notices.forget")
def erased(heard: Heard) -> None:
    """What someone was told, and wanted told, goes with them."""
    forget_person(heard.fact.subject)
