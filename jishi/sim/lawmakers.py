"""Operators: they draft changes of the law for others to publish, try to publish their own, withdraw, and repeal what is in force."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from jishi import lawbook
from jishi.sim.asking import Answer, Visitor, ask
from jishi.sim.book import Enacted
from jishi.sim.broken import Broken

if TYPE_CHECKING:
    from jishi.sim.world import World

EVERY_DAYS = 4
LAWS = {
    "orders.unpaid.cancel_after": (24, 36, 60),
    "orders.cancellation.answer_within": (12, 36, 72),
    "orders.shipping.pack_within": (24, 60),
    "orders.completion.after_delivery": (2, 7, 21),
}
"""Rules that every order asks, and what operators want of them."""
NOTICE = (3, 9, 9, 12)
"""Days from the draft to the beginning; three are too few."""
PUBLISHES_AFTER = (0.5, 8, 30)
WITHDRAWS, REPEALS, EMERGENCY, ALONE = 0.15, 0.6, 0.15, 0.3
SAME = "lawbook.same_person"
BACKDATED, SCHEDULED, NOT_IN_FORCE = "lawbook.override_backdated", "lawbook.already_scheduled", "lawbook.not_in_force"
NOTHING, WRONG = "lawbook.nothing_changes", "kernel.wrong_state"


def come(world: "World") -> None:
    """Spread drafts over a story; most come early, so that there is time for them to begin and end."""
    for _ in range(max(1, world.days // EVERY_DAYS)):
        hours = min(world.dice.randrange(world.days * 24), world.dice.randrange(world.days * 24))
        world.after("an operator drafts", lambda: _draft(world), hours=hours)


def today(world: "World", market: str) -> date:
    """The day in a market's zone."""
    return world.now.astimezone(ZoneInfo(str(lawbook.zone(market)))).date()


def _draft(world: "World") -> None:
    dice = world.dice
    market, rule, who = dice.choice([*lawbook_markets(world)]), dice.choice([*LAWS]), dice.choice(world.stage.operators)
    body: dict[str, Any] = {"rule": rule, "value": dice.choice(LAWS[rule])}
    answer = ask(world, who, "POST", f"/markets/{market}/overrides", body | _when(world, market), may=(NOTHING, BACKDATED), sure=True)
    if answer is not None and answer.good:
        _goes_on(world, answer, who)


def lawbook_markets(world: "World") -> list[str]:
    """The markets of the stage."""
    return sorted({shop.market for shop in world.stage.shops})


def _when(world: "World", market: str) -> dict[str, Any]:
    if world.dice.random() < EMERGENCY:
        return {"emergency": True, "reason": "a flood"}
    return {"since": (today(world, market) + timedelta(days=world.dice.choice(NOTICE))).isoformat()}


def _goes_on(world: "World", drafted: Answer, who: Visitor, target: Enacted | None = None) -> None:
    hours = world.dice.choice(PUBLISHES_AFTER)
    world.after("an operator publishes", lambda: _publish(world, drafted.data["id"], who, target), hours=hours)


def _publish(world: "World", override: str, drafter: Visitor, target: Enacted | None) -> None:
    """By somebody; whoever drafted it is refused, and another does it."""
    alone = world.dice.random() < ALONE
    others = [one for one in world.stage.operators if one is not drafter]
    for by in (*((drafter,) if alone else ()), world.dice.choice(others)):
        may = (SAME,) if by is drafter else (BACKDATED, SCHEDULED, NOT_IN_FORCE, WRONG)
        answer = ask(world, by, "POST", f"/overrides/{override}/publish", may=may, sure=True)
        if answer is not None and answer.good:
            if by is drafter:
                raise Broken("law", f"{by.name} published {override}, which they drafted")
            _enact(world, answer, target)


def _enact(world: "World", answer: Answer, target: Enacted | None) -> None:
    """Note what was announced: it takes the place of what held before, or ends it."""
    told, book = answer.data, world.book
    emergency = bool(told["emergency"])
    since = today(world, told["market"]) if emergency else date.fromisoformat(told["since"])
    if not emergency and since <= today(world, told["market"]):
        raise Broken("law", f"{told['id']} was published on the day on which it begins, or later")
    if target is not None:
        target.until, target.ended_at_once = since, emergency
        _may_withdraw(world, told["id"], lambda: _reopen(target, since))
        return
    before = [one for one in book.enacted if (one.market, one.rule) == (told["market"], told["rule"]) and one.until is None]
    for one in before:
        one.until, one.ended_at_once = since, emergency
    made = Enacted(told["id"], told["market"], told["rule"], told["value"], since, emergency)
    book.enacted.append(made)

    def undo() -> None:
        book.enacted.remove(made)
        for one in before:
            _reopen(one, since)

    _may_withdraw(world, told["id"], undo)
    if world.dice.random() < REPEALS:
        days = max(0, (since - today(world, made.market)).days) + world.dice.choice((1, 2, 5))
        world.after("an operator wants a repeal", lambda: _repeal(world, made), hours=24 * days)


def _reopen(one: Enacted, since: date) -> None:
    if one.until == since:
        one.until = None


def _may_withdraw(world: "World", override: str, undo: Any) -> None:
    if world.dice.random() >= WITHDRAWS:
        return

    def withdraw() -> None:
        by = world.dice.choice(world.stage.operators)
        answer = ask(world, by, "POST", f"/overrides/{override}/withdraw", {"reason": "not now"}, may=(WRONG,), sure=True)
        if answer is not None and answer.good:
            undo()

    world.after("an operator withdraws", withdraw, hours=world.dice.choice((1, 100, 240)))


def _repeal(world: "World", made: Enacted) -> None:
    who = world.dice.choice(world.stage.operators)
    may = (NOT_IN_FORCE, SCHEDULED, BACKDATED)
    answer = ask(world, who, "POST", f"/overrides/{made.id}/repeal", _when(world, made.market), may=may, sure=True)
    if answer is not None and answer.good:
        _goes_on(world, answer, who, made)
