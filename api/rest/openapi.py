"""The OpenAPI document, and a page to read it with that needs nothing from elsewhere."""

from functools import cache
from importlib.resources import files
from typing import Any, Final

import orjson
from django.http import Http404, HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import patched_settings
from rest_framework.request import Request

from api.rest.base import PublicView

_SETTINGS: Final = {
    "OAS_VERSION": "3.1.0",
    "TITLE": "Switchyard",
    "DESCRIPTION": "Durable, prioritised tasks for AI work.",
    "VERSION": "1",
    "COMPONENT_SPLIT_REQUEST": False,
    "SCHEMA_PATH_PREFIX": "",
    "POSTPROCESSING_HOOKS": [],
}
_ASSETS: Final = {"swagger-ui.css": "text/css", "swagger-ui-bundle.js": "text/javascript"}
_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Switchyard REST API</title>
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<div id="ui"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({url: "schema", dom_id: "#ui", deepLinking: true});</script>
</body>
</html>
"""


@cache
def document() -> bytes:
    """Return the OpenAPI document as JSON; made once per process."""
    with patched_settings(_SETTINGS):
        generator = SchemaGenerator(urlconf="api.urls")  # type: ignore[no-untyped-call]
        schema: Any = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return orjson.dumps(schema)


class SchemaView(PublicView):
    """The document."""

    schema = None

    def get(self, request: Request) -> HttpResponse:
        """Serve it as JSON."""
        del request
        return HttpResponse(document(), content_type="application/json")


class DocsView(PublicView):
    """A page to read the document with, and to try it."""

    schema = None

    def get(self, request: Request) -> HttpResponse:
        """Serve the page."""
        del request
        return HttpResponse(_PAGE)


class DocsAssetView(PublicView):
    """A script or style of the page."""

    schema = None

    def get(self, request: Request, name: str) -> HttpResponse:
        """Serve it from the installed package."""
        del request
        if name not in _ASSETS:
            raise Http404
        return HttpResponse(_asset(name), content_type=_ASSETS[name])


@cache
def _asset(name: str) -> bytes:
    folder = files("drf_spectacular_sidecar") / "static/drf_spectacular_sidecar/swagger-ui-dist"
    return (folder / name).read_bytes()
