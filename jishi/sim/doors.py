"""At the door: agents sign in and out, mistype, forget, are locked out, end their sessions everywhere; old sessions are tried."""

from typing import TYPE_CHECKING

from jishi import lawbook
from jishi.realtime import doors as frames
from jishi.sim.asking import NOT_SIGNED_IN, Visitor, once
from jishi.sim.book import Device, Tries
from jishi.sim.broken import Broken
from jishi.sim.stage import PASSWORD

if TYPE_CHECKING:
    from jishi.sim.stage import Agent
    from jishi.sim.world import World

TIMES_A_DAY = 0.6
WRONG = "not the " + PASSWORD
MISTYPES = (1, 1, 3, 12)
GUESSES = (0, 0, 1, 6)
KNOCKS = 3
"""Devices on which old sessions are tried at a time."""
LIMIT, WINDOW, OF_A_CODE = "identity.limits.tries_per_address", "identity.limits.window", "identity.codes.tries"
TOO_MANY = "identity.too_many_tries"
HOME = "CN"
"""The market whose law governs who is not known yet: the first that is open."""


def come(world: "World") -> None:
    """Spread what agents do at the door over a story."""
    habits = (
        ("an agent signs in", lambda agent: by_password(world, agent, PASSWORD)),
        ("an agent signs in by a code", lambda agent: _by_code(world, agent)),
        ("an agent mistypes", lambda agent: _mistype(world, agent)),
        ("an agent signs out", lambda agent: _sign_out(world, agent)),
        ("an agent signs out everywhere else", lambda agent: _everywhere(world, agent)),
        ("an old session is tried", lambda agent: _knock(world, agent)),
    )
    for _ in range(round(world.days * TIMES_A_DAY)):
        agent = world.dice.choice(world.stage.agents)
        what, habit = world.dice.choice(habits)
        world.after(what, lambda habit=habit, agent=agent: habit(agent), minutes=world.dice.randrange(world.days * 24 * 60))  # type: ignore[misc]


def at_work(world: "World", agent: "Agent") -> Device | None:
    """Where an agent is signed in just now; they sign in first where they are nowhere, if they are let in."""
    here = [one for one in world.book.devices if one.agent is agent and not one.over]
    return here[-1] if here else by_password(world, agent, PASSWORD)


def by_password(world: "World", agent: "Agent", password: str) -> Device | None:
    """Try once to sign in with a password, as it goes on a bad line; the device where that is done and heard.

    Raises Broken when a wrong one opens, a right one does not, or tries are counted otherwise than they were made.
    """
    device = Device(Visitor(agent.address), agent)
    most, tries = _figure(world, LIMIT), world.book.tries[agent.address, _span(world)]
    answer, heard = once(world, device.visitor, "POST", "/sign-in/password", {"to": agent.address, "password": password})
    if answer is None:
        tries.unsure += 1
    elif answer.good:
        if password != PASSWORD:
            raise Broken("sessions", f"{agent.address} signed in with a wrong password")
        return _is_in(world, device) if heard else None
    elif answer.code == TOO_MANY:
        world.count("locked out")
        _locked(tries, most, agent)
    elif answer.code == "identity.wrong_password" and password != PASSWORD:
        tries.failed += 1
        if tries.failed > most:
            raise Broken("tries", f"{agent.address} could fail {tries.failed} times in a span of which the rule allows {most}")
    else:
        raise Broken("sessions", f"{agent.address}: {answer.body!r}")
    return None


def _locked(tries: Tries, most: int, agent: "Agent") -> None:
    if tries.failed + tries.unsure < most:
        raise Broken("tries", f"{agent.address} is locked out after {tries.failed} tries of {most}, {tries.unsure} that nobody heard of")


def _is_in(world: "World", device: Device) -> Device:
    """They are in: the browser has what the answer gave it."""
    me = device.visitor.send("GET", "/me")
    device.visitor.enter(me)
    device.visitor.keep()
    world.book.devices.append(device)
    return device


