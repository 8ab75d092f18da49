"""Who works in a shop, written for `shops`, which decides it: these check no rule and no permission."""

from jishi.kernel import clock, ids, rows
from jishi.modules.identity.models import Membership


def know_shop(shop: str, name: str, market: str) -> None:
    """What `/me` is to say of a shop, new or renamed."""
    text = (
        "INSERT INTO identity_workplace (shop, name, market) VALUES (%s, %s, %s) "
        "ON CONFLICT (shop) DO UPDATE SET name = excluded.name, market = excluded.market"
    )
    rows.change(text, [shop, name, market])


def join(shop: str, person: str, role: str) -> Membership | None:
    """A person works in a shop from now on; None when they do already."""
    row = Membership(id=ids.new_id("mem"), workplace_id=shop, person_id=person, role=role, since=clock.now())
    text = (
        "INSERT INTO identity_membership (id, workplace_id, person_id, role, since) VALUES (%s, %s, %s, %s, %s) "
        "ON CONFLICT (person_id, workplace_id) DO NOTHING"
    )
    return row if rows.change(text, [row.id, shop, person, role, rows.db_time(row.since)]) else None


def set_role(member: Membership, role: str) -> bool:
    """A member has another role; False when it was changed meanwhile."""
    if not rows.change("UPDATE identity_membership SET role = %s WHERE id = %s AND role = %s", [role, member.id, member.role]):
        return False
    member.role = role
    return True


def leave(member: Membership) -> bool:
    """A person no longer works in a shop; with that their keys there are suspended. False when they had left."""
    return rows.change("DELETE FROM identity_membership WHERE id = %s AND role = %s", [member.id, member.role]) == 1
