"""The page of breakers: which providers' models are left alone, and who may be asked again."""

from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from dashboard.admin.base import actor_of
from orchestration.access.services import audit
from orchestration.calls.overseer import BreakersUnknown, Overseer
from orchestration.calls.ports import BreakerReport

_ORDER: Final = {"open": 0, "half_open": 1, "closed": 2}


def overseer() -> Overseer:
    """Return who looks at this installation's breakers."""
    return Overseer(str(settings.SWITCHYARD.redis_url))


def breakers_page(request: HttpRequest) -> HttpResponse:
    """Show all that were in use within a day, those that are open first."""
    from django.contrib import admin

    context = {**admin.site.each_context(request), "title": "Breakers", **_context()}
    request.current_app = admin.site.name
    return TemplateResponse(request, "dashboard/breakers.html", context)


def _context() -> dict[str, Any]:
    try:
        reports = overseer().reports()
    except BreakersUnknown as error:
        return {"reports": (), "problem": error}
    return {"reports": sorted(reports, key=_urgency)}


def _urgency(report: BreakerReport) -> tuple[int, str, str]:
    return _ORDER[report.state], report.provider, report.model


@require_POST
def close_breaker(request: HttpRequest) -> HttpResponse:
    """Close one, and write down who did."""
    provider, model = request.POST.get("provider", ""), request.POST.get("model", "")
    try:
        overseer().reset(provider, model)
    except BreakersUnknown as error:
        messages.error(request, str(error))
    else:
        audit(
            actor=actor_of(request),
            action="reset",
            subject_type="breaker",
            subject_id=f"{provider}/{model}"[:200],
        )
        messages.success(request, f"{provider}/{model} is asked again.")
    return HttpResponseRedirect(reverse("admin:breakers_changelist"))
