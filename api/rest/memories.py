"""Memories: add, list, read, change, forget; their history."""

from datetime import datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request

from api.rest import memory_documents as d
from api.rest.base import ApiView
from api.rest.bodies import validated
from api.rest.json import answer
from api.rest.memory_answers import added_answer, memory_answer, memory_path
from api.rest.memory_bodies import KINDS, changed_draft, drafts_of, given
from api.rest.params import PAGE, Params, query
from api.rest.remembering import memory
from api.rest.schema import describe
from orchestration.memory.changing import delete
from orchestration.memory.drafts import MEMORIES
from orchestration.memory.errors import MemoryChanged
from orchestration.memory.filters import Filters
from orchestration.memory.owners import Scope
from orchestration.memory.selectors import EntryView, get_entry, history_of, list_entries
from orchestration.memory.spaces import realm_of
from tasks.selectors.pages import InvalidCursor, decode_cursor, encode_cursor

READ: Final = "memories:read"
WRITE: Final = "memories:write"
_TRIES: Final = 5
_LONGEST_NAME: Final = 200
_LONGEST_TAG: Final = 64
_NAMES: Final = {"type": "array", "items": {"type": "string", "maxLength": _LONGEST_NAME}}
_TAGS: Final = {"type": "array", "items": {"type": "string", "maxLength": _LONGEST_TAG}}
FILTERS: Final = (
    query("agent", "Of one of these agents; an empty name stands for no agent's own.", _NAMES),
    query("user", "Of one of these users.", _NAMES),
    query("session", "Of one of these sessions.", _NAMES),
    query("type", "One of these types.", {"type": "array", "items": {"enum": list(KINDS)}}),
    query("tag", "With all of these tags.", _TAGS),
    query("any_tag", "With one of these tags.", _TAGS),
    query("speaker", "Said by one of these.", _NAMES),
    query("since", "Happened at this time or later.", OpenApiTypes.DATETIME),
    query("before", "Happened before this time.", OpenApiTypes.DATETIME),
    query(
        "as_of",
        "Held at this time, superseded since or not: each as it was then. Other filters"
        " are compared with what it says now.",
        OpenApiTypes.DATETIME,
    ),
    query("task", "Came from this task.", OpenApiTypes.UUID),
)
_AS_OF: Final = query("as_of", "With what it said at this time.", OpenApiTypes.DATETIME)
FILTER_NAMES: Final = tuple(each.name for each in FILTERS)


def scope_of(params: Params) -> Scope:
    """Return whose memories a list is narrowed to.

    Raises:
        InvalidParameter: A parameter is wrong.
    """
    return Scope(
        agents=params.texts("agent", _LONGEST_NAME) or None,
        users=params.texts("user", _LONGEST_NAME) or None,
        sessions=params.texts("session", _LONGEST_NAME) or None,
    )


def filters_of(params: Params) -> Filters:
    """Return what memories of a list must fit.

    Raises:
        InvalidParameter: A parameter is wrong.
    """
    return Filters(
        kinds=tuple(KINDS[word] for word in params.words("type", list(KINDS))) or MEMORIES,
        tags=params.texts("tag", _LONGEST_TAG),
        any_tags=params.texts("any_tag", _LONGEST_TAG),
        speakers=params.texts("speaker", _LONGEST_NAME),
        since=params.moment("since"),
        before=params.moment("before"),
        as_of=params.moment("as_of"),
        task_id=params.identifier("task"),
    )


class MemoriesView(ApiView):
    """The memories of the key's tenant."""

    scopes: ClassVar[Any] = {"GET": READ, "POST": WRITE}

    @describe({200: d.MemoryPage}, parameters=[*FILTERS, *PAGE], tag="memories")
    def get(self, request: Request) -> HttpResponse:
        """List memories that hold, those that were stored last first."""
        params = Params(request, *FILTER_NAMES, "limit", "cursor")
        page = list_entries(
            tenant_id=self.principal.tenant_id,
            scope=scope_of(params),
            filters=filters_of(params),
            before=_number(params.text("cursor")),
            limit=params.limit(),
        )
        following = None if page.after is None else encode_cursor(UUID(int=page.after))
        items = [memory_answer(each) for each in page.entries]
        return answer({"items": items, "next": following})

    @describe({201: d.Added, 200: d.Added}, body=d.MemoryBody, tag="memories")
    def post(self, request: Request) -> HttpResponse:
        """Remember something.

        201 where it is new: `added`, `linked` to one that says almost the same, or `merged`: then
        it holds instead of that one. 200 where it was there already (`known`). 409 where its id is
        that of something else.
        """
        Params(request)
        wanted = validated(d.MemoryBody, self.read_object())
        tenant_id = self.principal.tenant_id
        (draft,) = drafts_of([wanted])
        vector = given(wanted.vector, wanted.embedder, tenant_id=tenant_id)
        made = memory().add(draft, tenant_id=tenant_id, given=vector, supersedes=wanted.supersedes)
        found = added_answer(get_entry(made.uid, tenant_id=tenant_id), made)
        status = 200 if made.outcome == "known" else 201
        return answer(found, status, {"Location": memory_path(made.uid)})


