"""Ledger entries: rows that `ledger` tasks committed with their results."""

from django.contrib import admin

from dashboard.admin.facts import FactAdmin, document
from tasks.models import LedgerEntry


@admin.register(LedgerEntry)
class LedgerEntryAdmin(FactAdmin[LedgerEntry]):
    """Newest first."""

    documents = ("entry",)
    entry_shown = document("entry")
    list_display = ("id", "task_link", "epoch", "entry")
