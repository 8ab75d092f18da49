"""Who works in a shop. The shop's row is held while it is decided, so that two at once cannot pass the limit or leave it without owner."""

from jishi.kernel import clock, events, post, rows
from jishi.kernel.models import Audit
from jishi.lawbook.decisions import Fact
from jishi.modules.identity import actions as identity
from jishi.modules.identity import queries as people
from jishi.modules.shops import law
from jishi.modules.shops.access import OWNER
from jishi.modules.shops.errors import LastOwner, MemberAlready, MemberGone, TooManyMembers, UnknownRole
from jishi.modules.shops.events import MemberAdded, MemberChanged, MemberRemoved
from jishi.modules.shops.models import Shop


def add_member(shop: Shop, reach: people.Reach, role: str, *, language: str, actor: str) -> people.Membership:
    """The person behind a phone or an e-mail works in the shop from now on, and is told; they sign in by proving it.

    Raises UnknownRole (rule shops.staff.roles), TooManyMembers with its why (rule shops.staff.per_shop), MemberAlready.
    """
    _check_role(shop, role)
    _hold(shop)
    limit, count = law.staff_per_shop(shop.market), len(people.members(shop.id))
    if limit.applies and count >= limit.value:
        raise TooManyMembers(
            limit=limit.value,
            why={
                "subject": shop.id,
                "shop": shop.id,
                "market": shop.market,
                "verb": "shops.add_member",
                "outcome": "shops.decision.too_many_members",
                "rulings": [limit],
                "facts": [Fact("shops.fact.members", count, clock.now(), "shop")],
                "counterfactuals": [("shops.instead.remove_one", {})],
            },
        )
    person = identity.know_person(reach, language=language)
    member = identity.join(shop.id, person.id, role)
    if member is None:
        raise MemberAlready(field="to")
    post.send(person.id, "shops.invited", {"shop": shop.name}, language=person.language, channel=reach.channel)
    _note(actor, "shops.add_member", shop, member)
    events.emit(MemberAdded(subject=shop.id, person=person.id, role=role))
    return member


def change_member(shop: Shop, member: people.Membership, role: str, *, actor: str) -> people.Membership:
    """Give someone another role. Raises UnknownRole, LastOwner, MemberGone."""
    _check_role(shop, role)
    _hold(shop)
    before = member.role
    if role == before:
        return member
    _keep_an_owner(shop, member)
    if not identity.set_role(member, role):
        raise MemberGone
    _note(actor, "shops.change_member", shop, member)
    events.emit(MemberChanged(subject=shop.id, person=member.person_id, role=role, before=before))
    return member


def remove_member(shop: Shop, member: people.Membership, *, actor: str) -> None:
    """Someone no longer works here: what they could do they no longer can, from the next request on. Raises LastOwner, MemberGone."""
    _hold(shop)
    _keep_an_owner(shop, member)
    if not identity.leave(member):
        raise MemberGone
    _note(actor, "shops.remove_member", shop, member)
    events.emit(MemberRemoved(subject=shop.id, person=member.person_id, role=member.role))


def _check_role(shop: Shop, role: str) -> None:
    if not law.staff_roles(shop.market).holds(role):
        raise UnknownRole(field="role", role=role)


def _hold(shop: Shop) -> None:
    """Whoever changes this shop's staff at the same time waits here, on either database."""
    rows.change("UPDATE shops_shop SET state = state WHERE id = %s", [shop.id])


def _keep_an_owner(shop: Shop, member: people.Membership) -> None:
    others = [one for one in people.members(shop.id) if one.role == OWNER and one.id != member.id]
    if member.role == OWNER and not others:
        raise LastOwner


def _note(actor: str, act: str, shop: Shop, member: people.Membership) -> None:
    data = {"person": member.person_id, "role": member.role}
    rows.add(Audit(actor=actor, act=act, subject=shop.id, at=clock.now(), data=data))