def _number(cursor: str | None) -> int | None:
    """Return the number behind which a page starts.

    Raises:
        InvalidCursor: It is none.
    """
    if cursor is None:
        return None
    number = decode_cursor(cursor).int
    if number >= 2**63:
        raise InvalidCursor(cursor)
    return number


class MemoryView(ApiView):
    """One memory."""

    http_method_names = [*ApiView.http_method_names, "put"]
    scopes: ClassVar[Any] = {"GET": READ, "PATCH": WRITE, "PUT": WRITE, "DELETE": WRITE}

    @describe({200: d.MemoryAnswer}, parameters=[_AS_OF], tag="memories")
    def get(self, request: Request, memory_id: UUID) -> HttpResponse:
        """Return a memory, also one that another holds instead of: `superseded_by`."""
        as_of = Params(request, _AS_OF.name).moment(_AS_OF.name)
        return answer(memory_answer(self._entry(memory_id, as_of)))

    @describe({200: d.MemoryAnswer}, body=d.MemoryChange, tag="memories")
    def patch(self, request: Request, memory_id: UUID) -> HttpResponse:
        """Change some of what a memory says; what it said stays in its history.

        Where nothing changes there is no new version.
        """
        Params(request)
        return self._change(memory_id, validated(d.MemoryChange, self.read_object()))

    @describe({200: d.MemoryAnswer}, body=d.MemoryReplacement, tag="memories")
    def put(self, request: Request, memory_id: UUID) -> HttpResponse:
        """Let a memory say something else; what it said stays in its history."""
        Params(request)
        return self._change(memory_id, validated(d.MemoryReplacement, self.read_object()))

    @describe({204: None}, tag="memories")
    def delete(self, request: Request, memory_id: UUID) -> HttpResponse:
        """Forget a memory for good, with its former versions and links.

        What was merged into it goes, too; what it superseded holds again.
        """
        Params(request)
        delete(realm_of(self.principal.tenant_id), self._entry(memory_id))
        return HttpResponse(status=204)

    def _entry(self, memory_id: UUID, as_of: datetime | None = None) -> EntryView:
        tenant_id = self.principal.tenant_id
        return get_entry(memory_id, tenant_id=tenant_id, kinds=MEMORIES, as_of=as_of)

    def _change(self, memory_id: UUID, wanted: d.MemoryReplacement) -> HttpResponse:
        """Change what is read, and read again where somebody else was quicker."""
        tenant_id, actor = self.principal.tenant_id, self.principal.actor
        entry = self._entry(memory_id)
        vector = given(wanted.vector, wanted.embedder, tenant_id=tenant_id)
        for tried in range(_TRIES):
            draft = changed_draft(entry, wanted)
            version = wanted.version or entry.version
            try:
                changed = memory().update(
                    memory_id, draft, tenant_id=tenant_id, actor=actor, version=version,
                    given=vector,
                )  # fmt: skip
            except MemoryChanged:
                if wanted.version is not None or tried == _TRIES - 1:
                    raise
                entry = self._entry(memory_id)
            else:
                return answer(memory_answer(changed))
        raise AssertionError("unreachable: the last try returns or raises")


class MemoryHistoryView(ApiView):
    """What a memory was."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe({200: d.MemoryHistory}, tag="memories")
    def get(self, request: Request, memory_id: UUID) -> HttpResponse:
        """Return a memory's former versions, the latest first, and its links to others."""
        Params(request)
        tenant_id = self.principal.tenant_id
        versions, links = history_of(memory_id, tenant_id=tenant_id, kinds=MEMORIES)
        former = [
            {"version": each.version, "values": each.values, "reason": each.reason,
             "actor": each.actor, "changed_at": each.changed_at}
            for each in versions
        ]  # fmt: skip
        found = [
            {"id": each.uid, "relation": each.relation, "similarity": each.similarity,
             "created_at": each.created_at}
            for each in links
        ]  # fmt: skip
        return answer({"versions": former, "links": found})
