"""What this reader may do with a product now, and if not, why: the web draws its buttons from it."""

from typing import Any

from jishi.kernel.access import Actor
from jishi.modules.catalog import access
from jishi.modules.catalog.models import Product
from jishi.modules.catalog.states import BANNED, IN_REVIEW, PRODUCT

SHOP = (
    ("submit", access.EDIT),
    ("withdraw", access.EDIT),
    ("publish", access.EDIT),
    ("change", access.EDIT),
    ("adjust_stock", access.STOCK),
)
OPERATOR = (("approve", access.REVIEW), ("reject", access.REVIEW), ("ban", access.BAN))


def verbs_of(product: Product, actor: Actor, view: str) -> list[dict[str, Any]]:
    """Verbs of the actor's roles with the operation that does each, whether it is allowed now, and the code of the reason when not."""
    if view == "shop":
        return [_verb(verb, _shop(verb, product)) for verb, permission in SHOP if actor.holds(permission, product.shop)]
    if view == "operator":
        return [_verb(verb, _operator(verb, product, actor)) for verb, permission in OPERATOR if actor.holds(permission)]
    return []


def _verb(verb: str, why: str | None) -> dict[str, Any]:
    return {"verb": verb, "operation": f"catalog.{verb}", "allowed": why is None, "why": why}


def _shop(verb: str, product: Product) -> str | None:
    if product.state == BANNED:
        return "catalog.banned"
    if verb == "change":
        return "catalog.not_while_reviewed" if product.state == IN_REVIEW else None
    if verb == "adjust_stock":
        return None
    return None if PRODUCT.may(product, verb) else f"catalog.why.{product.state}"


def _operator(verb: str, product: Product, actor: Actor) -> str | None:
    if access.on_both_sides(actor, product):
        return "catalog.both_sides"
    return None if PRODUCT.may(product, verb) else f"catalog.why.{product.state}"
