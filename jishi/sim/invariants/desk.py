"""What must hold of conversations, whatever sockets sent twice and whoever was banned."""

from typing import TYPE_CHECKING, Any

from jishi.kernel import rows, stored
from jishi.sim.asking import ask
from jishi.sim.book import Talk
from jishi.sim.broken import Broken, none

if TYPE_CHECKING:
    from jishi.sim.world import World

PAGE = 100


def messages(world: "World") -> None:
    """Places of a conversation have neither gap nor repeat, and none holds more messages than were written."""
    none(
        "messages",
        "a conversation has a gap or a repeat",
        """SELECT c.id, c.last_seq, COUNT(m.id), MIN(m.seq), MAX(m.seq) FROM conversations_conversation c
        LEFT JOIN conversations_message m ON m.conversation = c.id GROUP BY c.id, c.last_seq
        HAVING COUNT(m.id) <> c.last_seq OR COUNT(DISTINCT m.seq) <> c.last_seq OR COALESCE(MIN(m.seq), 1) <> 1
            OR COALESCE(MAX(m.seq), 0) <> c.last_seq""",
    )
    for talk, last in rows.sql("SELECT id, last_seq FROM conversations_conversation WHERE last_seq > 0"):
        written = len(world.book.talks[talk].said)
        if last > written:
            raise Broken("messages", f"{talk} holds {last} messages, {written} were written")


def bans(world: "World") -> None:
    """No message of a buyer is of a time in which they were banned, from this shop or from all."""
    if not world.book.bans:
        return
    text = """
        SELECT m.at, m.conversation, c.person FROM conversations_message m JOIN conversations_conversation c ON c.id = m.conversation
        WHERE m.side = 'buyer' AND m.at >= %s"""
    for at, talk, person in rows.sql(text, [rows.db_time(world.now)]):
        moment = stored.from_db_time(at)
        for ban in world.book.bans:
            if moment is not None and ban.subject in (talk, person) and ban.since < moment < ban.until:
                raise Broken("bans", f"{person} wrote in {talk} at {moment}, banned from {ban.since} until {ban.until}")


def logs(world: "World") -> None:
    """In the end: whoever reads a conversation reads what was written there, each where it was acknowledged, once."""
    for talk in world.book.talks.values():
        read: list[str] = []
        while len(read) % PAGE == 0:
            page = _page(world, talk, len(read))
            if [one["seq"] for one in page["items"]] != list(range(len(read) + 1, len(read) + len(page["items"]) + 1)):
                raise Broken("messages", f"{talk.id} is read as {[one['seq'] for one in page['items']]} after {len(read)}")
            if not page["items"]:
                break
            read += [one["body"]["text"] for one in page["items"]]
        stands = {seq: one.draft.body["text"] for seq, one in talk.at.items()}
        wrong = {seq: text for seq, text in stands.items() if read[seq - 1 : seq] != [text]}
        told = [side for side, heard in talk.told.items() if heard != read[: len(heard)]]
        if wrong or told or len(set(read)) != len(read):
            raise Broken("messages", f"{talk.id}: acknowledged and not there, or told otherwise, or twice there: {wrong} {told}")


def _page(world: "World", talk: Talk, after: int) -> dict[str, Any]:
    path = f"/conversations/{talk.id}/messages?after_seq={after}&limit={PAGE}"
    answer = world.calmly(lambda: ask(world, talk.buyer.visitor, "GET", path, sure=True))
    assert answer is not None
    return dict(answer.data)
