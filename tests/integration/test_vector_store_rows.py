"""Rows of vector stores: taken in together, counted, cancelled, described anew; and their plans."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from orchestration import sql
from orchestration.access.records import Tenant
from orchestration.blobs import services as blobs
from orchestration.documents import stores
from orchestration.documents.entering import Original, enter
from orchestration.documents.errors import InvalidDocument, UnknownCollection, UnknownDocument
from orchestration.documents.passages import Part, Reading, put
from orchestration.documents.records import Document
from orchestration.documents.selectors import get_collection, get_document, passages_of
from orchestration.documents.services import (
    change_collection,
    create_collection,
    delete_collection,
    set_metadata,
    used,
)
from orchestration.documents.store_files import find_file, list_files
from orchestration.documents.stores import (
    FileCounts,
    batch_counts,
    get_store,
    list_stores,
)
from orchestration.documents.views import CollectionView, DocumentView
from orchestration.ids import uuid7
from orchestration.memory.attributes import parse
from orchestration.memory.filters import Filters
from orchestration.memory.owners import Scope
from orchestration.memory.selectors import list_entries
from tasks.lifecycle import State
from tasks.models import Task
from tasks.services.ingesting import cancel_batch, take_in_all
from tests.explaining import Explainer
from tests.factories import make_tenant, submitter_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def tenant() -> Tenant:
    return make_tenant()


@pytest.fixture
def store(tenant: Tenant) -> CollectionView:
    return create_collection("s", tenant_id=tenant.pk)


def original(tenant: Tenant, key: str, text: bytes = b"the same", **more: Any) -> Original:
    """Return a file whose bytes are stored."""
    stored = blobs.store_bytes(text, tenant_id=tenant.pk, media_type="text/plain")
    return Original(key=key, name=key, sha256=stored.sha256, size=stored.size, **more)


def taken(
    store: CollectionView, tenant: Tenant, keys: str, batch_id: UUID | None = None, **more: Any
) -> list[DocumentView]:
    """Take files in together."""
    found = take_in_all(
        [original(tenant, key, **more) for key in keys],
        collection_id=store.id, by=submitter_of(tenant), batch_id=batch_id,
    )  # fmt: skip
    return [each.document for each in found]


def read(document: DocumentView) -> None:
    """Put a passage in the place of what a file has."""
    part = Part(heading="h", text=f"text of {document.key}", page=0, start=0, stop=4, section=0,
                tokens=4)  # fmt: skip
    put(document, Reading("t", 0, [part]), None)


def test_the_same_bytes_under_other_keys_are_files_of_their_own_where_they_stay_apart(
    store: CollectionView, tenant: Tenant
) -> None:
    one, other = taken(store, tenant, "ab")
    assert one.id != other.id
    assert {one.task_id, other.task_id} == set(Task.objects.values_list("pk", flat=True))
    assert taken(store, tenant, "ab") == [one, other]
    assert Task.objects.count() == 2
    (larger,) = taken(store, tenant, "a", passage_tokens=300)
    assert (larger.generation, larger.passage_tokens) == (2, 300)


def test_a_batch_counts_its_files_and_is_cancelled(store: CollectionView, tenant: Tenant) -> None:
    batch_id = uuid7()
    first, *_ = taken(store, tenant, "abc", batch_id)
    read(first)
    where: dict[str, Any] = {"collection_id": store.id, "tenant_id": tenant.pk}
    assert batch_counts(batch_id, **where) == FileCounts(2, 1, 0, 0)
    assert cancel_batch(batch_id, **where, by="key:x") == 2
    assert batch_counts(batch_id, **where) == FileCounts(0, 1, 0, 2)
    assert get_store(store.id, tenant_id=tenant.pk).counts == FileCounts(0, 1, 0, 2)
    assert Task.objects.filter(state=State.CANCELLED).count() == 2
    cancelled = list_files(**where, state="cancelled", newest_first=False)
    assert [each.key for each in cancelled] == ["b", "c"]
    assert list_files(**where, state="failed") == []
    assert cancel_batch(batch_id, **where, by="key:x") == 0
    taken(store, tenant, "b")
    assert batch_counts(batch_id, **where) == FileCounts(1, 1, 0, 1)


def test_attributes_change_with_the_passages_and_win_over_a_run_that_began_before(
    store: CollectionView, tenant: Tenant
) -> None:
    (document,) = taken(store, tenant, "a", metadata={"room": "old"})

    def found(room: str) -> int:
        filters = Filters(fits=parse({"type": "eq", "key": "room", "value": room}))
        scope = Scope(collections=(store.id,))
        return len(list_entries(tenant_id=tenant.pk, scope=scope, filters=filters).entries)

    set_metadata(document.id, {"room": "new"}, tenant_id=tenant.pk)
    read(document)  # as it was when it was read
    assert (found("old"), found("new")) == (0, 1)
    set_metadata(document.id, {"room": "newest"}, tenant_id=tenant.pk)
    assert (found("new"), found("newest")) == (0, 1)
    assert get_document(document.id, tenant_id=tenant.pk).generation == 1
    with pytest.raises(UnknownDocument):
        set_metadata(document.id, {}, tenant_id=make_tenant().pk)


def test_nobody_reads_the_files_of_another_tenant(store: CollectionView, tenant: Tenant) -> None:
    batch_id = uuid7()
    taken(store, tenant, "a", batch_id)
    stranger = make_tenant().pk
    where: dict[str, Any] = {"collection_id": store.id, "tenant_id": stranger}
    with pytest.raises(UnknownCollection):
        get_store(store.id, tenant_id=stranger)
    with pytest.raises(UnknownCollection):
        delete_collection(store.id, tenant_id=stranger, actor="key:test")
    with pytest.raises(UnknownDocument):
        find_file("a", **where)
    assert list_files(**where) == []
    assert list_stores(tenant_id=stranger) == []
    assert batch_counts(batch_id, **where).total == 0
    assert cancel_batch(batch_id, **where, by="key:x") == 0
    assert Document.objects.filter(state="pending").count() == 1


def test_what_no_database_can_hold_is_refused_by_its_field_or_is_not_there(
    store: CollectionView, tenant: Tenant
) -> None:
    where: dict[str, Any] = {"collection_id": store.id, "tenant_id": tenant.pk}
    calls: dict[str, Callable[[], object]] = {
        "name": lambda: create_collection("a\x00", tenant_id=tenant.pk),
        "description": lambda: change_collection(store.id, tenant_id=tenant.pk, description="\x00"),
        "key": lambda: enter(Original("\x00", "a", sha256="0" * 64), **where),
        "metadata": lambda: enter(Original("k", "a", metadata={"k": ["\x00"]}), **where),
    }
    for field, call in calls.items():
        with pytest.raises(InvalidDocument) as caught:
            call()
        assert (caught.value.field, caught.value.status) == (field, 400)
    with pytest.raises(UnknownDocument):
        find_file("a\x00", **where)
    with pytest.raises(UnknownCollection):
        get_collection("a\x00", tenant_id=tenant.pk)


_FILL = """
INSERT INTO documents_document (id, tenant_id, collection_id, key, name, url, media_type, sha256,
       size, title, metadata, state, generation, pages, passages, tokens, batch_id)
SELECT gen_random_uuid(), %(tenant)s, %(collection)s, 'k' || g, '', '', '', '', 0, '', '{}',
       'ready', 1, 0, 0, 0, CASE WHEN g %% 1000 = 0 THEN %(batch)s::uuid END
  FROM generate_series(1, 20000) g
"""


def test_looking_at_a_file_or_a_batch_reads_no_store_from_end_to_end(
    store: CollectionView, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    (document,) = taken(store, tenant, "a", batch_id := uuid7())
    read(document)
    for number in range(3):
        other = create_collection(f"other{number}", tenant_id=tenant.pk)
        values = {"tenant": tenant.pk, "collection": other.id, "batch": uuid7()}
        sql.execute(_FILL, values)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE documents_document")
    explain = Explainer(monkeypatch, sql, ("documents_document",))
    where: dict[str, Any] = {"collection_id": store.id, "tenant_id": tenant.pk}
    find_file("a", **where)
    batch_counts(batch_id, **where)
    get_store(store.id, tenant_id=tenant.pk)
    passages_of(document, limit=5)
    used(store.id)
    stores.cancel_reading(batch_id, **where)
    assert explain.count > 6
    assert explain.scans == {}
