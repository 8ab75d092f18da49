"""The page that shows the API's description: Swagger UI as the package ninja brings it, from our own address, nothing from elsewhere."""

import json
from pathlib import Path
from typing import Any

import ninja
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

ASSETS = Path(ninja.__file__).parent / "static" / "ninja"
PREFIX = "/docs-assets/"
POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="{prefix}swagger-ui.css">
</head>
<body data-csrf-token="" data-api-csrf="">
<script type="application/json" id="swagger-settings">{settings}</script>
<div id="swagger-ui"></div>
<script src="{prefix}swagger-ui-bundle.js"></script>
<script src="{prefix}swagger-ui-init.js"></script>
</body>
</html>
"""


class Docs(DocsBase):
    """Renders the page without a template engine."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """The page, which reads the description from its address."""
        settings = json.dumps({"url": self.get_openapi_url(api, kwargs), "layout": "BaseLayout", "deepLinking": True})
        reply = HttpResponse(PAGE.format(title=f"{api.title} API", prefix=PREFIX, settings=settings))
        reply["Content-Security-Policy"] = POLICY
        return reply
