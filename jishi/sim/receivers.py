"""Programs of shops that listen: they answer well, with 500, never, or too late, for hours; their shops end some of them.

The network is played here: what the worker sends arrives at these, and is signed as the shop was told.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from jishi.kernel import rows, stored
from jishi.kernel.outbound import Answer, Unreachable
from jishi.kernel.runner import act
from jishi.modules.partner import actions, jobs
from jishi.sim.asking import ask
from jishi.sim.broken import Broken

if TYPE_CHECKING:
    from jishi.sim.stage import Shop
    from jishi.sim.world import World

KINDS = ("order.placed", "order.paid", "order.packed", "order.completed", "order.cancelled")
"""Each happens once to an order."""
LISTEN, ENDS, ROTATES = 2, 0.35, 0.4
FIRST_HOURS, BAD_HOURS, GOOD_HOURS = (3, 20, 60), (1, 6, 20, 40), (60, 90, 150)
"""Bad spells end, and good ones last, so that what was missed comes within the days of the rule."""
MOODS = ("500", "silent", "late")
AT_ONCE = 10
ROUNDS = 400


@dataclass(eq=False)
class Receiver:
    """A webhook of a shop: its secrets, how it answers from when on, and what came under which id."""

    id: str
    shop: "Shop"
    since: datetime
    url: str
    secrets: list[str]
    moods: list[tuple[datetime, str]] = field(default_factory=list)
    ended: bool = False
    came: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    """What it kept: not what it answered with 500."""
    by_body: dict[str, str] = field(default_factory=dict)

    def mood(self, at: datetime) -> str:
        """How it answers at a moment."""
        return next((mood for since, mood in reversed(self.moods) if since <= at), "good")


@dataclass
class Network:
    """All that listen, and the way there."""

    world: "World"
    there: dict[str, Receiver] = field(default_factory=dict)

    def answer(self, url: str, content: bytes, headers: Mapping[str, str]) -> Answer:
        """What came for a receiver; a late one has it, though its answer is not waited for. Raises Unreachable, Broken."""
        receiver = self.there[url]
        mood = receiver.mood(self.world.now)
        self.world.count(f"a receiver is {mood}")
        if mood == "silent":
            raise Unreachable("slow", "15 s")
        self._arrives(receiver, content.decode(), headers)
        if mood == "500":
            return Answer(500, b"")
        receiver.taken.add(headers["webhook-id"])
        if mood == "late":
            raise Unreachable("slow", "15 s")
        return Answer(200, b"")

    def _arrives(self, receiver: Receiver, body: str, headers: Mapping[str, str]) -> None:
        name = headers["webhook-id"]
        if receiver.ended:
            raise Broken("webhooks", f"{receiver.id} was ended and is told {body}")
        if receiver.came.setdefault(name, body) != body or receiver.by_body.setdefault(body, name) != name:
            raise Broken("webhooks", f"{receiver.id}: {body} comes as {name} and as {receiver.by_body[body]}")
        signed = f"{name}.{headers['webhook-timestamp']}.{body}".encode()
        good = {_signature(secret, signed) for secret in receiver.secrets[-1:]}
        if not good & set(headers["webhook-signature"].split()):
            raise Broken("webhooks", f"{receiver.id}: {name} is not signed by the secret that was shown last")
        if headers["webhook-timestamp"] != str(int(self.world.machine.timestamp())):
            raise Broken("webhooks", f"{receiver.id}: {name} bears the time {headers['webhook-timestamp']}")


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def come(world: "World") -> None:
    """Some shops have a program that listens from the first hours on."""
    for shop in world.dice.sample(world.stage.shops, LISTEN):
        world.after("a shop listens", lambda shop=shop: _listen(world, shop), hours=world.dice.choice((1, 30)))  # type: ignore[misc]


def _listen(world: "World", shop: "Shop") -> None:
    url = f"https://{shop.id.lower().replace('_', '-')}.example.org/hook"
    made = ask(world, shop.owner, "POST", f"/shops/{shop.id}/webhooks", {"url": url, "kinds": list(KINDS)}, sure=True)
    assert made is not None
    receiver = Receiver(made.data["id"], shop, world.now, url, [made.data["secret"]])
    world.network.there[url] = receiver
    at = world.now + timedelta(hours=world.dice.choice(FIRST_HOURS))
    while at < world.end:
        receiver.moods.append((at, world.dice.choice(MOODS)))
        at += timedelta(hours=world.dice.choice(BAD_HOURS))
        receiver.moods.append((at, "good"))
        at += timedelta(hours=world.dice.choice(GOOD_HOURS))
    hours = world.dice.randrange(24, 24 * world.days + 25)
    if world.dice.random() < ENDS:
        world.after("a shop ends its webhook", lambda: _end(world, receiver), hours=hours)
    if world.dice.random() < ROTATES:
        world.after("a shop wants a new secret", lambda: _rotate(world, receiver), hours=hours / 2)


def _end(world: "World", receiver: Receiver) -> None:
    ask(world, receiver.shop.owner, "DELETE", f"/webhooks/{receiver.id}", sure=True)
    receiver.ended = True


def _rotate(world: "World", receiver: Receiver) -> None:
    if not receiver.ended:
        made = ask(world, receiver.shop.owner, "POST", f"/webhooks/{receiver.id}/secret", sure=True)
        assert made is not None
        receiver.secrets.append(made.data["secret"])


def next_at(world: "World") -> datetime | None:
    """When the next delivery is due, by the marketplace's clock; not before the lease of a worker that died with it is over."""
    if not world.network.there:
        return None
    found = stored.from_db_time(rows.sql(_NEXT)[0][0])
    return None if found is None else found - world.machine + world.now


def send(world: "World") -> int:
    """What the worker does beside its rounds: send what is due, one webhook after the other; how many were tried."""
    due = next_at(world)
    if due is None or due > world.now:
        return 0
    return sum(jobs.send_due(webhook) for webhook in act(actions.take_turns, AT_ONCE))


def settle(world: "World") -> None:
    """The story is over, all receivers are well, and the machine's clock goes on until nothing waits any more."""
    for receiver in world.network.there.values():
        receiver.moods.append((world.now, "good"))
    for _ in range(ROUNDS):
        due = next_at(world)
        if due is None:
            return
        world.ahead += max(due - world.now, timedelta(seconds=1))
        send(world)
    raise Broken("webhooks", f"deliveries wait without end: {rows.sql(_NEXT)}")


def told(receiver: Receiver) -> set[tuple[str, str]]:
    """What it knows: which kind of thing happened to which order."""
    bodies = [json.loads(receiver.came[name]) for name in receiver.taken]
    return {(body["type"], body["data"]["id"]) for body in bodies}


_NEXT = """
SELECT MIN(MAX(d.next_at, COALESCE(w.leased_until, d.next_at))) FROM partner_delivery d JOIN partner_webhook w ON w.id = d.webhook_id
WHERE d.state = 'waiting' AND w.state = 'on'
"""
