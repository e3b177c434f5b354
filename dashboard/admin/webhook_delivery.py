"""Deliveries of webhooks: what was told to whom, and what they said."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dashboard.admin import filters
from dashboard.admin.deeds import Act, Deed, DeedAdmin
from dashboard.admin.facts import FactAdmin, document
from dashboard.templatetags import dashboard as show
from tasks.models import WebhookDelivery
from tasks.services import deliveries


def _replay(delivery: WebhookDelivery, act: Act) -> None:
    deliveries.replay(delivery.pk, webhook_id=delivery.webhook_id, tenant_id=None, by=act.actor)


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(FactAdmin[WebhookDelivery], DeedAdmin[WebhookDelivery]):
    """Newest first."""

    documents = ("data",)
    data_shown = document("data")
    search_fields = ("task_id", "pk")
    search_help_text = "a whole id, of the task or the delivery"
    list_display = ("id_shown", "event", "status_badge", "webhook_link", "task_link", "attempts",
                    "status", "when", "next")  # fmt: skip
    list_filter: ClassVar[Any] = (
        filters.choices_of("state", "state", list(WebhookDelivery.State.choices), field="state"),
        ("tenant", filters.TenantFilter),
    )
    list_filter_submit = True
    deeds: ClassVar = (
        Deed(name="replay", label="Replay", done="replayed", run=_replay, icon="replay",
             audited=True, offered=lambda delivery: delivery.state != "sending"),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[WebhookDelivery]:
        """Return deliveries with their tenants; a subscription may be gone."""
        return super().get_queryset(request).select_related("tenant")

    def get_fields(self, request: HttpRequest, obj: WebhookDelivery | None = None) -> list[Any]:
        """Return all columns, with links instead of ids."""
        own = [name for name in super().get_fields(request, obj) if name != "task_id"]
        return ["webhook_link" if name == "webhook" else name for name in own]

    @admin.display(description="delivery")
    def id_shown(self, delivery: WebhookDelivery) -> str:
        """Show its id."""
        return show.short(delivery.pk)

    @admin.display(description="state")
    def status_badge(self, delivery: WebhookDelivery) -> SafeString:
        """Show where it is."""
        return show.state(delivery.state)

    @admin.display(description="webhook")
    def webhook_link(self, delivery: WebhookDelivery) -> SafeString:
        """Link to the subscription; it is not read, and may be gone."""
        url = reverse("admin:tasks_webhook_change", args=[delivery.webhook_id])
        text = show.short(delivery.webhook_id)
        return format_html('<a class="sy-id" href="{}">{}</a>', url, text)

    @admin.display(description="made")
    def when(self, delivery: WebhookDelivery) -> str | SafeString:
        """Show its age."""
        return show.ago(delivery.created_at)

    @admin.display(description="next")
    def next(self, delivery: WebhookDelivery) -> str | SafeString:
        """Show when it is sent next."""
        return show.ago(delivery.next_at) if delivery.state == "pending" else "-"
