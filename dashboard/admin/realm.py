"""Tenants' memories as wholes: what is set for them, and what they are searched by."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminTextInputWidget

from dashboard import memorycounts as counts
from dashboard.admin import forms as fields
from dashboard.admin.deeds import Act, Deed
from dashboard.admin.keyset import HistoryAdmin
from dashboard.admin.page import PageAdmin
from dashboard.templatetags import dashboard as show
from orchestration.classifying.selectors import current_embedder_name, embedder_of
from orchestration.memory.errors import InvalidMemory
from orchestration.memory.records.embedder import Embedder
from orchestration.memory.records.realm import Realm
from orchestration.memory.reembedding import begin
from orchestration.memory.settings import SUBJECT, languages, set_settings
from orchestration.registry import services as registry


class SettingsForm(forms.Form):
    """What is set for a tenant's memory."""

    language = fields.choice(
        "Language", [], help_text="How words of new memories are read; those that are stored keep "
        "theirs.",
    )  # fmt: skip
    nearness = fields.choice(
        "Memories that say the same",
        [(each.value, f"{each.value}: {each.label}") for each in Realm.Nearness],
    )
    near_similarity = forms.FloatField(
        label="From which similarity on", min_value=0.5, max_value=1.0,
        help_text="Cosine, from 0.5 to 1; 0.95 is usual.",
        widget=UnfoldAdminTextInputWidget(attrs={"type": "number", "step": "any"}),
    )  # fmt: skip
    summary_model = fields.text(
        "Summaries by", required=False, max_length=200,
        help_text="A model, as tasks name it; empty for no summaries.",
    )  # fmt: skip
    summary_after = fields.number(
        "Summed up are so many", required=True, min_value=5,
        help_text="Memories of what happened to one owner.",
    )  # fmt: skip
    summary_age_hours = fields.number(
        "After hours", required=True, help_text="Once they were stored so long ago."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask the database which languages it knows."""
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [(name, name) for name in languages()]  # type: ignore[attr-defined]


class EmbedderForm(forms.Form):
    """By what vectors are made anew."""

    model = fields.choice("Embedding model", [], help_text="Of those that are enabled.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask the registry which models there are."""
        super().__init__(*args, **kwargs)
        self.fields["model"].choices = _embedding_models()  # type: ignore[attr-defined]


def _embedding_models() -> list[tuple[str, str]]:
    current = current_embedder_name()
    specs = [each for each in registry.enabled_models() if each.task == "embedding"]
    names = [(embedder_of(each), each.name) for each in specs]
    return [(key, f"{name} (the default)" if key == current else name) for key, name in names]


def _edit(realm: Realm, act: Act) -> str:
    set_settings(tenant_id=realm.tenant_id, actor=act.actor, **act.data)
    return realm.tenant.name


def _embed(realm: Realm, act: Act) -> str:
    if not act.data["model"]:
        raise InvalidMemory(
            "No embedding model is enabled.", field="model", mend="Enable one under Models."
        )
    missing = begin(act.data["model"], tenant_id=realm.tenant_id, actor=act.actor)
    return f"{realm.tenant.name}, {missing:,} vectors"


@admin.register(Realm)
class RealmAdmin(HistoryAdmin[Realm], PageAdmin[Realm]):
    """One for each tenant that has stored something."""

    subject = SUBJECT
    fragment = "dashboard/realm.html"
    poll_ms = 5000
    list_display = ("owner", "embedder_shown", "changing", "nearness", "language", "summaries")
    search_fields = ("tenant__name__startswith", "tenant", "pk")
    search_help_text = "beginning of the tenant's name, or its id"
    deeds: ClassVar = (
        Deed(name="edit", label="Change settings", done="changed", run=_edit, form=SettingsForm,
             icon="edit", audited=True),
        Deed(name="embed", label="Make all vectors anew", done="begun", run=_embed,
             form=EmbedderForm, icon="autorenew", audited=True,
             ask="Searches go on with the present vectors until the new ones are complete; then "
             "they change over and the old ones go. Of the present model, those are made that are "
             "missing. It may take long, and needs room for both."),
    )  # fmt: skip

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return no actions of the list: each memory is changed on its page."""
        return {}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Realm]:
        """Return realms with their tenants and embedders."""
        rows = super().get_queryset(request)
        return rows.select_related("tenant", "embedder", "next_embedder")

    @admin.display(description="tenant")
    def owner(self, realm: Realm) -> str:
        """Show whose it is."""
        return realm.tenant.name

    @admin.display(description="searched by")
    def embedder_shown(self, realm: Realm) -> str:
        """Show the embedding model."""
        return model_of(realm.embedder) if realm.embedder else "words alone"

    @admin.display(description="changes over to")
    def changing(self, realm: Realm) -> str:
        """Show the embedding model whose vectors are being made."""
        following = _following(realm)
        return model_of(following) if following else "-"

    @admin.display(description="summaries by")
    def summaries(self, realm: Realm) -> str:
        """Show who sums up."""
        return realm.summary_model or "nobody"

    def live_context(self, obj: Realm) -> dict[str, Any]:
        """Return counts that stop, and how far a change of embedders is. Queries: up to four."""
        entries = counts.count_entries(obj)
        following = _following(obj)
        coming = counts.count_missing(obj, following.pk) if following else None
        known = entries < counts.CAP and coming is not None and not coming.more
        return {
            "realm": obj,
            "entries": show.capped(entries, counts.CAP),
            "owners": show.capped(counts.count_owners(obj), counts.CAP),
            "missing": counts.count_missing(obj, obj.embedder_id),
            "coming": coming,
            "made": show.percent(entries - coming.count, entries) if coming and known else None,
            "embedder": model_of(obj.embedder) if obj.embedder else "",
            "next": model_of(following) if following else "",
        }


def _following(realm: Realm) -> Embedder | None:
    """Return what a realm changes over to; the same again is no change."""
    return realm.next_embedder if realm.next_embedder_id != realm.embedder_id else None


def model_of(embedder: Any) -> str:
    """Return an embedder's model, without what tells its versions apart."""
    return str(embedder.name.partition("@")[0])
