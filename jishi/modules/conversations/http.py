"""Routes of conversations."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from jishi.kernel import uploads
from jishi.kernel.access import Actor
from jishi.kernel.api import REFUSALS, IdText
from jishi.kernel.api.answers import reply
from jishi.kernel.api.lists import LIMIT, LIMIT_MOST
from jishi.modules.conversations import queries, schemas
from jishi.modules.conversations.access import access_conversation

router = Router(tags=["conversations"])
BINARY = {"schema": {"type": "string", "format": "binary"}}
SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"


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


@router.get(
    "/conversations/{conversation_id}/pictures/{picture_id}",
    response=REFUSALS,
    operation_id="conversations.picture",
    summary="A picture of a conversation",
    openapi_extra={"responses": {200: {"description": "OK", "content": dict.fromkeys(uploads.FORMATS, BINARY)}}},
)
def picture(request: HttpRequest, conversation_id: IdText, picture_id: IdText) -> HttpResponse:
    """For the two sides alone, each time anew: no cache keeps it. One that no message shows is its sender's alone."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row, _ = access_conversation(actor, conversation_id)
    kind, content = queries.picture(row, picture_id, actor)
    name = f"picture-{picture_id[-6:].lower()}.{kind.rpartition('/')[2]}"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Content-Security-Policy": SANDBOX, "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)
