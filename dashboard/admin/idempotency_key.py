"""Idempotency keys, for as long as they are kept."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.safestring import SafeString

from dashboard.admin import filters
from dashboard.admin.facts import FactAdmin
from dashboard.templatetags import dashboard as show
from tasks.models import IdempotencyKey


@admin.register(IdempotencyKey)
class IdempotencyKeyAdmin(FactAdmin[IdempotencyKey]):
    """Found by tenant and key; the hash of the request is of no use to people."""

    list_display = ("key", "tenant", "task_link", "created", "expires")
    list_select_related = ("tenant",)
    list_filter: ClassVar[Any] = (("tenant", filters.TenantFilter),)
    list_filter_submit = True
    search_fields = ("key",)
    search_help_text = "a whole key"
    indexed = frozenset()
    fields = ("key", "tenant", "task_link", "created_at", "expires_at")
    readonly_fields = fields

    def get_fields(self, request: Any, obj: IdempotencyKey | None = None) -> list[Any]:
        """Return what tells people something."""
        return list(self.fields)

    @admin.display(description="used")
    def created(self, key: IdempotencyKey) -> str | SafeString:
        """Show when it was used."""
        return show.ago(key.created_at)

    @admin.display(description="forgotten")
    def expires(self, key: IdempotencyKey) -> str | SafeString:
        """Show when it may be used anew."""
        return show.ago(key.expires_at)
