"""A shop and those who look at it: what each of them reads, and what the socket tells each of them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.test import Client

from jishi.kernel import clock, deadlines
from jishi.kernel.runner import act
from jishi.modules.desk import actions as desk
from jishi.modules.orders.tests.scene import Scene
from jishi.realtime import watch
from jishi.realtime.doors import ask
from jishi.realtime.socket import COOKIE
from tests import people
from tests.contracts import samples
from tests.contracts.operations import Operation, operations

Seen = dict[str, Any]
"""Operation -> what it answers."""
KEPT: dict[str, dict[str, list[str]]] = json.loads((Path(__file__).parents[2] / "web/src/app/live.json").read_text(encoding="utf-8"))
"""The web's own list: what is asked once, and the facts after which it is asked again all the same."""
BUT = {operation: frozenset(kept["but"]) for kept in KEPT.values() for operation in kept["asks"]}
CARRIED = frozenset({"conversations.messages", "desk.mine", "desk.get", "desk.sessions", "desk.desk"})
"""What a message of a conversation that one attends changes on the page, or has asked for anew."""
PASSING = frozenset({"csrf", "now", "clock"})
NOBODY = "zz_00000000000000000000000000"


@dataclass
class Viewer:
    """Someone who looks at everything that they may, with a line up."""

    name: str
    who: people.Signed
    heard_to: dict[str, int] = field(default_factory=dict)

    @property
    def actor(self) -> Any:
        """Who they are to the socket now."""
        return ask("who.cookie", self.who.client.cookies[COOKIE].value)

    def reads(self, ids: Mapping[str, str], at: datetime) -> Seen:
        """What every read of the API answers them at this instant."""
        with clock.at(at):
            return {one.name: _answered(self.who.client, one, ids) for one in operations() if one.method == "GET"}

    def told(self, hints: Iterable[watch.Hint]) -> set[str]:
        """The facts that they are told of."""
        mine = set(watch.channels_of(self.actor))
        return {data["fact"] for channels, data in hints if not mine.isdisjoint(channels)}

    def written(self, conversations: Iterable[str]) -> bool:
        """Does the line carry a message of these conversations that it has not carried yet?"""
        wanted = ask("resume", self.actor, {one: self.heard_to.get(one, 0) for one in conversations})
        caught = ask("catch", {one: self.heard_to.get(one, 0) for one in wanted})
        self.heard_to |= {conversation: seq for conversation, seq, _ in caught.events}
        return bool(caught.events)


def _answered(client: Client, operation: Operation, ids: Mapping[str, str]) -> Any:
    address = operation.address(**samples.path(operation, ids, NOBODY))
    if wanted := samples.query(operation, ids):
        address += f"?{urlencode(wanted)}"
    answer = client.get(address)
    told = answer.headers.get("Content-Type", "")
    return answer.status_code, _lasting(answer.json()) if "json" in told and answer.status_code == 200 else ""


def _lasting(answer: Any) -> Any:
    if isinstance(answer, dict):
        return {name: _lasting(value) for name, value in answer.items() if name not in PASSING}
    return [_lasting(one) for one in answer] if isinstance(answer, list) else answer


def changed(before: Seen, after: Seen) -> set[str]:
    """Operations that answer otherwise."""
    return {name for name, answer in after.items() if answer != before[name]}


@dataclass
class Town:
    """One shop on its first day, who works there, who buys there, and who runs the marketplace."""

    scene: Scene
    agent: people.Signed
    operator: people.Signed
    second: people.Signed
    bystander: people.ShopAtHand
    ids: dict[str, str]

    @classmethod
    def set(cls) -> "Town":
        """Everyone is signed in; the agent takes sessions."""
        scene = Scene.set()
        with clock.at(scene.now):
            bystander = people.a_shop("CN", name="The other shop", owner="other-owner@example.org")
            agent = scene.shop.hire("agent")
            operator, second = people.an_operator(), people.an_operator("governance")
        product = str(scene.did(scene.owner, "GET", f"/shops/{scene.shop.id}/products")["items"][0]["id"])
        known = {
            "shops": scene.shop.id,
            "markets": "CN",
            "products": product,
            "skus": scene.cup,
            "members": agent.id,
            "addresses": scene.buyer.address,
            "rules": "orders.unpaid.cancel_after",
            "years": "2024",
        }
        town = cls(scene, agent, operator, second, bystander, known)
        town.here(agent)
        scene.did(agent, "PATCH", f"/shops/{scene.shop.id}/desk", {"accepting": True})
        scene.heard()
        return town

    @property
    def viewers(self) -> list[Viewer]:
        """Who looks."""
        named = {"the owner": self.scene.owner, "an agent": self.agent, "the buyer": self.scene.buyer, "an operator": self.operator}
        return [Viewer(name, who) for name, who in named.items()]

    def here(self, who: people.Signed) -> None:
        """A line of theirs is up."""
        act(desk.be_here, {(self.scene.shop.id, who.id)}, {self.scene.shop.id: "CN"}, clock.real())

    def wait(self, until: datetime) -> None:
        """Time passes; what falls due has not fired yet."""
        self.scene.now = until

    def sweep(self) -> None:
        """What is due fires."""
        with clock.at(self.scene.now):
            assert deadlines.sweep(), "nothing fell due"
            while deadlines.sweep():
                pass

    def talk(self) -> str:
        """The buyer's conversation with the shop."""
        talk = str(self.scene.did(self.scene.buyer, "POST", f"/shops/{self.scene.shop.id}/conversations")["id"])
        self.ids["conversations"] = talk
        return talk

    def say(self, who: people.Signed, text: str = "在吗") -> None:
        """They write in the conversation."""
        said = {"client_id": f"c{next(self.scene.keys)}", "seen_seq": 99, "body": {"kind": "text", "text": text}}
        self.scene.did(who, "POST", f"/conversations/{self.ids['conversations']}/send", said)
