"""What must hold of what shops' programs are told."""

from typing import TYPE_CHECKING

from jishi.kernel import events
from jishi.kernel.models import Event
from jishi.modules.partner.queries import KINDS
from jishi.sim import receivers
from jishi.sim.broken import Broken, none

if TYPE_CHECKING:
    from jishi.sim.world import World


def reached(world: "World") -> None:
    """In the end, when all are well again: whoever still listens was told everything that happened in their shop since they do.

    Read from the outbox itself. One id an event, and nothing after the end, is looked at where it arrives.
    """
    receivers.settle(world)
    kinds = {kind.type_name(): word for kind, word in KINDS.items() if word in receivers.KINDS}
    happened = [events.read(row) for row in Event.objects.filter(type__in=kinds)]
    for one in world.network.there.values():
        if one.ended:
            continue
        due = {
            (kinds[type(heard.fact).type_name()], heard.fact.subject)
            for heard in happened
            if getattr(heard.fact, "shop", "") == one.shop.id and heard.at > one.since
        }
        missed = due - receivers.told(one)
        if missed:
            raise Broken("webhooks", f"{one.id} was never told of {sorted(missed)[:5]}")
    none("webhooks", "a webhook was switched off that answers again and again", "SELECT id FROM partner_webhook WHERE state = 'off'")
