"""Tenants: who owns rows, with which share and limits."""

from django.contrib import admin

from dashboard.admin.base import RecordAdmin
from orchestration.access.records import Tenant


@admin.register(Tenant)
class TenantAdmin(RecordAdmin[Tenant]):
    """They are never deleted here: that would delete all that they own."""

    may_add = may_change = True
    list_display = ("name", "weight", "max_running", "max_waiting", "created_at")
    fields = ("name", "weight", "max_running", "max_waiting")
    search_fields = ("name__startswith", "pk")
    search_help_text = "beginning of the name, or id"
    ordering = ("name",)
