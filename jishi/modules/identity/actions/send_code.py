"""Send a code that proves a phone or an e-mail. Whether a person is behind it makes no difference and is not looked at."""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from jishi.kernel import crypto, post, quota, rows
from jishi.modules.identity import law
from jishi.modules.identity.actions.take_try import take_code
from jishi.modules.identity.errors import CodeTooSoon, NoMailGateway, NoSmsGateway, TooManyCodes
from jishi.modules.identity.queries.mail import POST_PURPOSE
from jishi.modules.identity.queries.reach import PURPOSE, Reach

_UPSERT = """
INSERT INTO identity_code (reach, sealed, code, tries_left, made_at, resend_at, expires_at) VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (reach) DO UPDATE SET sealed = excluded.sealed, code = excluded.code, tries_left = excluded.tries_left,
made_at = excluded.made_at, resend_at = excluded.resend_at, expires_at = excluded.expires_at, used_at = NULL
WHERE identity_code.resend_at <= excluded.made_at
"""


@dataclass(frozen=True)
class Sent:
    """What is said about a code: where it went (masked), its length, and in seconds when to ask again and how long it works."""

    to: str
    digits: int
    resend_after: int
    valid_for: int


def send_code(reach: Reach, *, language: str, at: datetime, ip: str | None = None) -> Sent:
    """Send a new code, which takes the place of the one before (rules identity.codes.*). `at` is the real clock's.

    Raises CodeTooSoon, TooManyCodes and TooManyCodesFromHere by the rules, NoSmsGateway and NoMailGateway where nothing could go out.
    """
    if settings.POST_ADAPTERS[reach.channel] == "none":
        raise (NoSmsGateway if reach.kind == "phone" else NoMailGateway)(field="to")
    market = law.home_market(reach.country)
    digits, valid, tries = law.code_digits(market, at), law.code_valid_for(market, at), law.code_tries(market, at)
    resend, a_day = law.code_resend_after(market, at), law.codes_a_day(market, at)
    code = f"{secrets.randbelow(10**digits.value):0{digits.value}d}"
    sealed = crypto.seal(reach.value.encode(), POST_PURPOSE)
    again, ends = resend.after(at), valid.after(at)
    times = [rows.db_time(moment) for moment in (at, again, ends)]
    if not rows.change(_UPSERT, [reach.index, sealed, code_hash(reach, code), tries.value, *times]):
        raise CodeTooSoon(field="to", rule=resend.rule, seconds=int((again - at).total_seconds()))
    today = at.astimezone(law.zone(market))
    if not quota.take(f"identity.codes:{reach.index}", today.date().isoformat(), a_day.value):
        tomorrow = (today + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        raise TooManyCodes(field="to", rule=a_day.rule, limit=a_day.value, seconds=int((tomorrow - today).total_seconds()) + 1)
    if ip is not None:
        take_code(ip, at=at)
    hidden = base64.b64encode(crypto.seal(code.encode(), POST_PURPOSE)).decode()
    post.send(None, "identity.code", {"sealed": {"code": hidden}}, language=language, channel=reach.channel, address=sealed)
    return Sent(reach.masked, digits.value, int((again - at).total_seconds()), int((ends - at).total_seconds()))


def code_hash(reach: Reach, code: str) -> str:
    """A code as it is kept: useless to whoever reads the table."""
    return crypto.blind(f"{reach.value}|{code}", PURPOSE)
