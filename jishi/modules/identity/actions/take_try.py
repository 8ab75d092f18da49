"""Tries to get in, counted in the database: they survive a restart, and no concurrency passes the limit."""

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings

from jishi.kernel import quota, rows
from jishi.lawbook import Ruling
from jishi.modules.identity import law
from jishi.modules.identity.errors import TooManyCodesFromHere, TooManyTries

TRIES, CODES = "identity.tries", "identity.codes:ip"
IPV6_HOME = 64
"""The bits of an IPv6 address that one line has; the rest it chooses freely."""


@dataclass(frozen=True)
class Trial:
    """What a try was counted under, to be given back when it turns out right: only what fails counts."""

    keys: tuple[str, ...]
    span: str


def take_try(*, at: datetime, ip: str, person: str | None = None, address: str | None = None) -> Trial:
    """Count a try from a network address, at a person or at the blind index of a phone or e-mail. `at` is the real clock's.

    An action of its own, committed before the proof is looked at. Raises TooManyTries, and then nothing is counted.
    """
    limits = [(f"{TRIES}:ip:{_line(ip)}", law.tries_per_ip(at))]
    if address is not None:
        limits.append((f"{TRIES}:address:{address}", law.tries_per_address(at)))
    if person is not None:
        limits.append((f"{TRIES}:person:{person}", law.tries_per_person(at)))
    span, ends = _span(at)
    for key, limit in limits:
        if not quota.take(key, span, limit.value):
            raise TooManyTries(rule=limit.rule, seconds=_left(ends, at))
    return Trial(tuple(key for key, _ in limits), span)


def take_code(ip: str, *, at: datetime) -> None:
    """Count a code that is asked for from a network address (rule identity.limits.codes_per_ip). Raises TooManyCodesFromHere."""
    limit: Ruling = law.codes_per_ip(at)
    span, ends = _span(at)
    if not quota.take(f"{CODES}:{_line(ip)}", span, limit.value):
        raise TooManyCodesFromHere(rule=limit.rule, seconds=_left(ends, at))


def forgive(trial: Trial) -> None:
    """The try was right: it counts for nothing."""
    for key in trial.keys:
        quota.give_back(key, trial.span)


def forget_tries(at: datetime) -> None:
    """What was counted in spans that are over is of no use to anyone."""
    now, _ = _span(at)
    for prefix in (TRIES, CODES):
        rows.change("DELETE FROM kernel_quota WHERE id LIKE %s AND id NOT LIKE %s", [f"{prefix}:%", f"%|{now}"])


def _span(at: datetime) -> tuple[str, datetime]:
    """The span that a moment lies in, by its name, and its end. All spans of one length begin together."""
    length = law.tries_window(at).after(at) - at
    begun = datetime.fromtimestamp(at.timestamp() // length.total_seconds() * length.total_seconds(), UTC)
    return begun.isoformat(), begun + length


def _left(ends: datetime, at: datetime) -> int:
    return max(1, -((at - ends) // timedelta(seconds=1)))


def _line(ip: str) -> str:
    """A network address as it is counted: by a keyed hash, and of IPv6 the line it belongs to."""
    try:
        found = ipaddress.ip_address(ip)
    except ValueError:
        return _hashed(ip)
    if isinstance(found, ipaddress.IPv6Address):
        mapped = found.ipv4_mapped
        return _hashed(str(mapped or ipaddress.ip_network((found, IPV6_HOME), strict=False)))
    return _hashed(str(found))


def _hashed(line: str) -> str:
    return hmac.new(str(settings.SECRET_KEY).encode(), b"ip:" + line.encode(), hashlib.sha256).hexdigest()
