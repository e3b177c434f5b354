"""Examples that requests are compared with, to guess what they are about."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import SafeString
from unfold.widgets import UnfoldAdminTextareaWidget

from dashboard.admin import filters
from dashboard.admin import forms as fields
from dashboard.admin.base import actor_of
from dashboard.admin.deeds import Act, Deed, deletion, switches
from dashboard.admin.entries import plain
from dashboard.admin.keyset import HistoryAdmin
from dashboard.admin.page import PageAdmin
from dashboard.templatetags import dashboard as show
from orchestration.classifying import services
from orchestration.classifying.entries import CLASSES, LONGEST, Entry
from orchestration.classifying.records import RoutingExample
from orchestration.classifying.selectors import count_missing, current_embedder_name


def _choices(dimension: str) -> list[tuple[str, str]]:
    return [(name, name) for name in CLASSES[dimension]]


class ExampleForm(forms.Form):
    """What an example says."""

    text = forms.CharField(
        label="Text", max_length=LONGEST, strip=False, help_text="As somebody would ask it.",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5, "spellcheck": "false"}),
    )  # fmt: skip
    intent = fields.choice("Intent", _choices("intent"))
    content_type = fields.choice("Content type", _choices("content_type"))
    complexity = fields.choice("Complexity", _choices("complexity"))
    enabled = fields.switch("Enabled", initial=True, help_text="Whether it is compared with.")


def _entry(data: dict[str, Any]) -> Entry:
    return Entry(**{**data, "text": plain(data["text"])})


def _edit(row: RoutingExample, act: Act) -> None:
    services.change(row.pk, _entry(act.data), by=act.actor)


def _enable(row: RoutingExample, act: Act) -> None:
    services.switch(row.pk, enabled=True, by=act.actor)


def _disable(row: RoutingExample, act: Act) -> None:
    services.switch(row.pk, enabled=False, by=act.actor)


def _delete(row: RoutingExample, act: Act) -> str:
    services.remove(row.pk, by=act.actor)
    return str(row)


class VectorFilter(filters.ChoiceFilter):
    """Those that wait for a worker."""

    title, parameter_name = "vector", "vector"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        """Return the one choice."""
        return [("missing", "still missing")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow the list."""
        return queryset.filter(vector=None) if self.value() else queryset


@admin.register(RoutingExample)
class RoutingExampleAdmin(HistoryAdmin[RoutingExample], PageAdmin[RoutingExample]):
    """The latest first."""

    may_add = True
    subject = services.SUBJECT
    fragment = "dashboard/entry.html"
    poll_ms = 10_000
    list_display = ("shown", "status", "intent", "content_type", "complexity", "changed")
    list_filter: ClassVar[Any] = (
        filters.choices_of("intent", "intent", _choices("intent"), "intent"),
        filters.choices_of("content", "content type", _choices("content_type"), "content_type"),
        filters.choices_of("complexity", "complexity", _choices("complexity"), "complexity"),
        VectorFilter,
    )
    list_filter_submit = True
    search_fields = ("text__icontains", "pk")
    search_help_text = "words of the text, or id"
    deeds: ClassVar = (
        Deed(
            name="edit", label="Change", done="changed", run=_edit, form=ExampleForm, icon="edit",
            audited=True,
        ),
        *switches(_enable, _disable),
        deletion(_delete, ask="Requests are not compared with it any more."),
    )  # fmt: skip

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the actions of the list; an example is changed on its page."""
        actions = super().get_actions(request)
        del actions["edit"]
        return actions

    def get_queryset(self, request: HttpRequest) -> QuerySet[RoutingExample]:
        """Return examples; their vectors say nothing to people."""
        return super().get_queryset(request).defer("vector")

    @admin.display(description="text")
    def shown(self, row: RoutingExample) -> str:
        """Show how the text begins."""
        return str(row)

    @admin.display(description="state")
    def status(self, row: RoutingExample) -> SafeString:
        """Show whether requests are compared with it."""
        return show.state(_state(row))

    @admin.display(description="changed")
    def changed(self, row: RoutingExample) -> str | SafeString:
        """Show when it was last changed."""
        return show.ago(row.updated_at)

    def live_context(self, obj: RoutingExample) -> dict[str, Any]:
        """Return what the page shows. Queries: one a second per process, and one."""
        state = _state(obj)
        return {
            "status": state,
            "lead": f"{obj.intent}, {obj.content_type}, {obj.complexity}",
            "reasons": _waiting() if state == "waiting" else [],
            "facts": [
                ("Vector of", obj.embedder.partition("@")[0]),
                ("Changed", show.ago(obj.updated_at)),
                ("Added", show.ago(obj.created_at)),
            ],
            "blocks": [{"title": "Text", "text": obj.text}],
        }

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the form for a new example."""
        form = ExampleForm(request.POST) if request.method == "POST" else ExampleForm()

        def act(data: dict[str, Any]) -> HttpResponse:
            row = services.add(_entry(data), by=actor_of(request))
            messages.success(request, "The example was added; a worker makes its vector soon.")
            return HttpResponseRedirect(self.url_of(row))

        return fields.form_page(
            request, self.admin_site, form, act, opts=self.opts, title="Add a routing example",
            button="Add", lead="Requests like it will be taken for what it is.",
        )  # fmt: skip


def _state(row: RoutingExample) -> str:
    if not row.enabled:
        return "disabled"
    return "enabled" if row.embedder and row.embedder == current_embedder_name() else "waiting"


def _waiting() -> list[str]:
    embedder = current_embedder_name()
    if not embedder:
        return ["Its vector is missing: no embedding model is enabled."]
    missing = count_missing(embedder)
    return [f"Its vector is missing, as are {missing} in all. A worker makes them, each minute."]
