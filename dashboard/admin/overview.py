"""The first page of the admin."""

from typing import Any

from django.http import HttpRequest

from dashboard.pages import overview_context


def overview(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add what the first page shows to the site's context (Unfold's DASHBOARD_CALLBACK)."""
    return {**context, **overview_context()}
