"""Webhooks: subscriptions to what happens to tasks, tried, switched and replayed here."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.widgets import UnfoldAdminTextInputWidget

from dashboard.admin import filters
from dashboard.admin import forms as fields
from dashboard.admin.base import actor_of
from dashboard.admin.deeds import CONFIRMED, Act, Deed, deletion
from dashboard.admin.keyset import HistoryAdmin
from dashboard.admin.page import PageAdmin
from dashboard.pulse import database_now
from dashboard.site import is_operator
from dashboard.templatetags import dashboard as show
from orchestration.secrettext import SecretText
from tasks.hearing import EVENTS
from tasks.models import Webhook
from tasks.selectors.webhooks import list_deliveries
from tasks.services import deliveries, webhooks

_LATEST = 15


class TagsField(forms.CharField):
    """Tags with commas between; cleans to a list."""

    def prepare_value(self, value: Any) -> Any:
        """Return what stands in the box."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Return the tags, each once."""
        parts = [part.strip() for part in (super().clean(value) or "").split(",")]
        return list(dict.fromkeys(part for part in parts if part))


class WebhookForm(forms.Form):
    """What a subscription says."""

    url = fields.text("URL", max_length=2000, help_text="Where events are posted to.")
    description = fields.text("Description", max_length=200, required=False)
    events = fields.several(
        "Events", [(name, f"{name}: {text}") for name, text in EVENTS.items()],
        initial=["task.succeeded", "task.failed"],
    )  # fmt: skip
    tags = TagsField(
        label="Tags", required=False, widget=UnfoldAdminTextInputWidget(),
        help_text="With commas between. It hears of tasks with one of them; empty for every task.",
    )  # fmt: skip
    include_result = fields.switch(
        "Send results along", help_text="What came of a task, unless it is large."
    )


class ReplayForm(forms.Form):
    """What is sent anew."""

    which = fields.choice(
        "What", [("dead", "what was given up"), ("all", "all that has ended")], initial="dead"
    )
    since = fields.Moment(
        label="Since", help_text="When the event happened; a day ago when it is empty."
    )

    def clean_since(self) -> datetime:
        """Return the time."""
        since: datetime | None = self.cleaned_data["since"]
        return since or timezone.now() - timedelta(days=1)


def _edit(webhook: Webhook, act: Act) -> None:
    webhooks.update(webhook.pk, tenant_id=None, by=act.actor, **act.data)


def _switch_on(webhook: Webhook, act: Act) -> None:
    webhooks.update(webhook.pk, tenant_id=None, by=act.actor, enabled=True)


def _switch_off(webhook: Webhook, act: Act) -> None:
    webhooks.update(webhook.pk, tenant_id=None, by=act.actor, enabled=False)


def _test(webhook: Webhook, act: Act) -> SafeString:
    made = webhooks.send_test(webhook.pk, tenant_id=None, by=act.actor)
    url = reverse("admin:tasks_webhookdelivery_change", args=[made.pk])
    return format_html('{} as <a href="{}">{}</a>', webhook, url, show.short(made.pk))


def _replay(webhook: Webhook, act: Act) -> str:
    count = deliveries.replay_since(webhook.pk, tenant_id=None, by=act.actor, **act.data)
    return f"{webhook}, {count} deliveries"


def _rotate(webhook: Webhook, act: Act) -> None:
    """Make a secret that nobody sees; the page shows it instead, see `deed_view`."""
    webhooks.rotate(webhook.pk, tenant_id=None, by=act.actor)


def _delete(webhook: Webhook, act: Act) -> str:
    webhooks.delete(webhook.pk, tenant_id=None, by=act.actor)
    return str(webhook)


