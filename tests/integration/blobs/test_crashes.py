"""A process dies at each step of a blob's life: nothing is lost that was promised, and what is left
is found."""

import threading
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.conf import LazySettings
from django.db import connection, transaction

from orchestration.blobs import services
from orchestration.blobs.errors import StoreUnavailable, UnknownBlob
from orchestration.blobs.folder import FolderStore
from orchestration.blobs.ports import Content, Place
from orchestration.blobs.pruning import prune
from orchestration.blobs.records import Blob, BlobAccount
from orchestration.blobs.removing import kept
from orchestration.blobs.selectors import get_blob
from orchestration.blobs.services import attach, delete, read_bytes, uploader
from orchestration.management import clients
from tests.factories import make_tenant
from tests.integration.blobs.acts import (
    WORDS,
    Crash,
    Dying,
    Meanwhile,
    a_task,
    findings,
    keys,
    later,
    place_of,
    put,
    room,
    sha_of,
    use,
)
from tests.integration.stage import configure, together
from tests.patience import PATIENCE_S

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("at", ["before the bytes", "behind the bytes"])
def test_a_writer_that_dies_leaves_what_pruning_takes_away(
    files: FolderStore, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    tenant = make_tenant().pk
    use(monkeypatch, Dying(files, at=at))
    with pytest.raises(Crash):
        put(tenant, owner=uploader(tenant))
    use(monkeypatch, files)
    with pytest.raises(UnknownBlob):
        read_bytes(sha_of(WORDS), tenant_id=tenant)
    assert findings() == [], "a writer that is still at work looks the same"
    later()
    assert prune()["blobs"] == 1
    assert (keys(files), room(tenant), findings()) == ([], (0, 0), [])


def test_another_writer_completes_what_a_dead_one_began(
    files: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant = make_tenant().pk
    use(monkeypatch, Dying(files, at="before the bytes"))
    with pytest.raises(Crash):
        put(tenant)
    use(monkeypatch, files)
    put(tenant, owner=uploader(tenant))
    assert read_bytes(sha_of(WORDS), tenant_id=tenant) == WORDS
    assert room(tenant) == (len(WORDS), 1)


@pytest.mark.parametrize("at", ["before they are removed", "behind their removal"])
def test_a_pruning_that_dies_is_ended_by_the_next(
    files: FolderStore, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    tenant = make_tenant().pk
    put(tenant)
    later()
    use(monkeypatch, Dying(files, at=at))
    with pytest.raises(Crash):
        prune()
    assert room(tenant) == (0, 0), "it was doomed"
    use(monkeypatch, files)
    put(tenant, owner=uploader(tenant))
    assert prune()["blobs"] == 1
    assert read_bytes(sha_of(WORDS), tenant_id=tenant) == WORDS, "the new one is another row's"
    assert findings() == []


def test_a_writer_that_was_slower_than_the_grace_period_begins_again(
    files: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant = make_tenant().pk

    def pass_over() -> None:
        later()
        prune()

    use(monkeypatch, Meanwhile(files, before=pass_over))
    put(tenant, owner=uploader(tenant))
    assert read_bytes(sha_of(WORDS), tenant_id=tenant) == WORDS
    assert (len(keys(files)), room(tenant), findings()) == (1, (len(WORDS), 1), [])


def test_bytes_without_a_row_are_found_and_taken_away(
    files: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant = make_tenant().pk

    class SlowAndDead(FolderStore):
        def write(self, place: Place, content: Content) -> None:
            later()
            prune()
            super().write(place, content)
            raise Crash

    use(monkeypatch, SlowAndDead(files._root))
    with pytest.raises(Crash):
        put(tenant)
    use(monkeypatch, files)
    assert [each.problem for each in findings()] == ["left-over"]
    assert [each.mended for each in findings(mend=True)] == [True]
    assert (keys(files), findings()) == ([], [])


def test_foreign_files_are_told_and_left_alone(folder: Path) -> None:
    put(make_tenant().pk, owner=a_task())
    (folder / "notes.txt").write_text("mine")
    assert [each.problem for each in findings(mend=True)] == ["foreign"]
    assert (folder / "notes.txt").exists()


def test_references_of_owners_that_are_gone_and_wrong_sums_are_mended() -> None:
    tenant, task = make_tenant().pk, a_task()
    put(tenant, owner=task)
    assert findings(owners={task.kind: lambda ids: ids}) == []
    (found,) = findings(owners={task.kind: lambda ids: []}, mend=True)
    assert (found.problem, found.mended) == ("ownerless", True)
    Blob.objects.update(marked_at=None)
    assert [each.problem for each in findings(mend=True)] == ["unmarked"]
    BlobAccount.objects.update(bytes=7)
    assert [each.problem for each in findings(mend=True)] == ["sum"]
    later()
    assert prune()["blobs"] == 1
    assert findings() == []


def test_a_write_that_fails_takes_no_room(
    files: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant = make_tenant().pk

    class Full(FolderStore):
        def write(self, place: Place, content: Content) -> None:
            raise StoreUnavailable("the disk is full")

    use(monkeypatch, Full(files._root))
    with pytest.raises(StoreUnavailable, match="full"):
        put(tenant)
    assert room(tenant) == (0, 0)
    use(monkeypatch, files)
    put(tenant, owner=a_task())
    prune()
    assert (len(keys(files)), findings()) == (1, [])


# --- At the same time ----------------------------------------------------------------------


def test_many_who_store_the_same_make_one_blob(files: FolderStore) -> None:
    tenant = make_tenant().pk
    owners = [a_task() for _ in range(6)]
    calls = [lambda owner=owner: put(tenant, owner=owner) for owner in owners]
    answers = together(*calls)
    assert {getattr(each, "sha256", each) for each in answers} == {sha_of(WORDS)}
    assert (len(keys(files)), room(tenant)) == (1, (len(WORDS), 1))
    assert Blob.objects.get().references.count() == 6
    assert findings() == []


def test_a_limit_holds_for_many_at_once(settings: LazySettings) -> None:
    configure(settings, blobs={"tenant_bytes": 300})
    tenant = make_tenant().pk
    calls = [lambda number=number: put(tenant, bytes([number]) * 100) for number in range(6)]
    answers = together(*calls)
    assert sum(not isinstance(each, Exception) for each in answers) == 3
    assert room(tenant) == (300, 3)


def attached(tenant_id: UUID, raw: bytes) -> bool:
    attach([(tenant_id, sha_of(raw), a_task())])
    return True


def test_what_is_attached_while_pruning_looks_is_never_lost(files: FolderStore) -> None:
    tenant = make_tenant().pk
    for number in range(8):
        raw = f"round {number}".encode()
        put(tenant, raw)
        later()
        answer, _ = together(partial(attached, tenant, raw), lambda: bool(prune()))
        if answer is True:
            assert read_bytes(sha_of(raw), tenant_id=tenant) == raw
        else:
            assert isinstance(answer, UnknownBlob), answer
    prune()
    assert findings() == []


def test_what_is_stored_and_deleted_at_the_same_time_is_whole_or_gone(files: FolderStore) -> None:
    tenant = make_tenant().pk
    for _ in range(8):
        put(tenant, owner=uploader(tenant))
        stored, _ = together(
            lambda: put(tenant, owner=uploader(tenant)),
            lambda: delete(sha_of(WORDS), tenant_id=tenant),
        )
        assert not isinstance(stored, Exception), stored
        prune()
        assert findings() == []


def test_an_attachment_that_is_under_way_is_passed_over(files: FolderStore) -> None:
    tenant = make_tenant().pk
    put(tenant)
    later()
    locked, go_on = threading.Event(), threading.Event()

    def slowly() -> None:
        try:
            with transaction.atomic():
                attach([(tenant, sha_of(WORDS), a_task())])
                locked.set()
                assert go_on.wait(PATIENCE_S)
        finally:
            connection.close()

    thread = threading.Thread(target=slowly)
    thread.start()
    assert locked.wait(PATIENCE_S)
    assert prune()["blobs"] == 0
    go_on.set()
    thread.join(PATIENCE_S)
    assert prune()["blobs"] == 0
    assert read_bytes(sha_of(WORDS), tenant_id=tenant) == WORDS


def test_nothing_is_removed_while_somebody_copies(files: FolderStore) -> None:
    tenant = make_tenant().pk
    sha256 = put(tenant, owner=uploader(tenant)).sha256
    place = place_of(tenant)
    address: dict[str, Any] = dict(clients.address())
    with psycopg.connect(**address, autocommit=True) as copier, kept(copier):
        assert delete(sha256, tenant_id=tenant) == 0
        assert prune()["blobs"] == 0
        assert files.size(place) == len(WORDS)
    assert prune()["blobs"] == 1
    assert files.size(place) is None


def test_who_began_to_read_reads_to_the_end() -> None:
    tenant = make_tenant().pk
    raw = b"x" * 2_000_000
    sha256 = put(tenant, raw, owner=uploader(tenant)).sha256
    chunks = services.read(get_blob(sha256, tenant_id=tenant))
    first = next(chunks)
    delete(sha256, tenant_id=tenant)
    assert first + b"".join(chunks) == raw
