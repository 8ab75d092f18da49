"""Routes of conversations."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from jishi.kernel.api import REFUSALS, IdText
from jishi.kernel.api.answers import reply
from jishi.kernel.api.lists import LIMIT, LIMIT_MOST
from jishi.modules.conversations import queries, schemas
from jishi.modules.conversations.access import access_conversation

router = Router(tags=["conversations"])


@router.get(
    "/conversations/{conversation_id}/messages",
    response={200: schemas.MessagesOut, **REFUSALS},
    operation_id="conversations.messages",
    summary="Messages after a number",
)
def messages(
    request: HttpRequest,
    conversation_id: IdText,
    after_seq: Annotated[int, Query(ge=0, le=schemas.SEQ_MOST)] = 0,
    limit: Annotated[int, Query(ge=1, le=LIMIT_MOST)] = LIMIT,
) -> HttpResponse:
    """The truth about a conversation: in the order of `seq`, without holes. Ask again after the last until `last_seq` is reached."""
    row, side = access_conversation(request.actor, conversation_id)  # type: ignore[attr-defined]
    items: list[dict[str, Any]] = queries.messages_after(row, after_seq, limit)
    if side == "buyer":
        items = [one | {"sender": None} for one in items]
    return reply({"items": items, "last_seq": row.last_seq, "read": queries.marks_of(row)})
