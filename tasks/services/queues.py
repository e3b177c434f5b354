"""Operating queues: pause, resume, limit. Each change is audited."""

from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from orchestration.access.services import audit
from tasks.errors import NotFound
from tasks.models import Queue
from tasks.wakeups import wake_dispatcher


def pause(name: str, *, by: str) -> None:
    """Let nothing more of this queue start; what runs goes on. Raises NotFound."""
    _change(name, "pause", by, {"paused_at": Now()}, only={"paused_at": None})


def resume(name: str, *, by: str) -> None:
    """Let the queue's tasks start again. Raises NotFound."""
    _change(name, "resume", by, {"paused_at": None}, only={"paused_at__isnull": False})


def set_limits(name: str, *, max_running: int | None, max_waiting: int | None, by: str) -> None:
    """Limit tasks in flight and tasks waiting; None lifts a limit. Raises NotFound."""
    _change(name, "limit", by, {"max_running": max_running, "max_waiting": max_waiting})


def _change(
    name: str, action: str, by: str, changes: dict[str, Any], only: dict[str, Any] | None = None
) -> None:
    with transaction.atomic():
        if not Queue.objects.filter(pk=name).exists():
            known = ", ".join(Queue.objects.values_list("name", flat=True))
            raise NotFound(f"There is no queue {name!r}.", mend=f"Use one of: {known}.")
        if Queue.objects.filter(pk=name, **(only or {})).update(**changes):
            detail = {key: value for key, value in changes.items() if key != "paused_at"}
            audit(actor=by, action=action, subject_type="queue", subject_id=name, **detail)
    wake_dispatcher()
