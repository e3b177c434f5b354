"""Reads documents in the thread that runs their task."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from orchestration.blobs.errors import StoreUnavailable
from orchestration.documents.ingesting import Reader, Stopped, given_up
from orchestration.documents.ports import Moved, Watch
from orchestration.ephemeral.calls import Calls
from orchestration.ephemeral.talk import Bounds
from orchestration.errors import SwitchyardError
from orchestration.inference.ports import Interrupted
from orchestration.memory.worker_texts import WorkerTexts


class StoredDocuments:
    """Documents of the task's tenant; serves `Ingestor`."""

    def __init__(self) -> None:
        """Contact nobody yet."""
        config = settings.SWITCHYARD
        self._reader = Reader(
            WorkerTexts(Calls(str(config.redis_url), Bounds.of(config.ephemeral)))
        )

    def ingest(
        self,
        document_id: UUID,
        generation: int,
        *,
        tenant_id: UUID,
        last_try: bool,
        stop: Watch,
        progress: Moved,
    ) -> dict[str, Any]:
        """See `Ingestor`. On a connection that is closed afterwards: such threads use none else."""
        try:
            return self._reader.ingest(
                document_id, generation, tenant_id=tenant_id, stop=stop, progress=progress
            )
        except Stopped as stopped:
            raise Interrupted(str(stopped)) from None
        except SwitchyardError as error:
            if last_try or not error.retryable:
                given_up(document_id, generation, error)
            raise
        except (OperationalError, InterfaceError) as error:
            raise StoreUnavailable(f"the database does not answer: {error}") from error
        finally:
            connection.close()
