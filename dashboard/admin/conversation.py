"""Conversations and what was said in them."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from dashboard.admin.facts import FactAdmin, document
from dashboard.templatetags import dashboard as show
from orchestration.conversations.records import Conversation, ConversationMessage


@admin.register(Conversation)
class ConversationAdmin(FactAdmin[Conversation]):
    """Newest first."""

    documents = ("metadata",)
    metadata_shown = document("metadata")
    search_fields = ("pk",)
    search_help_text = "a conversation's whole id"
    list_display = ("about", "tenant", "user", "agent", "messages", "changed")
    list_select_related = ("tenant",)

    @admin.display(description="conversation")
    def about(self, obj: Conversation) -> str:
        """Show its title, or its id."""
        return obj.title or show.short(str(obj.pk))

    @admin.display(description="last said")
    def changed(self, obj: Conversation) -> str | SafeString:
        """Show when."""
        return show.ago(obj.changed_at)


@admin.register(ConversationMessage)
class ConversationMessageAdmin(FactAdmin[ConversationMessage]):
    """Newest first. Lists do not read what was said."""

    documents = ("message", "error")
    message_shown = document("message")
    error_shown = document("error")
    search_fields: ClassVar[tuple[str, ...]] = ("conversation",)
    search_help_text = "a conversation's whole id"
    list_display = ("name", "conversation_id", "state", "tokens", "said")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ConversationMessage]:
        """Return messages; what was said is read only by the page that shows one."""
        return super().get_queryset(request).defer("message", "error")

    @admin.display(description="message")
    def name(self, obj: ConversationMessage) -> str:
        """Show its place."""
        return f"no. {obj.ordinal}"

    @admin.display(description="said")
    def said(self, obj: ConversationMessage) -> str | SafeString:
        """Show when."""
        return show.ago(obj.at)
