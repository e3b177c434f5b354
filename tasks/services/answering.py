"""Answers of conversations: filled in from what their tasks came to.

It is done when a conversation is read or gone on with, and before a task is erased; whoever comes
first fills an answer in, and the others find that it is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from orchestration.conversations import services
from orchestration.conversations.selectors import pending_in, pending_of
from orchestration.conversations.views import PendingAnswer
from tasks.errors import NotFound
from tasks.lifecycle import TERMINAL, State
from tasks.selectors.task import TaskView, get_task

_GONE: Final = {"title": "There is no answer", "detail": "The task was erased before its end."}
_ENDED: Final = {"title": "There is no answer"}


def settle(conversation_id: UUID) -> None:
    """Fill in the answers of a conversation whose tasks have ended.

    Queries: one; two or three more for each of those.
    """
    _settle(pending_in(conversation_id))


def settle_of(task_ids: Sequence[UUID]) -> None:
    """Fill in the answers that some tasks have made. Queries: as `settle`."""
    _settle(pending_of(task_ids))


def _settle(pending: Iterable[PendingAnswer]) -> None:
    for each in pending:
        try:
            task = get_task(each.task_id, tenant_id=each.tenant_id)
        except NotFound:
            services.unanswered(each.message_id, _GONE)
            continue
        if task.state in TERMINAL:
            _fill_in(each, task)


def _fill_in(pending: PendingAnswer, task: TaskView) -> None:
    if task.state != State.SUCCEEDED:
        error = task.error or {**_ENDED, "detail": f"The task was {task.state}."}
        services.unanswered(pending.message_id, error)
        return
    result: Any = task.result
    tokens = (result.get("usage") or {}).get("completion_tokens")
    services.answered(pending.message_id, result["message"], tokens=tokens, at=task.finished_at)
