"""`/v1/vector_stores/{id}/file_batches`: files that are added together."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import HttpResponse

from api.gateway.exchange import Exchange
from api.gateway.hub import Hub
from api.gateway.openai.bodies import read
from api.gateway.openai.shapes import Shape
from api.gateway.openai.stores.bodies import BatchBody, wanted_files
from api.gateway.openai.stores.files import listed, live_store, state_of
from api.gateway.openai.stores.names import UnknownBatch, batch_id_of, store_named
from api.gateway.openai.stores.originals import originals_of
from api.gateway.openai.stores.pages import Wish, wish_of
from api.gateway.openai.stores.shapes import batch_shape
from api.gateway.openai.texts import sent_object
from api.rest.base import submitter_of
from api.rest.collections import READ, WRITE
from api.rest.json import answer
from api.rest.params import Params
from orchestration.access.services import Principal
from orchestration.documents.stores import FileState, batch_counts
from orchestration.ids import uuid7
from tasks.services.ingesting import cancel_batch, take_in_all


class StoreBatchPaths:
    """All of them."""

    def __init__(self, hub: Hub) -> None:
        """Read and write by the means of `hub`."""
        self._hub = hub

    async def create(self, exchange: Exchange) -> HttpResponse:
        """Add uploaded files; they are read afterwards."""
        principal = await self._hub.admit(exchange, WRITE)
        _, sent = await sent_object(exchange, self._hub.limits.body_bytes)
        body = read(BatchBody, sent)
        name = str(exchange.parts["store"])
        return answer(await self._hub.rows.write(partial(_create, name, body, principal)))

    async def one(self, exchange: Exchange) -> HttpResponse:
        """Show one."""
        principal = await self._hub.admit(exchange, READ)
        Params(exchange.request)
        store, batch = _names(exchange)
        show = partial(_shape, store, batch, principal.tenant_id)
        return answer(await self._hub.rows.read(show))

    async def cancel(self, exchange: Exchange) -> HttpResponse:
        """Read no more of one's files; what was read stays."""
        principal = await self._hub.admit(exchange, WRITE)
        store, batch = _names(exchange)
        return answer(await self._hub.rows.write(partial(_cancel, store, batch, principal)))

    async def files(self, exchange: Exchange) -> HttpResponse:
        """List one's files."""
        principal = await self._hub.admit(exchange, READ)
        wish, state = wish_of(exchange.request, "filter"), state_of(exchange)
        store, batch = _names(exchange)
        find = partial(_files, store, batch, wish, state, principal.tenant_id)
        return answer(await self._hub.rows.read(find))


def _names(exchange: Exchange) -> tuple[str, str]:
    return str(exchange.parts["store"]), str(exchange.parts["batch"])


def _create(name: str, body: BatchBody, principal: Principal) -> Shape:
    store = live_store(name, principal.tenant_id)
    field = "file_ids" if body.files is None else "files"
    originals = originals_of(wanted_files(body), field, by=principal)
    batch_id = uuid7()
    take_in_all(originals, collection_id=store.id, by=submitter_of(principal), batch_id=batch_id)
    counts = batch_counts(batch_id, collection_id=store.id, tenant_id=principal.tenant_id)
    return batch_shape(batch_id, store.id, counts)


def _shape(store: str, batch: str, tenant_id: UUID) -> Shape:
    found = store_named(store, tenant_id=tenant_id)
    batch_id = batch_id_of(batch)
    counts = batch_counts(batch_id, collection_id=found.id, tenant_id=tenant_id)
    if not counts.total:
        raise UnknownBatch(batch)
    return batch_shape(batch_id, found.id, counts)


def _cancel(store: str, batch: str, principal: Principal) -> Shape:
    _shape(store, batch, principal.tenant_id)
    found = store_named(store, tenant_id=principal.tenant_id)
    cancel_batch(
        batch_id_of(batch),
        collection_id=found.id,
        tenant_id=principal.tenant_id,
        by=principal.actor,
    )
    return _shape(store, batch, principal.tenant_id)


def _files(store: str, batch: str, wish: Wish, state: FileState | None, tenant_id: UUID) -> Shape:
    _shape(store, batch, tenant_id)
    return listed(store, wish, state, tenant_id, batch_id_of(batch))
