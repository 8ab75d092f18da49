"""For tests of notices: what someone was told, and what they want told where, by requests."""

from datetime import datetime
from typing import Any

from jishi.kernel import clock, rows
from jishi.kernel.runner import act
from jishi.kernel.stored import from_db_time
from jishi.modules.identity.access import actor_of_session
from jishi.modules.orders.tests.scene import Scene
from jishi.realtime.doors import Reading, ask
from tests import people

QUIET = {"begins": "12:00", "ends": "13:00"}


def told(scene: Scene, who: people.Signed, *, shop: bool = True, new: bool = True, lang: str = "en") -> list[dict[str, Any]]:
    """Their notices, the last first, after everything was heard: as someone of the shop, or as a buyer."""
    scene.heard()
    query = f"?new={str(new).lower()}" + (f"&shop={scene.shop.id}" if shop else "")
    return list(scene.did(who, "GET", f"/me/notices{query}", lang=lang)["items"])


def kinds(scene: Scene, who: people.Signed, **how: Any) -> list[str]:
    """Their kinds."""
    return [one["kind"].removeprefix("notices.") for one in told(scene, who, **how)]


def wants(scene: Scene, who: people.Signed, *, shop: bool = True, quiet: dict[str, str] | None = None, **channels: bool) -> Any:
    """Have them say what they want: these channels of every topic otherwise than before, and these quiet hours or none."""
    place = f"?shop={scene.shop.id}" if shop else ""
    before = scene.did(who, "GET", f"/me/notices/preferences{place}")
    topics = [one | channels for one in before["topics"]]
    said = {"topics": topics, "quiet": quiet} | ({"shop": scene.shop.id} if shop else {})
    return scene.did(who, "PUT", "/me/notices/preferences", said)


def mails(who: people.Signed) -> list[tuple[str, str]]:
    """What they were mailed that is of notices: subject and text, the last first."""
    return [(one["subject"], one["text"]) for one in who.letters() if one["kind"].split(".")[1] == "post" or "notices" in one["kind"]]


def waiting() -> list[datetime]:
    """When the open letters go out."""
    found = rows.sql("SELECT due FROM kernel_deadline WHERE kind = 'notices.letter' AND state = 'open' ORDER BY due")
    return [moment for row in found if (moment := from_db_time(row[0])) is not None]


def asks(scene: Scene, who: people.Signed, shop: str, text: str = "in stock?") -> str:
    """A buyer says something to the shop; the conversation."""
    talk = str(scene.did(who, "POST", f"/shops/{shop}/conversations")["id"])
    say(scene, who, talk, text)
    return talk


def say(scene: Scene, who: people.Signed, talk: str, text: str) -> None:
    """Somebody writes in a conversation."""
    body = {"client_id": f"{who.id}-{text}"[-40:], "seen_seq": 9, "body": {"kind": "text", "text": text}}
    scene.did(who, "POST", f"/conversations/{talk}/send", body)


def hire(scene: Scene, role: str) -> people.Signed:
    """Someone who works in the shop from the scene's instant on."""
    with clock.at(scene.now):
        return scene.shop.hire(role)


def reads(scene: Scene, who: people.Signed, talk: str, seq: int) -> None:
    """They have a conversation before them, up to this message, as their socket says."""
    with clock.at(scene.now):
        actor = actor_of_session(who.client.cookies["jishi_session"].value)
        act(ask, "read", [Reading(behind=str(actor and actor.session), conversation=talk, seq=seq, actor=actor)])
