"""Who really asks, behind proxies that are trusted (JISHI_TRUSTED_PROXIES), and that browsers keep to https where the address has it."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HSTS = "max-age=31536000"


class BehindProxies:
    """Takes address and scheme from a trusted proxy's X-Forwarded headers; from anybody else they mean nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request as coming from whoever sent it to the first trusted proxy."""
        if settings.TRUSTED_PROXIES and trusted(request.META.get("REMOTE_ADDR", "")):
            request.META["REMOTE_ADDR"] = sender(request.META["REMOTE_ADDR"], request.headers.get("X-Forwarded-For", ""))
            if request.headers.get("X-Forwarded-Proto") == "https":
                request.META["wsgi.url_scheme"] = "https"
        reply = self.get_response(request)
        if settings.URL.startswith("https:"):
            reply["Strict-Transport-Security"] = HSTS
        return reply


def trusted(address: str) -> bool:
    """Is it one of the proxies whose word is taken?"""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in settings.TRUSTED_PROXIES)


def sender(peer: str, forwarded: str) -> str:
    """The last address of a chain that is no trusted proxy: what stands before it anybody could have written."""
    for address in reversed([part.strip() for part in forwarded.split(",")]):
        if not trusted(address):
            return address or peer
    return peer
