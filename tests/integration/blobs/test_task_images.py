"""Images that tasks name: checked when they are submitted, kept while a task needs them, filled in
where a model is called."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import redis
from django.conf import LazySettings
from django.core.management import call_command

from orchestration.access.records import Tenant
from orchestration.blobs import services
from orchestration.blobs.errors import UnknownBlob
from orchestration.blobs.folder import FolderStore
from orchestration.blobs.pruning import prune
from orchestration.blobs.records import BlobReference
from orchestration.blobs.selectors import get_blob
from orchestration.blobs.spool import spooled
from orchestration.errors import InvalidInput
from orchestration.files import services as files_services
from orchestration.inference.ports import Image
from orchestration.kinds.images import IMAGE_BYTES
from orchestration.registry import services as registry
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.specialists.selectors import forget
from tasks.lifecycle import State
from tasks.models import Task, TaskPayload
from tasks.selectors.task import get_task
from tasks.services.control import replay
from tasks.services.erasing import erase
from tasks.worker.outside import OutsideDesk
from tests.factories import make_task, make_tenant, submitter_of
from tests.fakes.aside import providers_aside
from tests.fakes.provider import FakeProvider
from tests.integration.blobs.acts import keys, later, put, sha_of
from tests.integration.stage import Shop, configure, shop
from tests.outsiders import MODEL, apply_catalogue
from tests.unit.drawings import picture

pytestmark = pytest.mark.django_db(transaction=True)

SMALL = picture(1, 16, 16)
LARGE = picture(2, 200, 200)


@pytest.fixture(autouse=True)
def ours(db: None) -> Iterator[None]:
    registry.register(TINY_RANDOM, default=True)
    yield
    registry.forget()


@pytest.fixture
def fakes(ours: None, settings: LazySettings) -> Iterator[list[FakeProvider]]:
    configure(settings, outgoing={"allow": ("127.0.0.1",)})
    with providers_aside(2) as made:
        apply_catalogue(made)
        yield made
        forget()


def upload(tenant: Tenant, raw: bytes = SMALL) -> str:
    """Upload a blob and return the URL that names it."""
    stored = put(tenant.pk, raw, media_type="image/png", owner=services.uploader(tenant.pk))
    return f"blob:{stored.sha256}"


def keep_file(tenant: Tenant, raw: bytes = SMALL) -> str:
    """Keep a file and return its name."""
    with spooled([raw], len(raw)) as content:
        made = files_services.keep(content, tenant_id=tenant.pk, name="a.png", purpose="vision")
    return f"file-{made.id.hex}"


def data_url(raw: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(raw).decode()}"


def at(url: str) -> dict[str, Any]:
    return {"type": "image_url", "image_url": {"url": url}}


def in_file(name: str) -> dict[str, Any]:
    return {"type": "image_file", "image_file": {"file_id": name}}


def shown(tenant: Tenant, *images: dict[str, Any], **fields: Any) -> Task:
    content = [*images, {"type": "text", "text": "What is it?"}]
    body = {"messages": [{"role": "user", "content": content}]}
    return make_task(tenant, kind="chat", body=body, **fields)


def images_of(task: Task) -> list[str]:
    (turn,) = TaskPayload.objects.get(task=task).input["messages"]
    return [part["image_url"]["url"] for part in turn["content"] if part["type"] != "text"]


def prune_all() -> None:
    later()
    prune()


def end(task: Task) -> None:
    """Erase a task, as retention does."""
    erase([task.pk])


def test_a_blob_and_a_file_are_stored_by_the_blobs_name(files: FolderStore) -> None:
    tenant = make_tenant()
    task = shown(tenant, at(upload(tenant)), in_file(keep_file(tenant, LARGE)))
    assert images_of(task) == [f"blob:{sha_of(SMALL)}", f"blob:{sha_of(LARGE)}"]


def test_what_a_task_needs_stays_as_long_as_the_task(files: FolderStore) -> None:
    tenant = make_tenant()
    name = keep_file(tenant, LARGE)
    task = shown(tenant, at(upload(tenant)), in_file(name))
    assert services.delete(sha_of(SMALL), tenant_id=tenant.pk) == 1
    files_services.delete(UUID(name.removeprefix("file-")), tenant_id=tenant.pk)
    prune_all()
    assert len(keys(files)) == 2
    call_command("blobs", "check", "--deep")
    end(task)
    prune_all()
    assert keys(files) == []


def test_a_task_that_is_replayed_needs_the_same_images(files: FolderStore) -> None:
    tenant = make_tenant()
    task = shown(tenant, at(upload(tenant)), state=State.CANCELLED)
    again = replay(task.pk, tenant_id=tenant.pk, by=submitter_of(tenant))
    services.delete(sha_of(SMALL), tenant_id=tenant.pk)
    end(task)
    prune_all()
    assert images_of(Task.objects.get(pk=again)) == [f"blob:{sha_of(SMALL)}"]
    assert len(keys(files)) == 1


def test_the_same_request_with_the_same_key_is_the_same_task() -> None:
    tenant = make_tenant()
    url = upload(tenant)
    first = shown(tenant, at(url), at(data_url(LARGE)), idempotency_key="once")
    second = shown(tenant, at(url), at(data_url(LARGE)), idempotency_key="once")
    assert first.pk == second.pk
    assert set(BlobReference.objects.filter(owner_kind="task-image")
               .values_list("owner_id", flat=True)) == {first.pk}  # fmt: skip


def refusal(tenant: Tenant, *images: dict[str, Any]) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        shown(tenant, *images)
    assert not Task.objects.exists()
    assert caught.value.mend
    return caught.value


def test_what_another_tenant_has_is_unknown() -> None:
    tenant, other = make_tenant(), make_tenant()
    error = refusal(tenant, at(upload(other)))
    assert error.field == "input.messages.0.content.0.image_url.url"
    assert "There is no such blob" in error.detail
    error = refusal(tenant, at(data_url(SMALL)), in_file(keep_file(other)))
    assert error.field == "input.messages.0.content.1.image_file.file_id"
    assert "There is no such file" in error.detail


@pytest.mark.parametrize("name", ["file-", "file-1", "cat.png", "file-" + "0" * 32])
def test_a_file_that_is_none_is_unknown(name: str) -> None:
    assert "There is no such file" in refusal(make_tenant(), in_file(name)).detail


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"<svg/>", "no PNG, JPEG, WebP or GIF"),
        (b"", "no PNG, JPEG, WebP or GIF"),
        (SMALL + bytes(IMAGE_BYTES), "may have 8,388,608 bytes"),
    ],
)
def test_a_blob_that_cannot_be_looked_at_is_refused(raw: bytes, words: str) -> None:
    tenant = make_tenant()
    assert words in refusal(tenant, at(upload(tenant, raw))).detail


def test_images_that_are_too_large_together_are_refused(
    settings: LazySettings, folder: Path
) -> None:
    configure(settings, blobs={"folder": folder, "tenant_bytes": 100_000_000})
    tenant = make_tenant()
    url = upload(tenant, SMALL + bytes(IMAGE_BYTES - len(SMALL)))
    assert "together" in refusal(tenant, *[at(url)] * 4).detail
    assert len(images_of(shown(tenant, *[at(url)] * 3))) == 3


@pytest.mark.parametrize("url", ["blob:", "blob:abc", f"blob:{'A' * 64}", f"blob:{'a' * 64}/"])
def test_a_name_that_is_none_is_refused(url: str) -> None:
    assert "data URL" in str(refusal(make_tenant(), at(url)).problems[0].message)


def test_a_large_image_that_a_task_carries_lies_as_a_blob(files: FolderStore) -> None:
    tenant = make_tenant()
    task = shown(tenant, at(data_url(SMALL)), at(data_url(LARGE)))
    assert images_of(task) == [data_url(SMALL), f"blob:{sha_of(LARGE)}"]
    assert get_blob(sha_of(LARGE), tenant_id=tenant.pk).media_type == "image/png"
    assert task.size_bytes < len(LARGE)
    prune_all()
    assert len(keys(files)) == 1
    end(task)
    prune_all()
    assert keys(files) == []


def test_without_room_it_stays_in_the_database(settings: LazySettings, folder: Path) -> None:
    configure(settings, blobs={"folder": folder, "tenant_bytes": 10})
    tenant = make_tenant()
    assert images_of(shown(tenant, at(data_url(LARGE)))) == [data_url(LARGE)]


def test_a_model_outside_gets_the_image_itself(fakes: list[FakeProvider]) -> None:
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as store:
        store.flushdb()
    tenant = make_tenant()
    task = shown(tenant, at(upload(tenant)), in_file(keep_file(tenant, LARGE)), model=MODEL)
    desk = OutsideDesk(os.environ["REDIS_URL"])
    with shop(name="io", device="io", kinds=("chat",), outside=desk) as worker:
        assert worker.run(task.pk) == State.SUCCEEDED
    sent = fakes[0].requests[0].body["messages"][0]["content"]
    assert [part["image_url"]["url"] for part in sent[:2]] == [data_url(SMALL), data_url(LARGE)]


class Seer:
    """Stands in for the engine: remembers what it was asked."""

    def __init__(self) -> None:
        self.seen: list[bytes] = []

    def generate(self, request: Any, **_: Any) -> Any:
        parts = request.prompt[0].parts
        self.seen = [part.raw for part in parts if isinstance(part, Image)]
        raise InvalidInput("seen")


def test_a_model_of_ours_gets_the_image_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    tenant = make_tenant()
    task = shown(tenant, at(upload(tenant)), at(data_url(LARGE)))
    seer = Seer()
    with shop() as worker:
        monkeypatch.setattr(worker.engine, "generate", seer.generate)
        worker.run(task.pk)
    assert seer.seen == [SMALL, LARGE]


def failed(worker: Shop, task: Task) -> dict[str, Any]:
    assert worker.run(task.pk) == State.FAILED
    error: dict[str, Any] | None = get_task(task.pk, tenant_id=task.tenant_id).error
    assert error is not None
    return error


def test_a_task_whose_image_is_gone_fails_and_says_so() -> None:
    tenant = make_tenant()
    task = shown(tenant, at(upload(tenant)))
    services.release(["task-image"], [task.pk])
    services.delete(sha_of(SMALL), tenant_id=tenant.pk)
    with shop() as worker:
        error = failed(worker, task)
    assert error["type"] == "urn:switchyard:problem:bad-image"
    assert "is not there any more" in error["detail"]
    assert error["mend"]


def test_an_image_that_is_deleted_while_it_is_submitted_refuses_the_task(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tenant = make_tenant()
    url = upload(tenant)

    def admit(*_: Any, **__: Any) -> None:
        services.delete(sha_of(SMALL), tenant_id=tenant.pk)

    monkeypatch.setattr("tasks.services.submission.admission.admit", admit)
    with pytest.raises(UnknownBlob):
        shown(tenant, at(url))
    assert not Task.objects.exists()
