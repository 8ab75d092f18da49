"""Sign a person out everywhere, at an operator's hand: a phone was lost, or somebody else is in."""

from datetime import datetime

from jishi.modules.identity.actions.tell_change import tell_change


def end_sessions_of(person: str, reason: str, *, actor: str, at: datetime) -> int:
    """All their sessions end now, they are written, and the reason stands in the audit; how many ended. `at` is the real clock's."""
    return tell_change(person, "end_sessions", at=at, keep=None, actor=actor, data={"reason": reason})