@admin.register(Webhook)
class WebhookAdmin(HistoryAdmin[Webhook], PageAdmin[Webhook]):
    """Every tenant's subscriptions."""

    may_add = True
    subject = webhooks.SUBJECT
    fragment = "dashboard/webhook.html"
    poll_ms = 3000
    list_display = ("name", "status", "tenant", "host", "hears_of", "failing")
    list_select_related = ("tenant",)
    list_filter: ClassVar[Any] = (
        filters.choices_of("enabled", "state", [("1", "on"), ("0", "off")], field="enabled"),
        ("tenant", filters.TenantFilter),
    )
    list_filter_submit = True
    search_fields = ("pk", "host__startswith", "description__startswith")
    search_help_text = "id, or beginning of the host or description"
    deeds: ClassVar = (
        Deed(name="test", label="Send a test", done="tested", run=_test, icon="send",
             audited=True),
        Deed(name="edit", label="Change", done="changed", run=_edit, form=WebhookForm,
             icon="edit", audited=True),
        Deed(name="replay", label="Replay", done="replayed", run=_replay, form=ReplayForm,
             icon="replay", audited=True, offered=lambda webhook: webhook.enabled),
        Deed(name="on", label="Switch on", done="switched on", run=_switch_on,
             icon="toggle_on", audited=True, offered=lambda webhook: not webhook.enabled),
        Deed(name="off", label="Switch off", done="switched off", run=_switch_off,
             icon="toggle_off", audited=True, offered=lambda webhook: webhook.enabled),
        Deed(name="rotate", label="New secret", done="given a new secret", run=_rotate,
             icon="lock_reset", audited=True,
             ask="The next page shows it, once. The one before signs too for a while, so that its "
             "receiver can change over."),
        deletion(_delete, ask="What was still to be sent to it is dropped."),
    )  # fmt: skip

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the actions of the list; what concerns one webhook alone is on its page."""
        actions = super().get_actions(request)
        del actions["edit"], actions["rotate"]
        return actions

    def get_queryset(self, request: HttpRequest) -> QuerySet[Webhook]:
        """Return subscriptions with their tenants."""
        return super().get_queryset(request).select_related("tenant")

    @admin.display(description="webhook")
    def name(self, webhook: Webhook) -> str:
        """Show what people call it."""
        return str(webhook)

    @admin.display(description="state")
    def status(self, webhook: Webhook) -> SafeString:
        """Show whether it hears, and whether it answers."""
        return show.state(status_of(webhook))

    @admin.display(description="hears of")
    def hears_of(self, webhook: Webhook) -> str:
        """Show its events, without what they have in common."""
        return ", ".join(event.removeprefix("task.") for event in webhook.events)

    @admin.display(description="failing for")
    def failing(self, webhook: Webhook) -> str | SafeString:
        """Show since when nothing arrived."""
        return show.ago(webhook.failing_since)

    def live_context(self, obj: Webhook) -> dict[str, Any]:
        """Return what the page shows. Queries: three."""
        page = list_deliveries(obj.pk, tenant_id=None, limit=_LATEST)
        return {
            "webhook": obj,
            "status": status_of(obj),
            "now": database_now(),
            "latest": page.items,
        }

    def deed_view(self, deed: Deed, request: HttpRequest, object_id: str) -> HttpResponse:
        """Do it; a new secret is shown in this one answer and nowhere else."""
        webhook = self.get_object(request, object_id) if deed.name == "rotate" else None
        if webhook is None or request.method != "POST" or CONFIRMED not in request.POST:
            return super().deed_view(deed, request, object_id)
        if not is_operator(request):
            raise PermissionDenied
        changed, secret = webhooks.rotate(webhook.pk, tenant_id=None, by=actor_of(request))
        return self._secret_page(request, changed, secret)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the form; then the secret, in this one answer and nowhere else."""
        form = WebhookForm(request.POST) if request.method == "POST" else WebhookForm()
        form.fields = {"tenant": fields.tenant_field(self.admin_site), **form.fields}

        def act(data: dict[str, Any]) -> HttpResponse:
            tenant_id = data.pop("tenant").pk
            webhook, secret = webhooks.create(tenant_id, by=actor_of(request), **data)
            return self._secret_page(request, webhook, secret)

        return fields.form_page(
            request, self.admin_site, form, act, opts=self.opts, title="Add a webhook",
            button="Add",
            lead="The next page shows its secret, once. Have a safe place for it ready.",
        )  # fmt: skip

    def _secret_page(
        self, request: HttpRequest, webhook: Webhook, secret: SecretText
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"The webhook {webhook}",
            "webhook": webhook,
            "secret": secret.expose(),
            "back": self.url_of(webhook),
        }
        answer = TemplateResponse(request, "dashboard/webhook_secret.html", context)
        answer["Cache-Control"] = "no-store"
        return answer


def status_of(webhook: Webhook) -> str:
    """Return a word for where a subscription is."""
    if not webhook.enabled:
        return "disabled"
    return "failing" if webhook.failing_since else "enabled"
