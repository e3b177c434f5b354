"""What became of lines, as lines of the output and error files."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid5

import orjson

from api.batches.endpoints import ENDPOINTS, Answered
from api.gateway.openai.errors import Refusal, TaskCancelled, Unanswered, refusal_of
from orchestration.blobs.errors import BlobLost, UnknownBlob
from tasks import results, sql
from tasks.lifecycle import State
from tasks.records.file_batch import Stage
from tasks.selectors.file_batches import FileBatchView, LineEnd

log = logging.getLogger(__name__)

_OK: Final = 200
_UNREACHED: Final[Mapping[str, tuple[str, str]]] = {
    Stage.CANCELLED: (
        "batch_cancelled",
        "This request was not executed before the batch was cancelled.",
    ),
    Stage.EXPIRED: (
        "batch_expired",
        "This request could not be executed before the completion window expired.",
    ),
}
_GONE: Final = Refusal(500, "The task of this request is gone.", "task_gone")


@dataclass(frozen=True, slots=True)
class Answer:
    """A line of a file.

    Attributes:
        raw: its bytes, with their end.
        good: whether it belongs into the output file; else into the file of errors.
    """

    raw: bytes
    good: bool


def answer_of(batch: FileBatchView, line: LineEnd) -> Answer:
    """Return what became of a line. Queries: none; two for a large result.

    Raises:
        StoreUnavailable: its result is large and cannot be read now.
    """
    if line.refusal_json is not None:
        refusal = sql.loads(line.refusal_json)
        return _bad(batch, line, refusal["status_code"], refusal["body"])
    if line.state == State.SUCCEEDED:
        return _succeeded(batch, line)
    if line.state == State.EXPIRED:
        return unreached(batch, line.number, line.custom_id, Stage.EXPIRED)
    if line.state == State.CANCELLED and batch.ending in _UNREACHED:
        return unreached(batch, line.number, line.custom_id, batch.ending)
    return _refused(batch, line, _why(line))


def _why(line: LineEnd) -> Refusal:
    if line.state == State.FAILED:
        return refusal_of(Unanswered(sql.loads(line.error_json) or {}))
    if line.state == State.CANCELLED:
        return refusal_of(TaskCancelled(f"The task {line.task_id} was cancelled."))
    return _GONE


def _succeeded(batch: FileBatchView, line: LineEnd) -> Answer:
    assert line.task_id is not None, "what succeeded is a task"  # noqa: S101
    assert line.created_at is not None, "and was created"  # noqa: S101
    try:
        result = _result(batch, line)
        found = Answered(
            id=line.task_id.hex,
            model=result["model"],
            created=int(line.created_at.timestamp()),
            result=result,
            form=line.form,
            asked=sql.loads(line.asked_json),
        )
        body = ENDPOINTS[batch.endpoint].shape(found)
    except (BlobLost, UnknownBlob) as error:
        return _refused(batch, line, refusal_of(error))
    except (KeyError, TypeError, ValueError) as error:
        # A result of another version that cannot be read may not keep all others from their maker.
        log.exception("a line's result cannot be read", extra={"task": str(line.task_id)})
        return _refused(batch, line, refusal_of(error))
    raw = _line(batch, line.number, line.custom_id, _response(batch, line, _OK, body))
    return Answer(raw, good=True)


def _result(batch: FileBatchView, line: LineEnd) -> Any:
    if line.blob_sha256 is not None:
        return sql.loads(results.load(line.blob_sha256, tenant_id=batch.tenant_id))
    return sql.loads(line.result_json)


def _refused(batch: FileBatchView, line: LineEnd, refusal: Refusal) -> Answer:
    return _bad(batch, line, refusal.status, refusal.body())


def _bad(batch: FileBatchView, line: LineEnd, status: int, body: Any) -> Answer:
    response = _response(batch, line, status, body)
    return Answer(_line(batch, line.number, line.custom_id, response), good=False)


def unreached(batch: FileBatchView, number: int, custom_id: str, ending: str) -> Answer:
    """Return the line of a request that was not answered before its batch ended."""
    code, message = _UNREACHED[ending]
    error = {"code": code, "message": message}
    return Answer(_line(batch, number, custom_id, None, error), good=False)


def _response(batch: FileBatchView, line: LineEnd, status: int, body: Any) -> dict[str, Any]:
    request = line.task_id or _id(batch, line.number)  # what was refused is no task
    return {"status_code": status, "request_id": f"req_{request.hex}", "body": body}


def _id(batch: FileBatchView, number: int) -> UUID:
    """Return what names a line among all of all batches."""
    return uuid5(batch.id, str(number))


def _line(
    batch: FileBatchView,
    number: int,
    custom_id: str,
    response: Mapping[str, Any] | None,
    error: Mapping[str, Any] | None = None,
) -> bytes:
    name = f"batch_req_{_id(batch, number).hex}"
    whole = {"id": name, "custom_id": custom_id, "response": response, "error": error}
    return orjson.dumps(whole, option=orjson.OPT_APPEND_NEWLINE)
