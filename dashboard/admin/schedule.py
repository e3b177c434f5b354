"""Schedules: a cron line that submits the same task again and again."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dashboard.actors import actor_shown
from dashboard.admin import filters
from dashboard.admin import forms as fields
from dashboard.admin.base import actor_of
from dashboard.admin.deeds import Act, Deed, deletion, switches
from dashboard.admin.keyset import HistoryAdmin
from dashboard.admin.page import PageAdmin
from dashboard.pulse import database_now
from dashboard.tasklist import Wanted, find
from dashboard.templatetags import dashboard as show
from tasks.models import Schedule, Task
from tasks.services import schedules
from tasks.services.submission import EVERY_SCOPE, Submitter

_BODY = {"kind": "echo", "input": {"message": "tick"}}


class ScheduleForm(forms.Form):
    """What a schedule says."""

    name = fields.text("Name", max_length=100)
    cron = fields.text("Cron line", initial="0 6 * * *", help_text="Five fields, as in crontab.")
    time_zone = fields.text("Time zone", initial="UTC", help_text="IANA name, e.g. Europe/Vienna.")
    overlap = fields.choice(
        "When the earlier task has not ended", Schedule.Overlap.choices, initial="skip"
    )
    missed = fields.choice("Times that were missed", Schedule.Missed.choices, initial="once")
    body = fields.JsonObject(initial=_BODY, help_text="The task's body, as for a submission.")


def _by(schedule: Schedule, act: Act) -> Submitter:
    return Submitter(
        tenant_id=schedule.tenant_id,
        actor=act.actor,
        max_priority=schedule.max_priority,
        diagnostics=True,
        scopes=EVERY_SCOPE,
    )


def _change(schedule: Schedule, changes: dict[str, Any], act: Act) -> None:
    schedules.update(schedule.pk, tenant_id=None, by=_by(schedule, act), **changes)


def _edit(schedule: Schedule, act: Act) -> None:
    _change(schedule, act.data, act)


def _enable(schedule: Schedule, act: Act) -> None:
    _change(schedule, {"enabled": True}, act)


def _disable(schedule: Schedule, act: Act) -> None:
    _change(schedule, {"enabled": False}, act)


def _delete(schedule: Schedule, act: Act) -> str:
    name = schedule.name
    schedules.delete(schedule.pk, tenant_id=None, by=act.actor)
    return name


def _run_now(schedule: Schedule, act: Act) -> SafeString:
    task = schedules.run_now(schedule.pk, tenant_id=None, by=_by(schedule, act))
    url = reverse("admin:tasks_task_change", args=[task])
    return format_html('{} as <a href="{}">{}</a>', schedule, url, show.short(task))


@admin.register(Schedule)
class ScheduleAdmin(HistoryAdmin[Schedule], PageAdmin[Schedule]):
    """Every tenant's schedules."""

    may_add = True
    fragment = "dashboard/schedule.html"
    poll_ms = 5000
    list_display = ("name", "status", "tenant", "cron", "time_zone", "next", "last")
    list_select_related = ("tenant",)
    list_filter: ClassVar[Any] = (
        filters.choices_of(
            "enabled", "state", [("1", "enabled"), ("0", "disabled")], field="enabled"
        ),
        ("tenant", filters.TenantFilter),
    )
    list_filter_submit = True
    search_fields = ("pk", "name__startswith")
    search_help_text = "id or beginning of the name"
    deeds: ClassVar = (
        Deed(
            name="run", label="Run now", done="submitted", run=_run_now, icon="play_arrow",
            ask="Its task is submitted once, now, whatever its times say.",
        ),
        Deed(
            name="edit", label="Change", done="changed", run=_edit, form=ScheduleForm, icon="edit"
        ),
        *switches(_enable, _disable, audited=False),
        deletion(
            _delete,
            ask="It submits nothing any more. Tasks that it submitted stay.",
            audited=False,
        ),
    )  # fmt: skip

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the actions of the list; a schedule is changed on its page."""
        actions = super().get_actions(request)
        del actions["edit"]
        return actions

    def get_queryset(self, request: HttpRequest) -> QuerySet[Schedule]:
        """Return schedules with their tenants."""
        return super().get_queryset(request).select_related("tenant")

    @admin.display(description="state")
    def status(self, schedule: Schedule) -> SafeString:
        """Show whether it fires, and whether it could."""
        if schedule.last_error:
            return show.state("failing")
        return show.state("enabled" if schedule.enabled else "disabled")

    @admin.display(description="next")
    def next(self, schedule: Schedule) -> str | SafeString:
        """Show when it fires next."""
        return show.ago(schedule.next_at) if schedule.enabled else "-"

    @admin.display(description="last")
    def last(self, schedule: Schedule) -> str | SafeString:
        """Show when it fired last."""
        return show.ago(schedule.last_at)

    def live_context(self, obj: Schedule) -> dict[str, Any]:
        """Return what the page shows. Queries: three to six."""
        wanted = Wanted(schedule=obj.pk, tenant=obj.tenant_id)
        ids = find(wanted, key=None, older=True, size=15).ids
        return {
            "schedule": obj,
            "paid_by": actor_shown(obj.submitted_by),
            "now": database_now(),
            "latest": list(Task.objects.filter(pk__in=ids).order_by("-pk")),
        }

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the form for a new schedule."""
        form = ScheduleForm(request.POST) if request.method == "POST" else ScheduleForm()
        form.fields = {"tenant": fields.tenant_field(self.admin_site), **form.fields}

        def act(data: dict[str, Any]) -> HttpResponse:
            tenant_id = data.pop("tenant").pk
            by = Submitter(
                tenant_id=tenant_id, actor=actor_of(request), diagnostics=True, scopes=EVERY_SCOPE
            )
            schedule = schedules.create(tenant_id, by=by, **data)
            self._audit(request, "add", schedule, cron=schedule.cron)
            messages.success(request, f"The schedule {schedule} was added.")
            return HttpResponseRedirect(self.url_of(schedule))

        return fields.form_page(
            request, self.admin_site, form, act, inside="body", opts=self.opts,
            title="Add a schedule", button="Add",
        )  # fmt: skip
