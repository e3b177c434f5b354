"""Storing, attaching, releasing, reading and deleting; what tenants see of each other."""

from pathlib import Path
from uuid import UUID

import pytest
from django.conf import LazySettings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from orchestration.blobs import services
from orchestration.blobs.errors import BlobLost, StorageFull, UnknownBlob
from orchestration.blobs.folder import FolderStore
from orchestration.blobs.pruning import prune
from orchestration.blobs.records import Blob, BlobAccount
from orchestration.blobs.selectors import get_blob, list_blobs, room_of
from orchestration.blobs.services import attach, delete, read_bytes, release, uploader
from tests.factories import make_tenant
from tests.integration.blobs.acts import (
    WORDS,
    a_task,
    findings,
    keys,
    later,
    place_of,
    put,
    room,
    sha_of,
)
from tests.integration.stage import configure

pytestmark = pytest.mark.django_db

HIGHEST = UUID(int=2**128 - 1)


def test_what_is_stored_comes_back_whole_and_lies_once(files: FolderStore) -> None:
    tenant = make_tenant().pk
    first = put(tenant, media_type="text/plain", owner=uploader(tenant))
    again = put(tenant, owner=a_task())
    assert first.sha256 == again.sha256 == sha_of(WORDS)
    assert read_bytes(first.sha256, tenant_id=tenant) == WORDS
    assert len(keys(files)) == 1
    assert get_blob(first.sha256, tenant_id=tenant).owners == 2
    assert room(tenant) == (len(WORDS), 1)


def test_nothing_at_all_can_be_stored_too() -> None:
    tenant = make_tenant().pk
    assert read_bytes(put(tenant, b"").sha256, tenant_id=tenant) == b""


def test_a_part_is_read_without_the_rest() -> None:
    tenant = make_tenant().pk
    blob = get_blob(put(tenant).sha256, tenant_id=tenant)
    assert b"".join(services.read(blob, 5, 10)) == WORDS[5:10]


def test_without_an_owner_it_goes_after_the_grace_period_and_not_before(
    files: FolderStore,
) -> None:
    tenant = make_tenant().pk
    put(tenant)
    assert prune()["blobs"] == 0
    later()
    assert prune()["blobs"] == 1
    assert (keys(files), room(tenant)) == ([], (0, 0))
    assert not Blob.objects.exists()


def test_it_stays_as_long_as_one_owner_needs_it() -> None:
    tenant, one, other = make_tenant().pk, a_task(), a_task()
    sha256 = put(tenant, owner=one).sha256
    attach([(tenant, sha256, other), (tenant, sha256, other)])
    release([one.kind], [one.id])
    later()
    assert prune()["blobs"] == 0
    later()
    assert prune()["blobs"] == 0, "the mark was taken away, too"
    release([other.kind], [other.id])
    later()
    assert prune()["blobs"] == 1


def test_storing_it_again_begins_the_grace_period_anew() -> None:
    tenant = make_tenant().pk
    put(tenant)
    later()
    put(tenant)
    assert prune()["blobs"] == 0


def test_a_deleted_upload_is_gone_at_once(
    files: FolderStore, django_capture_on_commit_callbacks: object
) -> None:
    tenant = make_tenant().pk
    sha256 = put(tenant, owner=uploader(tenant)).sha256
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert delete(sha256, tenant_id=tenant) == 0
    assert (keys(files), room(tenant)) == ([], (0, 0))
    with pytest.raises(UnknownBlob):
        read_bytes(sha256, tenant_id=tenant)


def test_a_deleted_upload_that_a_task_needs_goes_with_the_task() -> None:
    tenant, task = make_tenant().pk, a_task()
    sha256 = put(tenant, owner=uploader(tenant)).sha256
    attach([(tenant, sha256, task)])
    assert delete(sha256, tenant_id=tenant) == 1
    assert read_bytes(sha256, tenant_id=tenant) == WORDS
    release([task.kind], [task.id])
    later()
    assert prune()["blobs"] == 1


def test_what_is_not_there_cannot_be_attached() -> None:
    tenant = make_tenant().pk
    with pytest.raises(UnknownBlob):
        attach([(tenant, "0" * 64, a_task())])
    with pytest.raises(UnknownBlob):
        get_blob("../../etc/passwd", tenant_id=tenant)


