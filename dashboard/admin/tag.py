"""Tags of tasks."""

from django.contrib import admin

from dashboard.admin.facts import FactAdmin
from tasks.models import TaskTag


@admin.register(TaskTag)
class TagAdmin(FactAdmin[TaskTag]):
    """Newest first; the search of tasks finds them by tenant and name."""

    list_display = ("tag", "task_link")
    search_fields = ("tag",)
    search_help_text = "a whole tag"
    indexed = frozenset()
