"""The page of arms: how the versions of a model that are compared fared."""

from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from orchestration.specialists.arms import Arm, arms

DAYS: Final = (1, 7, 30, 90)
_USUAL: Final = 7


def arms_page(request: HttpRequest) -> HttpResponse:
    """Show all comparisons. Queries: one, along the index by hour; five more once a second."""
    from django.contrib import admin

    context = {**admin.site.each_context(request), "title": "Arms", **_context(request)}
    request.current_app = admin.site.name
    return TemplateResponse(request, "dashboard/arms.html", context)


def _context(request: HttpRequest) -> dict[str, Any]:
    days = next((each for each in DAYS if str(each) == request.GET.get("days")), _USUAL)
    until = datetime.now(UTC)
    found = arms(since=until - timedelta(days=days), until=until)
    groups = groupby(found, lambda each: (each.provider, each.model))
    return {
        "days": days,
        "choices": DAYS,
        "currency": settings.SWITCHYARD.usage.currency,
        "comparisons": [_comparison(name, list(group)) for name, group in groups],
    }


def _comparison(name: tuple[str, str], group: list[Arm]) -> dict[str, Any]:
    return {
        "name": "/".join(name),
        "arms": [
            {
                "arm": each,
                "share": round(100 * each.share, 1),
                "errors": None if each.error_share is None else round(100 * each.error_share, 2),
            }
            for each in group
        ],
        "mixed": any(each.mixed for each in group),
    }