def test_another_tenants_blob_is_unknown(files: FolderStore) -> None:
    owner, other = make_tenant().pk, make_tenant().pk
    sha256 = put(owner, owner=uploader(owner)).sha256
    for attempt in (
        lambda: get_blob(sha256, tenant_id=other),
        lambda: read_bytes(sha256, tenant_id=other),
        lambda: delete(sha256, tenant_id=other),
        lambda: attach([(other, sha256, a_task())]),
    ):
        with pytest.raises(UnknownBlob) as refused:
            attempt()
        assert refused.value.problem().keys() == {"type", "title", "status", "detail", "field",
                                                  "value", "mend"}  # fmt: skip
    put(other, owner=uploader(other))
    assert len(keys(files)) == 2, "each has its own bytes: writing them takes as long"
    assert len(list_blobs(tenant_id=other, limit=10, below=HIGHEST)) == 1


def test_a_full_tenant_is_told_what_to_do_and_others_are_not_hindered(
    settings: LazySettings,
) -> None:
    configure(settings, blobs={"tenant_bytes": 100})
    tenant, other = make_tenant().pk, make_tenant().pk
    put(tenant, b"x" * 60)
    put(tenant, b"x" * 60)
    with pytest.raises(StorageFull, match=r"60 of 100 bytes; 41 more do not fit.*DELETE"):
        put(tenant, b"y" * 41)
    put(tenant, b"y" * 40)
    put(other, b"y" * 100)
    put(tenant, b"a result", limited=False)
    assert room_of(tenant).bytes == 108
    BlobAccount.objects.filter(pk=tenant).update(limit_bytes=200)
    put(tenant, b"z" * 92)


def test_lost_bytes_are_told_and_come_back_with_the_same_upload(files: FolderStore) -> None:
    tenant = make_tenant().pk
    sha256 = put(tenant, owner=uploader(tenant)).sha256
    files.delete([place_of(tenant)])
    with pytest.raises(BlobLost, match="gone"):
        read_bytes(sha256, tenant_id=tenant)
    assert [each.problem for each in findings()] == ["lost"]
    put(tenant)
    assert read_bytes(sha256, tenant_id=tenant) == WORDS
    assert findings() == []


def test_changed_bytes_are_never_handed_out_as_a_result(folder: Path) -> None:
    tenant = make_tenant().pk
    sha256 = put(tenant, owner=uploader(tenant)).sha256
    path = folder / place_of(tenant).key
    path.write_bytes(WORDS[::-1])
    with pytest.raises(BlobLost, match="not those"):
        read_bytes(sha256, tenant_id=tenant)
    assert [each.problem for each in findings()] == ["damaged"]


CONTENTS = [b"one", b"two", b""]
ACTS = st.tuples(
    st.sampled_from(["put", "keep", "attach", "release", "delete", "prune"]),
    st.integers(0, 1),
    st.sampled_from(CONTENTS),
)


class Model:
    """Two tenants, and who needs what of theirs, as it should be."""

    def __init__(self) -> None:
        self.tenants = [make_tenant().pk, make_tenant().pk]
        self.task = a_task()
        self.owners: dict[tuple[UUID, bytes], set[str]] = {}

    def put(self, tenant: UUID, raw: bytes) -> None:
        put(tenant, raw)
        self.owners.setdefault((tenant, raw), set())

    def keep(self, tenant: UUID, raw: bytes) -> None:
        put(tenant, raw, owner=uploader(tenant))
        self.owners.setdefault((tenant, raw), set()).add("upload")

    def attach(self, tenant: UUID, raw: bytes) -> None:
        if (tenant, raw) in self.owners:
            attach([(tenant, sha_of(raw), self.task)])
            self.owners[tenant, raw].add("task")

    def release(self, *_: object) -> None:
        release([self.task.kind], [self.task.id])
        for needed in self.owners.values():
            needed.discard("task")

    def delete(self, tenant: UUID, raw: bytes) -> None:
        needed = self.owners.get((tenant, raw))
        if needed is not None:
            needed.discard("upload")
            assert delete(sha_of(raw), tenant_id=tenant) == len(needed)
            if not needed:
                del self.owners[tenant, raw]

    def prune(self, *_: object) -> None:
        later()
        prune()
        self.owners = {key: needed for key, needed in self.owners.items() if needed}

    def compare(self) -> None:
        for tenant in self.tenants:
            seen = list_blobs(tenant_id=tenant, limit=9, below=HIGHEST)
            assert {each.sha256: each.owners for each in seen} == {
                sha_of(raw): len(needed)
                for (whose, raw), needed in self.owners.items()
                if whose == tenant
            }


@hypothesis_settings(
    max_examples=25,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=st.lists(ACTS, max_size=25))
def test_each_tenant_sees_its_own_and_nothing_else_whatever_happens(
    acts: list[tuple[str, int, bytes]],
) -> None:
    model = Model()
    for act, who, raw in acts:
        getattr(model, act)(model.tenants[who], raw)
        model.compare()
    assert findings() == []
