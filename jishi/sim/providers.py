"""The payment provider: it tells late, twice, in the wrong order, of charges that nobody made, and others tell in its name."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from jishi.modules.payments.adapters import sandbox
from jishi.modules.payments.models import Attempt
from jishi.sim.asking import ask
from jishi.sim.broken import Broken

if TYPE_CHECKING:
    from jishi.sim.people import Basket
    from jishi.sim.world import World

PATH = "/payments/sandbox/notices"
WAITS = (0.02, 0.5, 3, 20, 49, 60)
"""Hours after which it tells."""


def will_tell(world: "World", payment: str, basket: "Basket") -> None:
    """A charge is on its way: what became of it comes some time."""
    attempt = Attempt.objects.filter(payment=payment, state="pending").order_by("-id").first()
    if attempt is None:
        return
    ref = attempt.provider_ref
    first, second = world.dice.choice(
        [("captured", ""), ("captured", "captured"), ("declined", ""), ("declined", "captured"), ("captured", "declined")]
    )
    hours = world.dice.choice(WAITS)
    world.after(f"the provider tells {first}", lambda: _tell(world, ref, first, basket), hours=hours)
    if second:
        later = hours + world.dice.choice((0, 0.1, 30))
        world.after(f"the provider tells {second} too", lambda: _tell(world, ref, second, basket), hours=later)
    if world.dice.random() < 0.3:
        world.after("a liar tells", lambda: _lie(world, ref), hours=hours / 2)


def _tell(world: "World", ref: str, event: str, basket: "Basket") -> None:
    answer = _notice(world, {"provider_ref": ref, "event": event}, ())
    if answer == "captured":
        basket.paid()


def _lie(world: "World", ref: str) -> None:
    """Not signed by the provider; of a charge that there is not; with an amount of its own."""
    body = {"provider_ref": ref, "event": "captured"}
    forged = ask(world, world.stage.stranger, "POST", PATH, body, may=("payments.bad_signature",), headers={sandbox.HEADER: "0" * 64})
    if forged is not None and forged.good:
        raise Broken("refusals", "a notice was taken that the provider did not sign")
    _notice(world, body | {"provider_ref": "sbx_none"}, ("kernel.not_found",))
    _notice(world, body | {"amount": {"amount": "1.00", "currency": "CNY"}}, ("kernel.bad_fields",))


def _notice(world: "World", body: Mapping[str, object], may: tuple[str, ...]) -> str:
    sent = json.dumps(body).encode()
    signature = {sandbox.HEADER: sandbox.sign(sent)}
    answer = ask(world, world.stage.stranger, "POST", PATH, sent, may=may, sure=not may, headers=signature)
    return str(answer.data["state"]) if answer is not None and answer.good else ""
