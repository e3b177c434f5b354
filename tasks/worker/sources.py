"""Looks up what tasks are answered from, in the thread that runs the task."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from orchestration.context.driving import fit
from orchestration.context.ports import TokenCounter
from orchestration.ephemeral.calls import Calls
from orchestration.ephemeral.talk import Bounds
from orchestration.errors import SwitchyardError, UserError
from orchestration.memory.query_vectors import QueryVectors
from orchestration.memory.reranking import Reranker
from orchestration.memory.searching import Searcher
from orchestration.memory.using import UseCounter
from orchestration.memory.worker_ranks import WorkerRanks
from orchestration.memory.worker_texts import WorkerTexts
from orchestration.registry.spec import ModelSpec
from orchestration.retrieval.grounding import (
    COUNTS,
    Grounded,
    countable,
    grounded,
    prepared,
    question_of,
    room_of,
    room_outside,
)
from orchestration.retrieval.retrieving import retrieve
from orchestration.retrieval.sources import Found

log = logging.getLogger(__name__)

VECTOR_S: Final = 10.0
"""So long the question's vector is waited for; then it is searched by words alone."""
RANKS_S: Final = 20.0
"""So long a new order is waited for; then the first one stays."""


class StoredSources:
    """Memories and documents of the task's tenant; serves `Grounder`. Thread-safe."""

    def __init__(self) -> None:
        """Contact nobody yet."""
        config = settings.SWITCHYARD
        calls = Calls(str(config.redis_url), Bounds.of(config.ephemeral))
        self._searcher = Searcher(
            QueryVectors(WorkerTexts(calls), timeout_s=VECTOR_S),
            Reranker(WorkerRanks(calls), timeout_s=RANKS_S),
        )
        self._uses = UseCounter()
        self._context = config.inference.context_length

    def ground(
        self,
        values: Mapping[str, Any],
        *,
        tenant_id: UUID,
        model: ModelSpec | None,
        counter: TokenCounter,
    ) -> Grounded:
        """See `Grounder`."""
        found = self._found(values, tenant_id)
        if model is None:
            room = room_outside(values, sum(counter.count(countable(values, found))))
        else:
            room = room_of(values, min(model.context_length, self._context))
        ready = prepared(values, found, room.window)
        return grounded(ready, fit(ready.material, room, ready.policy, counter, COUNTS))

    def _found(self, values: Mapping[str, Any], tenant_id: UUID) -> Found:
        """Return what was found; on a connection that is closed afterwards: such threads use none
        else."""
        try:
            asked, query = values["retrieval"], question_of(values)
            return retrieve(self._searcher, asked, query, tenant_id=tenant_id, uses=self._uses)
        except UserError:
            raise
        except SwitchyardError as error:
            why = error.detail
        except (DatabaseError, InterfaceError) as error:
            log.warning("answered without sources", extra={"error": str(error)})
            why = "The database did not answer."
        finally:
            connection.close()
        return Found(failed=why)
