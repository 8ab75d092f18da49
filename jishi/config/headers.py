"""Headers of safety on every answer: what a page may load, who may frame it, what it tells others. A page's own policy stands."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

ALWAYS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
"""On every answer that does not say otherwise; an answer that is no page may load nothing."""


class Headers:
    """Stands first, so that files and refusals of what comes after bear them too. What the API answers is kept by no cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers on."""
        reply = self.get_response(request)
        for name, value in ALWAYS.items():
            reply.headers.setdefault(name, value)
        if request.path.startswith("/api/"):
            reply.headers.setdefault("Cache-Control", "no-store")
        return reply
