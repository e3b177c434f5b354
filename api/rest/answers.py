"""Answers as plain dictionaries; stored JSON is passed on as it is, without reading it."""

from typing import Any, Final
from uuid import UUID

import orjson
from django.conf import settings

from tasks.lifecycle import Priority
from tasks.models import Schedule
from tasks.selectors.attempts import AttemptView
from tasks.selectors.batches import BatchView, Progress
from tasks.selectors.events import EventView
from tasks.selectors.pages import Page
from tasks.selectors.queues import QueueView
from tasks.selectors.task import TaskView
from tasks.selectors.why import Why
from tasks.selectors.workers import WorkerView

TASKS: Final = "/api/v1/tasks"
_LEVELS: Final = {level.value: level.name for level in Priority}
_NULL: Final = orjson.Fragment(b"null")


def _stored(text: str | None) -> orjson.Fragment:
    return _NULL if text is None else orjson.Fragment(text)


def task_summary(task: TaskView) -> dict[str, Any]:
    """Return a task as it stands in a list."""
    return {
        "id": task.id,
        "kind": task.kind,
        "state": task.state,
        "priority": _LEVELS[task.priority],
        "queue": task.queue,
        "model": task.model or None,
        "device": task.device,
        "created_at": task.created_at,
        "started_at": task.started_at,
        "finished_at": task.finished_at,
        "scheduled_for": task.scheduled_for,
        "deadline": task.deadline,
        "attempts": task.attempts,
        "max_attempts": task.max_attempts,
        "timeout_s": task.timeout_s,
        "cancel_requested_at": task.cancel_requested_at,
        "dismissed_at": task.dismissed_at,
        "tags": task.tags,
        "batch": task.batch,
        "parent": task.parent,
        "step_key": task.step_key or None,
        "children_pending": task.children_pending,
        "schedule": task.schedule,
        "replay_of": task.replay_of,
        "idempotency_key": task.idempotency_key,
        "error": _stored(task.error_json),
        "links": task_links(task.id),
    }


def task_answer(task: TaskView) -> dict[str, Any]:
    """Return a task with its result, and its input and routing if those were read."""
    found = task_summary(task)
    found["result"] = _stored(task.result_json)
    if task.input_json is not None:
        found["input"] = orjson.Fragment(task.input_json)
    if task.routing_json is not None:
        found["routing"] = orjson.Fragment(task.routing_json)
    return found


def task_path(task_id: UUID) -> str:
    """Return the path of a task."""
    return f"{TASKS}/{task_id}"


def task_links(task_id: UUID) -> dict[str, str]:
    """Return where to go on from a task; its events and tokens as streams come from the gateway."""
    path = task_path(task_id)
    return {
        "self": path,
        "events": f"{path}/events",
        "attempts": f"{path}/attempts",
        "children": f"{path}/children",
        "cancel": f"{path}/cancel",
        "why": f"{path}/why",
        "stream": f"{settings.SWITCHYARD.gateway_url}{path}/events",
        "tokens": f"{settings.SWITCHYARD.gateway_url}{path}/tokens",
        "follow": f"{settings.SWITCHYARD.gateway_url}{path}/stream",
    }


def task_page(page: Page[TaskView]) -> dict[str, Any]:
    """Return a page of tasks."""
    return {"items": [task_summary(task) for task in page.items], "next": page.next}


def event_answer(event: EventView) -> dict[str, Any]:
    """Return one line of a task's history."""
    return {
        "id": event.id,
        "type": event.type,
        "actor": event.actor,
        "at": event.at,
        "data": orjson.Fragment(event.data_json),
    }


def attempt_answer(attempt: AttemptView) -> dict[str, Any]:
    """Return one execution."""
    return {
        "id": attempt.id,
        "number": attempt.number,
        "worker_id": attempt.worker_id,
        "worker": attempt.worker,
        "started_at": attempt.started_at,
        "finished_at": attempt.finished_at,
        "outcome": attempt.outcome,
        "error": _stored(attempt.error_json),
    }


def why_answer(why: Why) -> dict[str, Any]:
    """Return why a task waits."""
    place, start = why.position, why.start
    return {
        "task": why.task_id,
        "state": why.state,
        "position": place and {"ahead": place.ahead, "exact": place.exact, "text": str(place)},
        "blocked_by": [
            {"code": block.code, "detail": block.detail, "since": block.since}
            for block in why.blocked_by
        ],
        "predicted_start": start.earliest and {"earliest": start.earliest, "latest": start.latest},
        "reason": start.reason or None,
    }


def batch_links(batch_id: UUID) -> dict[str, str]:
    """Return where to go on from a batch."""
    path = f"/api/v1/batches/{batch_id}"
    return {"self": path, "tasks": f"{path}/tasks", "cancel": f"{path}/cancel"}


def batch_answer(batch: BatchView, progress: Progress | None = None) -> dict[str, Any]:
    """Return a batch, with its progress when that was counted."""
    found = {
        "id": batch.id,
        "name": batch.name,
        "total": batch.total,
        "created_at": batch.created_at,
        "links": batch_links(batch.id),
    }
    if progress is not None:
        found |= {"by_state": progress.by_state, "finished": progress.finished}
    return found


def schedule_answer(schedule: Schedule) -> dict[str, Any]:
    """Return a schedule."""
    path = f"/api/v1/schedules/{schedule.pk}"
    return {
        "id": schedule.pk,
        "name": schedule.name,
        "cron": schedule.cron,
        "time_zone": schedule.time_zone,
        "overlap": schedule.overlap,
        "missed": schedule.missed,
        "body": schedule.body,
        "enabled": schedule.enabled,
        "next_at": schedule.next_at,
        "last_at": schedule.last_at,
        "last_task": schedule.last_task_id,
        "last_error": schedule.last_error,
        "created_at": schedule.created_at,
        "links": {
            "self": path,
            "run": f"{path}/run",
            "tasks": f"{TASKS}?schedule={schedule.pk}",
        },
    }


def queue_answer(queue: QueueView) -> dict[str, Any]:
    """Return a queue with its load."""
    return {
        "name": queue.name,
        "description": queue.description,
        "paused_at": queue.paused_at,
        "max_running": queue.max_running,
        "max_waiting": queue.max_waiting,
        "queued": {"count": queue.queued, "exact": queue.queued_exact},
        "in_flight": queue.in_flight,
    }


def worker_answer(worker: WorkerView) -> dict[str, Any]:
    """Return a worker."""
    return {
        "id": worker.id,
        "name": worker.name,
        "host": worker.host,
        "pid": worker.pid,
        "device": worker.device,
        "kinds": worker.kinds,
        "protocol": worker.protocol,
        "slots": worker.slots,
        "in_flight": worker.in_flight,
        "models": worker.held,
        "resident": worker.resident,
        "memory_bytes": worker.memory_bytes,
        "memory_total_bytes": worker.memory_total_bytes,
        "budget_bytes": worker.budget_bytes,
        "state": worker.state,
        "live": worker.live,
        "started_at": worker.started_at,
        "seen_at": worker.seen_at,
        "ended_at": worker.ended_at,
    }
