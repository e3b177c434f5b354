"""Reads documents in the thread that runs their task."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from orchestration.blobs.errors import StoreUnavailable
from orchestration.documents.ingesting import Reader, Stopped
from orchestration.documents.ports import Moved, Watch
from orchestration.ephemeral.calls import Calls
from orchestration.ephemeral.talk import Bounds
from orchestration.inference.ports import Interrupted
from orchestration.memory.ports import TextEmbedder
from orchestration.memory.worker_texts import WorkerTexts
from tasks.worker.suspects import Suspects


class StoredDocuments:
    """Documents of the task's tenant; serves `Ingestor`.

    Args:
        texts: Makes vectors; the fleet's workers by default.
    """

    def __init__(self, texts: TextEmbedder | None = None) -> None:
        """Contact nobody yet."""
        config = settings.SWITCHYARD
        self._reader = Reader(
            texts or WorkerTexts(Calls(str(config.redis_url), Bounds.of(config.ephemeral)))
        )
        self._suspects = Suspects()

    def ingest(
        self,
        document_id: UUID,
        generation: int,
        *,
        tenant_id: UUID,
        lost: int,
        stop: Watch,
        progress: Moved,
    ) -> dict[str, Any]:
        """See `Ingestor`. On a connection that is closed afterwards: such threads use none else."""
        try:
            with self._suspects.reading(lost):
                return self._reader.ingest(
                    document_id, generation, tenant_id=tenant_id, stop=stop, progress=progress
                )
        except Stopped as stopped:
            raise Interrupted(str(stopped)) from None
        except (OperationalError, InterfaceError) as error:
            raise StoreUnavailable(f"the database does not answer: {error}") from error
        finally:
            connection.close()
