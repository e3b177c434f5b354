"""The audit log: who changed what; nobody edits it."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from dashboard.admin.facts import FactAdmin, actor, document
from dashboard.templatetags import dashboard as show
from orchestration.access.records import AuditEntry

SUBJECTS = ("task", "queue", "worker", "schedule", "batch", "api_key", "tenant", "model", "user",
            "group", "periodic_job", "price", "budget", "call_limit", "routing_policy")  # fmt: skip
"""What entries are about; the index by subject begins with one of these."""


@admin.register(AuditEntry)
class AuditEntryAdmin(FactAdmin[AuditEntry]):
    """Newest first."""

    documents = ("detail",)
    detail_shown = document("detail")
    actors = ("actor",)
    actor_shown = actor("actor")
    list_display = ("when", "actor_shown", "action", "subject_type", "about", "tenant")
    list_select_related = ("tenant",)
    search_fields = ("subject_id",)
    search_help_text = "a subject's whole id, or user:NAME"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[AuditEntry], search_term: str
    ) -> tuple[QuerySet[AuditEntry], bool]:
        """Find entries about one subject by its index, or of one actor among the newest."""
        term = search_term.strip()
        if not term:
            return queryset, False
        about = Q(subject_type__in=SUBJECTS, subject_id=term)
        return queryset.filter(Q(actor=term) if ":" in term else about), False

    @admin.display(description="when")
    def when(self, entry: AuditEntry) -> str | SafeString:
        """Show its age."""
        return show.ago(entry.at)

    @admin.display(description="subject")
    def about(self, entry: AuditEntry) -> str:
        """Show what it is about."""
        return show.short(entry.subject_id)
