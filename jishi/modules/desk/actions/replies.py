"""Quick replies 快捷回复: texts that a shop, or one who answers there, keeps to send often; and the phrase that ends a session."""

import re
from collections.abc import Mapping
from typing import Any

from jishi.kernel import clock, ids, quota, rows
from jishi.kernel.errors import NotFound
from jishi.modules.conversations.errors import TooLong
from jishi.modules.desk import law
from jishi.modules.desk.actions.drain import hold
from jishi.modules.desk.errors import RepliesFull, ShortcutTaken, UnknownVariable
from jishi.modules.desk.models import Closing, Reply

VARIABLES = ("buyer", "order", "product", "shop", "agent")
CLOSING_VARIABLES = ("shop",)
"""Nobody looks at the closing phrase before it goes: it holds only what can always be filled."""
_VARIABLE = re.compile(r"\{([^{}]*)\}")
EVER = "ever"
_CLOSE = """
INSERT INTO desk_closing (shop, text, at) VALUES (%s, %s, %s) ON CONFLICT (shop) DO UPDATE SET text = excluded.text, at = excluded.at
"""


def add_reply(shop: str, market: str, person: str, content: Mapping[str, Any]) -> Reply:
    """Keep a reply (title, text, shortcut, folder) of a shop, or of a person there, after those that are kept.

    Raises RepliesFull (rule desk.faq.quick_replies_max), ShortcutTaken, UnknownVariable, TooLong.
    """
    _fits(content["text"], market, VARIABLES)
    hold([shop])
    _free(shop, person, content["shortcut"])
    most = law.replies_max(clock.now(), market)
    if most.applies and not quota.take(_key(shop, person), EVER, most.value):
        raise RepliesFull(rule=most.rule, most=most.value)
    last = rows.sql("SELECT MAX(place) FROM desk_reply WHERE shop = %s AND person = %s", [shop, person])[0][0]
    place = 0 if last is None else int(last) + 1
    return rows.add(Reply(id=ids.new_id("rep"), shop=shop, person=person, place=place, at=clock.now(), **content))


def change_reply(reply: Reply, market: str, change: Mapping[str, Any]) -> Reply:
    """Change what a reply holds, or where it stands; what is not named stays. Raises as `add_reply`, NotFound when it is gone."""
    hold([reply.shop])
    content = {name: change.get(name, getattr(reply, name)) for name in ("title", "text", "shortcut", "folder")}
    if "text" in change:
        _fits(content["text"], market, VARIABLES)
    if content["shortcut"] != reply.shortcut:
        _free(reply.shop, reply.person, content["shortcut"])
    now = clock.now()
    text = "UPDATE desk_reply SET title = %s, text = %s, shortcut = %s, folder = %s, at = %s WHERE id = %s"
    if not rows.change(text, [*content.values(), rows.db_time(now), reply.pk]):
        raise NotFound
    rows.put(reply, **content, at=now)
    if "place" in change:
        _move(reply, change["place"])
    return reply


def remove_reply(reply: Reply) -> None:
    """Keep it no longer. Raises NotFound when it is gone already."""
    if not rows.change("DELETE FROM desk_reply WHERE id = %s", [reply.pk]):
        raise NotFound
    quota.give_back(_key(reply.shop, reply.person), EVER)


def forget_replies(shop: str, person: str) -> None:
    """What someone kept for themselves goes when they answer here no longer."""
    gone = rows.change("DELETE FROM desk_reply WHERE shop = %s AND person = %s", [shop, person])
    if gone:
        quota.give_back(_key(shop, person), EVER, gone)


def set_closing(shop: str, market: str, text: str | None) -> str | None:
    """The phrase that is sent when an agent closes a session; None for none. Raises UnknownVariable, TooLong."""
    if text is None:
        rows.change("DELETE FROM desk_closing WHERE shop = %s", [shop])
        return None
    _fits(text, market, CLOSING_VARIABLES)
    rows.change(_CLOSE, [shop, text, rows.db_time(clock.now())])
    return text


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables filled; those that have no value stay as they are."""
    return _VARIABLE.sub(lambda found: values.get(found[1], found[0]), text)


def closing_of(shop: str) -> str | None:
    """A shop's closing phrase as it is kept, if it has one."""
    return Closing.objects.filter(pk=shop).values_list("text", flat=True).first()


def _move(reply: Reply, place: int) -> None:
    """Stand at this place among those of the owner; the others close up."""
    order = list(Reply.objects.filter(shop=reply.shop, person=reply.person).exclude(pk=reply.pk).order_by("place", "id").values_list("id"))
    names = [name for (name,) in order]
    names.insert(place, reply.pk)
    rows.change_many("UPDATE desk_reply SET place = %s WHERE id = %s AND place <> %s", [(n, name, n) for n, name in enumerate(names)])
    rows.put(reply, place=names.index(reply.pk))


def _fits(text: str, market: str, variables: tuple[str, ...]) -> None:
    unknown = next((name for name in _VARIABLE.findall(text) if name not in variables), None)
    if unknown is not None:
        raise UnknownVariable(field="text", variable=unknown, known=", ".join(f"{{{one}}}" for one in variables))
    longest = law.length_max(clock.now(), market)
    if longest.applies and len(text) > longest.value:
        raise TooLong(field="text", rule=longest.rule, limit=longest.value)


def _free(shop: str, person: str, shortcut: str) -> None:
    """Has no other reply of this owner the shortcut? The shop's floor is held, so that nobody takes it meanwhile."""
    if shortcut and Reply.objects.filter(shop=shop, person=person, shortcut=shortcut).exists():
        raise ShortcutTaken(field="shortcut", shortcut=shortcut)


def _key(shop: str, person: str) -> str:
    return f"desk.replies:{shop}:{person}"
