"""What tests of pictures in conversations do: send them in, show them, look at them."""

from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

from jishi.kernel import clock, fsck, rows
from jishi.kernel.tests.pictures import picture
from jishi.kernel.worker import PERIODIC
from tests import people


def kept(stores: Path) -> list[str]:
    """The files of the private store."""
    return sorted(path.name for path in (stores / "private").rglob("*") if path.is_file())


def talk(buyer: people.Signed, shop: people.ShopAtHand) -> str:
    return str(buyer.ask("POST", f"/shops/{shop.id}/conversations").json()["id"])


def sends_in(who: people.Signed, conversation: str, content: bytes, key: str = "", kind: str = "image/png") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return who.client.post(f"/api/v1/conversations/{conversation}/pictures", content, content_type=kind, headers=headers)


def sent_in(who: people.Signed, conversation: str, content: bytes = b"") -> str:
    answer = sends_in(who, conversation, content or picture())
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def shows(who: people.Signed, conversation: str, picture_id: Any, client_id: str, seen: int = 0) -> Any:
    body = {"client_id": client_id, "seen_seq": seen, "body": {"kind": "image", "picture_id": picture_id}}
    return who.ask("POST", f"/conversations/{conversation}/send", body)


def looks(who: people.Signed, conversation: str, picture_id: str) -> Any:
    return who.ask("GET", f"/conversations/{conversation}/pictures/{picture_id}")


def refused(answer: Any, status: int, code: str, field: str | None = None) -> None:
    problem = answer.json()
    found = [one["field"] for one in problem["errors"]]
    assert (answer.status_code, problem["code"], found) == (status, code, [field] if field else [])


def found() -> list[str]:
    return [f"{one.table} {one.row}: {one.what}" for one in fsck.run()]


def real_at(instant: datetime) -> AbstractContextManager[None]:
    """The machine's clock stands still."""
    return clock.machine(lambda: instant)


def tidy() -> None:
    for call in PERIODIC:
        call()


def count(table: str) -> int:
    return int(rows.sql(f"SELECT COUNT(*) FROM {table}")[0][0])
