"""Routing decisions of tasks."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from dashboard.admin.facts import FactAdmin, document
from tasks.models import TaskRouting


@admin.register(TaskRouting)
class TaskRoutingAdmin(FactAdmin[TaskRouting]):
    """By task, newest first. Lists do not read the decisions."""

    documents = ("decision",)
    decision_shown = document("decision")
    list_display = ("task_id", "decided_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[TaskRouting]:
        """Return decisions; what they say is read only by the page that shows one."""
        return super().get_queryset(request).defer("decision")
