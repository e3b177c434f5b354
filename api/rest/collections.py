"""Collections of documents, and searching them."""

from threading import Lock
from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from api.rest import document_bodies as d
from api.rest.base import ApiView
from api.rest.bodies import validated
from api.rest.callers import callers
from api.rest.document_answers import collection_answer, found_answer
from api.rest.json import answer
from api.rest.params import PAGE, Params
from api.rest.remembering import reranker
from api.rest.schema import describe
from orchestration.documents import services
from orchestration.documents.searching import DocumentSearcher, Query
from orchestration.documents.selectors import get_collection, list_collections
from orchestration.memory.query_vectors import QueryVectors
from orchestration.memory.searching import Searcher
from orchestration.memory.worker_texts import WorkerTexts
from tasks.selectors.pages import decode_cursor, page_of

READ: Final = "documents:read"
WRITE: Final = "documents:write"
EMBED_S: Final = 10.0
"""How long a question may wait for its vector; then it is searched by words alone."""


class CollectionsView(ApiView):
    """The collections of a tenant."""

    scopes: ClassVar[Any] = {"GET": READ, "POST": WRITE}

    @describe({200: d.CollectionPage}, parameters=PAGE, tag="documents")
    def get(self, request: Request) -> HttpResponse:
        """List collections, newest first, with what is in them."""
        params = Params(request, "limit", "cursor")
        limit, behind = params.limit(), decode_cursor(params.text("cursor"))
        tenant_id = self.principal.tenant_id
        found = list_collections(tenant_id=tenant_id, behind=behind, limit=limit + 1)
        page = page_of(found, [each.id for each in found], limit)
        items = [collection_answer(each) for each in page.items]
        return answer({"items": items, "next": page.next})

    @describe({201: d.CollectionAnswer}, body=d.CollectionBody, tag="documents")
    def post(self, request: Request) -> HttpResponse:
        """Make a collection."""
        Params(request)
        wanted = validated(d.CollectionBody, self.read_object())
        made = services.create_collection(tenant_id=self.principal.tenant_id, **dict(wanted))
        shown = collection_answer(made)
        return answer(shown, 201, {"Location": shown["links"]["self"]})


class CollectionView(ApiView):
    """One collection."""

    scopes: ClassVar[Any] = {"GET": READ, "PATCH": WRITE, "DELETE": WRITE}

    @describe({200: d.CollectionAnswer}, tag="documents")
    def get(self, request: Request, collection_id: UUID) -> HttpResponse:
        """Return a collection, with what is in it."""
        Params(request)
        found = get_collection(collection_id, tenant_id=self.principal.tenant_id)
        return answer(collection_answer(found))

    @describe({200: d.CollectionAnswer}, body=d.CollectionChange, tag="documents")
    def patch(self, request: Request, collection_id: UUID) -> HttpResponse:
        """Change what is known of a collection."""
        Params(request)
        wanted = validated(d.CollectionChange, self.read_object())
        changes = wanted.model_dump(exclude_unset=True)
        tenant_id = self.principal.tenant_id
        changed = services.change_collection(collection_id, tenant_id=tenant_id, **changes)
        return answer(collection_answer(changed))

    @describe({204: None}, tag="documents")
    def delete(self, request: Request, collection_id: UUID) -> HttpResponse:
        """Delete a collection with its documents and their passages."""
        Params(request)
        principal = self.principal
        services.delete_collection(
            collection_id, tenant_id=principal.tenant_id, actor=principal.actor
        )
        return HttpResponse(status=204)


class CollectionSearchView(ApiView):
    """Searching a collection."""

    scopes: ClassVar[Any] = {"POST": READ}

    @describe({200: d.FoundAnswer}, body=d.SearchBody, tag="documents")
    def post(self, request: Request, collection_id: UUID) -> HttpResponse:
        """Find the passages that answer a question, by meaning and by words.

        While no model makes vectors they are found by their words; `without` says so.
        """
        Params(request)
        wanted = validated(d.SearchBody, self.read_object())
        tenant_id = self.principal.tenant_id
        query = Query(
            wanted.query,
            limit=wanted.limit,
            mode=wanted.mode,
            metadata=wanted.metadata,
            sources=tuple(wanted.sources),
            neighbours=wanted.neighbours,
            parent=wanted.parent,
            rerank=wanted.rerank,
        )
        with callers().one(tenant_id):
            found = _searcher().search(query, collection_id=collection_id, tenant_id=tenant_id)
        return answer(found_answer(found, parent=wanted.parent))


_made: DocumentSearcher | None = None
_making = Lock()


def _searcher() -> DocumentSearcher:
    """Return this process's searcher: it keeps vectors of questions that come again."""
    global _made  # noqa: PLW0603 - one for each process
    with _making:
        if _made is None:
            vectors = QueryVectors(WorkerTexts(callers().calls), timeout_s=EMBED_S)
            _made = DocumentSearcher(Searcher(vectors, reranker()))
        return _made
