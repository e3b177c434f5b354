"""Payloads: what tasks were asked for."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from dashboard.admin.facts import FactAdmin, document
from tasks.models import TaskPayload


@admin.register(TaskPayload)
class PayloadAdmin(FactAdmin[TaskPayload]):
    """By task, newest first. Lists do not read the inputs."""

    documents = ("input",)
    input_shown = document("input")
    list_display = ("task_id", "kind", "submitted_by", "paid_by", "idempotency_key")

    def get_queryset(self, request: HttpRequest) -> QuerySet[TaskPayload]:
        """Return payloads; the inputs are read only by the page that shows one."""
        return super().get_queryset(request).defer("input")
