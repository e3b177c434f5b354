"""Driving batches: each step moves one batch on from what stands in the database.

Whoever drives may die at any line of this. What it did is committed or not: no step relies on
another one's having been finished by the same process, and two drivers at once only lose time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from typing import Any, Final

from django.conf import settings
from django.db import InterfaceError, OperationalError

from api.batches.composing import compose
from api.batches.endpoints import ENDPOINTS, Endpoint, Wanted, submission
from api.batches.lines import Line, lines_of
from api.batches.requests import BadLine, check, request_of
from api.gateway.openai.errors import Refusal, refusal_of
from api.gateway.openai.responses.fields import in_their_words
from api.rest.errors import Internal
from api.rest.problems import to_problem
from orchestration.blobs import services as blobs
from orchestration.blobs.errors import BlobLost, StoreUnavailable, UnknownBlob
from orchestration.blobs.selectors import get_blob
from tasks.errors import Overloaded, TooManyTasks
from tasks.records.file_batch import Stage
from tasks.selectors.file_batches import FileBatchView, due_file_batches, get_file_batch
from tasks.services.admission import admission
from tasks.services.batches import cancel_batch
from tasks.services.file_batches import (
    NewLine,
    begin,
    conclude,
    harvest,
    postpone,
    refuse,
    submit_lines,
    submitter_of,
)
from tasks.services.submission import Origin, Row, prepare

log = logging.getLogger(__name__)

BY: Final = "batches"
"""Under which name tasks of a batch that ends early are cancelled."""
_AT_ONCE: Final = 20
"""Batches that one round moves on."""
_GROUPS: Final = 5
"""Groups of one batch that one round submits."""
_CROWDED_S: Final = 5.0
"""How long a batch rests for which there is no room, or whose bytes cannot be had."""
_PASSING: Final = (StoreUnavailable, OperationalError, InterfaceError, OSError, MemoryError)
"""What a line may meet that is no fault of its own, and is not there the next time."""


def drive() -> int:
    """Move on every batch that is due; return how many moved. Queries: one, and those of steps."""
    return sum(_moved(batch) for batch in due_file_batches(_AT_ONCE))


def _moved(batch: FileBatchView) -> bool:
    """Move one batch on; one that cannot be moved must not keep the others waiting."""
    poll_s = settings.SWITCHYARD.batches.poll_s
    try:
        moved = STEPS[Stage(batch.stage)](batch)
    except (TooManyTasks, Overloaded, StoreUnavailable) as error:
        log.info("a batch waits", extra={"batch": str(batch.id), "error": str(error)})
        moved, poll_s = False, _CROWDED_S
    except (UnknownBlob, BlobLost) as error:
        log.warning("a batch's input is gone", extra={"batch": str(batch.id), "error": str(error)})
        return _give_up(batch)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("a batch cannot be moved on", extra={"batch": str(batch.id)})
        moved, poll_s = False, _CROWDED_S
    postpone(batch.id, 0.0 if moved else poll_s)
    return moved


def _give_up(batch: FileBatchView) -> bool:
    """End a batch whose input is gone, and what runs of it: nobody would read the answers."""
    gone = BadLine("input_file_lost", "The input file's bytes are gone. Send it again.")
    refused = refuse(batch.id, [gone.told(None)])
    cancel_batch(batch.id, tenant_id=None, by=BY)
    return refused


def _validate(batch: FileBatchView) -> bool:
    """Read all lines once, and say what is wrong with them or how many they are."""
    if batch.late:
        late = BadLine("batch_expired", "The file could not be read before its time was over.")
        return refuse(batch.id, [late.told(None)])
    most = settings.SWITCHYARD.batches.lines
    checked = check(_lines(batch), batch.endpoint, most=most)
    if checked.errors:
        return refuse(batch.id, checked.errors)
    return begin(batch.id, checked.total)


def _go_on(batch: FileBatchView) -> bool:
    """Count what has ended, and submit what there is room for."""
    moved = harvest(batch.id)
    if batch.late:
        return conclude(batch, Stage.EXPIRED)
    for _ in range(_GROUPS):
        batch = get_file_batch(batch.id, tenant_id=None)
        room = settings.SWITCHYARD.batches.window - batch.open
        if batch.stage != Stage.IN_PROGRESS or batch.submitted == batch.total or room <= 0:
            break
        if not _submit(batch, min(room, settings.SWITCHYARD.batches.group)):
            break
        moved = True
    if batch.stage == Stage.IN_PROGRESS and batch.submitted == batch.total and not batch.open:
        return conclude(batch, Stage.COMPLETED)
    return moved


def _end(batch: FileBatchView) -> bool:
    """Stop what still runs of a batch that ends early; write its files when nothing does."""
    if batch.ending != Stage.COMPLETED:
        cancel_batch(batch.id, tenant_id=None, by=BY)
    harvest(batch.id)
    batch = get_file_batch(batch.id, tenant_id=None)
    return compose(batch) if not batch.open else False


STEPS: Final[Mapping[Stage, Callable[[FileBatchView], bool]]] = {
    Stage.VALIDATING: _validate,
    Stage.IN_PROGRESS: _go_on,
    Stage.FINALIZING: _end,
    Stage.CANCELLING: _end,
}


@dataclass(frozen=True, slots=True)
class _Read:
    """A line that was read, its task if it becomes one, and the byte that it ends before."""

    line: NewLine
    row: Row | None
    end: int


def _submit(batch: FileBatchView, most: int) -> bool:
    """Make tasks of the next lines, as many as fit into one statement and there is room for.

    Raises:
        TooManyTasks, Overloaded: there is no room for a single one.
    """
    group = _admitted(batch, _group(batch, most))
    lines = [each.line for each in group]
    return submit_lines(batch, lines, _rows(group), read_at=group[-1].end)


def _group(batch: FileBatchView, most: int) -> list[_Read]:
    """Return the next lines: one at least, and no more bytes than a request may have."""
    group: list[_Read] = []
    size = 0
    for line in islice(_lines(batch, batch.read_at, batch.read_lines), most):
        try:
            made, row = _made(batch, line)
        except _PASSING:
            if not group:
                raise
            break  # those before it need not wait with it
        group.append(_Read(made, row, line.end))
        size += row["size"] if row else 0
        if size > settings.SWITCHYARD.limits.body_bytes:
            break
    if not group:
        raise BlobLost(batch.input_sha256, "fewer than they were")
    return group


def _admitted(batch: FileBatchView, group: list[_Read]) -> list[_Read]:
    """Return the lines that there is room for: all of them, or the first half, or of that …"""
    while True:
        tasks = [(row["queue"], row["size"]) for row in _rows(group)]
        try:
            admission.admit(batch.tenant_id, tasks)
        except (TooManyTasks, Overloaded):
            if len(group) == 1:
                raise
            group = group[: len(group) // 2]
        else:
            return group


def _rows(group: Sequence[_Read]) -> list[Row]:
    return [each.row for each in group if each.row is not None]


def _made(batch: FileBatchView, line: Line) -> tuple[NewLine, Row | None]:
    """Return a line with its task, or with the answer that says why it gets none.

    Whatever a line meets is its own answer: others of its group must not wait for it. Only what
    says nothing of the line and passes is no answer.

    Raises:
        StoreUnavailable, OperationalError, InterfaceError, OSError, MemoryError: it passes.
    """
    try:
        request = request_of(line, batch.endpoint)
    except BadLine as error:  # the limits were lowered since the file was read
        refusal = Refusal(HTTPStatus.BAD_REQUEST, error.message, error.code, error.param)
        return NewLine(number=line.number, custom_id="", refusal=_answer(refusal)), None
    endpoint = ENDPOINTS[batch.endpoint]
    try:
        wanted, row = _asked(batch, endpoint, request.body)
    except _PASSING:
        raise
    except Exception as error:
        answer = _answer(_told(error, batch, line))
        return NewLine(number=line.number, custom_id=request.custom_id, refusal=answer), None
    return (
        NewLine(
            number=line.number,
            custom_id=request.custom_id,
            task_id=row["id"],
            form=wanted.form,
            asked=wanted.asked,
        ),
        row,
    )


def _asked(batch: FileBatchView, endpoint: Endpoint, body: Mapping[str, Any]) -> tuple[Wanted, Row]:
    """Return what a line asks for, and the task that answers it."""
    wanted = endpoint.wanted(body)
    asked = submission(wanted, batch.expires_at)
    with nullcontext() if wanted.places is None else in_their_words(wanted.places):
        return wanted, prepare(asked, submitter_of(batch), Origin(batch_id=batch.id))


def _told(error: Exception, batch: FileBatchView, line: Line) -> Refusal:
    """Return what a line is told of an error; what nobody foresaw is logged."""
    known = to_problem(error)
    if isinstance(known, Internal):
        where = {"batch": str(batch.id), "line": line.number}
        log.error("a line of a batch met what nobody foresaw", exc_info=error, extra=where)
        known = Internal("The line failed; the cause stands in the log of the dispatcher.")
    return refusal_of(known)


def _answer(refusal: Refusal) -> dict[str, Any]:
    return {"status_code": refusal.status, "body": refusal.body()}


def _lines(batch: FileBatchView, start: int = 0, number: int = 0) -> Iterator[Line]:
    """Yield the lines of a batch's file from a byte on.

    Raises:
        UnknownBlob, BlobLost: it is gone.
        StoreUnavailable: it cannot be read now.
    """
    blob = get_blob(batch.input_sha256, tenant_id=batch.tenant_id)
    most = settings.SWITCHYARD.limits.body_bytes
    return lines_of(blobs.read(blob, start), most=most, start=start, number=number)