def _by_code(world: "World", agent: "Agent") -> None:
    """Ask for a code, guess it wrong some times, then have it right: it works unless it was tried too often."""
    device = Device(Visitor(agent.address), agent)
    sent, _ = once(world, device.visitor, "POST", "/sign-in/codes", {"to": agent.address})
    if sent is None or not sent.good:
        return
    code, used, unsure, most = device.visitor.code(), 0, 0, _figure(world, OF_A_CODE)
    wrong = str((int(code) + 1) % 10 ** len(code)).zfill(len(code))
    for _ in range(world.dice.choice(GUESSES)):
        answer, _ = once(world, device.visitor, "POST", "/sign-in", {"to": agent.address, "code": wrong})
        unsure += answer is None
        used += answer is not None
        if answer is not None and answer.good:
            raise Broken("sessions", f"{agent.address} signed in with a wrong code")
    answer, heard = once(world, device.visitor, "POST", "/sign-in", {"to": agent.address, "code": code})
    if answer is None:
        return
    if answer.good and used >= most:
        raise Broken("tries", f"a code worked after {used} tries of {most}")
    if not answer.good and used + unsure < most:
        raise Broken("tries", f"a code did not work after {used} tries of {most}: {answer.body!r}")
    if answer.good and heard:
        _is_in(world, device)


def _mistype(world: "World", agent: "Agent") -> None:
    """Some tries within minutes; who was locked out may come in again when the span is over."""
    for _ in range(world.dice.choice(MISTYPES)):
        by_password(world, agent, WRONG)
    by_password(world, agent, PASSWORD)


def _sign_out(world: "World", agent: "Agent") -> None:
    """On one device; who does not hear that it was done does it again."""
    device = at_work(world, agent)
    if device is not None:
        _surely(world, device, "/sign-out")
        device.over = True
        device.visitor.begin()  # somebody has copied the cookie that the browser lets go of


def _everywhere(world: "World", agent: "Agent") -> None:
    """From one device, on all others; or with a new password, which does the same."""
    device = by_password(world, agent, PASSWORD)
    if device is None:
        return
    if world.dice.random() < 0.5:
        _surely(world, device, "/me/sessions/end-others")
    else:
        _surely(world, device, "/me/password", {"password": PASSWORD})
    for other in world.book.devices:
        other.over |= other.agent is agent and other is not device


def _surely(world: "World", device: Device, path: str, body: dict[str, str] | None = None) -> None:
    answer, heard = once(world, device.visitor, "POST", path, body)
    if answer is None or not heard:
        answer = world.calmly(lambda: device.visitor.send("POST", path, body))
    if not answer.good:
        raise Broken("sessions", f"{path} of {device.agent.address}, who is signed in: {answer.body!r}")


def _knock(world: "World", agent: "Agent") -> None:
    """By request, by write and by socket: a session that was ended opens nothing, one that was not is still good."""
    mine = [one for one in world.book.devices if one.agent is agent]
    for device in world.dice.sample(mine, min(len(mine), KNOCKS)):
        read = device.visitor.send("GET", "/me/security")
        by_socket = frames.ask("who.cookie", device.visitor.token)
        if not device.over and (not read.good or by_socket is None):
            raise Broken("sessions", f"a session of {agent.address} that nobody ended opens nothing: {read.body!r}")
        if device.over:
            written = device.visitor.send("POST", "/me/sessions/end-others")
            if (read.status, written.status) != (NOT_SIGNED_IN, NOT_SIGNED_IN) or by_socket is not None:
                raise Broken("sessions", f"an ended session of {agent.address} acts: {read.status}, {written.status}, {by_socket}")


def _figure(world: "World", rule: str) -> int:
    return int(lawbook.at(rule, on=world.machine, market=HOME).value)


def _span(world: "World") -> int:
    """Which span the machine's clock is in; all of one length begin together."""
    window = lawbook.at(WINDOW, on=world.machine, market=HOME)
    return int(world.machine.timestamp() // (window.after(world.machine) - world.machine).total_seconds())
