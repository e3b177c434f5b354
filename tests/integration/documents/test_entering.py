"""Documents are known by their keys; the last who writes one counts, and none is read in vain."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, replace
from random import Random

import pytest
from django.db import connection, transaction

from orchestration import sql
from orchestration.access.records import Tenant
from orchestration.blobs import services as blobs
from orchestration.blobs.selectors import get_blob
from orchestration.documents.entering import Original
from orchestration.documents.errors import (
    CANCELLED,
    InvalidDocument,
    UnknownCollection,
    UnknownDocument,
)
from orchestration.documents.selectors import (
    count_documents,
    get_collection,
    list_documents,
)
from orchestration.documents.services import delete_collection, delete_document, set_metadata
from orchestration.documents.stores import cancel_reading
from orchestration.documents.views import CollectionView, DocumentView
from orchestration.ids import uuid7
from tasks.services.ingesting import Taken, take_again, take_content, take_in
from tests.factories import make_tenant, submitter_of
from tests.integration.documents.reading import (
    NOTES,
    SHORTER,
    WordVectors,
    again,
    count,
    enter,
    found,
    passages,
    read,
    task_of,
)
from tests.integration.stage import together
from tests.patience import PATIENCE_S, until

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_same_content_again_is_nothing_new(
    tenant: Tenant, papers: CollectionView, texts: WordVectors
) -> None:
    first = enter(tenant, papers, NOTES)
    pending_again = enter(tenant, papers, NOTES)
    read(texts, first.document)
    ready_again = enter(tenant, papers, NOTES)
    assert (first.new, pending_again.new, ready_again.new) == (True, False, False)
    assert ready_again.document == again(first.document)
    assert count("tasks_task", "kind = 'ingest'") == 1


def test_the_same_bytes_under_two_keys_are_two_documents_that_go_apart(
    tenant: Tenant, papers: CollectionView, texts: WordVectors
) -> None:
    first = enter(tenant, papers, NOTES).document
    copy = enter(tenant, papers, NOTES, name="copy.md").document
    third = enter(tenant, papers, NOTES, name="third.md").document
    for each in (first, copy, third):
        read(texts, each)
    assert get_blob(first.sha256, tenant_id=tenant.pk).owners == 3
    read(texts, enter(tenant, papers, SHORTER).document)
    delete_document(third.id, tenant_id=tenant.pk, actor="key:test")
    assert passages(copy.id) == ["# Ships\n\nThe hull is made of oak.",
                                 "# Sails\n\nThe sails are made of flax."]  # fmt: skip
    assert passages(copy.id)[1] in found(texts, papers, tenant, "flax sails")
    assert get_blob(copy.sha256, tenant_id=tenant.pk).owners == 1


def test_the_same_bytes_with_other_metadata_are_described_anew_and_not_read_again(
    tenant: Tenant, papers: CollectionView, texts: WordVectors
) -> None:
    read(texts, enter(tenant, papers, NOTES, metadata={"year": 1900}).document)
    described = enter(tenant, papers, NOTES, metadata={"year": 1901})
    assert (described.new, described.document.metadata) == (False, {"year": 1901})
    assert (described.document.state, described.document.generation) == ("ready", 1)
    assert count("memory_entry", """metadata = '{"year": 1901}'""") == 2
    waiting = enter(tenant, papers, SHORTER, metadata={"year": 1902}).document
    newer = enter(tenant, papers, SHORTER, metadata={"year": 1903})
    assert (newer.new, newer.document.generation) == (False, waiting.generation)
    read(texts, waiting)
    assert count("memory_entry", """metadata = '{"year": 1903}'""") == 1


def test_what_decides_how_a_file_is_read_has_it_read_again(
    tenant: Tenant, papers: CollectionView, texts: WordVectors
) -> None:
    read(texts, enter(tenant, papers, NOTES, key="k").document)
    smaller = enter(tenant, papers, NOTES, key="k", passage_tokens=50)
    assert (smaller.new, smaller.document.generation) == (True, 2)
    renamed = enter(tenant, papers, NOTES, key="k", passage_tokens=50, name="notes.txt")
    assert (renamed.new, renamed.document.generation) == (True, 3)
    read(texts, renamed.document)
    assert passages(renamed.document.id) == [NOTES.strip()]


def test_bytes_that_the_passages_are_of_already_are_not_read_again(
    tenant: Tenant, papers: CollectionView, texts: WordVectors
) -> None:
    first = enter(tenant, papers, NOTES).document
    read(texts, first)
    enter(tenant, papers, SHORTER)
    back = enter(tenant, papers, NOTES)
    assert back.new
    assert read(texts, back.document) == "ready"
    assert (texts.asked, len(passages(first.id))) == (1, 2)
    enter(tenant, papers, SHORTER)
    back = enter(tenant, papers, NOTES, metadata={"year": 1901})
    assert read(texts, back.document) == "ready"
    assert texts.asked == 1
    assert count("memory_entry", """metadata = '{"year": 1901}'""") == 2
    assert read(texts, take_again(first.id, by=submitter_of(tenant)).document) == "ready"
    assert texts.asked == 2, "who has it read again wants it read"


@pytest.mark.parametrize("first", [33, 0x4E00], ids=["ascii", "three bytes each"])
def test_a_key_is_stored_or_refused_however_little_it_can_be_compressed(
    tenant: Tenant, papers: CollectionView, first: int
) -> None:
    drawn = Random(1)
    key = "".join(chr(first + drawn.randrange(90)) for _ in range(1100))
    longest = key[: min(1024, 2500 // len(key[0].encode()))]
    assert enter(tenant, papers, NOTES, key=longest).new
    with pytest.raises(InvalidDocument):
        enter(tenant, papers, NOTES, key=key[: len(longest) + 1])


def give(document: DocumentView, content: str) -> Taken:
    stored = blobs.store_bytes(content.encode(), tenant_id=document.tenant_id)
    by = submitter_of(Tenant.objects.get(pk=document.tenant_id))
    return take_content(document.id, stored, by=by)


def test_new_content_changes_nothing_but_the_content(
    tenant: Tenant, papers: CollectionView, texts: WordVectors
) -> None:
    document = enter(tenant, papers, NOTES, metadata={"year": 1900}, passage_tokens=50).document
    read(texts, document)
    set_metadata(document.id, {"year": 1901}, tenant_id=tenant.pk)
    same = give(document, NOTES)
    assert (same.new, same.document.generation) == (False, 1)
    other = give(document, SHORTER)
    assert (other.new, other.document.generation) == (True, 2)
    assert (other.document.metadata, other.document.passage_tokens) == ({"year": 1901}, 50)
    assert other.document.task_id == task_of(other.document).pk
    assert read(texts, document) == "overtaken"
    read(texts, other.document)
    assert passages(document.id) == ["# Ships\n\nThe hull is made of steel."]
    assert get_blob(document.sha256, tenant_id=tenant.pk).owners == 0


def test_new_content_brings_no_deleted_document_back(
    tenant: Tenant, papers: CollectionView
) -> None:
    document = enter(tenant, papers, NOTES).document
    delete_document(document.id, tenant_id=tenant.pk, actor="key:test")
    with pytest.raises(UnknownDocument):
        give(document, SHORTER)
    assert list_documents(tenant_id=tenant.pk) == []
    stranger = replace(enter(tenant, papers, NOTES).document, tenant_id=make_tenant().pk)
    with pytest.raises(UnknownDocument):
        give(stranger, SHORTER)


def test_of_many_who_write_a_document_at_once_the_last_one_counts(
    tenant: Tenant, papers: CollectionView, texts: WordVectors
) -> None:
    document = enter(tenant, papers, NOTES).document

    def write(number: int) -> DocumentView:
        try:
            if number % 2:
                return give(document, f"Given by {number}.").document
            return enter(tenant, papers, f"Entered by {number}.").document
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        written = list(pool.map(write, range(12)))
    assert sorted(each.generation for each in written) == list(range(2, 14))
    last = max(written, key=lambda each: each.generation)
    assert again(document) == last
    assert {read(texts, each) for each in written if each is not last} == {"overtaken"}
    assert read(texts, last) == "ready"
    assert len(passages(document.id)) == 1
    assert count("blobs_reference", "owner_id = %(id)s", id=document.id) == 1


def test_a_document_gets_the_content_of_another_one(
    tenant: Tenant, papers: CollectionView, texts: WordVectors
) -> None:
    enter(tenant, papers, NOTES)
    other = enter(tenant, papers, SHORTER, name="other.md").document
    changed = enter(tenant, papers, NOTES, name="other.md")
    assert (changed.new, changed.document.id) == (True, other.id)


def test_a_collection_that_goes_while_a_document_comes_is_unknown(
    tenant: Tenant, papers: CollectionView
) -> None:
    def delete() -> int:
        with transaction.atomic():
            deleted = delete_collection(papers.id, tenant_id=tenant.pk, actor="key:test")
            gone.set()
            until(lambda: sql.fetch("SELECT 1 FROM pg_locks WHERE NOT granted"), "for who enters")
        return deleted

    def add() -> Taken:
        assert gone.wait(PATIENCE_S)
        return enter(tenant, papers, NOTES)

    gone = threading.Event()
    deleted, added = together(delete, add)
    assert deleted == 0
    assert isinstance(added, UnknownCollection)


def test_a_document_that_comes_while_its_collection_goes_goes_along(
    tenant: Tenant, papers: CollectionView
) -> None:
    stored = blobs.store_bytes(NOTES.encode(), tenant_id=tenant.pk)
    notes = Original("notes.md", "notes.md", sha256=stored.sha256, size=stored.size)

    def add() -> None:
        with transaction.atomic():
            take_in(notes, collection_id=papers.id, by=submitter_of(tenant))
            added.set()
            until(lambda: sql.fetch("SELECT 1 FROM pg_locks WHERE NOT granted"), "for who deletes")

    def delete() -> int:
        assert added.wait(PATIENCE_S)
        return delete_collection(papers.id, tenant_id=tenant.pk, actor="key:test")

    added = threading.Event()
    assert together(add, delete) == [None, 1]
    assert count("documents_document", "true") == 0


_HELD = """
SELECT count(*), count(*) FILTER (WHERE state = 'pending'),
       count(*) FILTER (WHERE state = 'failed'),
       count(*) FILTER (WHERE error ->> 'type' = %(cancelled)s), coalesce(sum(passages), 0)::bigint,
       coalesce(sum(size), 0)::bigint
  FROM documents_document WHERE collection_id = %(into)s
