"""Memories as lines of JSON: all that fit go out, and come in again somewhere else."""

import base64
from collections.abc import Iterator
from http import HTTPStatus
from itertools import groupby
from typing import Any, ClassVar, Final
from uuid import UUID

import orjson
from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request

from api.rest import json
from api.rest import memory_documents as d
from api.rest.base import ApiView, django_request
from api.rest.bodies import validated
from api.rest.errors import TooLarge
from api.rest.json import answer
from api.rest.memories import FILTER_NAMES, FILTERS, READ, WRITE, filters_of, scope_of
from api.rest.memory_answers import flat
from api.rest.memory_bodies import drafts_of, given_rows
from api.rest.params import Params, query
from api.rest.remembering import memory
from api.rest.schema import describe
from orchestration.errors import SwitchyardError, UserError, shorten
from orchestration.memory.drafts import Draft
from orchestration.memory.errors import IdTaken
from orchestration.memory.filters import Filters
from orchestration.memory.owners import Scope
from orchestration.memory.realms import embedder_of, shown
from orchestration.memory.selectors import EntryView, vectors_of, walk_entries
from orchestration.memory.spaces import find_realm

TOGETHER: Final = 500
"""So many lines are read or stored at a time."""
MOST: Final = 100_000
"""Lines of one import."""
SHOWN: Final = 100
"""So many wrong lines are listed."""
_VECTORS: Final = query(
    "vectors",
    "With their vectors; not `as_of` a time, for they are of what is said now.",
    OpenApiTypes.BOOL,
)
_LINES: Final = {"type": "string", "description": "One memory per line."}


