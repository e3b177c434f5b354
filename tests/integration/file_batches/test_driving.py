"""A batch from its file to its files."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from django.conf import LazySettings
from django.db.models import F

from api.batches import driver
from api.batches.endpoints import ENDPOINTS, Body, Endpoint, Wanted
from orchestration.blobs.checking import check
from orchestration.blobs.records import BlobReference
from orchestration.blobs.services import uploader
from orchestration.files import services as files
from orchestration.files.selectors import existing
from tasks.errors import BatchEnded, NotFound, TooManyTasks
from tasks.lifecycle import Priority, State
from tasks.models import BatchLine, FileBatch, Queue, Task, Worker
from tasks.selectors.file_batches import unended
from tasks.services.admission import Admission
from tasks.services.file_batches import cancel
from tests.factories import make_task, make_tenant, run_task
from tests.integration.blobs.acts import place_of, put
from tests.integration.file_batches.acts import (
    CHAT,
    MODEL,
    SAID,
    answer_all,
    body,
    codes,
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
from tests.integration.stage import configure
from tests.unit.drawings import picture

pytestmark = pytest.mark.django_db


def test_every_line_becomes_a_task_of_the_lowest_level_and_an_answer(worker: Worker) -> None:
    batch = make_batch(make_tenant(), lines(7))
    assert batch.stage == "validating"
    done = play(batch, worker)
    assert (done.stage, done.total, done.completed, done.failed) == ("completed", 7, 7, 0)
    good, bad = outcome(done)
    assert good.keys() == names(7)
    assert bad == {}
    assert {task.priority for task in tasks_of(batch)} == {Priority.LOW}
    assert {task.deadline for task in tasks_of(batch)} == {batch.expires_at}
    answer = good["line-3"]["response"]
    assert answer["body"]["choices"][0]["message"]["content"] == "a time"
    assert answer["status_code"] == 200


def test_blobs_and_those_who_need_them_fit_together_at_every_step(worker: Worker) -> None:
    owners = {"file": existing, "batch-input": unended}
    batch = make_batch(make_tenant(), [line("refused", {"model": "nobody"}), *lines(5)])
    while look(batch).ended_at is None:
        assert list(check(deep=True, owners=owners)) == []
        step()
        answer_all(batch, worker)
    assert list(check(deep=True, owners=owners)) == []


def test_only_as_many_lines_wait_as_the_window_has(worker: Worker) -> None:
    batch = make_batch(make_tenant(), lines(9))
    step()
    for _ in range(3):
        step()
        assert len(tasks_of(batch)) == 4
    answer_all(batch, worker)
    step()
    assert len(tasks_of(batch)) == 8
    assert look(batch).completed == 4


def test_what_was_wrong_with_a_line_is_its_answer(worker: Worker) -> None:
    asked = [
        line("fine"),
        line("no-model", body() | {"model": "nobody"}),
        line("no-name", body() | {"model": ""}),
        line("no-field", body(nonsense=1)),
        line("streamed", body(stream=True)),
        line("failing"),
    ]
    batch = make_batch(make_tenant(), asked)
    for _ in range(4):
        step()
        for task in tasks_of(batch):
            if task.state == State.QUEUED:
                fails = "failing" in str(task.payload.input)
                to = State.FAILED if fails else State.SUCCEEDED
                run_task(task.pk, to=to, worker=worker, result=SAID)
    done = play(batch, worker)
    assert (done.stage, done.completed, done.failed) == ("completed", 1, 5)
    good, bad = outcome(done)
    assert good.keys() == {"fine"}
    told = {name: each["response"]["body"]["error"]["code"] for name, each in bad.items()}
    assert told == {
        "no-model": "model_not_found",
        "no-name": "invalid_value",
        "no-field": "unknown_parameter",
        "streamed": "unsupported_parameter",
        "failing": "test",
    }
    assert bad["no-model"]["response"]["status_code"] == 404
    assert len({each["response"]["request_id"] for each in bad.values()}) == len(bad)


def test_an_answer_names_the_model_that_gave_it(worker: Worker) -> None:
    batch = make_batch(make_tenant(), [line("one")])
    step(), step()
    [task] = tasks_of(batch)
    said = {**SAID, "model": "house-large", "provider": "house"}
    run_task(task.pk, to=State.SUCCEEDED, worker=worker, result=said)
    good, _ = outcome(play(batch, worker))
    assert good["one"]["response"]["body"]["model"] == "house-large"


def test_what_nobody_foresaw_of_a_line_is_its_answer_alone(
    worker: Worker, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    usual = ENDPOINTS[CHAT]

    def wanted(sent: Body) -> Wanted:
        return usual.wanted(sent if sent.get("seed") != 13 else cast("Body", 13))

    monkeypatch.setitem(cast("dict[str, Endpoint]", ENDPOINTS), CHAT, replace(usual, wanted=wanted))
    batch = make_batch(make_tenant(), [line("fine"), line("odd", body(seed=13)), line("other")])
    good, bad = outcome(play(batch, worker))
    assert good.keys() == {"fine", "other"}
    assert bad["odd"]["response"]["status_code"] == 500
    assert bad["odd"]["response"]["body"]["error"]["code"] == "internal"
    [told] = [each for each in caplog.records if each.levelname == "ERROR"]
    assert (told.__dict__["line"], told.exc_info is not None) == (2, True)


def test_calls_that_are_no_list_are_the_lines_own_mistake(worker: Worker) -> None:
    turns = [{"role": "assistant", "tool_calls": 5}, {"role": "user", "content": "And?"}]
    batch = make_batch(make_tenant(), [line("odd", {"model": MODEL, "messages": turns}), *lines(2)])
    good, bad = outcome(play(batch, worker))
    assert good.keys() == names(2)
    assert bad["odd"]["response"]["body"]["error"]["param"] == "messages[0].tool_calls"


def test_a_line_whose_image_cannot_be_read_now_waits_and_no_line_before_it(
    folder: Path, worker: Worker
) -> None:
    tenant, raw = make_tenant(), picture(1, 16, 16)
    stored = put(tenant.pk, raw, media_type="image/png", owner=uploader(tenant.pk))
    part = {"type": "image_url", "image_url": {"url": f"blob:{stored.sha256}"}}
    shown = {"model": MODEL, "messages": [{"role": "user", "content": [part]}]}
    batch = make_batch(tenant, [line("line-0"), line("line-1", shown), line("line-2")])
    image = folder / place_of(tenant.pk, raw).key
    image.rename(folder / "aside")
    image.symlink_to(folder / "aside")  # which the store does not follow
    for _ in range(3):
        step()
    assert (len(tasks_of(batch)), look(batch).failed) == (1, 0)
    image.unlink()
    (folder / "aside").rename(image)
    assert outcome(play(batch, worker))[0].keys() == names(3)


def test_a_file_with_wrong_lines_fails_without_a_task() -> None:
    batch = make_batch(make_tenant(), [line("a"), "{", line("a"), line("b", url="/v1/rerank")])
    step()
    done = look(batch)
    assert done.stage == "failed"
    wrong = [(2, "invalid_json_line"), (3, "duplicate_custom_id"), (4, "invalid_url")]
    assert codes(done.errors) == wrong
    assert tasks_of(batch) == []
    assert not BlobReference.objects.filter(owner_kind="batch-input").exists()


def test_a_file_with_too_many_lines_fails() -> None:
    batch = make_batch(make_tenant(), lines(61))
    step()
    assert codes(look(batch).errors) == [(61, "too_many_requests")]


def test_a_batch_whose_file_was_deleted_reads_on(worker: Worker) -> None:
    batch = make_batch(make_tenant(), lines(6))
    step()
    files.delete(batch.input_file_id, tenant_id=batch.tenant_id)
    done = play(batch, worker)
    assert outcome(done)[0].keys() == names(6)
    assert not BlobReference.objects.filter(owner_kind="batch-input").exists()


def test_a_batch_whose_bytes_are_lost_fails_and_says_so_if_it_needs_them(
    folder: Path, worker: Worker
) -> None:
    batch = make_batch(make_tenant(), lines(6))
    step()
    step()
    answer_all(batch, worker)
    step()
    shutil.rmtree(folder)
    answer_all(batch, worker)
    assert len(tasks_of(batch)) == 6
    step()
    assert look(batch).stage == "finalizing"

    other = make_batch(make_tenant(), lines(9))
    step()
    step()
    shutil.rmtree(folder)
    run_task(tasks_of(other)[0].pk, to=State.SUCCEEDED, worker=worker, result=SAID)
    step()
    assert codes(look(other).errors) == [(None, "input_file_lost")]
    ended = {task.state for task in tasks_of(other)}
    assert ended == {State.SUCCEEDED, State.CANCELLED}


def test_a_cancelled_batch_ends_with_what_is_there(worker: Worker) -> None:
    batch = make_batch(make_tenant(), lines(7))
    step()
    step()
    first, *others = tasks_of(batch)
    run_task(first.pk, to=State.SUCCEEDED, worker=worker, result=SAID)
    assert cancel(batch.id, tenant_id=batch.tenant_id).stage == "cancelling"
    step()
    step()
    done = look(batch)
    assert (done.stage, done.completed, done.failed) == ("cancelled", 1, 6)
    good, bad = outcome(done)
    assert good.keys() | bad.keys() == names(7)
    assert {each["error"]["code"] for each in bad.values()} == {"batch_cancelled"}
    found = Task.objects.filter(pk__in=[task.pk for task in others])
    assert {task.state for task in found} == {State.CANCELLED}
    assert cancel(batch.id, tenant_id=batch.tenant_id).stage == "cancelled"


def test_a_batch_that_was_cancelled_before_it_was_read_ends_without_files() -> None:
    batch = make_batch(make_tenant(), lines(3))
    cancel(batch.id, tenant_id=batch.tenant_id)
    step()
    assert (look(batch).stage, look(batch).error_file_id) == ("cancelled", None)


def test_a_batch_that_has_ended_cannot_be_cancelled(worker: Worker) -> None:
    batch = play(make_batch(make_tenant(), lines(1)), worker)
    with pytest.raises(BatchEnded):
        cancel(batch.id, tenant_id=batch.tenant_id)
    with pytest.raises(NotFound):
        cancel(batch.id, tenant_id=make_tenant().pk)


def test_a_batch_whose_time_is_over_ends_with_what_is_there(worker: Worker) -> None:
    batch = make_batch(make_tenant(), lines(7))
    step()
    step()
    run_task(tasks_of(batch)[0].pk, to=State.SUCCEEDED, worker=worker, result=SAID)
    FileBatch.objects.update(expires_at=F("created_at") - timedelta(hours=1))
    step()
    assert look(batch).stage == "finalizing"
    step()
    done = look(batch)
    assert (done.stage, done.completed, done.failed) == ("expired", 1, 6)
    assert {each["error"]["code"] for each in outcome(done)[1].values()} == {"batch_expired"}


def test_a_line_whose_task_is_gone_has_failed(worker: Worker) -> None:
    batch = make_batch(make_tenant(), lines(3))
    step()
    step()
    Task.objects.filter(pk=tasks_of(batch)[1].pk).delete()
    done = play(batch, worker)
    assert (done.completed, done.failed) == (2, 1)
    assert outcome(done)[1]["line-1"]["response"]["body"]["error"]["code"] == "task_gone"


def test_a_line_whose_task_somebody_cancelled_has_failed(worker: Worker) -> None:
    batch = make_batch(make_tenant(), lines(1))
    step()
    step()
    run_task(tasks_of(batch)[0].pk, to=State.CANCELLED, worker=worker)
    done = play(batch, worker)
    assert outcome(done)[1]["line-0"]["response"]["status_code"] == 409


def test_a_batch_waits_while_there_is_no_room(settings: LazySettings, worker: Worker) -> None:
    tenant = make_tenant(max_waiting=1)
    first = make_task(tenant)
    batch = make_batch(tenant, lines(3))
    step()
    step()
    assert tasks_of(batch) == []
    assert driver.drive() == 0
    run_task(first.pk, to=State.SUCCEEDED, worker=worker)
    tenant.max_waiting = 10
    tenant.save()
    assert outcome(play(batch, worker))[0].keys() == names(3)


@pytest.mark.parametrize(("of_tenant", "of_queue"), [(3, None), (None, 3)])
def test_a_batch_submits_what_there_is_room_for(
    settings: LazySettings,
    worker: Worker,
    monkeypatch: pytest.MonkeyPatch,
    of_tenant: int | None,
    of_queue: int | None,
) -> None:
    configure(settings, batches={"group": 8, "window": 20})
    monkeypatch.setattr(driver, "admission", Admission())  # which has not read other limits yet
    Queue.objects.filter(pk="local").update(max_waiting=of_queue)
    batch = make_batch(make_tenant(max_waiting=of_tenant), lines(11))
    step()
    step()
    assert len(tasks_of(batch)) == 3
    assert outcome(play(batch, worker))[0].keys() == names(11)


def test_a_tenant_has_so_many_batches_at_most(worker: Worker) -> None:
    tenant = make_tenant()
    first, *_ = [make_batch(tenant, lines(1)) for _ in range(3)]
    with pytest.raises(TooManyTasks, match="PER_TENANT"):
        make_batch(tenant, lines(1))
    make_batch(make_tenant(), lines(1))
    play(first, worker)
    make_batch(tenant, lines(1))


def test_one_batch_that_cannot_be_moved_keeps_no_other_waiting(
    worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    newer = "/v1/of-another-version"
    broken = make_batch(make_tenant(), [line("a", url=newer)], endpoint=newer)
    fine = make_batch(make_tenant(), lines(2))
    assert play(fine, worker).stage == "completed"
    assert "cannot be moved on" in caplog.text
    assert look(broken).stage == "in_progress"


def test_a_large_line_fits_into_no_group_with_others(settings: LazySettings) -> None:
    configure(settings, limits={"body_bytes": 400})
    batch = make_batch(make_tenant(), [line(f"line-{n}", body("x" * 200)) for n in range(4)])
    step()
    step()
    assert len(tasks_of(batch)) == 4
    assert BatchLine.objects.filter(outcome="open").count() == 4
