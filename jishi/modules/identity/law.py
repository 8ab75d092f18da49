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


def reveal_alarm_at(market: str, on: datetime) -> Ruling:
    """At how many times its usual a shop's reveals of a day alarm."""
    return lawbook.at("identity.reveal.alarm_at", on=on, market=market)


def reveals_usual_over(market: str, on: datetime) -> Ruling:
    """Over how many days before today a shop's usual is counted."""
    return lawbook.at("identity.reveal.usual_over", on=on, market=market)


def reveals_usual_at_least(market: str, on: datetime) -> Ruling:
    """How many reveals a day a shop is taken to have at least."""
    return lawbook.at("identity.reveal.usual_at_least", on=on, market=market)


def session_valid_for(market: str, on: datetime) -> Ruling:
    """How long a session lasts without signing in again."""
    return lawbook.at("identity.sessions.valid_for", on=on, market=market)


def password_shortest(on: datetime) -> Ruling:
    """How many characters a password has at least; of the installation, as whoever signs in is not known yet."""
    return lawbook.at("identity.passwords.shortest", on=on, market=home_market())


def password_longest(on: datetime) -> Ruling:
    """How many characters a password has at most."""
    return lawbook.at("identity.passwords.longest", on=on, market=home_market())


def second_within(on: datetime) -> Ruling:
    """How long after the first proof the second may come."""
    return lawbook.at("identity.factors.second_within", on=on, market=home_market())


def fresh_for(on: datetime) -> Ruling:
    """How long after signing in one may change how one signs in."""
    return lawbook.at("identity.factors.fresh_for", on=on, market=home_market())


def second_of_operators(on: datetime) -> Ruling:
    """Which of the operator's roles must have a second factor."""
    return lawbook.at("identity.factors.required_of_operators", on=on, market=home_market())


def second_of_members(market: str, on: datetime) -> Ruling:
    """Which roles in a shop must have a second factor."""
    return lawbook.at("identity.factors.required_of_members", on=on, market=market)


def viewing_lasts(market: str, on: datetime) -> Ruling:
    """How long an operator may look at a shop as its people see it, at a time."""
    return lawbook.at("identity.viewing.lasts", on=on, market=market)


def use_noted_every(market: str, on: datetime) -> Ruling:
    """How long a session's last use may be behind."""
    return lawbook.at("identity.sessions.noted_every", on=on, market=market)


def recovery_codes(on: datetime) -> Ruling:
    """How many recovery codes a person gets."""
    return lawbook.at("identity.factors.recovery_codes", on=on, market=home_market())


def drift(on: datetime) -> Ruling:
    """By how many codes an authenticator's clock may be off."""
    return lawbook.at("identity.factors.drift", on=on, market=home_market())


def passkeys_most(on: datetime) -> Ruling:
    """How many passkeys a person has at most."""
    return lawbook.at("identity.factors.passkeys_most", on=on, market=home_market())


def tries_window(on: datetime) -> Ruling:
    """Over how long tries to get in are counted."""
    return lawbook.at("identity.limits.window", on=on, market=home_market())


def tries_per_address(on: datetime) -> Ruling:
    """How often a password may fail for one phone or e-mail."""
    return lawbook.at("identity.limits.tries_per_address", on=on, market=home_market())


def tries_per_person(on: datetime) -> Ruling:
    """How often a person's second factor may fail."""
    return lawbook.at("identity.limits.tries_per_person", on=on, market=home_market())


def tries_per_ip(on: datetime) -> Ruling:
    """How often signing in may fail from one network address."""
    return lawbook.at("identity.limits.tries_per_ip", on=on, market=home_market())


def codes_per_ip(on: datetime) -> Ruling:
    """How many codes may be asked for from one network address."""
    return lawbook.at("identity.limits.codes_per_ip", on=on, market=home_market())


def operator_roles() -> Ruling:
    """The roles that the operator's people hold."""
    return lawbook.at("identity.operators.roles", on=clock.now(), market=home_market())


def zone(market: str) -> ZoneInfo:
    """The zone of a market's days."""
    return lawbook.zone(market)
