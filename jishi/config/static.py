"""The built web app and public files. Assets carry a hash in their name and are kept for good; the page itself is asked for each time."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]

from jishi.config import docs
from jishi.kernel.files import read

POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; connect-src 'self'; object-src 'none'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
FOR_GOOD = "public, max-age=31536000, immutable"


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Serves the built web app's files from memory-mapped paths found at start."""

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response, settings=settings)
        if settings.WEB_DIST.is_dir():
            self.add_files(str(settings.WEB_DIST), prefix="/")
        self.add_files(str(docs.ASSETS), prefix=docs.PREFIX)

    @staticmethod
    def immutable_file_test(path: str, url: str) -> bool:
        """Built assets are named by their content."""
        return url.startswith("/assets/")


@lru_cache(maxsize=1)
def _page(path: Path, changed: float) -> bytes:
    return path.read_bytes()


def web_app(request: HttpRequest) -> HttpResponse:
    """The page of the web app, which finds its own way by the address."""
    index = settings.WEB_DIST / "index.html"
    if not index.exists():
        return HttpResponse(
            "The web app is not built: run make demo, or npm run build in web/.", status=503, content_type="text/plain; charset=utf-8"
        )
    reply = HttpResponse(_page(index, index.stat().st_mtime), content_type="text/html; charset=utf-8")
    reply["Content-Security-Policy"] = POLICY
    reply["Cache-Control"] = "no-cache"
    return reply


def public_file(request: HttpRequest, key: str) -> HttpResponse:
    """A public file by the hash of its content."""
    if request.headers.get("If-None-Match") == key:
        return HttpResponseNotModified()
    kind, content = read(key)
    reply = HttpResponse(content, content_type=kind)
    reply["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
    reply["Cache-Control"] = FOR_GOOD
    reply["ETag"] = key
    return reply


def nothing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing is at this address."""
    return HttpResponse("Nothing is here.", status=404, content_type="text/plain; charset=utf-8")
