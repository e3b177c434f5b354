"""Has tasks sum up what happened, and takes their answers into memory."""

from __future__ import annotations

import logging
from collections import Counter
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import transaction

from orchestration.errors import SwitchyardError
from orchestration.memory.consolidating import (
    Asked,
    Group,
    asked,
    begin,
    chat_input,
    conclude,
    due,
    fail,
    postpone,
)
from orchestration.memory.ports import TextEmbedder
from tasks.errors import NotFound
from tasks.lifecycle import TERMINAL, Priority, State
from tasks.selectors.task import TaskView, get_task
from tasks.services.submission import SubmitRequest, Submitter, submit

log = logging.getLogger(__name__)

ACTOR = "consolidation"
MOST: Final = 200
"""So many summaries are asked for in one round."""
OF_TENANT: Final = 20
"""So many of them of one tenant."""


def ask() -> int:
    """Submit a task for each group that is due, up to some hundreds; return how many.

    A tenant whose limits allow no more is left for the next time, and so is one whose model is
    gone. Queries: as `due`, and three or four for each group.
    """
    submitted: Counter[UUID] = Counter()
    away: set[UUID] = set()
    for group in due(away):
        if group.tenant_id in away:
            continue
        try:
            submitted[group.tenant_id] += _ask(group)
        except SwitchyardError as error:
            away.add(group.tenant_id)
            postpone(group)
            told = {"tenant": str(group.tenant_id), "error": str(error)}
            log.warning("memories are not summed up now", extra=told)
        if submitted[group.tenant_id] >= OF_TENANT:
            away.add(group.tenant_id)
        if submitted.total() >= MOST:
            break
    return submitted.total()


def _ask(group: Group) -> bool:
    request = SubmitRequest(
        kind="chat", input=chat_input(group), model=group.model, priority=Priority.LOW
    )
    by = Submitter(tenant_id=group.tenant_id, actor=ACTOR)
    with transaction.atomic():
        begun = begin(group, submit(request, by).task_id)
        transaction.set_rollback(not begun)
    return begun


def collect(texts: TextEmbedder | None) -> int:
    """Take the answers of tasks that have ended into memory; return how many.

    Queries: one, and about ten for each that has ended.
    """
    return sum(_collect(each, texts) for each in asked())


def _collect(each: Asked, texts: TextEmbedder | None) -> bool:
    try:
        task = get_task(each.task_id, tenant_id=each.tenant_id)
    except NotFound:
        fail(each, "its task was deleted before it was read")
        return False
    if task.state not in TERMINAL:
        return False
    if task.state != State.SUCCEEDED:
        fail(each, f"its task {task.state}")
        return False
    return conclude(each, _answer(task), texts) is not None


def _answer(task: TaskView) -> str:
    result: dict[str, Any] = orjson.loads(task.result_json or "{}")
    return str(result.get("message", {}).get("content") or "")
