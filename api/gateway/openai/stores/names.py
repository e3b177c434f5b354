"""Stores, files and batches as clients name them, and what becomes of a name."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from api.gateway.openai.names import FILE, id_of, named
from orchestration.documents.errors import UnknownCollection, UnknownDocument
from orchestration.documents.selectors import get_document
from orchestration.documents.store_files import find_file
from orchestration.documents.stores import StoreView, get_store
from orchestration.documents.views import DocumentView
from orchestration.errors import UserError, blamed, shorten

STORE: Final = "vs_"
BATCH: Final = "vsfb_"
DOCUMENT: Final = "doc-"
"""Of a document that was made from no file of `/v1/files`."""


class UnknownBatch(UserError):  # noqa: N818 - named for what happened
    """The store has no such batch of files."""

    slug = "unknown-file-batch"
    title = "There is no such batch of files"
    status = UnknownDocument.status

    def __init__(self, name: str) -> None:
        """Name it."""
        super().__init__(
            f"There is no batch {shorten(name)}, or none of its files is there any more.",
            field="batch_id", value=name,
            mend="Check its id, and that of the vector store.",
        )  # fmt: skip


def store_id_of(name: str) -> UUID:
    """Return a store's id.

    Raises:
        UnknownCollection: It is no name of a store.
    """
    found = id_of(name, STORE)
    if found is None:
        raise _unknown_store(name)
    return found


def store_named(name: str, *, tenant_id: UUID) -> StoreView:
    """Return a store, be it expired or not. Queries: one.

    Raises:
        UnknownCollection: The tenant has none of that name.
    """
    with blamed("collection", "vector_store_id", name):
        return get_store(store_id_of(name), tenant_id=tenant_id, called=shorten(name))


def _unknown_store(name: str) -> UnknownCollection:
    error = UnknownCollection(shorten(name))
    error.field = "vector_store_id"
    return error


def batch_id_of(name: str) -> UUID:
    """Return a batch's id.

    Raises:
        UnknownBatch: It is no name of a batch.
    """
    found = id_of(name, BATCH)
    if found is None:
        raise UnknownBatch(name)
    return found


def file_named(name: str, store_id: UUID, *, tenant_id: UUID) -> DocumentView:
    """Return a store's file. Queries: one or two.

    Raises:
        UnknownDocument: The store has none of that name.
    """
    with blamed("document", "file_id", name):
        own = id_of(name, DOCUMENT)
        if own is None:
            file_id = id_of(name, FILE)
            key = name if file_id is None else f"{FILE}{file_id.hex}"
            return find_file(key, collection_id=store_id, tenant_id=tenant_id)
        found = get_document(own, tenant_id=tenant_id)
        if found.collection_id != store_id:
            raise UnknownDocument(name)
        return found


def name_of(document: DocumentView) -> str:
    """Return what a store's file is called."""
    is_file = id_of(document.key, FILE) is not None
    return document.key if is_file else f"{DOCUMENT}{document.id.hex}"


def store_name(store_id: UUID) -> Any:
    """Return what a store is called."""
    return named(STORE, store_id)
