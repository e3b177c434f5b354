"""The functions that Celery calls. They carry ids only; keyword arguments and `**_`, so that
messages of another version are understood during an upgrade."""

from typing import Any
from uuid import UUID

from celery import shared_task

from tasks.queues import RUN_JOB
from tasks.selectors import statistics
from tasks.services import pruning
from tasks.worker import current


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
