"""Set an installation up: its name and languages, its markets with their packs, the first operator, the first shop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jishi import lawbook
from jishi.kernel import clock, installation, rows
from jishi.kernel.errors import Refused
from jishi.modules.identity import actions as identity
from jishi.modules.identity import queries as people
from jishi.modules.shops import queries
from jishi.modules.shops.actions.open_shop import open_shop
from jishi.modules.shops.errors import AlreadySetUp, NameTaken

ADMIN = "admin"


@dataclass(frozen=True)
class ShopWish:
    """A first shop: its name, its market, and the phone or e-mail of its owner."""

    name: str
    market: str
    owner: str


@dataclass(frozen=True)
class Wish:
    """What an installation is to be. Markets by code with their pack, None for the base alone; the operator by phone or e-mail."""

    name: str
    languages: Sequence[str]
    markets: Mapping[str, str | None] = field(default_factory=dict)
    operator: str = ""
    operator_name: str = ""
    shop: ShopWish | None = None


@dataclass(frozen=True)
class SetUp:
    """What was done, each part as it is called: named, market CN, operator, shop. What was so before is not among it."""

    done: list[str]
    shop: str | None


def set_up(wish: Wish, *, actor: str, first: bool = False) -> SetUp:
    """Make of an installation what is wished; what is so already stays as it is, so that asking again does nothing twice.

    With `first`, only where nothing is set up yet. Raises AlreadySetUp then, BadInput for languages, UnknownMarket, UnknownPack,
    PackBackdated for a market that goes by another pack, and what opening a shop raises; nothing of it is done then.
    """
    if first and queries.is_set_up():
        raise AlreadySetUp
    done = ["name"] if installation.settle(wish.name, wish.languages, actor=actor) else []
    held = {one.code: one.pack for one in lawbook.markets()}
    for code, pack in wish.markets.items():
        if code not in held or held[code] != pack:
            _open(code, pack, actor)
            done.append(f"market {code}")
    rows.flush()
    if wish.operator and _operator(wish, actor):
        done.append("operator")
    shop = None
    if wish.shop is not None:
        shop, made = _shop(wish.shop, wish.languages[0], actor)
        done += ["shop"] if made else []
    return SetUp(done, shop)


def _open(code: str, pack: str | None, actor: str) -> None:
    try:
        lawbook.open_market(code, pack, clock.now(), actor=actor)
    except Refused as error:
        error.field = "markets"  # as a wish calls them; its `code` is another
        raise


def _home(wish: Wish) -> str:
    """The market whose phone numbers need no country before them."""
    opened = [one.code for one in lawbook.markets()]
    return next(iter(wish.markets), next(iter(opened), ""))


def _operator(wish: Wish, actor: str) -> bool:
    reach = people.reach(wish.operator, _home(wish), field="operator")
    person = identity.know_person(reach, language=wish.languages[0], name=wish.operator_name)
    if people.operator_role(person.id):
        return False
    identity.make_operator(person.id, ADMIN, actor=actor)
    return True


def _shop(wish: ShopWish, language: str, actor: str) -> tuple[str, bool]:
    """The shop's id, and whether it was opened now. Raises NameTaken for a name that is a shop's of another market."""
    held = queries.by_name(wish.name)
    if held is not None:
        if held.market != wish.market:
            raise NameTaken(field="shop", name=wish.name)
        return held.id, False
    owner = identity.know_person(people.reach(wish.owner, wish.market, field="owner"), language=language)
    return open_shop(wish.name, wish.market, owner=owner.id, actor=actor).id, True
