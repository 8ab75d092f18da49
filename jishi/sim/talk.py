"""At the desk: buyers write, agents answer or forget, sockets come and go, messages are sent twice, buyers are banned.

What sockets say goes to the log as the hub has it: a batch of frames in one commit. The lines between, which no story needs, are left out.
"""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from jishi import lawbook
from jishi.kernel import rows, standing
from jishi.kernel.models import Standing
from jishi.kernel.runner import act
from jishi.modules.desk.access import TALK
from jishi.modules.identity.access import token_hash
from jishi.realtime import doors as frames
from jishi.realtime.doors import Draft, Stored
from jishi.realtime.hub import outcomes
from jishi.sim import crash, doors
from jishi.sim.asking import DIES, WRITES, ask, done
from jishi.sim.book import Ban, Said, Talk
from jishi.sim.broken import Broken

if TYPE_CHECKING:
    from jishi.kernel.access import Actor
    from jishi.sim.asking import Visitor
    from jishi.sim.world import World

WRITES_A_DAY = 1.0
ANSWERS, CLOSES, LOST, AGAIN, BANNED = 0.65, 0.2, 0.1, 0.15, 0.12
ANSWERS_AFTER = (0.1, 2, 20, 30)
BAN_HOURS = (1, 24, 72)
TURNS = 4
LADDER = "desk.report.ban_ladder"


def come(world: "World") -> None:
    """Spread what buyers write over a story."""
    for _ in range(round(world.days * WRITES_A_DAY)):
        world.after("a buyer writes", lambda: _write(world), minutes=world.dice.randrange(world.days * 24 * 60))


def _write(world: "World") -> None:
    """One or two buyers write to shops of their markets, each a message or two, in one batch; or one by a request."""
    talks = [talk for talk in (_turn_to(world) for _ in range(world.dice.choice((1, 1, 2)))) if talk is not None]
    said = [_draft(world, talk, talk.buyer.visitor, "buyer") for talk in talks for _ in range(world.dice.choice((1, 1, 2)))]
    if len(said) == 1 and world.dice.random() < 0.5:
        _by_request(world, said[0])
    elif said:
        _by_socket(world, said)
    for talk in talks:
        if world.dice.random() < ANSWERS:
            hours = world.dice.choice(ANSWERS_AFTER)
            world.after("an agent answers", lambda talk=talk: _answer(world, talk), hours=hours)  # type: ignore[misc]
        if world.dice.random() < BANNED:
            world.after("a buyer is banned", lambda talk=talk: _ban(world, talk), hours=1)  # type: ignore[misc]


def _turn_to(world: "World") -> Talk | None:
    agent = world.dice.choice(world.stage.agents)
    buyer = world.dice.choice([one for one in world.stage.buyers if one.market == agent.shop.market])
    answer = ask(world, buyer.visitor, "POST", f"/shops/{agent.shop.id}/conversations")
    if answer is None:
        return None
    found: str = answer.data["id"]
    return world.book.talks.setdefault(found, Talk(found, buyer, agent))


def _draft(world: "World", talk: Talk, by: "Visitor", side: str) -> Said:
    name = world.key()
    actor: Actor | None = frames.ask("who.cookie", by.token)
    draft = Draft(actor.session or "" if actor else "", talk.id, name, len(talk.told[side]), {"kind": "text", "text": f"about {name}"})
    said = Said(talk, by, draft)
    talk.said.append(said)
    return said


def _by_request(world: "World", said: Said) -> None:
    draft = said.draft
    body = {"client_id": draft.client_id, "seen_seq": draft.seen_seq, "body": draft.body}
    answer = ask(world, said.by, "POST", f"/conversations/{said.talk.id}/send", body, may=("desk.banned",))
    if answer is not None and answer.good:
        _stands(said, answer.data["seq"])
    elif answer is not None:
        _rightly_banned(world, said)


def _by_socket(world: "World", said: list[Said], turns: int = TURNS) -> None:
    """Send a batch; who does not hear of it comes back on another line, looks what is there, and sends the same again."""
    try:
        if world.stormy and world.dice.random() < DIES:
            with crash.at_write(world.dice.randint(1, WRITES)):
                answers = act(outcomes, [("send", one.draft) for one in said])
        else:
            answers = act(outcomes, [("send", one.draft) for one in said])
    except crash.Crash:
        world.restart("died with frames of sockets")
        answers = [None] * len(said)
    again = [one for one, answer in zip(said, answers, strict=True) if _goes_again(world, one, answer)]
    if again and turns > 1:
        world.after("a socket comes back", lambda: _come_back(world, again, turns - 1), hours=world.dice.choice((0.01, 2)))


