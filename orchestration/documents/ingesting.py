"""Reads a document into memory: fetched, parsed, cut, embedded, put in place.

Each step can be done again: nothing can be seen of a run before its last step, which replaces all
passages in one transaction and only for the generation that it read.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import numpy as np
from django.conf import settings

from orchestration.blobs import services as blobs
from orchestration.blobs.selectors import get_blob
from orchestration.blobs.spool import Spool
from orchestration.documents.entering import fetched
from orchestration.documents.errors import Overtaken, UnknownDocument
from orchestration.documents.fetching import fetch
from orchestration.documents.passages import Reading, embedder_name, keep, put, searched_text
from orchestration.documents.ports import Moved, Watch
from orchestration.documents.reading import read
from orchestration.documents.selectors import get_collection, get_document
from orchestration.documents.views import DocumentView
from orchestration.errors import SwitchyardError
from orchestration.memory.ports import Embedded, TextEmbedder

log = logging.getLogger(__name__)

FETCH_S: Final = 120.0
GROUP: Final = 32
GROUP_S: Final = 20.0
"""Less than a lease: of what takes longer, the lease would be lost."""


class Stopped(Exception):  # noqa: N818 - an event, not an error
    """Somebody wants it to end; `args[0]` says why."""


class Reader:
    """Reads documents. Thread-safe.

    Args:
        texts: Makes vectors of passages.
    """

    def __init__(self, texts: TextEmbedder) -> None:
        """Read nothing yet."""
        self._texts = texts

    def ingest(
        self, document_id: UUID, generation: int, *, tenant_id: UUID, stop: Watch, progress: Moved
    ) -> dict[str, Any]:
        """Read a document; see `Ingestor`. What is overtaken by a newer content changes nothing.

        Raises:
            Stopped: It was stopped between two steps.
            SwitchyardError: It cannot be read.
        """
        try:
            document = _wanted(document_id, generation, tenant_id)
            if document.state == "ready":
                return _told(document)  # an attempt died between this and its own end
            document = _at_hand(document, stop, progress)
            if document.read_sha256 == document.sha256:
                keep(document)  # its address gave what it had given before
            else:
                reading = _read(document, stop, progress)
                put(document, reading, self._vectors(document, reading, stop, progress))
            return _told(get_document(document_id, tenant_id=tenant_id))
        except (Overtaken, UnknownDocument):
            return {"document": str(document_id), "outcome": "overtaken"}

    def _vectors(
        self, document: DocumentView, reading: Reading, stop: Watch, progress: Moved
    ) -> Embedded | None:
        """Return the passages' vectors; None, and they are made later, where nobody makes any."""
        name = embedder_name(document.tenant_id, self._texts)
        if name is None or not reading.parts:
            return None
        texts = [searched_text(each) for each in reading.parts]
        groups = []
        try:
            for some in _groups(texts):
                _look(stop, progress)
                groups.append(self._texts.embed(some, name=name, timeout_s=GROUP_S).vectors)
        except SwitchyardError as error:
            log.warning("passages get their vectors later", extra={"error": str(error)})
            return None
        return Embedded(name, np.concatenate(groups))


def _wanted(document_id: UUID, generation: int, tenant_id: UUID) -> DocumentView:
    document = get_document(document_id, tenant_id=tenant_id)
    if document.generation != generation:
        raise Overtaken(document_id)
    return document


def _told(document: DocumentView) -> dict[str, Any]:
    return {
        "document": str(document.id),
        "outcome": "ready",
        "title": document.title,
        "pages": document.pages,
        "passages": document.passages,
        "tokens": document.tokens,
    }


def _groups(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), GROUP):
        yield texts[start : start + GROUP]


def _look(stop: Watch, progress: Moved) -> None:
    progress()
    if reason := stop.requested():
        raise Stopped(reason)


def _at_hand(document: DocumentView, stop: Watch, progress: Moved) -> DocumentView:
    """Return a document whose bytes are a blob; what has an address is fetched each time."""
    if not document.url:
        return document
    config = settings.SWITCHYARD
    with Spool(config.blobs.max_bytes) as spool:
        came = fetch(
            document.url,
            spool,
            config.outgoing.rules,
            timeout_s=FETCH_S,
            progress=lambda: _look(stop, progress),
        )
        stored = blobs.store(spool, tenant_id=document.tenant_id, media_type=came.media_type)
    return fetched(document, stored)


def _read(document: DocumentView, stop: Watch, progress: Moved) -> Reading:
    collection = get_collection(document.collection_id, tenant_id=document.tenant_id)
    most_tokens = document.passage_tokens or collection.passage_tokens
    with _file(document) as path:
        _look(stop, progress)
        reading = read(path, document, most_tokens=most_tokens, look=lambda: _look(stop, progress))
    _look(stop, progress)
    return reading


@contextmanager
def _file(document: DocumentView) -> Iterator[Path]:
    """Write a document's bytes where another process can read them."""
    with tempfile.NamedTemporaryFile(prefix="switchyard-document-") as file:
        blob = get_blob(document.sha256, tenant_id=document.tenant_id)
        for chunk in blobs.read(blob):
            file.write(chunk)
        file.flush()
        yield Path(file.name)
