"""Behind proxies: whom a trusted one names is who asks; what anybody else writes means nothing."""

from ipaddress import ip_network
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from jishi.kernel.api.proxies import BehindProxies

PROXIES = [ip_network("10.0.0.0/8"), ip_network("127.0.0.1"), ip_network("fd00::/8")]


def asked(peer: str, **headers: str) -> tuple[str, str, HttpResponse]:
    """Who asks and by which scheme, as the pages behind it see it, and the answer."""
    seen: list[HttpRequest] = []

    def page(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse("here")

    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers)
    reply = BehindProxies(page)(request)
    return seen[0].META["REMOTE_ADDR"], seen[0].scheme or "", reply


@pytest.mark.parametrize(
    ("peer", "chain", "who"),
    [
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1, 203.0.113.9, 10.2.3.4", "203.0.113.9"),
        ("fd00::1", "2001:db8::9", "2001:db8::9"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("203.0.113.5", "198.51.100.1", "203.0.113.5"),
        ("testserver", "198.51.100.1", "testserver"),
    ],
)
def test_the_last_that_is_no_proxy_is_who_asks(settings: Any, peer: str, chain: str, who: str) -> None:
    settings.TRUSTED_PROXIES = PROXIES
    assert asked(peer, **{"X-Forwarded-For": chain})[0] == who


def test_without_trusted_proxies_headers_mean_nothing(settings: Any) -> None:
    settings.TRUSTED_PROXIES = []
    assert asked("127.0.0.1", **{"X-Forwarded-For": "198.51.100.1", "X-Forwarded-Proto": "https"})[:2] == ("127.0.0.1", "http")


@pytest.mark.parametrize(("peer", "scheme"), [("10.0.0.1", "https"), ("203.0.113.5", "http")])
def test_the_scheme_is_a_trusted_proxys_to_say(settings: Any, peer: str, scheme: str) -> None:
    settings.TRUSTED_PROXIES = PROXIES
    assert asked(peer, **{"X-Forwarded-Proto": "https"})[1] == scheme


@pytest.mark.parametrize(("url", "told"), [("https://market.example", "max-age=31536000"), ("http://127.0.0.1:8000", None)])
def test_browsers_keep_to_https_where_the_address_has_it(settings: Any, url: str, told: str | None) -> None:
    settings.URL = url
    assert asked("203.0.113.5")[2].get("Strict-Transport-Security") == told
