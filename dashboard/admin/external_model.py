"""Models at providers, under our names."""

from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import SafeString
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from dashboard.admin import forms as fields
from dashboard.admin.base import actor_of
from dashboard.admin.deeds import Act, Deed, deletion, switches
from dashboard.admin.entries import state_of, store, words
from dashboard.admin.page import PageAdmin
from dashboard.templatetags import dashboard as show
from orchestration.registry.external import LEVELS, ExternalModelRecord, ProviderRecord
from orchestration.specialists.entries import CAPABILITIES, MODALITIES
from orchestration.specialists.known import model_entry, price_entry, read_prices
from orchestration.specialists.pruning import remove
from orchestration.specialists.selectors import outside


def _pairs(names: Any) -> list[tuple[str, str]]:
    return [(name, name) for name in names]


class WordsField(forms.CharField):
    """Words with commas between; cleans to a list."""

    def __init__(self, label: str, help_text: str = "") -> None:
        """Make the box."""
        super().__init__(
            label=label, required=False, help_text=help_text, widget=UnfoldAdminTextInputWidget()
        )

    def prepare_value(self, value: Any) -> Any:
        """Return what stands in the box."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Return the words."""
        return words(super().clean(value) or "")


def _share(label: str, help_text: str) -> forms.FloatField:
    return forms.FloatField(
        label=label, min_value=0, initial=1.0, help_text=help_text,
        widget=UnfoldAdminTextInputWidget(),
    )  # fmt: skip


class ModelForm(forms.Form):
    """What can be changed of a model."""

    provider_model = fields.text("The provider's name for it", max_length=200)
    modalities = fields.several("It serves", _pairs(MODALITIES), initial=["chat"])
    capabilities = fields.several("It can do", _pairs(CAPABILITIES), required=False)
    context_length = fields.number("Context length", required=True, help_text="In tokens.")
    max_output = fields.number("Longest answer", help_text="In tokens; empty where nobody says.")
    dimensions = fields.number("Dimensions", help_text="Of its vectors; for embedding only.")
    good_at = WordsField("Good at", "Specialties, intents and content types, with commas between.")
    level = fields.choice("Trusted with", _pairs(LEVELS), initial="high")
    weight = _share("Weight", "Its part where routes are drawn by weight.")
    arm = fields.text("Arm", required=False, max_length=63, help_text="Its name in a comparison.")
    share = _share("Share", "Its part of the keys among the arms of its model.")
    price_as = fields.text(
        "Price", required=False, max_length=200,
        help_text="Its name in the price table, where that is not the provider's name for it.",
    )  # fmt: skip
    description = fields.text("Description", required=False, max_length=500)
    enabled = fields.switch("Enabled", initial=True)


class NewModelForm(ModelForm):
    """A new model."""

    name = fields.text("Name", max_length=100, help_text="How tasks ask for it.")
    provider = forms.ModelChoiceField(
        queryset=ProviderRecord.objects.order_by("name"), widget=UnfoldAdminSelectWidget()
    )
    version = fields.text(
        "Version", required=False, max_length=63, help_text="Where there are several."
    )
    field_order = ("name", "provider", "version")


def _identity(record: ExternalModelRecord) -> dict[str, str]:
    return {"name": record.name, "provider": record.provider.name, "version": record.version}


def _edit(record: ExternalModelRecord, act: Act) -> None:
    store("models", act.data | _identity(record), by=act.actor)


def _switch(record: ExternalModelRecord, act: Act, *, enabled: bool) -> None:
    values = model_entry(record).model_dump() | {"enabled": enabled}
    store("models", values, by=act.actor)


_enable, _disable = partial(_switch, enabled=True), partial(_switch, enabled=False)


def _delete(record: ExternalModelRecord, act: Act) -> str:
    name = str(record)
    remove("model", name, record, by=act.actor)
    return name


@admin.register(ExternalModelRecord)
class ExternalModelAdmin(PageAdmin[ExternalModelRecord]):
    """The same entries as the catalogue's files; there are few."""

    may_add = True
    subject = "model"
    fragment = "dashboard/entry.html"
    poll_ms = 10_000
    list_display = ("name", "status", "provider", "provider_model", "version", "level",
                    "context_length", "good_at_shown")  # fmt: skip
    list_filter = ("provider", "level")
    search_fields = ("name__startswith", "provider_model__startswith")
    search_help_text = "beginning of our name or the provider's"
    ordering = ("name", "provider__name", "version")
    deeds: ClassVar = (
        Deed(
            name="edit", label="Change", done="changed", run=_edit, form=ModelForm, icon="edit",
            audited=True,
        ),
        *switches(_enable, _disable, ask="It answers nothing until it is enabled again."),
        deletion(
            _delete, ask="Specialists that name it go on with their fallbacks. Its prices stay."
        ),
    )  # fmt: skip

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the actions of the list; a model is changed on its page."""
        actions = super().get_actions(request)
        del actions["edit"]
        return actions

    def get_queryset(self, request: HttpRequest) -> QuerySet[ExternalModelRecord]:
        """Return models with their providers."""
        return super().get_queryset(request).select_related("provider")

    @admin.display(description="state")
    def status(self, record: ExternalModelRecord) -> SafeString:
        """Show whether it can be asked."""
        return show.state(_state(record))

    @admin.display(description="good at")
    def good_at_shown(self, record: ExternalModelRecord) -> str:
        """Show what it serves better than others."""
        return ", ".join(record.good_at) or "-"

    def live_context(self, obj: ExternalModelRecord) -> dict[str, Any]:
        """Return what the page shows. Queries: two, and those of `outside`."""
        entry = model_entry(obj)
        price = price_entry(read_prices([entry]).get((entry.provider, entry.price_name)))
        return {
            "status": _state(obj),
            "lead": obj.description,
            "reasons": [reason] if (reason := _obstacle(obj)) else [],
            "facts": [
                ("Provider", obj.provider.name),
                ("The provider's name", obj.provider_model),
                ("It serves", ", ".join(obj.modalities)),
                ("It can do", ", ".join(obj.capabilities)),
                ("Context length", obj.context_length),
                ("Longest answer", obj.max_output),
                ("Good at", ", ".join(obj.good_at)),
                ("Trusted with", obj.level),
                ("Weight", obj.weight),
                ("Arm", f"{obj.arm} ({obj.share:g})" if obj.arm else ""),
                ("Price per million", price and f"{price.input:f} in, {price.output:f} out"),
            ],
        }

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the form for a new model."""
        form = NewModelForm(request.POST) if request.method == "POST" else NewModelForm()

        def act(data: dict[str, Any]) -> HttpResponse:
            values = data | {"provider": data["provider"].name}
            store("models", values, by=actor_of(request))
            wanted = {key: values[key] for key in ("name", "version")}
            record = ExternalModelRecord.objects.get(provider=data["provider"], **wanted)
            messages.success(request, f"The model {record} was added.")
            return HttpResponseRedirect(self.url_of(record))

        return fields.form_page(
            request, self.admin_site, form, act, opts=self.opts, title="Add a model outside",
            button="Add",
        )  # fmt: skip


def _obstacle(record: ExternalModelRecord) -> str:
    found = outside()
    known = record.provider.name in found.providers
    return found.obstacle(record.provider.name) if known else ""


def _state(record: ExternalModelRecord) -> str:
    if not record.enabled:
        return "disabled"
    return state_of(record.provider)
