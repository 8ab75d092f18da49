"""Answer: each session has a clock for the first answer of a person, and one outcome: in time, late, or left out of the figures."""

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from jishi import lawbook
from jishi.kernel import clock, deadlines, events, rows, standing
from jishi.kernel.models import Audit, Deadline
from jishi.lawbook import Ruling, calendar
from jishi.lawbook.decisions import Fact, Word, decide
from jishi.modules.conversations.actions import Incoming
from jishi.modules.desk import law
from jishi.modules.desk.access import TALK
from jishi.modules.desk.errors import AnswerNeeded, NotWaiting
from jishi.modules.desk.events import SessionAnswered, SessionLeftOut, SessionUnanswered
from jishi.modules.desk.models import Session

RESPONSE = "desk.response"
WAITING, IN_TIME, LATE, LEFT_OUT = "waiting", "in_time", "late", "left_out"
NO_REPLY, BLOCKED, DAY, NO_LIMIT = "no_reply_needed", "blocked_buyer", "day", "no_limit"
REASONS = ("thanks", "by_mistake", "advertising", "settled_elsewhere")
"""Why no reply is needed: the buyer only thanks or takes leave, wrote by mistake, advertises, or was answered in another way."""
_MS = timedelta(milliseconds=1)
_ANSWERED = f"""SET answered_at = %s, answered_ms = %s, answered_by = %s,
    owed_by = CASE WHEN response = '{WAITING}' AND answer_due > %s THEN %s ELSE owed_by END,
    response = CASE WHEN response = '{WAITING}' AND answer_due > %s THEN '{IN_TIME}' ELSE response END
    WHERE id = %s AND answered_at IS NULL"""
_GREETINGS = (
    *(
        "您好",
        "你好",
        "亲亲",
        "亲",
        "親",
        "哈喽",
        "哈囉",
        "嗨",
        "在的",
        "在",
        "欢迎光临",
        "歡迎光臨",
        "早上好",
        "上午好",
        "中午好",
        "下午好",
    ),
    *("晚上好", "早安", "午安", "晚安", "good morning", "good afternoon", "good evening", "hello", "hey", "hi", "dear", "welcome", "there"),
)
_GREETING = re.compile(rf"(?:{'|'.join(_GREETINGS)}|哦|呢|啊|呀|哒|[\W_])++", re.IGNORECASE)
_WORD = re.compile("|".join(_GREETINGS), re.IGNORECASE)


def await_answer(session: Session) -> None:
    """Have a session that was just opened wait for its first answer (rule desk.response.within), or leave it out of the figures."""
    opened, market = session.opened_at, session.market
    zone = lawbook.zone(market)
    limit, expiring = law.answer_within(opened, market), law.about_to_expire(opened, market)
    session.opened_on = calendar.day_of(opened, zone)
    session.in_window = _in_window(opened.astimezone(zone), law.service_window(opened, market))
    if not limit.applies or not _day_counts(session):
        session.response, session.left_out = LEFT_OUT, NO_LIMIT if not limit.applies else DAY
        return
    session.answer_due = limit.after(opened)
    session.expiring_at = expiring.after(opened) if expiring.applies else None
    cost = {"money": None, "what": "desk.response.cost"}
    deadlines.open(RESPONSE, session.pk, limit, opened, market=market, shop=session.shop, cost=cost)


def _in_window(local: datetime, window: Ruling) -> bool:
    """Is it one of the hours of the day that the rule names, its last second included? Every hour, where it names none."""
    if not window.applies:
        return True
    first, last = (time.fromisoformat(window.value[end]) for end in ("from", "to"))
    return first <= local.time().replace(microsecond=0) <= last


def _day_counts(session: Session) -> bool:
    counted = law.days_counted(session.opened_at, session.market)
    day = session.opened_on
    assert day is not None
    if calendar.is_working_day(day, session.market):
        return counted.holds("workdays")
    return counted.holds("weekends" if day.weekday() >= calendar.SATURDAY else "holidays")


def answers_a_buyer(one: Incoming) -> bool:
    """Is this message an answer, should the session wait for one? Of a person, and no mere greeting where that is none.

    Rule desk.response.greeting_counts, as it was when the message was written.
    """
    if one.side != "shop" or one.actor.kind != "person":
        return False
    if one.draft.body.get("kind") != "text" or law.greeting_counts(clock.now(), one.conversation.market).value:
        return True
    return not mere_greeting(str(one.draft.body.get("text")))


def mere_greeting(text: str) -> bool:
    """Does the text greet and say nothing else?"""
    return bool(_WORD.search(text) and _GREETING.fullmatch(text))


