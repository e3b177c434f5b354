"""The functions that Celery calls. They carry ids only; keyword arguments and `**_`, so that
messages of another version are understood during an upgrade."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from celery import shared_task
from django.conf import settings

from orchestration.classifying.vectors import make_vectors
from orchestration.ephemeral.calls import Calls
from orchestration.ephemeral.talk import Bounds
from orchestration.errors import SwitchyardError
from orchestration.memory.embedders import delete_unused
from orchestration.memory.embedding import make_missing
from orchestration.memory.packing import pack
from orchestration.memory.reembedding import conclude_all
from orchestration.memory.retention import apply_all
from orchestration.memory.reviewing import review_all
from orchestration.memory.segments import Unsettled
from orchestration.memory.worker_texts import WorkerTexts
from tasks.queues import RUN_JOB
from tasks.selectors import statistics
from tasks.services import consolidating, pruning
from tasks.worker import current

log = logging.getLogger(__name__)


@shared_task(name=RUN_JOB, acks_late=True, ignore_result=True)
def run(*, task_id: str, epoch: int, **_: Any) -> None:
    """Run one dispatched task on this worker."""
    current.runtime().run(UUID(task_id), epoch)


@shared_task(name="tasks.jobs.prune", ignore_result=False)
def prune(**_: Any) -> dict[str, int]:
    """Delete history that is past its retention; return what was deleted."""
    return pruning.prune()


@shared_task(name="tasks.jobs.statistics", ignore_result=False)
def hourly_statistics(**_: Any) -> list[dict[str, Any]]:
    """Return how tasks of each kind fared in the last hour; kept with the job's result."""
    return statistics.last_hours()


@shared_task(name="tasks.jobs.vectors_of_examples", ignore_result=True)
def vectors_of_examples(**_: Any) -> None:
    """Have the vectors of routing examples made that are missing."""
    try:
        with _calls() as calls:
            make_vectors(calls)
    except SwitchyardError as error:
        # The next minute tries again; until then routing goes on without them.
        log.warning("routing examples wait for their vectors", extra={"error": str(error)})


@shared_task(name="tasks.jobs.vectors_of_memories", ignore_result=True)
def vectors_of_memories(**_: Any) -> None:
    """Have the vectors of entries made that are missing."""
    try:
        with _calls() as calls:
            make_missing(WorkerTexts(calls))
    except SwitchyardError as error:
        # The next time tries again; until then their words find them.
        log.warning("memories wait for their vectors", extra={"error": str(error)})
    with _next_time():
        conclude_all()


@shared_task(name="tasks.jobs.index_memories", ignore_result=True)
def index_memories(**_: Any) -> None:
    """Index entries that no segment covers yet, where they are many."""
    pack()


@shared_task(name="tasks.jobs.review_memories", ignore_result=True)
def review_memories(**_: Any) -> None:
    """Compare memories that came in bulk with those that were there."""
    with _next_time():
        review_all()


@shared_task(name="tasks.jobs.consolidate_memories", ignore_result=True)
def consolidate_memories(**_: Any) -> None:
    """Have summed up what happened, and remember the summaries that are there."""
    with _calls() as calls:
        consolidating.collect(WorkerTexts(calls))
    consolidating.ask()


@shared_task(name="tasks.jobs.forget_memories", ignore_result=False)
def forget_memories(**_: Any) -> int:
    """Delete what has expired or what a rule lets go; return how many memories.

    Names of embedders that nobody uses any more go, too.
    """
    deleted = apply_all()
    delete_unused()
    return deleted


@contextmanager
def _next_time() -> Iterator[None]:
    """Leave what waits for somebody who has been writing for long to the next time."""
    try:
        yield
    except Unsettled as error:
        log.info("upkeep of memories waits for who writes", extra={"error": str(error)})


@contextmanager
def _calls() -> Iterator[Calls]:
    config = settings.SWITCHYARD
    calls = Calls(str(config.redis_url), Bounds.of(config.ephemeral))
    try:
        yield calls
    finally:
        calls.close()
