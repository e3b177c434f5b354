"""The gateway's journal: what is handed over is written, and who waits for that learns of it."""

import asyncio
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.gateway.journal import Journal
from orchestration.access.records import Tenant
from orchestration.blobs.ports import BlobRef
from orchestration.ids import uuid7
from tasks import results
from tasks.lifecycle import State
from tasks.models import Task, TaskPayload, TaskResult
from tasks.services import responses
from tasks.services.journal import Entry, journal
from tests.factories import make_tenant
from tests.kept import found, keep

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def book() -> Iterator[Journal]:
    made = Journal(most=3)
    yield made
    made.close()


SAID = {"message": {"role": "assistant", "content": "a"}}
LARGE = {"message": {"role": "assistant", "content": "a" * 2_000_000}}
"""More than a spool holds in memory."""


class Broken(Entry):
    """One that meets an error which nobody foresaw."""

    def row(self) -> dict[str, Any]:
        raise RuntimeError("nobody foresaw this")


def entry_of(
    tenant: Tenant,
    *,
    made: type[Entry] = Entry,
    given: Mapping[str, Any] | None = None,
    result: Mapping[str, Any] = SAID,
) -> Entry:
    return made(
        task_id=uuid7(),
        tenant_id=tenant.pk,
        by="key:test",
        kind="chat",
        model="house-large",
        queue="external",
        input=given or {"messages": []},
        state=State.SUCCEEDED,
        timeout_s=600.0,
        result=result,
    )


def test_nothing_is_waited_for_where_nothing_was_handed_over(book: Journal) -> None:
    assert asyncio.run(book.written(60.0))


def test_who_waits_goes_on_when_all_that_was_handed_over_is_written(book: Journal) -> None:
    tenant = make_tenant()
    for _ in range(10):
        book.note(entry_of(tenant))

    async def wait() -> list[bool]:
        return list(await asyncio.gather(book.written(60.0), book.written(60.0)))

    assert asyncio.run(wait()) == [True, True]
    assert Task.objects.filter(state=State.SUCCEEDED).count() == 10
    assert asyncio.run(book.written(60.0))


def test_what_is_not_written_in_time_is_not_waited_for(
    book: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "_write", lambda: None)
    book.note(entry_of(make_tenant()))
    assert not asyncio.run(book.written(0.05))


def test_the_thread_outlives_what_nobody_foresaw_and_writes_the_others(book: Journal) -> None:
    tenant = make_tenant()
    kept = [entry_of(tenant) for _ in range(5)]
    for at, entry in enumerate(kept):
        book.note(entry_of(tenant, made=Broken))
        book.note(entry)
        if at == 2:
            assert asyncio.run(book.written(60.0))
    assert asyncio.run(book.written(60.0))
    assert set(Task.objects.values_list("pk", flat=True)) == {each.task_id for each in kept}


def test_what_is_large_stays_in_the_row_while_no_temporary_file_can_be_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tenant = make_tenant()
    image = "data:image/png;base64," + "iVBORw0KGgo" + "A" * 2_000_001
    part = {"type": "image_url", "image_url": {"url": image}}
    given = {"messages": [{"role": "user", "content": [part]}]}
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    journal([entry_of(tenant, given=given, result=LARGE), entry_of(tenant)])
    assert Task.objects.filter(state=State.SUCCEEDED).count() == 2
    assert TaskResult.objects.filter(result=LARGE, blob_sha256=None).exists()
    assert TaskPayload.objects.filter(input=given).exists()


def test_a_call_whose_large_result_is_lost_on_its_way_fails_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tenant = make_tenant()
    lost = BlobRef("0" * 64, 2_000_000, "application/json")
    monkeypatch.setattr(results, "keep", lambda _, size, **__: lost if size > 1_000_000 else None)
    large, others = entry_of(tenant, result=LARGE), [entry_of(tenant) for _ in range(2)]
    journal([large, *others])
    assert Task.objects.get(state=State.FAILED).pk == large.task_id
    assert Task.objects.filter(state=State.SUCCEEDED).count() == 2


def test_a_call_whose_response_was_deleted_before_it_was_written_leaves_nothing() -> None:
    tenant = make_tenant()
    deleted, unstored, other = (entry_of(tenant) for _ in range(3))
    for entry in (deleted, other):
        responses.keep_response(entry.task_id, {"input": []}, tenant_id=tenant.pk)
        keep(tenant, str(entry.task_id), task_id=entry.task_id)
    responses.keep_response(unstored.task_id, None, tenant_id=tenant.pk)
    assert not responses.delete_response(deleted.task_id, tenant_id=tenant.pk, by="key:test")
    journal([deleted, unstored, other])
    assert set(Task.objects.values_list("pk", flat=True)) == {other.task_id}
    assert found(tenant, str(deleted.task_id)) is None
    assert found(tenant, str(other.task_id)) == "an answer"


def test_a_call_with_a_tag_that_cannot_be_stored_is_written_down_without_it() -> None:
    tenant = make_tenant()
    odd, other = replace(entry_of(tenant), tags=("t" * 65,)), entry_of(tenant)
    journal([odd, other])
    states = dict(Task.objects.values_list("pk", "state"))
    assert states == {odd.task_id: State.FAILED, other.task_id: other.state}
