"""Results of groups of maintenance jobs."""

from django.contrib import admin
from django_celery_results.models import GroupResult

from dashboard.admin.keyset import HistoryAdmin


@admin.register(GroupResult)
class GroupResultAdmin(HistoryAdmin[GroupResult]):
    """Newest first."""

    list_display = ("group_id", "date_created", "date_done")
    search_fields = ("group_id",)
    search_help_text = "a group's whole id"
    indexed = frozenset({"q"})
