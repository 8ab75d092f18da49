"""Shapes of the desk in the API."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from jishi.kernel.api import IdText, Line, Shape
from jishi.lawbook.countdown import DeadlineShape

SEQ_MOST = 2**53 - 1
CAPACITY_MOST = 10_000
Outcome = Literal["waiting", "in_time", "late", "left_out"]
Reason = Literal["thanks", "by_mistake", "advertising", "settled_elsewhere"]
Measure = Literal["rate_24h", "rate_12h", "rate_3min", "first_response"]
ReplyBody = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)]
Shortcut = Annotated[str, StringConstraints(pattern=r"^(/[^\s/{}\x00-\x1f\x7f]{1,19})?$")]
Folder = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")]
ClientId = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[\x20-\x7e]+$")]


class SessionOut(Shape):
    """A session as its sides see it; `agent` is "" while it is in the queue.

    `response`: a person's first answer is waited for until `answer_due`, came in time, did not, or is not counted; after `expiring_at`
    the session is about to expire.
    """

    id: str
    conversation: str
    person: str
    state: Literal["open", "closed"]
    first_seq: int
    opened_at: datetime
    closed_at: datetime | None
    agent: str
    assigned_at: datetime | None
    response: Outcome
    answer_due: datetime | None
    expiring_at: datetime | None
    answered_at: datetime | None


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
    clock: DeadlineShape | None


class ConversationOut(Shape):
    """A conversation with a shop's service; `buyer` is the masked name, `session` the open one.

    `clock` is how long the shop has for its first answer, told to the shop alone; `before` is how many wait before it in the queue,
    null where it does not wait.
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
    clock: DeadlineShape | None
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


class NoReplyIn(Shape):
    """Why no reply is needed: the buyer only thanks or takes leave, wrote by mistake, advertises, or was answered in another way."""

    reason: Reason


class TalliedOut(Shape):
    """Sessions counted: those whose time runs, answered in time, not answered in time, left out. `rate` = in_time / (in_time + late)."""

    waiting: int
    in_time: int
    late: int
    left_out: int
    rate: float | None


class DayTallied(TalliedOut):
    """The sessions opened on one day of the market."""

    day: date


class AgentTallied(TalliedOut):
    """The sessions in one agent's figures: those they answered in time, and those in their hands when the time ran out.

    `person` is "" for those that were in nobody's hands. `first_response_ms` is how long their first answers took on average.
    """

    person: str
    name: str
    first_response_ms: int | None


class MeasureOut(Shape):
    """One measure of how soon a shop answers: so many of so many, or the average of so many in milliseconds.

    `target` is the figure to reach as the rule has it, `reached` whether it is (null where none is set, or too few sessions judge).
    """

    name: Measure
    hits: int | None
    total: int
    value: float | None
    within: str | None
    target: str | None
    target_value: float | None
    reached: bool | None
    rules: list[str]


class ResponseOut(Shape):
    """How soon a shop answers over some days: the measures, the headline first; by day and by agent; and why sessions were left out.

    `enforced_below` is the share below which it is a violation, if there is one; `violated` whether it is.
    """

    shop: str
    first: date
    last: date
    tally: TalliedOut
    measures: list[MeasureOut]
    min_count: int
    enforced_below: float | None
    violated: bool | None
    left_out: dict[str, int]
    left_out_rule: list[str]
    days: list[DayTallied]
    agents: list[AgentTallied]


class AnsweredLine(SessionOut):
    """A session behind the figures: whose it is, who answered, why it is left out; `decision` says why it is late."""

    buyer: str
    answered_by: str
    answered_name: str
    answered_ms: int | None
    owed_by: str
    owed_name: str
    left_out: str
    left_out_text: str
    decision: str
    clock: DeadlineShape | None


class KeptPicture(Shape):
    """A picture that was sent in, and its sides in pixels as it is kept; `id` is what a message's `picture_id` takes."""

    id: str
    width: int
    height: int


class MessageIn(Shape):
    """A message: the sender's own name for it, the last seq that the sender has seen, and what it holds.

    `body` is {kind: text or emoji, text}, {kind: image, picture_id}, {kind: product_card, product_id} or {kind: order_card, order_id}.
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
