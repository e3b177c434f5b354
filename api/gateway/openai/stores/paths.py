"""`/v1/vector_stores` and `/v1/vector_stores/{id}`."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.http import HttpResponse

from api.gateway.exchange import Exchange
from api.gateway.hub import Hub
from api.gateway.openai.bodies import read
from api.gateway.openai.shapes import Shape
from api.gateway.openai.stores.bodies import FileBody, StoreBody, StoreChange, passage_tokens
from api.gateway.openai.stores.names import store_id_of, store_name, store_named
from api.gateway.openai.stores.originals import originals_of
from api.gateway.openai.stores.pages import Wish, list_shape, wish_of
from api.gateway.openai.stores.shapes import deleted_shape, store_shape
from api.gateway.openai.texts import sent_object
from api.rest.base import submitter_of
from api.rest.collections import READ, WRITE
from api.rest.json import answer
from api.rest.params import Params
from orchestration.access.services import Principal
from orchestration.documents.services import create_collection, delete_collection
from orchestration.documents.stores import StoreView, change_store, get_store, list_stores
from orchestration.ids import uuid7
from tasks.services.ingesting import take_in_all


class StorePaths:
    """All of them."""

    def __init__(self, hub: Hub) -> None:
        """Read and write by the means of `hub`."""
        self._hub = hub

    async def create(self, exchange: Exchange) -> HttpResponse:
        """Make a store, with files or without."""
        principal = await self._hub.admit(exchange, WRITE)
        _, sent = await sent_object(exchange, self._hub.limits.body_bytes)
        body = read(StoreBody, sent)
        made = await self._hub.rows.write(partial(_create, body, principal))
        return answer(store_shape(made))

    async def all(self, exchange: Exchange) -> HttpResponse:
        """List stores."""
        principal = await self._hub.admit(exchange, READ)
        wish = wish_of(exchange.request)
        return answer(await self._hub.rows.read(partial(_list, wish, principal.tenant_id)))

    async def one(self, exchange: Exchange) -> HttpResponse:
        """Show one."""
        principal = await self._hub.admit(exchange, READ)
        Params(exchange.request)
        name = str(exchange.parts["store"])
        find = partial(store_named, name, tenant_id=principal.tenant_id)
        return answer(store_shape(await self._hub.rows.read(find)))

    async def change(self, exchange: Exchange) -> HttpResponse:
        """Change what is known of one."""
        principal = await self._hub.admit(exchange, WRITE)
        _, sent = await sent_object(exchange, self._hub.limits.body_bytes)
        values = _values(read(StoreChange, sent), sent)
        name = str(exchange.parts["store"])
        changed = await self._hub.rows.write(partial(_change, name, values, principal.tenant_id))
        return answer(store_shape(changed))

    async def delete(self, exchange: Exchange) -> HttpResponse:
        """Delete one with what was read of its files; the files stay."""
        principal = await self._hub.admit(exchange, WRITE)
        name = str(exchange.parts["store"])
        find = partial(store_named, name, tenant_id=principal.tenant_id)
        found = await self._hub.rows.read(find)
        # Not by the hub's threads: nobody there may take as long as thousands of files do.
        await asyncio.to_thread(_delete_aside, found.id, principal)
        return answer(deleted_shape(name, "vector_store"))


def _create(body: StoreBody, principal: Principal) -> StoreView:
    store_id = uuid7()
    tokens = passage_tokens(body.chunking_strategy)
    values: dict[str, Any] = {} if tokens is None else {"passage_tokens": tokens}
    files = [FileBody(file_id=each) for each in dict.fromkeys(body.file_ids or ())]
    with transaction.atomic():
        create_collection(
            store_name(store_id),
            tenant_id=principal.tenant_id,
            id=store_id,
            label=body.name or "",
            description=body.description or "",
            metadata=body.metadata or {},
            expires_after_days=body.expires_after.days if body.expires_after else None,
            **values,
        )
        if files:
            originals = originals_of(files, "file_ids", by=principal)
            take_in_all(originals, collection_id=store_id, by=submitter_of(principal))
    return get_store(store_id, tenant_id=principal.tenant_id)


def _list(wish: Wish, tenant_id: UUID) -> Shape:
    found, more = wish.page(partial(list_stores, tenant_id=tenant_id), store_id_of)
    return list_shape([store_shape(each) for each in found], more=more)


def _values(body: StoreChange, sent: dict[str, Any]) -> dict[str, Any]:
    """Return the columns that change; a null empties."""
    values = {
        "label": body.name or "",
        "description": body.description or "",
        "metadata": body.metadata or {},
        "expires_after_days": body.expires_after.days if body.expires_after else None,
    }
    fields = {"label": "name", "expires_after_days": "expires_after"}
    return {name: value for name, value in values.items() if fields.get(name, name) in sent}


def _change(name: str, values: dict[str, Any], tenant_id: UUID) -> StoreView:
    found = store_named(name, tenant_id=tenant_id)
    change_store(found.id, tenant_id=tenant_id, **values)
    return get_store(found.id, tenant_id=tenant_id)


def _delete_aside(store_id: UUID, principal: Principal) -> None:
    """Delete a store on a connection of its own, which is closed afterwards."""
    try:
        delete_collection(store_id, tenant_id=principal.tenant_id, actor=principal.actor)
    finally:
        connection.close()
