"""Usage by day, with a chart; a row's page shows one hour."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from dashboard.admin.facts import FactAdmin
from dashboard.usage import usage_context
from orchestration.usage.records import UsageHour


@admin.register(UsageHour)
class UsageHourAdmin(FactAdmin[UsageHour]):
    """The list is a report: the sums by hour are too many to be read one by one."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the report."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Usage",
            **usage_context(request),
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "dashboard/usage.html", context)
