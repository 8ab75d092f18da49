"""What identity tidies once an hour: codes, sessions, half proofs and counts that are over, by the real clock.

And what new keys of the installation reach.
"""

import base64
from typing import Any

import orjson

from jishi.kernel import clock, crypto, rotation, rows
from jishi.kernel.runner import act
from jishi.kernel.worker import periodic
from jishi.modules.identity.actions.take_try import forget_tries
from jishi.modules.identity.actions.view_as import end_viewings_over
from jishi.modules.identity.models import Person
from jishi.modules.identity.queries.mail import POST_PURPOSE
from jishi.modules.identity.queries.reach import PURPOSE

rotation.sealed_column("kernel_post", "id", "address", POST_PURPOSE)


@periodic
def forget_what_is_over() -> None:
    """A code that no longer works and a session that has run out are of no use to anyone."""
    act(_forget)


def _forget() -> None:
    at = clock.real()
    now = rows.db_time(at)
    end_viewings_over(at)
    rows.change("DELETE FROM identity_code WHERE expires_at < %s AND resend_at < %s", [now, now])
    rows.change("DELETE FROM identity_session WHERE expires_at < %s", [now])
    rows.change("DELETE FROM identity_challenge WHERE expires_at < %s", [now])
    forget_tries(at)


@rotation.rotates("kernel_post.params", POST_PURPOSE)
def letters_anew(after: Any, most: int) -> rotation.Piece:
    """What is sealed inside a letter's parameters, a code say."""
    found = rows.sql(*rotation.beyond("kernel_post", "id", ["params"], after, most))
    changed = 0
    for row, text in found:
        params = orjson.loads(text)
        new = {name: crypto.reseal(base64.b64decode(hidden), POST_PURPOSE) for name, hidden in params.get("sealed", {}).items()}
        fresh = {name: base64.b64encode(sealed).decode() for name, sealed in new.items() if sealed is not None}
        if fresh:
            params["sealed"] |= fresh
            changed += rows.change("UPDATE kernel_post SET params = %s WHERE id = %s", [orjson.dumps(params).decode(), row])
    return rotation.Piece(len(found), changed, found[-1][0] if found else None)


@rotation.rotates("identity_code.sealed", POST_PURPOSE)
def codes_anew(after: Any, most: int) -> rotation.Piece:
    """A code that is out works no more, but what limits the next one stays under the address's new index."""
    found = rows.sql(*rotation.beyond("identity_code", "reach", ["sealed"], after, most))
    changed = 0
    for reach, sealed in found:
        new = crypto.reseal(bytes(sealed), POST_PURPOSE)
        if new is not None:
            index = crypto.blind(crypto.unseal(new, POST_PURPOSE).decode(), PURPOSE)
            text = "UPDATE identity_code SET reach = %s, sealed = %s WHERE reach = %s AND sealed = %s"
            changed += rows.change(text, [index, new, reach, bytes(sealed)])
    return rotation.Piece(len(found), changed, found[-1][0] if found else None)


@rotation.rotates("identity_person.indexes", PURPOSE)
def indexes_anew(after: Any, most: int) -> rotation.Piece:
    """By what phone and e-mail are found: written anew from what is sealed for the person."""
    wanted = Person.objects.filter(sealed__isnull=False, **({"pk__gt": after} if after is not None else {})).order_by("pk")
    found = list(wanted[:most])
    changed = 0
    for row, data in zip(found, crypto.open_all([(one.pk, bytes(one.sealed or b"")) for one in found]), strict=True):
        phone, email = (crypto.blind(data[kind], PURPOSE) if data and data[kind] else None for kind in ("phone", "email"))
        if data and (phone, email) != (row.phone_index, row.email_index):
            text = "UPDATE identity_person SET phone_index = %s, email_index = %s WHERE id = %s AND sealed = %s"
            changed += rows.change(text, [phone, email, row.pk, bytes(row.sealed or b"")])
    return rotation.Piece(len(found), changed, found[-1].pk if found else None)