def _goes_again(world: "World", said: Said, answer: Any) -> bool:
    """What came of a message; whether its writer has reason to send it once more."""
    if isinstance(answer, Stored):
        _stands(said, answer.seq)
        return world.dice.random() < LOST + AGAIN
    if answer is None or answer.code == "conversations.unseen":
        return True
    if answer.code == "desk.banned":
        _rightly_banned(world, said)
    elif answer.code == "kernel.not_signed_in":
        if not _over(world, said.by):
            raise Broken("sessions", f"{said.by.name} is signed in and may not write")
    elif answer.code != "desk.no_session" or said.by is said.talk.buyer.visitor:
        raise Broken("refusals", f"{said.by.name} writes: {answer!r}")
    world.count(f"refused {answer.code}")
    return False


def _come_back(world: "World", said: list[Said], turns: int) -> None:
    for one in said:
        side = "buyer" if one.by is one.talk.buyer.visitor else "shop"
        listen(one.talk, one.by, side)
        one.draft.seen_seq = len(one.talk.told[side])
    _by_socket(world, said, turns)


def listen(talk: Talk, by: "Visitor", side: str) -> bool:
    """A socket comes: it is told what its side has not had yet, in order and without a hole. False when it may not come."""
    actor = frames.ask("who.cookie", by.token)
    told = talk.told[side]
    if actor is None or talk.id not in frames.ask("resume", actor, {talk.id: len(told)}):
        return False
    for _, seq, event in frames.ask("catch", {talk.id: len(told)}).events:
        if seq != len(told) + 1:
            raise Broken("messages", f"{talk.id}: after {len(told)} a socket is told {seq}")
        told.append(event["body"]["text"])
    return True


def _stands(said: Said, seq: int) -> None:
    """It was acknowledged: at one place, its own, each time."""
    if said.seq not in (0, seq) or said.talk.at.setdefault(seq, said) is not said:
        raise Broken("messages", f"{said.talk.id}: {said.draft.client_id} stands at {seq}, it was {said.seq} or another stands there")
    said.seq = seq


def _over(world: "World", by: "Visitor") -> bool:
    return any(one.over for one in world.book.devices if one.visitor is by) or by.until <= world.machine


def _answer(world: "World", talk: Talk) -> None:
    """An agent reads, and answers; now and then on a device where they are signed in no more. Some close the session then."""
    here = doors.at_work(world, talk.agent)
    old = [one for one in world.book.devices if one.agent is talk.agent and one.over]
    device = world.dice.choice(old) if old and world.dice.random() < 0.3 else here
    if device is None:
        return
    if listen(talk, device.visitor, "shop") is device.over:
        raise Broken("sessions", f"a socket of {talk.agent.address} comes: {not device.over}, its session is over: {device.over}")
    said = _draft(world, talk, device.visitor, "shop")
    if device.over:
        said.draft.behind = _session_of(device.visitor)
    _by_socket(world, [said])
    if not device.over and world.dice.random() < CLOSES:
        may = ("desk.no_session", "kernel.wrong_state")
        ask(world, device.visitor, "POST", f"/conversations/{talk.id}/close", may=may)


def _session_of(by: "Visitor") -> str:
    """The session behind a line that was open before it ended."""
    return str(rows.sql("SELECT id FROM identity_session WHERE token = %s", [token_hash(by.token)])[0][0])


def _ban(world: "World", talk: Talk) -> None:
    """For some hours, from one shop or from all; some are let off sooner."""
    subject = world.dice.choice((talk.id, talk.buyer.visitor.person))
    until = world.now + timedelta(hours=world.dice.choice(BAN_HOURS))
    ruling = lawbook.at(LADDER, on=world.now, market=talk.buyer.market)
    done(world, standing.restrict, subject, TALK, ruling, until=until)
    ban = Ban(subject, world.now, until)
    world.book.bans.append(ban)
    if world.dice.random() < 0.3:
        world.after("a ban is lifted", lambda: _lift(world, ban), hours=0.5)
    world.after("a banned buyer writes", lambda: _by_socket(world, [_draft(world, talk, talk.buyer.visitor, "buyer")]), hours=0.7)


def _lift(world: "World", ban: Ban) -> None:
    held = Standing.objects.filter(subject=ban.subject, since=ban.since, until=ban.until, lifted_at=None).first()
    assert held is not None
    done(world, standing.lift, held)
    ban.until = world.now


def _rightly_banned(world: "World", said: Said) -> None:
    subjects = (said.talk.id, said.talk.buyer.visitor.person)
    if not any(one.subject in subjects and one.since <= world.now < one.until for one in world.book.bans):
        raise Broken("bans", f"{said.by.name} is refused in {said.talk.id}, and nobody banned them")
