"""Documents: taken in, listed, read, changed, deleted."""

from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from api.rest import document_bodies as d
from api.rest.base import ApiView, django_request
from api.rest.blob_bodies import read_upload
from api.rest.blobs import RANGES, serve_blob
from api.rest.collections import READ, WRITE
from api.rest.document_answers import document_answer, passage_answer
from api.rest.document_entries import FIELDS, read_entry
from api.rest.json import JSON, answer
from api.rest.params import PAGE, Params
from api.rest.schema import describe
from api.rest.uploads import MULTIPART
from orchestration.blobs import services as blobs
from orchestration.blobs.errors import UnknownBlob
from orchestration.blobs.ports import OCTETS
from orchestration.blobs.selectors import get_blob
from orchestration.documents import services
from orchestration.documents.selectors import get_document, list_documents, passages_of
from tasks.selectors.pages import decode_cursor, page_of
from tasks.services.ingesting import Taken, take_again, take_content, take_in

STATES: Final = ("pending", "ready", "failed")
LONGEST: Final = 2**31 - 1
_BINARY: Final = {"type": "string", "format": "binary"}
_FORM: Final = {
    "type": "object",
    "properties": {"file": _BINARY} | {name: {"type": "string"} for name in FIELDS},
    "required": ["file", "collection"],
    "additionalProperties": False,
}
_ONE_FILE: Final = {
    "type": "object",
    "properties": {"file": _BINARY},
    "required": ["file"],
    "additionalProperties": False,
}
_FILTERS: Final = [
    OpenApiParameter("collection", OpenApiTypes.UUID, description="Of this collection."),
    OpenApiParameter("state", enum=STATES, description="In this state."),
]
_AFTER: Final = [
    OpenApiParameter(
        "after",
        {"type": "integer", "minimum": 0, "maximum": LONGEST},
        description="`next` of the page before.",
    ),
]


class DocumentsView(ApiView):
    """The documents of a tenant."""

    scopes: ClassVar[Any] = {"GET": READ, "POST": WRITE}

    @describe({200: d.DocumentPage}, parameters=[*PAGE, *_FILTERS], tag="documents")
    def get(self, request: Request) -> HttpResponse:
        """List documents, newest first."""
        params = Params(request, "limit", "cursor", "collection", "state")
        limit = params.limit()
        found = list_documents(
            tenant_id=self.principal.tenant_id,
            collection_id=params.identifier("collection"),
            state=params.choice("state", STATES),
            behind=decode_cursor(params.text("cursor")),
            limit=limit + 1,
        )
        page = page_of(found, [each.id for each in found], limit)
        return answer({"items": [document_answer(each) for each in page.items], "next": page.next})

    @describe(
        {200: d.DocumentAnswer, 202: d.DocumentAnswer},
        bodies={MULTIPART: _FORM, JSON: d.DocumentBody},
        tag="documents",
    )
    def post(self, request: Request) -> HttpResponse:
        """Take a document in: a file in a form, or by JSON an address, a text, an earlier upload.

        A task reads it (202). The same content again changes nothing (200).
        """
        Params(request)
        entry = read_entry(django_request(self), self.principal)
        taken = take_in(
            entry.original,
            collection_id=entry.collection_id,
            by=self.submitter,
            priority=entry.priority,
        )
        return _taken(taken)


class DocumentView(ApiView):
    """One document."""

    scopes: ClassVar[Any] = {"GET": READ, "PUT": WRITE, "DELETE": WRITE}
    http_method_names = ["get", "put", "delete", "head"]

    @describe({200: d.DocumentAnswer}, tag="documents")
    def get(self, request: Request, document_id: UUID) -> HttpResponse:
        """Return a document; its state says whether it was read."""
        Params(request)
        return answer(document_answer(self._found(document_id)))

    @describe(
        {200: d.DocumentAnswer, 202: d.DocumentAnswer},
        bodies={OCTETS: _BINARY, MULTIPART: _ONE_FILE},
        tag="documents",
    )
    def put(self, request: Request, document_id: UUID) -> HttpResponse:
        """Give a document new content: the body as it is, or the one file of a form.

        Until it is read (202) its former passages are found. The same content changes nothing.
        """
        Params(request)
        document = self._found(document_id)
        with read_upload(django_request(self)) as (content, media_type):
            stored = blobs.store(content, tenant_id=document.tenant_id, media_type=media_type)
        return _taken(take_content(document_id, stored, by=self.submitter))

    @describe({204: None}, tag="documents")
    def delete(self, request: Request, document_id: UUID) -> HttpResponse:
        """Delete a document with its passages."""
        Params(request)
        principal = self.principal
        services.delete_document(document_id, tenant_id=principal.tenant_id, actor=principal.actor)
        return HttpResponse(status=204)

    def _found(self, document_id: UUID) -> Any:
        return get_document(document_id, tenant_id=self.principal.tenant_id)


class DocumentPassagesView(ApiView):
    """The passages of a document."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe({200: d.PassagePage}, parameters=[PAGE[0], *_AFTER], tag="documents")
    def get(self, request: Request, document_id: UUID) -> HttpResponse:
        """List passages, in the document's order."""
        params = Params(request, "limit", "after")
        limit = params.limit()
        after = params.number("after", default=-1, low=0, high=LONGEST)
        document = get_document(document_id, tenant_id=self.principal.tenant_id)
        found = passages_of(document, after=after, limit=limit + 1)
        items = [passage_answer(entry, place) for entry, place in found[:limit]]
        more = len(found) > limit
        return answer({"items": items, "next": items[-1]["ordinal"] if more else None})


class DocumentContentView(ApiView):
    """The original of a document."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe(
        {200: _BINARY, 206: _BINARY, 304: None}, parameters=RANGES, tag="documents", media="*/*"
    )
    def get(self, request: Request, document_id: UUID) -> HttpResponseBase:
        """Return the bytes that were taken in or fetched, or one range of them."""
        Params(request)
        document = get_document(document_id, tenant_id=self.principal.tenant_id)
        if not document.sha256:
            raise UnknownBlob(f"of {document.url}, which was not fetched yet")
        blob = get_blob(document.sha256, tenant_id=document.tenant_id)
        return serve_blob(request, blob, document.name)


class DocumentIngestView(ApiView):
    """Reading a document again."""

    scopes: ClassVar[Any] = {"POST": WRITE}

    @describe({200: d.DocumentAnswer, 202: d.DocumentAnswer}, tag="documents")
    def post(self, request: Request, document_id: UUID) -> HttpResponse:
        """Have a document read again (202), unless that is under way (200).

        One with an address is fetched again.
        """
        Params(request)
        return _taken(take_again(document_id, by=self.submitter))


def _taken(taken: Taken) -> HttpResponse:
    shown = document_answer(taken.document)
    headers = {"Location": shown["links"]["self"]}
    return answer(shown, 202 if taken.new else 200, headers)
