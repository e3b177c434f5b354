"""Secrets: set and deleted here, never shown; not even their last signs."""

from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.views.decorators.debug import sensitive_post_parameters
from unfold.widgets import UnfoldAdminPasswordWidget

from dashboard.admin import forms as fields
from dashboard.admin.base import actor_of
from dashboard.admin.deeds import Act, Deed, DeedAdmin, deletion
from dashboard.admin.keyset import HistoryAdmin
from dashboard.templatetags import dashboard as show
from orchestration.secrets import services
from orchestration.secrets.records import Secret
from orchestration.secrettext import SecretText


class SecretField(forms.CharField):
    """A box that is always shown empty; cleans to a `SecretText`."""

    def __init__(self) -> None:
        """Make the box."""
        attrs = {"autocomplete": "new-password"}
        super().__init__(
            label="Value",
            widget=UnfoldAdminPasswordWidget(attrs=attrs, render_value=False),
            help_text="It is encrypted at once, and shown to nobody.",
        )

    def clean(self, value: Any) -> Any:
        """Return the value, hidden from now on."""
        return SecretText(super().clean(value))


class ValueForm(forms.Form):
    """A new value."""

    value = SecretField()


class SecretForm(ValueForm):
    """A secret to be kept."""

    name = fields.text("Name", max_length=100, help_text="Such as cerebras.api-key.")
    field_order = ("tenant", "name", "value")

    def clean(self) -> dict[str, Any]:
        """Refuse a name that is taken: its value is replaced on its page."""
        data: dict[str, Any] = super().clean() or {}
        taken = Secret.objects.filter(tenant=data.get("tenant"), name=data.get("name"))
        if taken.exists():
            self.add_error("name", "There is a secret of this name; set its value on its page.")
        return data


def _replace(secret: Secret, act: Act) -> None:
    services.put(secret.name, act.data["value"], actor=act.actor, tenant_id=secret.tenant_id)


def _delete(secret: Secret, act: Act) -> str:
    services.delete(secret.name, actor=act.actor, tenant_id=secret.tenant_id)
    return secret.name


@admin.register(Secret)
class SecretAdmin(HistoryAdmin[Secret], DeedAdmin[Secret]):
    """Every owner's secrets, by name."""

    may_add = True
    subject = "secret"
    list_display = ("name", "owner", "created", "last_set", "rotated")
    search_fields = ("name__startswith", "pk")
    search_help_text = "beginning of the name, or id"
    fields = ("name", "owner", "created_at", "set_at", "rotated_at")
    readonly_fields = fields
    deeds: ClassVar = (
        Deed(
            name="replace", label="Set a new value", done="set", run=_replace, form=ValueForm,
            audited=True, icon="lock_reset",
        ),
        deletion(_delete, ask="What uses it is refused by its provider from now on."),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Secret]:
        """Return secrets with their owners, without what is sealed."""
        return super().get_queryset(request).select_related("tenant").defer("sealed")

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the actions of the list; a value is set for one secret, on its page."""
        actions = super().get_actions(request)
        actions.pop("replace", None)
        return actions

    @admin.display(description="owner")
    def owner(self, secret: Secret) -> str:
        """Show whose it is."""
        return secret.tenant.name if secret.tenant else "the installation"

    @admin.display(description="made")
    def created(self, secret: Secret) -> str | SafeString:
        """Show its age."""
        return show.ago(secret.created_at)

    @admin.display(description="last set")
    def last_set(self, secret: Secret) -> str | SafeString:
        """Show the age of its value."""
        return show.ago(secret.set_at)

    @admin.display(description="rotated")
    def rotated(self, secret: Secret) -> str | SafeString:
        """Show when it was encrypted anew."""
        return show.ago(secret.rotated_at) if secret.rotated_at else "-"

    def deed_view(self, deed: Deed, request: HttpRequest, object_id: str) -> HttpResponse:
        """Do it to one secret; error reports leave the value out."""
        view = sensitive_post_parameters("value")(partial(super().deed_view, deed))
        return view(request, object_id)

    @method_decorator(sensitive_post_parameters("value"))
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the form for a new secret."""
        form = SecretForm(request.POST) if request.method == "POST" else SecretForm()
        tenant = fields.tenant_field(self.admin_site)
        tenant.required = False
        tenant.help_text = "Whose it is; empty for the installation."
        form.fields = {"tenant": tenant, **form.fields}

        def act(data: dict[str, Any]) -> HttpResponse:
            owner = data["tenant"].pk if data["tenant"] else None
            secret = services.put(
                data["name"], data["value"], actor=actor_of(request), tenant_id=owner
            )
            messages.success(request, f"The secret {secret} is kept, encrypted.")
            return HttpResponseRedirect(self.url_of(secret))

        return fields.form_page(
            request, self.admin_site, form, act, opts=self.opts, title="Keep a secret",
            button="Keep it",
        )  # fmt: skip
