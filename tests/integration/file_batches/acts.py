"""What tests of batches do and look at."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from api.batches.driver import drive
from orchestration.access.records import Tenant
from orchestration.blobs.services import read_bytes
from orchestration.blobs.spool import spooled
from orchestration.files import services as files
from orchestration.files.selectors import get_file
from orchestration.registry.bundled import TINY_RANDOM
from tasks import sql
from tasks.lifecycle import State
from tasks.models import FileBatch, Task, Worker
from tasks.selectors.file_batches import FileBatchView, get_file_batch
from tasks.services.file_batches import NewBatch, create
from tests.factories import run_task

CHAT: Final = "/v1/chat/completions"
MODEL: Final = TINY_RANDOM.name
SAID: Final = {
    "message": {"role": "assistant", "content": "a time"},
    "finish_reason": "stop",
    "usage": {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7},
    "model": MODEL,
}
ROUNDS: Final = 60
"""More than any batch here needs."""


def body(text: str = "Once", **more: Any) -> dict[str, Any]:
    return {"model": MODEL, "messages": [{"role": "user", "content": text}], **more}


def line(name: str, sent: Any = None, url: str = CHAT) -> str:
    asked = body(name) if sent is None else sent
    return json.dumps({"custom_id": name, "method": "POST", "url": url, "body": asked})


def lines(count: int) -> list[str]:
    return [line(f"line-{number}") for number in range(count)]


def make_batch(
    tenant: Tenant, sent: Iterable[str], *, endpoint: str = CHAT, window_s: float = 3600
) -> FileBatchView:
    """Make a batch of lines."""
    raw = "\n".join(sent).encode()
    with spooled([raw], len(raw)) as content:
        kept = files.keep(content, tenant_id=tenant.pk, name="lines.jsonl", purpose="batch")
    new = NewBatch(
        endpoint=endpoint, input=kept, window="1h", window_s=window_s, metadata={"a": "b"}
    )
    return create(new, tenant_id=tenant.pk, by="key:test")


def look(batch: FileBatchView) -> FileBatchView:
    return get_file_batch(batch.id, tenant_id=batch.tenant_id)


def step() -> int:
    """Drive what there is, due or not."""
    FileBatch.objects.filter(ended_at=None).update(due_at=sql.fetch("SELECT now()")[0][0])
    return drive()


def tasks_of(batch: FileBatchView) -> list[Task]:
    return list(Task.objects.filter(batch_id=batch.id).order_by("id"))


def answer_all(batch: FileBatchView, worker: Worker, *, to: State = State.SUCCEEDED) -> int:
    """Let a worker end every task of a batch that waits."""
    waiting = [task for task in tasks_of(batch) if task.state == State.QUEUED]
    for task in waiting:
        run_task(task.pk, to=to, worker=worker, result=SAID)
    return len(waiting)


def play(batch: FileBatchView, worker: Worker) -> FileBatchView:
    """Drive a batch to its end while a worker answers."""
    for _ in range(ROUNDS):
        step()
        answer_all(batch, worker)
        if (found := look(batch)).ended_at is not None:
            return found
    raise AssertionError(f"it has not ended: {look(batch)}")


def written(batch: FileBatchView, file_id: UUID | None) -> dict[str, Mapping[str, Any]]:
    """Return the lines of a file by their custom ids; each of them is there once."""
    if file_id is None:
        return {}
    found = get_file(file_id, tenant_id=batch.tenant_id)
    raw = read_bytes(found.sha256, tenant_id=batch.tenant_id)
    every = [json.loads(each) for each in raw.splitlines()]
    names = [each["custom_id"] for each in every]
    assert len(set(names)) == len(names), names
    return dict(zip(names, every, strict=True))


def outcome(batch: FileBatchView) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what stands in a batch's output and in its errors."""
    return written(batch, batch.output_file_id), written(batch, batch.error_file_id)


def names(count: int) -> set[str]:
    return {f"line-{number}" for number in range(count)}


def codes(errors: Sequence[Mapping[str, Any]] | None) -> list[tuple[int | None, str]]:
    return [(each["line"], each["code"]) for each in errors or ()]
