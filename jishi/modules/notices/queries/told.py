"""Notices in words, and as their lists show them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from jishi.kernel import post, words
from jishi.modules.notices.models import Notice

ORDER = ("-at", "-seq", "-id")
_SEEN = ("id", "shop", "topic", "kind", "subject", "at", "read_at", "settled_at", "shown_at")


def said(kind: str, params: Mapping[str, Any], language: str) -> tuple[str, str]:
    """The title and the text of a notice."""
    rich = post.rich(dict(params))
    return words.say(f"{kind}.subject", language, **rich), words.say(f"{kind}.text", language, **rich)


def lines(notices: Sequence[Notice], language: str) -> str:
    """Several notices in a mail, a line each; those that come in masses are counted."""
    counts = Counter(one.kind for one in notices)
    found = []
    for one in notices:
        together = f"{one.kind}.many"
        n = counts.pop(one.kind, 0)
        if n > 1 and words.has(together, language):
            found.append(words.say(together, language, n=n))
        elif n or not words.has(together, language):
            title, text = said(one.kind, one.params, language)
            found.append(words.say("notices.post.line", language, title=title, text=text))
    return "\n".join(f"· {line}" for line in found)


def listed(person: str, shop: str, new: bool = False) -> QuerySet[Notice]:
    """A person's notices, as someone of a shop or as a buyer; those alone that are new."""
    found = Notice.objects.filter(person=person, shop=shop, in_app=True)
    return found.filter(read_at=None, settled_at=None) if new else found


def notices_seen(notices: Sequence[Notice], language: str) -> list[dict[str, Any]]:
    """As their person reads them."""
    seen = []
    for one in notices:
        title, text = said(one.kind, one.params, language)
        told = {"title": title, "text": text, "from_shop": one.params.get("from")}
        seen.append({name: getattr(one, name) for name in _SEEN} | told)
    return seen
