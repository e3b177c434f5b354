"""API keys: made here with a token that is shown once, revoked at once."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import SafeString

from dashboard.admin import filters
from dashboard.admin import forms as fields
from dashboard.admin.deeds import Act, Deed, DeedAdmin
from dashboard.admin.keyset import HistoryAdmin
from dashboard.templatetags import dashboard as show
from orchestration.access.records import ApiKey
from orchestration.access.scopes import DEFAULT_SCOPES, SCOPES
from orchestration.access.services import create_key, revoke_key
from tasks.lifecycle import Priority


class KeyForm(forms.Form):
    """A key to be made."""

    name = fields.text("Name", max_length=100, help_text="Who or what uses it; unique per tenant.")
    scopes = fields.several(
        "It may", [(s, f"{s}: {text}") for s, text in SCOPES.items()], initial=list(DEFAULT_SCOPES)
    )
    max_priority = fields.level("Highest priority", initial=Priority.URGENT)
    requests_per_minute = fields.number(
        "Requests per minute", min_value=1, help_text="Empty for the system's default."
    )
    expires_at = fields.Moment(label="Ends at", help_text="Empty for never.")

    def clean_expires_at(self) -> datetime | None:
        """Return the time, which lies ahead."""
        at: datetime | None = self.cleaned_data["expires_at"]
        if at is not None and at <= timezone.now():
            raise forms.ValidationError("This time has passed; name a later one.")
        return at

    def clean(self) -> dict[str, Any]:
        """Refuse a name that the tenant has used."""
        data: dict[str, Any] = super().clean() or {}
        tenant, name = data.get("tenant"), data.get("name")
        if tenant and name and ApiKey.objects.filter(tenant=tenant, name=name).exists():
            self.add_error("name", f"{tenant} has a key of this name already; choose another.")
        return data


def _revoke(key: ApiKey, act: Act) -> None:
    revoke_key(key.pk, actor=act.actor)


@admin.register(ApiKey)
class ApiKeyAdmin(HistoryAdmin[ApiKey], DeedAdmin[ApiKey]):
    """Every tenant's keys; tokens are not stored, so none can be shown."""

    may_add = True
    subject = "api_key"
    list_display = ("name", "status", "tenant", "hint_shown", "allowed", "level", "created", "ends")
    list_select_related = ("tenant",)
    list_filter: ClassVar[Any] = (("tenant", filters.TenantFilter),)
    list_filter_submit = True
    search_fields = ("name__startswith", "hint", "pk")
    search_help_text = "beginning of the name, first characters, or id"
    fields = ("name", "tenant", "status", "hint_shown", "allowed", "level", "requests_per_minute",
              "created_at", "expires_at", "revoked_at")  # fmt: skip
    readonly_fields = fields
    deeds: ClassVar = (
        Deed(
            name="revoke", label="Revoke", done="revoked", run=_revoke, danger=True, audited=True,
            icon="key_off", offered=lambda key: key.revoked_at is None,
            ask="Requests with it are refused from now on. A revoked key cannot be revived.",
        ),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiKey]:
        """Return keys with their tenants."""
        return super().get_queryset(request).select_related("tenant")

    @admin.display(description="state")
    def status(self, key: ApiKey) -> SafeString:
        """Show whether it opens anything."""
        if key.revoked_at:
            return show.state("revoked")
        ended = key.expires_at is not None and key.expires_at <= timezone.now()
        return show.state("expired" if ended else "active")

    @admin.display(description="starts with")
    def hint_shown(self, key: ApiKey) -> str:
        """Show the token's first characters."""
        return f"{key.hint}…"

    @admin.display(description="may")
    def allowed(self, key: ApiKey) -> str:
        """Show its scopes."""
        return ", ".join(key.scopes)

    @admin.display(description="up to")
    def level(self, key: ApiKey) -> SafeString:
        """Show the highest level it may ask for."""
        return show.priority(key.max_priority)

    @admin.display(description="made")
    def created(self, key: ApiKey) -> str | SafeString:
        """Show its age."""
        return show.ago(key.created_at)

    @admin.display(description="ends")
    def ends(self, key: ApiKey) -> str | SafeString:
        """Show when it ends by itself."""
        return show.ago(key.expires_at) if key.expires_at else "never"

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the form; then the token, in this one answer and nowhere else."""
        form = KeyForm(request.POST) if request.method == "POST" else KeyForm()
        form.fields = {"tenant": fields.tenant_field(self.admin_site), **form.fields}

        def act(data: dict[str, Any]) -> HttpResponse:
            key, token = create_key(data.pop("tenant"), data.pop("name"), **data)
            self._audit(request, "create", key, name=key.name, scopes=key.scopes)
            return self._token_page(request, key, token)

        return fields.form_page(
            request, self.admin_site, form, act, opts=self.opts, title="Make an API key",
            button="Make the key",
            lead="The next page shows its token, once. Have a safe place for it ready.",
        )  # fmt: skip

    def _token_page(self, request: HttpRequest, key: ApiKey, token: str) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"The key {key.name}",
            "key": key,
            "token": token,
        }
        answer = TemplateResponse(request, "dashboard/token.html", context)
        answer["Cache-Control"] = "no-store"
        return answer
