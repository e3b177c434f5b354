"""Periodic jobs: maintenance that celery-beat starts. Users' own times are schedules."""

import json
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.utils.safestring import SafeString
from django_celery_beat.models import PeriodicTask, PeriodicTasks
from unfold.widgets import UnfoldAdminTextareaWidget

from dashboard.admin.deeds import Act, DeedAdmin, switches
from dashboard.templatetags import dashboard as show

if TYPE_CHECKING:
    _Form = forms.ModelForm[PeriodicTask]
else:
    _Form = forms.ModelForm


def _switch(periodic: PeriodicTask, *, enabled: bool) -> None:
    PeriodicTask.objects.filter(pk=periodic.pk).update(enabled=enabled)
    PeriodicTasks.update_changed()


def _enable(periodic: PeriodicTask, act: Act) -> None:
    _switch(periodic, enabled=True)


def _disable(periodic: PeriodicTask, act: Act) -> None:
    _switch(periodic, enabled=False)


class PeriodicForm(_Form):
    """A periodic job; its arguments are JSON."""

    class Meta:
        model = PeriodicTask
        fields = ("name", "task", "enabled", "description", "interval", "crontab", "solar",
                  "clocked", "start_time", "one_off", "args", "kwargs", "queue", "priority",
                  "expires", "expire_seconds")  # fmt: skip
        widgets: ClassVar = {
            name: UnfoldAdminTextareaWidget(attrs={"rows": 2, "class": "sy-code"})
            for name in ("args", "kwargs")
        }

    def _json(self, name: str, expected: type) -> str:
        text: str = self.cleaned_data[name]
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(f"This is no JSON: {error}") from None
        if not isinstance(found, expected):
            raise forms.ValidationError(
                f"This must be a JSON {'list' if expected is list else 'object'}."
            )
        return text

    def clean_args(self) -> str:
        """Return the arguments."""
        return self._json("args", list)

    def clean_kwargs(self) -> str:
        """Return the keyword arguments."""
        return self._json("kwargs", dict)


@admin.register(PeriodicTask)
class PeriodicAdmin(DeedAdmin[PeriodicTask]):
    """Few; beat reads them again after each change."""

    may_add = may_change = may_delete = True
    form = PeriodicForm
    subject = "periodic_job"
    list_display = ("name", "status", "task", "when", "last", "total_run_count")
    list_filter = ("enabled",)
    list_select_related = ("interval", "crontab", "solar", "clocked")
    search_fields = ("name__startswith", "task__startswith")
    readonly_fields = ()
    deeds: ClassVar = (
        *switches(_enable, _disable, audited=False),
    )  # fmt: skip

    @admin.display(description="state")
    def status(self, periodic: PeriodicTask) -> SafeString:
        """Show whether beat starts it."""
        return show.state("enabled" if periodic.enabled else "disabled")

    @admin.display(description="when")
    def when(self, periodic: PeriodicTask) -> Any:
        """Show its timetable."""
        return periodic.interval or periodic.crontab or periodic.solar or periodic.clocked or "-"

    @admin.display(description="last run")
    def last(self, periodic: PeriodicTask) -> str | SafeString:
        """Show when beat started it last."""
        return show.ago(periodic.last_run_at)