def answer(batch: Sequence[Incoming]) -> None:
    """Of these messages, each `about` a session without an answer and when it was opened, the first of each session is its answer.

    The clock of those that were answered before its end is met; the others' runs out, or has.
    """
    now = clock.now()
    moment = rows.db_time(now)
    first = {one.about[0]: one for one in reversed(batch)}
    answered: list[Session] = []
    for session, one in first.items():
        took, person = (now - one.about[1]) // _MS, one.actor.person
        answered += rows.update(Session, _ANSWERED, [moment, took, person, moment, person, moment, session])
    deadlines.meet([RESPONSE], [one.pk for one in answered if one.response == IN_TIME])
    for session_now in answered:
        events.emit(SessionAnswered.of(session_now))


def waive(session: Session, reason: str, *, actor: str) -> Session:
    """An agent says that no reply is needed, and why (one of REASONS): the session is left out of the figures.

    Raises AnswerNeeded where the rule knows no such thing (desk.response.left_out), NotWaiting when its clock runs no longer.
    """
    rule = law.left_out(session.opened_at, session.market)
    if not rule.holds(NO_REPLY):
        raise AnswerNeeded(rule=rule.rule)
    text = "SET response = %s, left_out = %s, no_reply = %s WHERE id = %s AND response = %s AND answer_due > %s"
    now = clock.now()
    found = rows.update(Session, text, [LEFT_OUT, NO_REPLY, reason, session.pk, WAITING, rows.db_time(now)])
    if not found:
        raise NotWaiting
    deadlines.moot([RESPONSE], [session.pk])
    rows.add(Audit(actor=actor, act="desk.no_reply", subject=session.pk, at=now, data={"reason": reason}))
    events.emit(SessionLeftOut.of(found[0]))
    return found[0]


def run_out(due: Sequence[Deadline]) -> set[str]:
    """The clocks of these sessions ran out: those that still wait count as not answered in time, each with its decision.

    Left out are those of buyers who are barred now, where the rule says so. The ids of all that were waiting.
    """
    clocks = {one.subject: one for one in due}
    blocked = _blocked(list(clocks))
    among, keys = rows.among([one for one in clocks if one not in blocked])
    late = rows.update(Session, f"SET response = '{LATE}', owed_by = agent WHERE id {among} AND response = '{WAITING}'", keys)
    why = [(_decided(session, clocks[session.pk]), session.pk) for session in late]
    rows.change_many("UPDATE desk_session SET decision = %s WHERE id = %s", why)
    for session in late:
        events.emit(SessionUnanswered.of(session))
    return {session.pk for session in late} | blocked


def _blocked(sessions: Sequence[str]) -> set[str]:
    """Leave out those of these sessions that wait and whose buyer may not talk to the shop now, where the rule says so."""
    held = [
        one for one in Session.objects.filter(pk__in=sessions, response=WAITING) if law.left_out(one.opened_at, one.market).holds(BLOCKED)
    ]
    barred = standing.barred({one.person for one in held} | {one.conversation for one in held}, TALK) if held else {}
    among, keys = rows.among([one.pk for one in held if one.person in barred or one.conversation in barred])
    if not keys or not keys[0]:
        return set()
    out = rows.update(Session, f"SET response = '{LEFT_OUT}', left_out = '{BLOCKED}' WHERE id {among} AND response = '{WAITING}'", keys)
    for session in out:
        events.emit(SessionLeftOut.of(session))
    return {session.pk for session in out}


def _decided(session: Session, ended: Deadline) -> str:
    """Write down why a session counts as not answered in time; the decision's id."""
    limit = Ruling.from_json(ended.ruling)
    opened, market = session.opened_at, session.market
    agent = Word("desk.fact.taken") if session.agent else Word("desk.fact.in_queue")
    decision = decide(
        subject=session.pk,
        verb="desk.unanswered",
        outcome="desk.decision.unanswered",
        market=market,
        shop=session.shop,
        rulings=[limit, law.days_counted(opened, market), law.left_out(opened, market), law.greeting_counts(opened, market)],
        facts=[
            Fact("desk.fact.opened", opened, opened),
            Fact("desk.fact.due", ended.due, ended.due),
            Fact("desk.fact.answered", session.answered_at or Word("desk.fact.not_by_then"), session.answered_at),
            Fact("desk.fact.agent", agent, session.assigned_at),
        ],
        sum=("desk.sum.limit", {"start": opened, "limit": limit, "due": ended.due}),
        counterfactuals=[("desk.instead.answered", {"due": ended.due}), ("desk.instead.no_reply", {"due": ended.due})],
        deadline=ended,
    )
    return decision.pk
