"""The doors to the lawbook's rows: the law is open to all, a decision to those it concerns, markets to the operator."""

from datetime import date

from jishi.kernel.access import Actor
from jishi.kernel.errors import NotFound, NotSignedIn
from jishi.lawbook import queries
from jishi.lawbook.errors import MarketNotOpen, ProposeFirst
from jishi.lawbook.models import Decision, Override, PackChange

AUDIENCES = frozenset({"all", "person", "shop", "operator"})


def audiences(actor: Actor, decision: Decision) -> frozenset[str]:
    """As whom this actor reads a decision: the person, someone of the shop, an operator who may; empty for everyone else."""
    if actor.holds("lawbook.decisions"):
        return AUDIENCES
    own = set()
    if decision.person is not None and decision.person == actor.person:
        own.add("person")
    if decision.shop is not None and (decision.shop in actor.shops or decision.shop in actor.granted):
        own.add("shop")
    return frozenset({"all", *own}) if own else frozenset()


def access_decision(actor: Actor, id: str) -> tuple[Decision, frozenset[str]]:  # noqa: A002 - the row's own name for it
    """A decision and as whom it is read. Raises NotSignedIn for nobody, NotFound for one that does not concern the actor."""
    if actor.kind == "nobody":
        raise NotSignedIn
    decision = queries.decision(id)
    own = audiences(actor, decision) if decision else frozenset()
    if decision is None or not own:
        raise NotFound
    return decision, own


def access_markets(actor: Actor) -> None:
    """May this actor open markets? Raises NotFound for anyone but operators, NotAllowed for one whose role lacks it."""
    actor.needs_operator("lawbook.open_market")


def access_market(code: str) -> str:
    """An open market, for anyone. Raises MarketNotOpen (404)."""
    if queries.market(code) is None:
        raise MarketNotOpen
    return code


def access_overrides(actor: Actor, *, may: str = "lawbook.overrides") -> None:
    """May this actor see, draft or publish overrides? Raises NotFound for anyone but operators, NotAllowed where the role lacks it."""
    actor.needs_operator(may)


def access_override(actor: Actor, id: str, *, may: str = "lawbook.overrides") -> Override:  # noqa: A002 - the row's own name for it
    """One override, for operators whose role may. Raises as `access_overrides`, and NotFound when there is none."""
    access_overrides(actor, may=may)
    row = queries.override(id)
    if row is None:
        raise NotFound
    return row


def access_withdrawal(actor: Actor, id: str) -> Override:  # noqa: A002 - the row's own name for it
    """A draft for those who may draft, an announced change for those who may publish. Raises as `access_override`."""
    row = access_override(actor, id)
    actor.needs_operator("lawbook.draft" if row.state == "draft" else "lawbook.publish")
    return row


def access_calendar(actor: Actor, code: str) -> str:
    """An open market whose calendar the actor may edit. Raises NotFound, NotAllowed, MarketNotOpen."""
    actor.needs_operator("lawbook.calendar")
    return access_market(code)


def access_pack_change(actor: Actor, id: str, *, may: str) -> PackChange:  # noqa: A002 - the row's own name for it
    """One change of a market's pack, for operators whose role may. Raises as `access_overrides`, and NotFound when there is none."""
    access_overrides(actor, may=may)
    row = PackChange.objects.filter(pk=id).first()
    if row is None:
        raise NotFound
    return row


def access_pack_withdrawal(actor: Actor, id: str) -> PackChange:  # noqa: A002 - the row's own name for it
    """A proposal for those who may make one, a settled change for those who may settle it. Raises as `access_pack_change`."""
    row = access_pack_change(actor, id, may="lawbook.overrides")
    actor.needs_operator("lawbook.open_market" if row.state == "draft" else "lawbook.publish")
    return row


def needs_new(code: str, pack: str | None, since: date) -> None:
    """Raises ProposeFirst for a market that is opened already, unless it was by these very terms."""
    terms = queries.pack_rows(code)
    if terms and (since, pack) not in terms:
        raise ProposeFirst(field="code", market=code)
