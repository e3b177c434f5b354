"""What follows a failed attempt, and the problems that the clock causes."""

from typing import Any

from django.conf import settings

from orchestration.errors import PROBLEM_URN
from tasks.lifecycle import Actor, State
from tasks.retry import Backoff, next_delay_s
from tasks.transitions import Move


def deadline_problem() -> dict[str, Any]:
    """Return the problem document of a task that met its deadline."""
    return {
        "type": PROBLEM_URN + "deadline-passed",
        "title": "The deadline passed",
        "detail": "The task had not ended when its deadline passed.",
        "mend": "Allow more time, raise its priority, or look at what it waited for.",
    }


def timeout_problem(timeout_s: float) -> dict[str, Any]:
    """Return the problem document of an attempt that took too long."""
    return {
        "type": PROBLEM_URN + "attempt-timed-out",
        "title": "The attempt took too long",
        "detail": f"The attempt had not ended after {timeout_s:g} s.",
        "field": "timeout_s",
        "mend": "Raise timeout_s, or ask for less.",
    }


def unstorable_problem(detail: str) -> dict[str, Any]:
    """Return the problem document of a task whose result is no JSON that Postgres takes."""
    return {
        "type": PROBLEM_URN + "result-not-storable",
        "title": "The result cannot be stored",
        "status": 500,
        "detail": detail,
        "mend": "The kind must return text without NUL characters and numbers within range.",
    }


def after_failure(
    *,
    task_id: Any,
    epoch: int,
    attempts: int,
    max_attempts: int,
    actor: Actor,
    outcome: str,
    error: dict[str, Any],
    retryable: bool = True,
    worker_id: Any = None,
    by: str = "",
) -> Move:
    """Return the move after a failed attempt: another one later, or the end.

    Args:
        task_id: the task.
        epoch: its epoch while it ran.
        attempts: attempts that had failed before this one.
        max_attempts: how many it has.
        actor: who decides.
        outcome: how the attempt ended.
        error: the problem document.
        retryable: whether the same attempt may succeed later.
        worker_id: the incarnation that must still hold it.
        by: name for the event.
    """
    retry = settings.SWITCHYARD.retry
    backoff = Backoff(retry.base_s, retry.factor, retry.max_s, retry.jitter)
    delay_s = next_delay_s(attempts + 1, max_attempts, backoff, retryable=retryable)
    again = delay_s is not None
    return Move(
        task_id=task_id,
        epoch=epoch,
        source=State.RUNNING,
        target=State.SCHEDULED if again else State.FAILED,
        actor=actor,
        by=by,
        worker_id=worker_id,
        delay_s=delay_s or 0.0,
        failure=True,
        attempt=outcome,
        error=error,
        event="retry_scheduled" if again else None,
        data={"attempt": attempts + 1} | ({"delay_s": round(delay_s or 0, 3)} if again else {}),
    )
