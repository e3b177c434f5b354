"""Large results of tasks lie as blobs, and nobody who reads the task sees a difference."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.utils import timezone

from orchestration.blobs.folder import FolderStore
from orchestration.blobs.ports import BlobRef
from orchestration.blobs.pruning import prune as prune_blobs
from orchestration.blobs.records import Blob, BlobReference
from orchestration.management import blob_backup, manifest
from orchestration.management.commands import restore
from tasks import results, sql
from tasks.errors import NotFound
from tasks.lifecycle import Actor, State
from tasks.models import Task, TaskResult
from tasks.selectors.task import get_task
from tasks.services import pruning
from tasks.services.finishing import Finish, finish
from tasks.transitions import Move
from tasks.worker import inputs
from tests.factories import make_client, make_task, make_tenant, make_worker
from tests.integration.blobs.acts import findings, keys, later
from tests.integration.stage import configure, shop

pytestmark = pytest.mark.django_db(transaction=True)

LARGE = {"text": "a word, and another. " * 20_000}


def run_large(**fields: Any) -> Task:
    task = make_task(body=LARGE, **fields)
    with shop() as worker:
        assert worker.run(task.pk) == State.SUCCEEDED
    return task


def test_a_large_result_reads_like_any_other(files: FolderStore) -> None:
    tenant, client = make_client()
    task = run_large(tenant=tenant)
    row = TaskResult.objects.get(task=task)
    assert row.result is None
    assert row.blob_sha256
    assert len(keys(files)) == 1
    view = get_task(task.pk, tenant_id=tenant.pk)
    assert LARGE["text"] in str(view.result)
    assert client.get(f"/api/v1/tasks/{task.pk}").json()["result"] == view.result
    reference = BlobReference.objects.get()
    assert (reference.owner_kind, reference.owner_id) == ("task-result", task.pk)
    assert findings() == []


def test_a_small_result_makes_no_blob(files: FolderStore) -> None:
    task = make_task(body={"text": "short"})
    with shop() as worker:
        assert worker.run(task.pk) == State.SUCCEEDED
    assert (keys(files), Blob.objects.count()) == ([], 0)


def test_retention_takes_the_blob_with_its_task(files: FolderStore, settings: LazySettings) -> None:
    configure(settings, retention={"tasks_days": 10.0, "idempotency_hours": 1.0})
    task = run_large()
    sql.execute(
        "UPDATE tasks_task SET finished_at = now() - %s WHERE id = %s",
        [timedelta(days=11), task.pk],
    )
    pruning.prune()
    assert not BlobReference.objects.exists()
    later()
    prune_blobs()
    assert (keys(files), findings()) == ([], [])


def test_while_the_store_is_away_the_result_goes_into_the_database(
    folder: Path, settings: LazySettings
) -> None:
    folder.parent.joinpath("file").write_text("no folder")
    configure(settings, blobs={"folder": folder.parent / "file"})
    task = run_large()
    assert TaskResult.objects.get(task=task).blob_sha256 is None
    assert LARGE["text"] in str(get_task(task.pk, tenant_id=None).result)


def kept(tenant_id: Any) -> BlobRef:
    blob = results.keep(LARGE, 400_000, tenant_id=tenant_id)
    assert blob is not None
    return blob


def test_a_worker_that_lost_its_lease_leaves_a_blob_that_goes(files: FolderStore) -> None:
    task = make_task(state=State.RUNNING)
    blob = kept(task.tenant_id)
    sql.execute("UPDATE tasks_task SET epoch = epoch + 1 WHERE id = %s", [task.pk])
    stale = Task.objects.get(pk=task.pk)
    stale.epoch -= 1
    move = Move(
        task_id=task.pk, epoch=stale.epoch, source=State.RUNNING, target=State.SUCCEEDED,
        actor=Actor.WORKER, worker_id=task.worker_id, attempt="succeeded", result_blob=blob,
    )  # fmt: skip
    assert finish([Finish(move, task.tenant_id)]) == [False]
    later()
    assert prune_blobs()["blobs"] == 1
    assert keys(files) == []


def test_a_blob_that_is_gone_fails_its_own_task_only() -> None:
    tenant, worker = make_tenant(), make_worker()
    lost = make_task(tenant, state=State.RUNNING, worker=worker)
    fine = make_task(tenant, state=State.RUNNING, worker=worker)
    moves = []
    for task, blob in ((lost, BlobRef("0" * 64, 5)), (fine, kept(tenant.pk))):
        moves.append(
            Finish(
                Move(
                    task_id=task.pk, epoch=task.epoch, source=State.RUNNING,
                    target=State.SUCCEEDED, actor=Actor.WORKER, worker_id=worker.pk,
                    attempt="succeeded", result_blob=blob,
                ),
                tenant.pk,
            )
        )  # fmt: skip
    assert finish(moves) == [True, True]
    states = {task.pk: Task.objects.get(pk=task.pk).state for task in (lost, fine)}
    assert states == {lost.pk: State.FAILED, fine.pk: State.SUCCEEDED}
    assert BlobReference.objects.get().owner_id == fine.pk


def test_a_parent_is_given_the_large_results_of_its_children() -> None:
    tenant = make_tenant()
    child = run_large(tenant=tenant)
    parent = make_task(tenant)
    Task.objects.filter(pk=child.pk).update(parent=parent)
    (outcome,) = inputs._children(parent.pk)
    assert LARGE["text"] in str(outcome.result)


def test_a_task_whose_result_is_lost_says_so_and_is_still_listed(files: FolderStore) -> None:
    tenant, client = make_client()
    task = run_large(tenant=tenant)
    files.discard(keys(files))
    problem = client.get(f"/api/v1/tasks/{task.pk}")
    assert (problem.status_code, problem.json()["type"]) == (
        500,
        "urn:switchyard:problem:blob-lost",
    )
    assert client.get("/api/v1/tasks").json()["items"]
    with pytest.raises(NotFound):
        get_task(task.pk, tenant_id=make_tenant().pk)


def test_blobs_are_backed_up_and_come_back(
    files: FolderStore, tmp_path: Path, settings: LazySettings
) -> None:
    task = run_large()
    copy = tmp_path / "backup.blobs"
    with blob_backup.nothing_removed():
        done = blob_backup.write(copy, timezone.now() + timedelta(minutes=1))
    assert (done.count, done.missing) == (1, [])
    files.discard(keys(files))
    assert blob_backup.bring_back(copy).count == 1
    assert LARGE["text"] in str(get_task(task.pk, tenant_id=None).result)
    for path in copy.rglob("*-*"):
        path.write_bytes(b"x" * path.stat().st_size)
    files.discard(keys(files))
    with pytest.raises(CommandError, match="damaged"):
        blob_backup.bring_back(copy)


def test_a_backup_brings_them_along_and_a_restore_asks_for_them(
    files: FolderStore, tmp_path: Path
) -> None:
    task = run_large()
    dump = tmp_path / "monday.dump"
    call_command("backup", dump, stdout=io.StringIO())
    known = manifest.read(dump)
    assert known is not None
    assert (known.blobs, known.blob_bytes) == (1, Blob.objects.get().size)
    files.discard(keys(files))
    command = restore.Command(stdout=io.StringIO())
    command._bring_blobs_back(dump, known)
    assert LARGE["text"] in str(get_task(task.pk, tenant_id=None).result)
    with pytest.raises(CommandError, match="never overwritten"):
        call_command("backup", tmp_path / "monday.dump", stdout=io.StringIO())
    blob_backup.folder_of(dump).rename(tmp_path / "elsewhere")
    with pytest.raises(CommandError, match=r"which has 1 blobs.*--without-blobs"):
        command._bring_blobs_back(dump, known)
    call_command("backup", tmp_path / "b.dump", "--without-blobs", stdout=io.StringIO())
    bare = manifest.read(tmp_path / "b.dump")
    assert bare is not None
    assert bare.blobs is None
    command._bring_blobs_back(tmp_path / "b.dump", bare)


def test_the_command_tells_what_does_not_fit_and_how_much_there_is(files: FolderStore) -> None:
    task = run_large()

    def said(*arguments: str) -> str:
        out = io.StringIO()
        call_command("blobs", *arguments, stdout=out)
        return out.getvalue()

    assert "fit together" in said("check", "--deep")
    assert "1 blobs" in said("usage")
    Task.objects.filter(pk=task.pk).delete()
    with pytest.raises(CommandError, match="1 ownerless"):
        said("check")
    assert "mended" in said("check", "--mend")
    later()
    assert "blobs: 1 deleted" in said("prune")
    assert keys(files) == []
