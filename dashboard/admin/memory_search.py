"""The page "Search memory": finds as agents do, says why each hit was found, and acts on hits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from dashboard.admin import forms as fields
from dashboard.admin.entries import words
from dashboard.admin.memory import MemoryEntryAdmin
from dashboard.admin.memory_deeds import BULK, DEEDS
from dashboard.memorykeys import MemoryKey
from dashboard.memorypage import state_of
from dashboard.memoryports import searcher
from dashboard.pulse import database_now
from orchestration.documents.errors import UnknownCollection
from orchestration.documents.records import Document
from orchestration.documents.selectors import get_collection
from orchestration.errors import SwitchyardError
from orchestration.memory.drafts import MEMORIES, Kind
from orchestration.memory.filters import Filters
from orchestration.memory.fusing import Scored
from orchestration.memory.owners import Scope
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.searching import Answer, Question

MOST: Final = 100
_TYPES: Final = [(kind.name.lower(), kind.name.lower()) for kind in MEMORIES]
_MODES: Final = [
    ("both", "meaning and words"),
    ("meaning", "meaning alone"),
    ("words", "words alone"),
]


class SearchForm(forms.Form):
    """What is asked, and where."""

    question = fields.text("Question", max_length=4000, help_text="As an agent would ask it.")
    agents = fields.text("Agents", required=False, help_text="With commas between; empty for all.")
    users = fields.text("Users", required=False, help_text="With commas between; empty for all.")
    sessions = fields.text("Sessions", required=False, help_text="With commas between.")
    collections = fields.text(
        "Collections", required=False,
        help_text="Names or ids: looks into their documents, and into memories of the names above.",
    )  # fmt: skip
    mode = fields.choice("By", _MODES, initial="both", required=False)
    limit = fields.number("Hits", min_value=1, max_value=MOST, initial=10)
    rerank = fields.switch("Rerank", help_text="A reranking model orders the best of them anew.")
    types = fields.several("Types", _TYPES, required=False)

    def __init__(self, site: AdminSite, data: Mapping[str, Any] | None = None) -> None:
        """Make the form, with a choice of tenants."""
        super().__init__(data)
        tenant = fields.tenant_field(site)
        tenant.label = "Tenant"
        self.fields = {"tenant": tenant, **self.fields}


@dataclass(frozen=True, slots=True)
class Hit:
    """A hit as the page shows it.

    Attributes:
        entry: What was found.
        scored: Why.
        state: Whether it holds.
        beside: The neighbours that it gained from: address and beginning.
        document: What it is a passage of, if it is one.
    """

    entry: MemoryEntry
    scored: Scored
    url: str
    state: str
    beside: list[tuple[str, str]]
    document: Document | None

    @property
    def mine(self) -> bool:
        """Return whether it is a memory, which can be chosen for deeds."""
        return self.entry.type != MemoryEntry.Type.PASSAGE

    @property
    def kind(self) -> str:
        """Return what kind of thing it says."""
        return MemoryEntry.Type(self.entry.type).name.lower()


def search_page(request: HttpRequest) -> HttpResponse:
    """Show the form, and what it finds; or do something to the hits that were chosen.

    Queries: up to fifteen, and one call of an embedding model.
    """
    from django.contrib import admin

    if request.method == "POST":
        return _act(request, admin.site)
    form = SearchForm(admin.site, _asked(request))
    found: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        try:
            found = _found(form.cleaned_data)
        except SwitchyardError as error:
            fields.add_problem(form, error, inside="question")
    context = {
        **admin.site.each_context(request), "title": "Search memory", "form": form,
        "media": form.media, "checkbox_name": ACTION_CHECKBOX_NAME,
        "actions": [each for each in DEEDS if each.name in BULK], **found,
    }  # fmt: skip
    request.current_app = admin.site.name
    return TemplateResponse(request, "dashboard/memory_search.html", context)


def _asked(request: HttpRequest) -> Mapping[str, Any] | None:
    """Return the form's answers; links of other pages give only some of them."""
    if not request.GET:
        return None
    asked = request.GET.copy()
    for name, usual in (("mode", "both"), ("limit", "10")):
        asked.setdefault(name, usual)
    return asked


