"""The only doors to a payment from outside."""

from jishi.kernel import rows
from jishi.kernel.access import Actor
from jishi.kernel.errors import NotFound
from jishi.modules.payments.models import Payment


def access_own_payment(actor: Actor, payment_id: str) -> Payment:
    """A payment of the person who asks. Raises NotFound for another's, NotSignedIn for nobody, NotAllowed for a key."""
    found = rows.fetch(Payment, "WHERE id = %s AND person = %s", [payment_id, actor.needs_person()])
    if not found:
        raise NotFound
    return found[0]
