"""The doors to the desk: a buyer talks about their own, a shop's staff answer where their role lets them."""

from collections.abc import Mapping

from jishi.kernel import standing
from jishi.kernel.access import Actor
from jishi.kernel.errors import NotFound, NotSignedIn
from jishi.kernel.models import Standing
from jishi.modules.conversations.access import Side, access_conversation
from jishi.modules.conversations.actions import Conversation
from jishi.modules.desk.errors import Banned, NoSession, OwnShop
from jishi.modules.desk.models import Reply, Session
from jishi.modules.identity import queries as people
from jishi.modules.identity.access import SHOP_ROLES
from jishi.modules.shops.access import access_shop, front

KIND = "desk"
ANSWER = "desk.answer"
MANAGE = "desk.manage"
TALK = standing.declare("desk.talk", "Talk to the service of shops (of a buyer), or to one shop's (of a conversation)")


def may(row: Conversation, actor: Actor) -> Side:
    """On which side of a desk's conversation the actor stands. Raises NotFound, NotAllowed."""
    if actor.person is not None and actor.person == row.person:
        return "buyer"
    if not actor.holds(ANSWER, row.shop):
        actor.needs(ANSWER, row.shop)
    return "shop"


def access_front(actor: Actor, shop_id: str) -> tuple[str, str]:
    """A shop that the person who asks may talk to, and its market. Raises NotSignedIn, NotFound, and OwnShop for its own staff."""
    person = actor.needs_person()
    shop = front(shop_id)
    if shop.pk in actor.shops:
        raise OwnShop
    assert person
    return shop.pk, shop.market


def answers(shop_id: str, person: str) -> bool:
    """Does this person work in the shop, in a role that answers its buyers?"""
    member = people.member(shop_id, person)
    return member is not None and ANSWER in SHOP_ROLES.get(member.role, frozenset())


def answers_in(shop_id: str) -> set[str]:
    """Who works in the shop in a role that answers its buyers."""
    return {one.person_id for one in people.members(shop_id) if ANSWER in SHOP_ROLES.get(one.role, frozenset())}


def access_desk(actor: Actor, shop_id: str) -> tuple[str, str, str]:
    """A shop where the person who asks answers, its market, and who they are. Raises as `access_shop`, NotAllowed for keys."""
    shop = access_shop(actor, shop_id, may=ANSWER)
    return shop.pk, shop.market, actor.needs_person()


def access_agent(actor: Actor, shop_id: str, person: str) -> tuple[str, str]:
    """A shop and its market, for those who run its desk. Raises as `access_shop`, NotFound for a person who does not answer there."""
    shop = access_shop(actor, shop_id, may=MANAGE)
    if not answers(shop.pk, person):
        raise NotFound
    return shop.pk, shop.market


def access_talk(actor: Actor, conversation_id: str) -> tuple[Conversation, Side]:
    """A conversation in which the actor may write, and their side. Raises as `access_conversation`, Banned for a buyer who may not."""
    row, side = access_conversation(actor, conversation_id)
    if side == "buyer" and (ban := banned(row, standing.barred({row.person, row.pk}, TALK))):
        raise ban
    return row, side


def banned(row: Conversation, barred: Mapping[str, Standing]) -> Banned | None:
    """Why the buyer may not write in this conversation; `barred` are the standings in force, by whom they bar."""
    ban = barred.get(row.pk) or barred.get(row.person)
    return Banned(rule=ban.rule) if ban else None


def access_session(actor: Actor, conversation_id: str) -> Session:
    """The open session of a conversation, for the shop's side. Raises as `access_conversation`, NotFound for buyers, NoSession."""
    row, side = access_conversation(actor, conversation_id)
    if side != "shop":
        raise NotFound
    session = Session.objects.filter(conversation=row.pk, state="open").first()
    if session is None:
        raise NoSession
    return session


def access_replies(actor: Actor, shop_id: str, whose: str) -> tuple[str, str, str]:
    """A shop whose replies, or one's own there, the actor may change; its market, and the owner: a person, "" for the shop.

    Raises as `access_shop`, NotAllowed for keys that would keep replies of their own.
    """
    shop = access_shop(actor, shop_id, may=MANAGE if whose == "shop" else ANSWER)
    return shop.pk, shop.market, "" if whose == "shop" else actor.needs_person()


def access_reply(actor: Actor, reply_id: str) -> Reply:
    """A reply that the actor may change: their own, or the shop's for those who run its desk. Raises NotFound, NotAllowed, NotSignedIn."""
    if actor.kind == "nobody":
        raise NotSignedIn
    row = Reply.objects.filter(pk=reply_id).first()
    if row is None or (row.person and row.person != actor.person):
        raise NotFound
    actor.needs(ANSWER if row.person else MANAGE, row.shop)
    return row


def access_own_session(actor: Actor, session_id: str) -> Session:
    """A session of a shop where the person who asks answers, open or closed. Raises NotFound, NotAllowed, NotSignedIn."""
    if actor.kind == "nobody":
        raise NotSignedIn
    row = Session.objects.filter(pk=session_id).first()
    if row is None:
        raise NotFound
    actor.needs(ANSWER, row.shop)
    return row
