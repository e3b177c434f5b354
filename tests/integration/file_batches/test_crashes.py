"""Whoever drives a batch may die at any line, and another one may drive at the same time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.db import connection

from api.batches.driver import drive
from orchestration import sql as blob_sql
from orchestration.blobs.records import Blob, BlobReference
from orchestration.files.records import FileRecord
from tasks import sql
from tasks.lifecycle import Priority, State
from tasks.models import BatchLine, FileBatch, Task, Worker
from tasks.selectors.file_batches import FileBatchView
from tasks.services.file_batches import NewLine, submit_lines, submitter_of
from tasks.services.submission import Origin, SubmitRequest, prepare
from tests.factories import make_tenant, make_worker
from tests.integration.file_batches.acts import (
    answer_all,
    line,
    lines,
    look,
    make_batch,
    names,
    outcome,
    play,
    step,
    tasks_of,
)
from tests.integration.stage import together


class Crash(BaseException):
    """The process dies."""


@contextmanager
def dying(at: int) -> Iterator[list[int]]:
    """Die instead of the statement of this number; count those that were executed."""
    count = [0]
    with pytest.MonkeyPatch.context() as patch:
        for module in (sql, blob_sql):
            for name in ("fetch", "execute"):
                patch.setattr(module, name, _counted(getattr(module, name), count, at))
        yield count


def _counted(original: Callable[..., Any], count: list[int], at: int) -> Callable[..., Any]:
    def run(*args: Any) -> Any:
        count[0] += 1
        if count[0] == at:
            raise Crash
        return original(*args)

    return run


def played(batch: FileBatchView, worker: Worker, at: int) -> int:
    """Drive to the end, dying once; return how many statements the first driver got to."""
    done = 0
    for _ in range(40):
        if look(batch).ended_at is not None:
            return done
        FileBatch.objects.filter(ended_at=None).update(due_at="2020-01-01T00:00:00Z")
        with dying(at - done) as count, suppress(Crash):
            drive()
        done += count[0]
        answer_all(batch, worker)
    raise AssertionError(look(batch))


def check(batch: FileBatchView, count: int) -> None:
    """Each line was a task once, is answered once, and nothing else is there."""
    done = look(batch)
    assert (done.stage, done.completed, done.failed) == ("completed", count - 1, 1)
    good, bad = outcome(done)
    assert good.keys() == names(count) - {"line-0"}
    assert bad.keys() == {"line-0"}
    assert BatchLine.objects.filter(batch_id=batch.id).count() == count
    assert len(tasks_of(batch)) == count - 1
    assert BlobReference.objects.filter(owner_kind="batch-input").count() == 0
    assert FileRecord.objects.filter(tenant=batch.tenant_id, purpose="batch_output").count() == 2


def some(count: int) -> list[str]:
    return [line("line-0", {"model": "nobody", "messages": []}), *lines(count)[1:]]


@pytest.mark.django_db
def test_a_driver_may_die_at_any_statement(worker: Worker) -> None:
    total = played(whole := make_batch(make_tenant(), some(5)), worker, 0)
    check(whole, 5)
    assert total > 30
    for at in range(1, total + 1):
        batch = make_batch(make_tenant(), some(5))
        played(batch, worker, at)
        check(batch, 5)
    left = Blob.objects.filter(state="stored", references=None, marked_at=None)
    assert not left.exists()


@pytest.mark.django_db
def test_lines_that_were_submitted_are_not_submitted_again(worker: Worker) -> None:
    batch = make_batch(make_tenant(), lines(3))
    step()
    stale = look(batch)
    asked = SubmitRequest(
        kind="chat",
        input={"messages": [{"role": "user", "content": "a"}]},
        priority=Priority.LOW,
    )
    for expected in (True, False):
        row = prepare(asked, submitter_of(stale), Origin(batch_id=stale.id))
        new = NewLine(number=1, custom_id="line-0", task_id=row["id"])
        assert submit_lines(stale, [new], [row], read_at=len(lines(1)[0]) + 1) is expected
    assert look(batch).submitted == 1
    assert Task.objects.filter(batch_id=batch.id).count() == 1
    assert outcome(play(batch, worker))[0].keys() == names(3)


@pytest.mark.django_db(transaction=True)
def test_drivers_at_the_same_time_do_everything_once() -> None:
    worker = make_worker()
    batch = make_batch(make_tenant(), some(20))

    def driven() -> int:
        try:
            return drive()
        finally:
            connection.close()

    for _ in range(60):
        FileBatch.objects.filter(ended_at=None).update(due_at="2020-01-01T00:00:00Z")
        found = together(driven, driven, driven)
        assert [each for each in found if isinstance(each, Exception)] == []
        for task in tasks_of(batch):
            assert task.state in (State.QUEUED, State.SUCCEEDED)
        answer_all(batch, worker)
        if look(batch).ended_at is not None:
            break
    check(batch, 20)
