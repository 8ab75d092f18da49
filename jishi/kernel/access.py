"""Who acts, and the only two ways of saying no: not there or not yours (404), yours but your role may not (403)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from jishi.kernel.errors import NotAllowed, NotFound, NotSignedIn

Kind = Literal["person", "key", "viewer", "system", "nobody"]


@dataclass(frozen=True)
class Actor:
    """Whoever asks: a person with hats, a key of one, one who only looks as others see it, a part of the system, or nobody.

    `shops` maps the shops they work in to a role, `granted` maps a shop (or "operator") to the permissions there. `second_wanted` is
    the rule by which they must set up a second factor before anything else, `unnoted` says that their session's last use is not kept.
    Of a viewer `id` and `person` are the viewing's: nothing is theirs.
    """

    kind: Kind
    id: str
    person: str | None = None
    language: str = "en"
    shops: Mapping[str, str] = field(default_factory=dict)
    operator: str | None = None
    granted: Mapping[str, frozenset[str]] = field(default_factory=dict)
    session: str | None = None
    second_wanted: str | None = None
    unnoted: bool = False

    @property
    def name(self) -> str:
        """As history and audit keep it: kind and id."""
        return f"{self.kind}:{self.id}"

    def holds(self, permission: str, shop: str | None = None) -> bool:
        """May this actor do it, in this shop or as an operator?"""
        return permission in self.granted.get(shop or "operator", frozenset())

    def needs_person(self) -> str:
        """The person who acts. Raises NotSignedIn for nobody and NotAllowed for a key of a shop."""
        if self.person is None:
            raise NotAllowed if self.kind == "key" else NotSignedIn
        return self.person

    def needs(self, permission: str, shop: str) -> None:
        """Raises NotFound when the actor has nothing to do with the shop, NotAllowed when their role lacks the permission.

        Operators who hold the permission may too.
        """
        if self.holds(permission, shop) or self.holds(permission):
            return
        if self.kind == "nobody":
            raise NotSignedIn
        if shop in self.granted or self.operator:
            raise NotAllowed(permission=permission)
        raise NotFound

    def needs_operator(self, permission: str) -> None:
        """Raises NotFound for anyone but operators, NotAllowed for an operator whose role lacks it."""
        if self.holds(permission):
            return
        if self.kind == "nobody":
            raise NotSignedIn
        if self.operator:
            raise NotAllowed(permission=permission)
        raise NotFound


NOBODY = Actor("nobody", "nobody")
THE_CLOCK = "system:clock"
THE_CARRIER = "system:carrier"
THE_PROVIDER = "system:provider"
THE_IMPORT = "system:import"
THE_DEMO = "system:demo"