def _act(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Do a deed to the chosen hits, as the list of memories does."""
    pages = MemoryEntryAdmin(MemoryEntry, site)
    here = request.get_full_path()
    chosen = [int(each) for each in request.POST.getlist(ACTION_CHECKBOX_NAME) if each.isdecimal()]
    rows = pages.get_queryset(request).exclude(type=MemoryEntry.Type.PASSAGE)
    objects = list(rows.filter(pk__in=chosen[:MOST]))
    deed = next((each for each in DEEDS if each.name == request.POST.get("action")), None)
    if deed is None or deed.name not in BULK or not objects:
        messages.warning(request, "Choose what to do, and to which memories.")
        return HttpResponseRedirect(here)
    return pages.decide(request, deed, objects, here) or HttpResponseRedirect(here)


def _found(data: dict[str, Any]) -> dict[str, Any]:
    tenant_id, mode = data["tenant"].pk, data["mode"] or "both"
    question = Question(
        data["question"],
        scope=_scope(data, tenant_id),
        filters=Filters(kinds=_kinds(data)),
        limit=data["limit"] or 10,
        meaning=mode != "words",
        words=mode != "meaning",
        rerank=data["rerank"],
    )
    answer = searcher().search(question, tenant_id=tenant_id)
    return {
        "searched": True,
        "hits": _hits(answer),
        "searched_by": _ways(answer, mode),
        "without": answer.without if mode != "words" else "",
        "unranked": answer.unranked,
        "times": list(answer.millis.items()),
        "total_ms": sum(answer.millis.values()),
        "nothing_stored": answer.realm is None,
    }


def _kinds(data: dict[str, Any]) -> tuple[Kind, ...]:
    chosen = tuple(Kind[each.upper()] for each in data["types"])
    if not data["collections"]:
        return chosen
    return (*chosen, Kind.PASSAGE) if chosen else ()


def _scope(data: dict[str, Any], tenant_id: UUID) -> Scope:
    """Return where is looked. Queries: one for each collection.

    Raises:
        UnknownCollection: The tenant has none of that name or id.
    """

    def several(name: str) -> tuple[str, ...] | None:
        return tuple(words(data[name])) or None

    collections = tuple(_collection(each, tenant_id) for each in words(data["collections"]))
    return Scope(several("agents"), several("users"), several("sessions"), collections or None)


def _collection(called: str, tenant_id: UUID) -> UUID:
    try:
        name: UUID | str = UUID(called)
    except ValueError:
        name = called
    try:
        return get_collection(name, tenant_id=tenant_id).id
    except UnknownCollection as error:
        error.field = "collections"
        raise


def _ways(answer: Answer, mode: str) -> str:
    if answer.realm is None:
        return ""
    if mode == "words" or (answer.without and mode == "both"):
        return "words"
    if answer.without:
        return "nothing"
    return "meaning" if mode == "meaning" else "meaning and words"


def _hits(answer: Answer) -> list[Hit]:
    """Read what was found. Queries: three, four with passages; none where nothing was."""
    if answer.realm is None or not answer.found:
        return []
    realm_id, now = answer.realm.id, database_now()
    numbers = [each.candidate.id for each in answer.found]
    rows = MemoryEntry.objects.filter(realm_id=realm_id).select_related("space")
    entries = rows.in_bulk(numbers)
    documents = _documents(entries.values())
    beside = {number for each in answer.found for number in each.beside}
    near = rows.only("uid", "realm_id", "text").select_related(None).in_bulk(list(beside))

    def named(number: int) -> tuple[str, str]:
        return MemoryKey(realm_id, near[number].uid).url, str(near[number])

    return [
        Hit(
            entry,
            each,
            MemoryKey(realm_id, entry.uid).url,
            state_of(entry, now),
            [named(number) for number in each.beside if number in near],
            documents.get(entry.source),
        )
        for each in answer.found
        if (entry := entries.get(each.candidate.id)) is not None  # else it is gone meanwhile
    ]


def _documents(entries: Iterable[MemoryEntry]) -> dict[UUID | None, Document]:
    """Return the documents that passages are of, by id. Queries: one where there are passages."""
    passages = [each for each in entries if each.type == MemoryEntry.Type.PASSAGE]
    sources = {each.source for each in passages if each.source is not None}
    if not sources:
        return {}
    rows = Document.objects.filter(pk__in=sources).select_related("collection")
    return {each.pk: each for each in rows}
