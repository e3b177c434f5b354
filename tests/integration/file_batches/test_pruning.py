"""What belongs to batches stays as long as somebody may ask for it."""

import pytest
from django.conf import LazySettings

from orchestration.blobs.records import BlobReference
from orchestration.files.records import FileRecord
from tasks import sql
from tasks.models import Batch, BatchLine, FileBatch, Task, Worker
from tasks.services import pruning
from tests.factories import make_tenant
from tests.integration.file_batches.acts import (
    answer_all,
    lines,
    make_batch,
    names,
    outcome,
    play,
    step,
    tasks_of,
)
from tests.integration.stage import configure

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _retention(settings: LazySettings) -> None:
    configure(settings, retention={"tasks_days": 10.0, "failed_days": 20.0})


def pass_days(days: int) -> None:
    """Let so much time have passed since everything happened."""
    for column in ("tasks_task.finished_at", "tasks_filebatch.ended_at", "tasks_batch.created_at",
                   "files_file.expires_at"):  # fmt: skip
        table, _, name = column.partition(".")
        sql.execute(f"UPDATE {table} SET {name} = {name} - make_interval(days => {days})")


def test_tasks_stay_until_their_batch_has_ended(worker: Worker) -> None:
    batch = make_batch(make_tenant(), lines(6))
    step()
    step()
    assert answer_all(batch, worker) == 4
    pass_days(15)
    assert pruning.prune()["tasks"] == 0
    assert outcome(play(batch, worker))[0].keys() == names(6)
    pass_days(15)
    assert pruning.prune()["tasks"] == 6
    assert tasks_of(batch) == []
    assert BatchLine.objects.count() == 6


def test_a_batch_goes_with_its_lines_when_its_time_is_over(worker: Worker) -> None:
    play(make_batch(make_tenant(), lines(3)), worker)
    waiting = make_batch(make_tenant(), lines(3))
    step()
    pass_days(21)
    found = pruning.prune()
    assert (found["lines of batches"], found["batches from files"], found["batches"]) == (3, 1, 1)
    assert [each.pk for each in FileBatch.objects.all()] == [waiting.id]
    assert [each.pk for each in Batch.objects.all()] == [waiting.id]
    assert not Task.objects.exists()


def test_files_go_when_they_expire_and_let_go_of_their_bytes(worker: Worker) -> None:
    play(make_batch(make_tenant(), lines(3)), worker)
    FileRecord.objects.filter(purpose="batch").update(expires_at=None)
    assert pruning.prune()["files"] == 0
    pass_days(31)
    assert pruning.prune()["files"] == 1
    assert [each.purpose for each in FileRecord.objects.all()] == ["batch"]
    assert BlobReference.objects.filter(owner_kind="file").count() == 1
