"""What identity asks of the law. Codes and sessions live by the real clock, and so do the questions about them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from jishi import lawbook
from jishi.kernel import clock
from jishi.lawbook import Ruling
from jishi.lawbook.rulebook import rulebook


def open_codes() -> list[str]:
    """The codes of the open markets."""
    return [market.code for market in lawbook.markets()]


def home_market(country: str | None = None) -> str:
    """The market whose law governs someone of whom only this is known: that of their phone's country where it is open, else the first.

    Before any market is open, as for the first operator, the rulebook's first.
    """
    markets = open_codes()
    if country and country in markets:
        return country
    return markets[0] if markets else next(iter(rulebook().markets))


def code_digits(market: str, on: datetime) -> Ruling:
    """How many digits a code has."""
    return lawbook.at("identity.codes.digits", on=on, market=market)


def code_valid_for(market: str, on: datetime) -> Ruling:
    """How long a code works."""
    return lawbook.at("identity.codes.valid_for", on=on, market=market)


def code_tries(market: str, on: datetime) -> Ruling:
    """How often a code may be tried."""
    return lawbook.at("identity.codes.tries", on=on, market=market)


def code_resend_after(market: str, on: datetime) -> Ruling:
    """After how long the next code may be asked for."""
    return lawbook.at("identity.codes.resend_after", on=on, market=market)


def codes_a_day(market: str, on: datetime) -> Ruling:
    """How many codes go to one phone or e-mail in a day of the market's zone."""
    return lawbook.at("identity.codes.a_day", on=on, market=market)


def reveals_a_day(market: str, on: datetime) -> Ruling:
    """How often a person may unmask personal data in a day of the market's zone."""
    return lawbook.at("identity.reveal.per_person_a_day", on=on, market=market)


def shop_reveals_a_day(market: str, on: datetime) -> Ruling:
    """How often all of a shop's staff together may, in a day of the market's zone."""
    return lawbook.at("identity.reveal.per_shop_a_day", on=on, market=market)


def session_valid_for(market: str, on: datetime) -> Ruling:
    """How long a session lasts without signing in again."""
    return lawbook.at("identity.sessions.valid_for", on=on, market=market)


def operator_roles() -> Ruling:
    """The roles that the operator's people hold."""
    return lawbook.at("identity.operators.roles", on=clock.now(), market=home_market())


def zone(market: str) -> ZoneInfo:
    """The zone of a market's days."""
    return lawbook.zone(market)
