"""Addresses: the API, the probes, public files, and the web app for everything else."""

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path

from jishi.config import metrics, probes, static
from jishi.config.api import api
from jishi.kernel.api.problems import NOT_THERE, problem


def not_there(request: HttpRequest) -> HttpResponse:
    """An address under /api that is none."""
    return problem(request, "kernel.not_found", NOT_THERE)


urlpatterns = [
    path("api/v1/", api.urls),
    re_path(r"^api(?:/|$)", not_there),
    path("healthz", probes.alive),
    path("readyz", probes.ready),
    path("metrics", metrics.page),
    path("files/<str:key>", static.public_file),
    re_path(r"^", static.web_app),
]
handler404 = "jishi.config.static.nothing"
