"""What payments can be asked."""

from jishi.modules.payments.queries.methods import methods
from jishi.modules.payments.queries.view import View, show, view_of, views_for
from jishi.modules.payments.schemas import PaymentOut

__all__ = ["PaymentOut", "View", "methods", "show", "view_of", "views_for"]
