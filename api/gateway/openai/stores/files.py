"""`/v1/vector_stores/{id}/files`: what a store holds."""

from __future__ import annotations

from functools import partial
from typing import Final
from uuid import UUID

from django.http import HttpResponse

from api.gateway.exchange import Exchange
from api.gateway.hub import Hub
from api.gateway.openai.bodies import read
from api.gateway.openai.shapes import Shape
from api.gateway.openai.stores.bodies import FileBody, FileChange
from api.gateway.openai.stores.names import file_named, name_of, store_named
from api.gateway.openai.stores.originals import originals_of
from api.gateway.openai.stores.pages import KNOWN, Wish, list_shape, wish_of
from api.gateway.openai.stores.shapes import deleted_shape, file_shape, texts_shape
from api.gateway.openai.texts import sent_object
from api.rest.base import submitter_of
from api.rest.collections import READ, WRITE
from api.rest.errors import InvalidBody
from api.rest.json import answer
from api.rest.params import Params
from orchestration.access.services import Principal
from orchestration.documents.errors import CollectionExpired
from orchestration.documents.selectors import passages_of
from orchestration.documents.services import delete_document, set_metadata, used
from orchestration.documents.store_files import list_files
from orchestration.documents.stores import FileState, StoreView
from orchestration.documents.views import DocumentView
from tasks.services.ingesting import take_in_all

FILTERS: Final[tuple[FileState, ...]] = ("in_progress", "completed", "failed", "cancelled")
_TEXTS: Final = 2000
"""Passages of one page of a file's content."""
_LAST: Final = 2**31 - 1


class StoreFilePaths:
    """All of them."""

    def __init__(self, hub: Hub) -> None:
        """Read and write by the means of `hub`."""
        self._hub = hub

    async def add(self, exchange: Exchange) -> HttpResponse:
        """Add an uploaded file; it is read afterwards."""
        principal = await self._hub.admit(exchange, WRITE)
        _, sent = await sent_object(exchange, self._hub.limits.body_bytes)
        body = read(FileBody, sent)
        name = str(exchange.parts["store"])
        return answer(await self._hub.rows.write(partial(_add, name, body, principal)))

    async def all(self, exchange: Exchange) -> HttpResponse:
        """List files."""
        principal = await self._hub.admit(exchange, READ)
        wish = wish_of(exchange.request, "filter")
        state = state_of(exchange)
        name = str(exchange.parts["store"])
        find = partial(listed, name, wish, state, principal.tenant_id)
        return answer(await self._hub.rows.read(find))

    async def one(self, exchange: Exchange) -> HttpResponse:
        """Show one."""
        principal = await self._hub.admit(exchange, READ)
        Params(exchange.request)
        store, found = await self._found(exchange, principal)
        return answer(file_shape(found, store))

    async def change(self, exchange: Exchange) -> HttpResponse:
        """Change what one can be filtered by."""
        principal = await self._hub.admit(exchange, WRITE)
        _, sent = await sent_object(exchange, self._hub.limits.body_bytes)
        body = read(FileChange, sent)
        if "attributes" not in sent:
            raise InvalidBody(
                "Missing required parameter: 'attributes'.", field="attributes", mend="Send it."
            )
        store, found = await self._found(exchange, principal)
        change = partial(
            set_metadata, found.id, body.attributes or {}, tenant_id=principal.tenant_id
        )
        return answer(file_shape(await self._hub.rows.write(change), store))

    async def delete(self, exchange: Exchange) -> HttpResponse:
        """Take one out of the store; the file itself stays."""
        principal = await self._hub.admit(exchange, WRITE)
        _, found = await self._found(exchange, principal)
        delete = partial(
            delete_document, found.id, tenant_id=principal.tenant_id, actor=principal.actor
        )
        await self._hub.rows.write(delete)
        return answer(deleted_shape(name_of(found), "vector_store.file"))

    async def content(self, exchange: Exchange) -> HttpResponse:
        """Show what was read of one."""
        principal = await self._hub.admit(exchange, READ)
        behind = Params(exchange.request, "page").number("page", default=-1, low=0, high=_LAST)
        _, found = await self._found(exchange, principal)
        passages = partial(passages_of, found, after=behind, limit=_TEXTS + 1)
        return answer(texts_shape(await self._hub.rows.read(passages), _TEXTS))

    async def _found(
        self, exchange: Exchange, principal: Principal
    ) -> tuple[StoreView, DocumentView]:
        store, file = str(exchange.parts["store"]), str(exchange.parts["file"])
        return await self._hub.rows.read(partial(_find, store, file, principal.tenant_id))


def _find(store: str, file: str, tenant_id: UUID) -> tuple[StoreView, DocumentView]:
    found = store_named(store, tenant_id=tenant_id)
    return found, file_named(file, found.id, tenant_id=tenant_id)


def live_store(name: str, tenant_id: UUID) -> StoreView:
    """Return a store that can be used, and say that it is. Queries: two.

    Raises:
        UnknownCollection: The tenant has none of that name.
        CollectionExpired: It has expired.
    """
    store = store_named(name, tenant_id=tenant_id)
    if store.expired:
        raise CollectionExpired(name)
    used(store.id)
    return store


def state_of(exchange: Exchange) -> FileState | None:
    """Return of which files a list is wanted."""
    found = Params(exchange.request, *KNOWN, "filter").choice("filter", FILTERS)
    return next((each for each in FILTERS if each == found), None)


def _add(name: str, body: FileBody, principal: Principal) -> Shape:
    store = live_store(name, principal.tenant_id)
    originals = originals_of([body], "file_id", by=principal)
    taken = take_in_all(originals, collection_id=store.id, by=submitter_of(principal))
    return file_shape(taken[0].document, store)


def listed(
    name: str,
    wish: Wish,
    state: FileState | None,
    tenant_id: UUID,
    batch_id: UUID | None = None,
) -> Shape:
    """Return a page of a store's files, all of them or those of a batch."""
    store = store_named(name, tenant_id=tenant_id)
    listing = partial(
        list_files, collection_id=store.id, tenant_id=tenant_id, batch_id=batch_id, state=state
    )
    found, more = wish.page(
        listing, lambda file: file_named(file, store.id, tenant_id=tenant_id).id
    )
    return list_shape([file_shape(each, store) for each in found], more=more)
