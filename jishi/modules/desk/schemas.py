"""Shapes of the desk in the API."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from jishi.kernel.api import IdText, Line, Shape

SEQ_MOST = 2**53 - 1
CAPACITY_MOST = 10_000
ReplyBody = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)]
Shortcut = Annotated[str, StringConstraints(pattern=r"^(/[^\s/{}\x00-\x1f\x7f]{1,19})?$")]
Folder = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")]
ClientId = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[\x20-\x7e]+$")]


class SessionOut(Shape):
    """A session as its sides see it; `agent` is "" while it is in the queue."""

    id: str
    conversation: str
    person: str
    state: Literal["open", "closed"]
    first_seq: int
    opened_at: datetime
    closed_at: datetime | None
    agent: str
    assigned_at: datetime | None


class LastOut(Shape):
    """The last message of a conversation; `body` is null where the person was erased."""

    seq: int
    side: Literal["buyer", "shop"]
    at: datetime
    body: dict[str, Any] | None


class SessionLine(SessionOut):
    """A session in the shop's list: the buyer's masked name, the last word, what is unread, since when the buyer waits for an answer."""

    buyer: str
    agent_name: str
    last: LastOut | None
    unread: int
    waiting_since: datetime | None


class ConversationOut(Shape):
    """A conversation with a shop's service; `buyer` is the masked name, `session` the open one.

    `before` is how many wait before it in the queue, null where it does not wait.
    """

    id: str
    kind: Literal["desk"]
    shop: str
    person: str
    buyer: str
    side: Literal["buyer", "shop"]
    last_seq: int
    last_at: datetime
    read: dict[Literal["buyer", "shop"], int]
    session: SessionOut | None
    before: int | None


class ShopNamed(Shape):
    """A shop by its id and name."""

    id: str
    name: str


class TalkLine(Shape):
    """A conversation in its buyer's list."""

    id: str
    shop: ShopNamed
    last_at: datetime
    last: LastOut | None
    unread: int


class AgentOut(Shape):
    """Someone who answers in the shop: whether a line of theirs is up, whether they take new sessions, and how many they have."""

    person: str
    name: str
    online: bool
    accepting: bool
    capacity: int
    load: int
    full: bool


class DeskOut(Shape):
    """A shop's desk: how many sessions wait for an agent, the limit that is recommended, one's own seat, and who else answers."""

    shop: str
    waiting: int
    recommended: int
    mine: AgentOut | None
    agents: list[AgentOut]


class AcceptIn(Shape):
    """Whether one takes new sessions from now on."""

    accepting: bool


class CapacityIn(Shape):
    """How many sessions at once an agent may have."""

    capacity: Annotated[int, Field(ge=1, le=CAPACITY_MOST)]


class ReplyText(Shape):
    """What a quick reply holds: `shortcut` is what calls it ("/hi", "" for nothing), `folder` the group in which it is shown.

    Variables in `text` stand in braces: {buyer}, {order}, {product}, {shop}, {agent}.
    """

    title: Annotated[Line, Field(max_length=40)]
    text: ReplyBody
    shortcut: Shortcut = ""
    folder: Folder = ""


class ReplyIn(ReplyText):
    """A quick reply to be kept: the shop's, or one's own."""

    whose: Literal["shop", "mine"]


class ReplyChange(Shape):
    """What of a quick reply is to be another; `place` is where it stands among those of its owner, from 0."""

    title: Annotated[Line, Field(max_length=40)] | None = None
    text: ReplyBody | None = None
    shortcut: Shortcut | None = None
    folder: Folder | None = None
    place: Annotated[int, Field(ge=0, le=CAPACITY_MOST)] | None = None


class ReplyOut(ReplyText):
    """A quick reply."""

    id: str
    whose: Literal["shop", "mine"]
    place: int


class RepliesOut(Shape):
    """The quick replies of a shop and one's own there, each in their order; how many there may be of each; the closing phrase, if any.

    `variables` may stand in a reply, `closing_variables` in the closing phrase.
    """

    shop: list[ReplyOut]
    mine: list[ReplyOut]
    most: int | None
    closing: str | None
    variables: list[str]
    closing_variables: list[str]


class ClosingIn(Shape):
    """The phrase that is sent when an agent closes a session; null for none."""

    text: ReplyBody | None


class ClosingOut(Shape):
    """The closing phrase as it stands."""

    text: str | None


class ReplyValues(Shape):
    """What the variables of a reply are filled with in one conversation; null where there is nothing to fill them with."""

    buyer: str | None
    order: str | None
    product: str | None
    shop: str | None
    agent: str | None


class MessageIn(Shape):
    """A message: the sender's own name for it, the last seq that the sender has seen, and what it holds.

    `body` is {kind: text or emoji, text}, {kind: product_card, product_id} or {kind: order_card, order_id}.
    """

    client_id: ClientId
    seen_seq: Annotated[int, Field(ge=0, le=SEQ_MOST)] = 0
    body: dict[str, Any]


class SentOut(Shape):
    """Where a message stands in its conversation."""

    client_id: str
    conversation_id: IdText
    seq: int
    at: datetime
