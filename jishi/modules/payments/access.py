"""The only doors to a payment from outside."""

from jishi.kernel.access import Actor
from jishi.kernel.errors import NotFound
from jishi.modules.payments.models import Payment


def access_own_payment(actor: Actor, payment_id: str) -> Payment:
    """A payment of the person who asks. Raises NotFound for another's, NotSignedIn for nobody, NotAllowed for a key."""
    payment = Payment.objects.filter(pk=payment_id, person=actor.needs_person()).first()
    if payment is None:
        raise NotFound
    return payment
