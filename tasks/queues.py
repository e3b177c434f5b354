"""Names that dispatcher and workers share: queues, broker queues, Celery priorities, protocol."""

from typing import Final
from uuid import UUID

from tasks.lifecycle import Priority

PROTOCOL: Final = 1
"""Version of the message and of the result format between dispatcher and workers."""

EXTERNAL: Final = "external"
"""The lane of what is served outside, unless a provider has one of its own."""
DEFAULT_QUEUES: Final[dict[str, str]] = {
    "local": "Models on our own devices.",
    EXTERNAL: "Calls to external models.",
    "ingest": "Documents on their way into memory.",
}
OUTSIDE: Final = "io"
"""The device of tasks that are served outside: workers for calls of others run them."""
MAINTENANCE: Final = "switchyard.maintenance"
RUN_JOB: Final = "tasks.jobs.run"

PRIORITY_STEPS: Final = [0, 1, 2, 3, 4]
CELERY_PRIORITY: Final[dict[int, int]] = {level: 4 - level for level in Priority}
"""Celery on Redis serves 0 first; ours rises with urgency."""


WORKER_QUEUES: Final = "switchyard.worker."
QUEUE_EXPIRES_S: Final = 3600
"""After this time without its worker the broker forgets an incarnation's queue."""


def broker_queue(incarnation: UUID) -> str:
    """Return the Celery queue of one worker's incarnation."""
    return f"{WORKER_QUEUES}{incarnation}"


def incarnation_of(key: str) -> UUID | None:
    """Return the incarnation that a broker's key belongs to; None when it is no worker's."""
    try:
        return UUID(key.removeprefix(WORKER_QUEUES)[:36])
    except ValueError:
        return None


def demand_of(kind: str, model: str, device: str) -> str:
    """Return what a task asks of a worker, as one word: tasks of a lane all ask the same.

    No worker has to hold what is served outside.
    """
    if device == OUTSIDE:
        return f"{kind}/{device}/"
    return f"{kind}/{device}/{model}"


def model_of(demand: str) -> str:
    """Return the model that a demand names; empty when it needs none."""
    return demand.split("/", 2)[2]