"""


def test_what_a_collection_holds_is_counted_exactly_while_many_change_it(
    tenant: Tenant, papers: CollectionView, texts: WordVectors
) -> None:
    batch = uuid7()

    def change(number: int) -> None:
        try:
            first, second = (
                enter(tenant, papers, f"{text} {number}. " * number, name=f"{number % 20}.md")
                for text in ("One", "Two")
            )
            if number % 3 == 0:
                read(texts, second.document)
            elif number % 3 == 1:
                delete_document(first.document.id, tenant_id=tenant.pk, actor="key:test")
            else:
                change = "UPDATE documents_document SET batch_id = %s WHERE id = %s"
                sql.execute(change, [batch, first.document.id])
                cancel_reading(batch, collection_id=papers.id, tenant_id=tenant.pk)
        except UnknownDocument:
            pass  # another one deleted it
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(change, range(1, 121)))
    held = sql.fetch(_HELD, {"into": papers.id, "cancelled": CANCELLED})[0]
    assert astuple(count_documents(papers.id)) == tuple(held)
    assert held[0] > 0
    delete_collection(papers.id, tenant_id=tenant.pk, actor="key:test")
    assert count("documents_tally", "true") == 0


def test_counting_reads_few_rows_however_much_has_changed(
    tenant: Tenant, papers: CollectionView
) -> None:
    document = enter(tenant, papers, NOTES).document
    with transaction.atomic():
        sql.fetch("SELECT setseed(0.5)::text")
        for passages_ in range(1, 1001):
            change = "UPDATE documents_document SET passages = %s WHERE id = %s"
            sql.execute(change, [passages_, document.id])
    assert get_collection(papers.id, tenant_id=tenant.pk).passages == 1000
    assert count("documents_tally", "true") < 500
