"""Requests on a bad line: the server dies before, in or after the work, the answer is lost, the same is asked twice.

What the people behind them learn is what a person would; what the simulation knows besides is used to check the answers.
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import pyotp
from django.test import Client

from jishi.kernel import clock
from jishi.kernel.errors import Refused
from jishi.kernel.runner import act
from jishi.lawbook.rulebook import rulebook
from jishi.modules.identity.access import COOKIE
from jishi.sim import crash
from jishi.sim.broken import Broken

if TYPE_CHECKING:
    from jishi.sim.world import World

API = "/api/v1"
NOT_SIGNED_IN = 401
JSON = "application/json"
TRIES = 6
DIES, LOST, AGAIN, OTHER = 0.03, 0.04, 0.06, 0.02
"""How often the server dies within a request, an answer is lost, the same is asked twice, and a key is used for something else."""
GIVES_UP = 0.2
WRITES = 16
BY_RULE = frozenset(
    {
        "orders.too_late_to_cancel",
        "orders.address_no_more",
        "orders.other_zone",
        "orders.method_not_offered",
        "payments.method_not_offered",
        "orders.extension_not_offered",
        "catalog.prohibited",
        "catalog.restricted",
        "fulfilment.too_many_parcels",
    }
)
"""Refusals behind which a rule stands: they cite it."""
NEVER = datetime.max.replace(tzinfo=UTC)
NO_HEADERS: Mapping[str, str] = {}
PASSING = (401, 429, 503)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    data: Any
    body: bytes
    replayed: bool

    @property
    def good(self) -> bool:
        """Was it done?"""
        return self.status < 400

    @property
    def code(self) -> str:
        """Of a refusal: which."""
        return "" if self.good else str(self.data.get("code", "?"))

    @property
    def said(self) -> Any:
        """What it says, but for the number of the request: a request that was refused at the door is a new one."""
        return {k: v for k, v in self.data.items() if k != "request_id"} if isinstance(self.data, dict) else self.data


@cache
def _server() -> Any:
    """What browsers talk to: put together once, for it looks at every file of the web."""
    return Client().handler


def _browser() -> Client:
    made = Client()
    made.handler = _server()
    return made


@dataclass(eq=False)
class Visitor:
    """Somebody with a browser that is signed in, or nobody."""

    name: str
    client: Client = field(default_factory=_browser)
    person: str = ""
    secret: str = ""
    """Their authenticator's."""
    until: datetime = NEVER
    """When the session runs out, by the machine's clock."""
    kept: tuple[str, str, datetime] = ("", "", NEVER)

    @property
    def token(self) -> str:
        """The session's, out of the cookie; empty for nobody."""
        cookie = self.client.cookies.get(COOKIE)
        return cookie.value if cookie else ""

    def sign_in(self) -> None:
        """By a code from the Mailbox, as in a demonstration, and by their authenticator where they have one."""
        assert self.send("POST", "/sign-in/codes", {"to": self.name}).good
        answer = self.send("POST", "/sign-in", {"to": self.name, "code": self.code()})
        if self.secret:
            code = pyotp.TOTP(self.secret).at(clock.real())
            answer = self.send("POST", "/sign-in/second", {"token": answer.data["token"], "code": code})
        self.enter(answer)

    def code(self) -> str:
        """The last code that was sent to them."""
        letters = self.client.get(f"{API}/mailbox", {"to": self.name}, content_type=JSON).json()
        found = re.search(r"\d{4,}", next(one["text"] for one in letters if one["kind"] == "identity.code"))
        assert found is not None, letters
        return found.group()

    def enter(self, answer: "Answer") -> None:
        """The browser keeps what lets it write, and for how long."""
        assert answer.good, answer
        self.client.defaults["HTTP_X_CSRFTOKEN"] = answer.data["csrf"]
        self.person = answer.data["person"]["id"]
        self.until = clock.real() + timedelta(seconds=int(self.client.cookies[COOKIE]["max-age"]))

    def keep(self) -> None:
        """Remember this session, to begin every story with it."""
        self.kept = self.token, self.client.defaults["HTTP_X_CSRFTOKEN"], self.until

    def begin(self) -> None:
        """Have the session that was remembered."""
        self.client.cookies[COOKIE], self.client.defaults["HTTP_X_CSRFTOKEN"], self.until = self.kept

    def send(self, method: str, path: str, body: Any = None, key: str = "", headers: Mapping[str, str] = NO_HEADERS) -> Answer:
        """One request, answered at once."""
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        sent = dict(headers) | ({"Idempotency-Key": key} if key else {})
        got = self.client.generic(method, API + path, content, content_type=JSON, headers=sent)
        data = json.loads(got.content) if got.content else None
        return Answer(got.status_code, data, got.content, got.headers.get("Idempotency-Replayed") == "true")


