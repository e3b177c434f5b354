"""Pages that belong to no single record."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dashboard.pulse import read_pulse

POLL_MS = 3000
DOCS_URL = "/api/v1/docs"


def overview_context() -> dict[str, Any]:
    """Return what the first page shows; its live part alone needs less."""
    return {
        **read_pulse(),
        "live_url": reverse("admin:overview_live"),
        "poll_ms": POLL_MS,
        "flower_url": settings.SWITCHYARD.flower_url,
        "docs_url": DOCS_URL,
    }


def live_overview(request: HttpRequest) -> HttpResponse:
    """Return the live part of the first page."""
    return render(request, "dashboard/overview.html", overview_context())