class MemoriesExportView(ApiView):
    """Taking memories out."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe({200: _LINES}, parameters=[*FILTERS, _VECTORS], tag="memories", media=json.NDJSON)
    def get(self, request: Request) -> HttpResponseBase:
        """Return all memories that fit, one JSON object per line, those stored first first.

        Lines are as the import takes them. A memory that is changed meanwhile comes once more.
        """
        params = Params(request, *FILTER_NAMES, "vectors")
        scope, filters, vectors = scope_of(params), filters_of(params), params.flag("vectors")
        vectors = vectors and filters.as_of is None
        headers = {"Content-Disposition": 'attachment; filename="memories.ndjson"'}
        if request.method == "HEAD":
            return HttpResponse(content_type=json.NDJSON, headers=headers)
        lines = _lines(self.principal.tenant_id, scope, filters, vectors=vectors)
        return StreamingHttpResponse(lines, content_type=json.NDJSON, headers=headers)


def _lines(tenant_id: UUID, scope: Scope, filters: Filters, *, vectors: bool) -> Iterator[bytes]:
    """Yield lines, some at a time, each time in a short transaction."""
    after = 0
    while True:
        entries = walk_entries(
            tenant_id=tenant_id, scope=scope, filters=filters, after=after, limit=TOGETHER
        )
        if not entries:
            return
        more = _vectors(tenant_id, entries) if vectors else {}
        yield b"".join(
            orjson.dumps(
                flat(each) | more.get(each.number, {}),
                option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE,
            )
            for each in entries
        )
        after = entries[-1].number


def _vectors(tenant_id: UUID, entries: list[EntryView]) -> dict[int, dict[str, str]]:
    """Return the vectors that entries are searched by, as they can be sent again, by number."""
    realm = find_realm(tenant_id)
    by = None if realm is None else embedder_of(realm)
    if realm is None or by is None:
        return {}
    name = shown(realm.id, by.name)
    return {
        number: {
            "vector": base64.b64encode(vector.astype("<f4").tobytes()).decode(),
            "embedder": name,
        }
        for number, vector in vectors_of([each.number for each in entries], by.id).items()
    }


class MemoriesImportView(ApiView):
    """Bringing memories in."""

    scopes: ClassVar[Any] = {"POST": WRITE}

    @describe({200: d.Imported}, bodies={json.NDJSON: _LINES}, tag="memories")
    def post(self, request: Request) -> HttpResponse:
        """Remember one memory per line; what is there already stays as it is.

        A line that is wrong is reported by its number, counted from 0, and the others are stored;
        422 where all are wrong. So the same lines may be sent again until all are in. Of lines
        with the same id the last one counts. 100,000 lines at most.
        """
        Params(request)
        limit = settings.SWITCHYARD.limits.batch_body_bytes
        raw = json.raw_body(django_request(self), limit, json.NDJSON)
        lines = _split(raw)
        repeated = _repeated(lines)
        taken = _Import(self.principal.tenant_id)
        for at, line in enumerate(lines):
            if line.strip() and at not in repeated:
                taken.take(at, line)
        taken.flush()
        return answer(taken.result() | {"repeated": len(repeated)})


def _split(raw: bytes) -> list[bytes]:
    """Return the lines of a body. They are counted before any is read: a small body can have
    millions of them.

    Raises:
        TooLarge: There are too many.
    """
    body = raw.rstrip(b"\r\n")
    count = body.count(b"\n") + 1
    if count > MOST:
        raise TooLarge(
            f"An import may have {MOST:,} lines; this one has {count:,}.",
            field="body",
            mend="Send the lines in several imports.",
        )
    return body.split(b"\n")


def _repeated(lines: list[bytes]) -> set[int]:
    """Return the lines whose id comes once more: an export has those of what was changed meanwhile,
    and ends with what it says now."""
    repeated: set[int] = set()
    last: dict[UUID, int] = {}
    for at, line in enumerate(lines):
        if (uid := _id_of(line)) is not None:
            if uid in last:
                repeated.add(last[uid])
            last[uid] = at
    return repeated


def _id_of(line: bytes) -> UUID | None:
    """Return the id in a line; None without one, also where the line is wrong."""
    try:
        return UUID(orjson.loads(line)["id"])
    except (ValueError, TypeError, LookupError, AttributeError):
        return None


class NothingImported(UserError):  # noqa: N818 - named for what happened
    """Each line of an import is wrong."""

    slug = "nothing-imported"
    title = "No line can be imported"
    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, lines: list[dict[str, Any]]) -> None:
        """Name the lines."""
        self._lines = lines
        super().__init__(
            f"Line {lines[0]['line']}: {lines[0]['message']}",
            field=lines[0]["field"],
            mend="Mend each line as `lines` says; they are counted from 0.",
        )

    def problem(self) -> dict[str, Any]:
        """Return the problem document, with the lines."""
        return super().problem() | {"lines": self._lines}


class _Import:
    """Takes lines, stores them some at a time, and notes which were wrong."""

    def __init__(self, tenant_id: UUID) -> None:
        self._tenant_id = tenant_id
        self._waiting: list[tuple[int, d.MemoryLine, Draft]] = []
        self._added = self._known = self._wrong = 0
        self._errors: list[dict[str, Any]] = []

    def take(self, at: int, line: bytes) -> None:
        """Read a line."""
        try:
            item = validated(d.MemoryLine, _object(line))
            (draft,) = drafts_of([item])
        except UserError as error:
            self._refuse(at, error)
            return
        self._waiting.append((at, item, draft))
        if len(self._waiting) == TOGETHER:
            self.flush()

    def flush(self) -> None:
        """Store what waits: together what has vectors of the same kind."""
        waiting, self._waiting = self._waiting, []
        for _, group in groupby(sorted(waiting, key=_sort), key=_sort):
            some = list(group)
            try:
                self._store(some)
            except UserError:
                for each in some:  # one of them is wrong: which?
                    self._store_alone(each)

    def _store_alone(self, each: tuple[int, d.MemoryLine, Draft]) -> None:
        try:
            self._store([each])
        except UserError as error:
            self._refuse(each[0], error)

    def _store(self, some: list[tuple[int, d.MemoryLine, Draft]]) -> None:
        vectors = [item.vector for _, item, _ in some]
        made = memory().add_many(
            [draft for _, _, draft in some],
            tenant_id=self._tenant_id,
            given=given_rows(vectors, some[0][1].embedder, tenant_id=self._tenant_id),
        )
        for (at, _, draft), each in zip(some, made, strict=True):
            if each.outcome == "conflict":
                self._refuse(at, IdTaken(draft.uid))
            self._added += each.outcome == "added"
            self._known += each.outcome == "known"

    def _refuse(self, at: int, error: SwitchyardError) -> None:
        self._wrong += 1
        if len(self._errors) < SHOWN:
            self._errors.append(
                {
                    "line": at,
                    "field": error.field or "line",
                    "value": "" if error.value is None else shorten(error.value),
                    "message": error.detail,
                    "mend": error.mend or "",
                }
            )

    def result(self) -> dict[str, Any]:
        """Return what became of the lines.

        Raises:
            NothingImported: All of them are wrong.
        """
        self._errors.sort(key=lambda each: each["line"])
        if self._wrong and not self._added and not self._known:
            raise NothingImported(self._errors)
        return {
            "added": self._added,
            "known": self._known,
            "wrong": self._wrong,
            "errors": self._errors,
        }


def _sort(each: tuple[int, d.MemoryLine, Draft]) -> tuple[str, str, int]:
    """Return what lines must have in common to be stored together."""
    vector = each[1].vector
    form = "" if vector is None else type(vector).__name__
    return each[1].embedder or "", form, len(vector or ())


def _object(line: bytes) -> dict[str, Any]:
    found = json.loads(line)
    if not isinstance(found, dict):
        raise UserError(
            "The line is not a JSON object.", field="line", value=found, mend="Send an object."
        )
    return found
