"""Payloads: what tasks were asked for."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from dashboard.admin.facts import FactAdmin, actor, document
from tasks.models import TaskPayload


@admin.register(TaskPayload)
class PayloadAdmin(FactAdmin[TaskPayload]):
    """By task, newest first. Lists do not read the inputs."""

    documents = ("input",)
    input_shown = document("input")
    actors = ("submitted_by", "paid_by")
    submitted_by_shown = actor("submitted_by")
    paid_by_shown = actor("paid_by")
    list_display = ("task_id", "kind", "submitted_by_shown", "paid_by_shown", "idempotency_key")

    def get_queryset(self, request: HttpRequest) -> QuerySet[TaskPayload]:
        """Return payloads; the inputs are read only by the page that shows one."""
        return super().get_queryset(request).defer("input")
