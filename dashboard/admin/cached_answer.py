"""Cached answers: which there are, how often they saved a call, and forgetting them."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.widgets import UnfoldAdminSelectWidget

from dashboard.admin import filters
from dashboard.admin.deeds import Act, Deed, DeedAdmin
from dashboard.admin.facts import FactAdmin
from dashboard.admin.keyset import HistoryAdmin
from dashboard.admin.price import money
from dashboard.templatetags import dashboard as show
from orchestration.cache import services
from orchestration.cache.records import CachedAnswer, CacheHour
from orchestration.calls.cache_codec import decode
from orchestration.calls.caching import Invalidation
from orchestration.providers.chat import ChatAnswer

_SHOWN: Final = 4000
_WHICH: Final = (
    ("one", "This answer"),
    ("model", "All of this model, of all tenants"),
    ("tenant", "All of this tenant"),
    ("own", "All of this tenant and model"),
)


class ForgetForm(forms.Form):
    """Which answers go."""

    which = forms.ChoiceField(
        label="Forget", choices=_WHICH, initial="one", widget=UnfoldAdminSelectWidget
    )


def _forget(kept: CachedAnswer, act: Act) -> str:
    if act.data["which"] == "one":
        services.forget(kept.pk, tenant_id=kept.tenant_id, by=act.actor)
        return str(kept)
    whose = None if act.data["which"] == "model" else kept.tenant_id
    model = act.data["which"] in {"model", "own"}
    wanted = Invalidation(
        whose, provider=kept.provider if model else "", model=kept.model if model else ""
    )
    return f"{services.invalidate(wanted, by=act.actor)} answers"


class _ValueFilter(filters.IdFilter):
    """A value that somebody types."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow the list."""
        value = self.value()
        return queryset.filter(**self.lookup(value)) if value else queryset

    def lookup(self, value: str) -> dict[str, Any]:
        """Return what rows must fit."""
        return {f"{self.parameter_name}": value}


class ModelFilter(_ValueFilter):
    """A model, by its provider's name for it."""

    title, parameter_name = "model", "model"


class TagFilter(_ValueFilter):
    """A tag."""

    title, parameter_name = "tag", "tag"

    def lookup(self, value: str) -> dict[str, Any]:
        """Return what rows must fit."""
        return {"tags__contains": [value]}


@admin.register(CachedAnswer)
class CachedAnswerAdmin(HistoryAdmin[CachedAnswer], DeedAdmin[CachedAnswer]):
    """Every tenant's cached answers, the latest first."""

    subject = "cache"
    list_display = ("asked", "owner", "target", "hits", "saves", "takes", "kept", "until")
    list_filter: ClassVar[Any] = (("tenant", filters.TenantFilter), ModelFilter, TagFilter)
    list_filter_submit = True
    search_fields = ("pk", "key", "call_id")
    search_help_text = "an answer's or a call's whole id, or the whole hash"
    fields = ("question", "answer_shown", "owner", "target", "version", "kind", "tags", "hits",
              "saves", "takes", "kept", "used", "until", "compared", "call_id", "key")  # fmt: skip
    readonly_fields = fields
    deeds: ClassVar = (
        Deed(
            name="forget", label="Forget", done="forgotten", run=_forget, form=ForgetForm,
            danger=True, ends=True, audited=True, icon="delete",
            ask="Models are asked again. Calls that are under way may still keep their answers.",
        ),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[CachedAnswer]:
        """Return answers with their tenants; what they say is read by their page only."""
        return super().get_queryset(request).select_related("tenant").defer("answer", "vector")

    @admin.display(description="question")
    def asked(self, kept: CachedAnswer) -> str:
        """Show how the question begins."""
        return str(kept)

    @admin.display(description="answer")
    def answer_shown(self, kept: CachedAnswer) -> str | SafeString:
        """Show what is given again."""
        answer = decode(bytes(kept.answer), ChatAnswer) if kept.kind == "chat" else None
        if answer is None or not answer.choices:
            return "-"
        return format_html('<pre class="sy-json">{}</pre>', answer.text[:_SHOWN])

    @admin.display(description="tenant")
    def owner(self, kept: CachedAnswer) -> str:
        """Show whose it is."""
        return kept.tenant.name

    @admin.display(description="model")
    def target(self, kept: CachedAnswer) -> str:
        """Show who gave it."""
        return f"{kept.provider}/{kept.model}"

    @admin.display(description="saves each time")
    def saves(self, kept: CachedAnswer) -> str:
        """Show what asking again would take."""
        tokens = f"{kept.prompt_tokens:,} + {kept.completion_tokens:,} tokens"
        return tokens if kept.cost is None else f"{tokens}, {money(kept.cost)}"

    @admin.display(description="size")
    def takes(self, kept: CachedAnswer) -> str:
        """Show how large it is."""
        return show.size(kept.size)

    @admin.display(description="kept")
    def kept(self, kept: CachedAnswer) -> str | SafeString:
        """Show its age."""
        return show.ago(kept.created_at)

    @admin.display(description="last given")
    def used(self, kept: CachedAnswer) -> str | SafeString:
        """Show when it was last of use."""
        return show.ago(kept.used_at)

    @admin.display(description="expires")
    def until(self, kept: CachedAnswer) -> str | SafeString:
        """Show until when it is given."""
        return show.ago(kept.expires_at)

    @admin.display(description="similar questions", boolean=True)
    def compared(self, kept: CachedAnswer) -> bool:
        """Show whether similar questions find it."""
        return bool(kept.near_key)


@admin.register(CacheHour)
class CacheHourAdmin(FactAdmin[CacheHour]):
    """What the cache did, by hour, tenant and model."""

    list_display = ("hour", "tenant", "target", "hits", "nears", "misses", "bypasses", "saved")
    list_select_related = ("tenant",)
    list_filter: ClassVar[Any] = (("tenant", filters.TenantFilter),)
    list_filter_submit = True
    search_fields = ("pk",)
    search_help_text = "a row's whole id"

    @admin.display(description="model")
    def target(self, hour: CacheHour) -> str:
        """Show who would have been asked."""
        return f"{hour.provider}/{hour.model}"

    @admin.display(description="saved")
    def saved(self, hour: CacheHour) -> str:
        """Show what nobody had to do."""
        tokens = hour.saved_prompt_tokens + hour.saved_completion_tokens
        return f"{tokens:,} tokens, {money(hour.saved_cost)}"
