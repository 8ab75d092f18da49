"""How much a request may bring: little, but where a file is what is sent."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from jishi.kernel.api.problems import TOO_LARGE, problem

BODY_MOST = 1_000_000
FILES = re.compile(r"/api/v1/conversations/[^/]+/pictures")
"""Addresses that take files up to the setting's size; what a file may be beyond that, its rules say."""


def most(path: str) -> int:
    """How many bytes a request to this address may bring."""
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE) if FILES.fullmatch(path) else BODY_MOST


class Sizes:
    """Refuses what is larger before anything is done with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request that is not too large."""
        if int(request.META.get("CONTENT_LENGTH") or 0) > most(request.path):
            return problem(request, "kernel.too_large", TOO_LARGE)
        return self.get_response(request)
