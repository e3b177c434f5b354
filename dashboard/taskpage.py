"""What the page of one task shows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from dashboard.actors import actors_shown
from dashboard.pulse import database_now
from dashboard.taskcosts import costs_of
from dashboard.timeline import timeline
from orchestration.errors import SwitchyardError
from tasks.lifecycle import TERMINAL, State
from tasks.models import Batch, Schedule, Task, Worker
from tasks.selectors.attempts import list_attempts
from tasks.selectors.task import TaskView, get_task
from tasks.selectors.why import why

CHILDREN_SHOWN: Final = 50
_WAITS: Final = frozenset({State.SCHEDULED, State.QUEUED, State.DISPATCHED, State.WAITING})


def over(task: Task) -> bool:
    """Return whether nothing of the page will change by itself any more."""
    return task.state in TERMINAL


def read_still(task: Task) -> dict[str, Any]:
    """Return the input. Queries: one."""
    view = get_task(task.pk, tenant_id=None, with_input=True, with_large_result=False)
    return {"input": view.input}


def read_page(task: Task) -> dict[str, Any]:
    """Return everything else. Queries: six to eight for a task that has ended, up to
    eighteen else."""
    view, unreadable = _with_result(task)
    now = database_now()
    events = timeline(task)
    actors = actors_shown([view.submitted_by or "", *(each["event"].actor for each in events)])
    return {
        "task": view,
        "by": actors[view.submitted_by or ""],
        "now": now,
        "tenant": task.tenant,
        "worker": _worker(task),
        "batch": Batch.objects.filter(pk=view.batch).first() if view.batch else None,
        "schedule": Schedule.objects.filter(pk=view.schedule).first() if view.schedule else None,
        "result": view.result,
        "error": unreadable or view.error,
        "routing": view.routing,
        "costs": costs_of(task),
        "times": times(view.created_at, view.started_at, view.finished_at, now),
        "events": [{**each, "by": actors[each["event"].actor]} for each in events],
        "attempts": list_attempts(task.pk, tenant_id=None),
        "children": child_rows(task),
        "why": why(task.pk, tenant_id=None) if view.state in _WAITS else None,
    }


def _with_result(task: Task) -> tuple[TaskView, dict[str, Any] | None]:
    """Return the task, and a problem where its large result cannot be read."""
    try:
        return get_task(task.pk, tenant_id=None, with_routing=True), None
    except SwitchyardError as error:
        view = get_task(task.pk, tenant_id=None, with_routing=True, with_large_result=False)
        return view, error.problem()


def _worker(task: Task) -> Worker | None:
    return Worker.objects.filter(pk=task.worker_id).first() if task.worker_id else None


def child_rows(task: Task) -> Sequence[Task]:
    """Return the first children of a task, with what a list of them shows. Queries: one."""
    every = Task.objects.filter(parent_id=task.pk).order_by("pk")
    return list(every.only("kind", "state", "step_key", "created_at")[:CHILDREN_SHOWN])


def times(
    created: datetime, started: datetime | None, finished: datetime | None, now: datetime
) -> dict[str, float]:
    """Return how many seconds a task has waited before its first start, and run since; pure."""
    end = finished or now
    first = started or end
    waited = max(0.0, (first - created).total_seconds())
    lasted = max(0.0, (end - first).total_seconds()) if started else 0.0
    whole = waited + lasted
    share = round(100 * waited / whole, 1) if whole else 0.0
    return {"waited": waited, "ran": lasted, "total": whole, "waited_share": share}
