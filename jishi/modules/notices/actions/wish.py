"""Say what is to be told where, and when it is to be quiet."""

from collections.abc import Mapping, Sequence

from jishi.kernel import clock, ids, rows, stored
from jishi.modules.notices.errors import NoTime, UnknownTopics
from jishi.modules.notices.queries import wishes

_SAY = """
INSERT INTO notices_wish (id, person, shop, channels, quiet_from, quiet_to, changed_at) VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (person, shop) DO UPDATE SET channels = excluded.channels, quiet_from = excluded.quiet_from,
    quiet_to = excluded.quiet_to, changed_at = excluded.changed_at
"""


def wish(person: str, shop: str, named: Sequence[str], channels: Mapping[str, Mapping[str, bool]], quiet: tuple[str, str] | None) -> None:
    """From now on, for what comes and for what waits to be mailed; `quiet` are the hours ("22:00", "08:00"), None for none.

    Raises UnknownTopics where `named` are not all topics of one's, each once; NoTime for hours that end when they begin.
    """
    if sorted(named) != sorted(wishes.topics(shop)):
        raise UnknownTopics(field="topics")
    if quiet is not None and quiet[0] == quiet[1]:
        raise NoTime(field="quiet.ends")
    begins, ends = quiet or ("", "")
    said = stored.json_text({topic: dict(of_topic) for topic, of_topic in channels.items()})
    rows.change(_SAY, [ids.new_id("nws"), person, shop, said, begins, ends, rows.db_time(clock.now())])