def ask(
    world: "World",
    who: Visitor,
    method: str,
    path: str,
    body: Any = None,
    *,
    may: Collection[str] = (),
    sure: bool = False,
    key: str = "",
    headers: Mapping[str, str] = NO_HEADERS,
) -> Answer | None:
    """Have somebody ask until they know the answer; None when they gave up before they did (never when `sure`).

    A refusal must be one of `may`. Raises Broken for one that is not, and for answers that do not agree with each other.
    """
    key = key or world.key()
    known: Answer | None = None
    for _ in range(TRIES):
        answer, heard = once(world, who, method, path, body, key, headers)
        if answer is not None and answer.status == NOT_SIGNED_IN and who.until <= world.machine:
            world.calmly(who.sign_in)
            continue
        if answer is not None:
            _lawful(world, answer, may, f"{method} {path}")
            _agrees(known, answer)
            known = None if answer.status in PASSING else answer
        if heard and answer is not None:
            _check_again(world, who, method, path, body, key, headers, answer)
            return answer
        if not sure and world.dice.random() < GIVES_UP:
            return None
    return world.calmly(lambda: who.send(method, path, body, key, headers))


def once(
    world: "World", who: Visitor, method: str, path: str, body: Any = None, key: str = "", headers: Mapping[str, str] = NO_HEADERS
) -> tuple[Answer | None, bool]:
    """The answer, if the server lived to give one, and whether it was heard."""
    chance = world.dice.random() if world.stormy else 1.0
    if chance >= DIES + LOST:
        return who.send(method, path, body, key, headers), True
    if chance >= DIES:
        answer = who.send(method, path, body, key, headers)
        world.restart("the answer was lost")
        return answer, False
    try:
        with crash.at_write(world.dice.randint(1, WRITES)):
            answer = who.send(method, path, body, key, headers)
    except crash.Crash:
        world.restart("died in a request")
        return None, False
    return answer, True


def _agrees(known: Answer | None, answer: Answer) -> None:
    """The same asked again under its key has the same answer."""
    if known is not None and (known.status, known.said) != (answer.status, answer.said):
        raise Broken("idempotency", f"the same key was answered {known.status} {known.body!r}, then {answer.status} {answer.body!r}")


def _check_again(
    world: "World", who: Visitor, method: str, path: str, body: Any, key: str, headers: Mapping[str, str], answer: Answer
) -> None:
    """Now and then the same is asked once more, or the key is used for something else."""
    chance = world.dice.random() if world.stormy else 1.0
    if answer.status in PASSING or method == "GET" or chance >= AGAIN + OTHER:
        return
    if chance < AGAIN:
        again = who.send(method, path, body, key, headers)
        _agrees(answer, again)
        if answer.good and not again.replayed:
            raise Broken("idempotency", f"{method} {path} was done twice under one key")
    elif isinstance(body, dict) and answer.good:
        other = who.send(method, path + "?other=1", body, key, headers)
        if other.code != "kernel.key_reused":
            raise Broken("idempotency", f"{method} {path}: a used key took another request: {other.status} {other.body!r}")


def _lawful(world: "World", answer: Answer, may: Collection[str], what: str) -> None:
    """A refusal is one that was to be expected; where a rule refuses, it is named and its why can be read."""
    if answer.good:
        return
    if answer.code not in may:
        raise Broken("refusals", f"{what}: {answer.status} {answer.body!r}")
    rule = answer.data.get("rule")
    if answer.code in BY_RULE and not rule:
        raise Broken("refusals", f"{what}: {answer.code} cites no rule")
    if rule and rule not in rulebook().rules:
        raise Broken("refusals", f"{what}: {answer.code} cites {rule}, which is none")
    world.count(f"refused {answer.code}")


def done(world: "World", action: Any, *args: Any, may: Collection[str] = (), **kwargs: Any) -> bool:
    """Run an action that has no route, on the same bad line, until it is done or refused as it may be."""
    for _ in range(TRIES):
        try:
            if not world.stormy or world.dice.random() >= DIES:
                act(action, *args, **kwargs)
            else:
                with crash.at_write(world.dice.randint(1, WRITES)):
                    act(action, *args, **kwargs)
            return True
        except crash.Crash:
            world.restart("died in an action")
        except Refused as error:
            if error.code not in may:
                raise Broken("refusals", f"{action.__name__}: {error}") from error
            world.count(f"refused {error.code}")
            return False
    act(action, *args, **kwargs)
    return True
