"""Timetables of periodic jobs: intervals, cron lines, points in time, the sun."""

from typing import Any

from django.contrib import admin
from django_celery_beat.models import (
    ClockedSchedule,
    CrontabSchedule,
    IntervalSchedule,
    SolarSchedule,
)

from dashboard.admin.base import RecordAdmin


class _TimetableAdmin(RecordAdmin[Any]):
    may_add = may_change = may_delete = True


@admin.register(IntervalSchedule)
class IntervalAdmin(_TimetableAdmin):
    """Every so often."""

    list_display = ("__str__", "every", "period")


@admin.register(CrontabSchedule)
class CrontabAdmin(_TimetableAdmin):
    """As in crontab."""

    list_display = ("__str__", "human_readable", "timezone")


@admin.register(ClockedSchedule)
class ClockedAdmin(_TimetableAdmin):
    """At one time."""

    list_display = ("clocked_time",)


@admin.register(SolarSchedule)
class SolarAdmin(_TimetableAdmin):
    """By the sun."""

    list_display = ("__str__", "event", "latitude", "longitude")
