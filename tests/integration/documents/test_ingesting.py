"""Documents are read as wholes: all passages of the last content, or what was there before."""

from __future__ import annotations

import pytest

from orchestration import sql
from orchestration.access.records import Tenant
from orchestration.blobs.selectors import get_blob
from orchestration.documents.errors import UnknownCollection, UnknownDocument
from orchestration.documents.ingesting import Reader, Stopped
from orchestration.documents.searching import DocumentSearcher, Found, Hit, Query
from orchestration.documents.selectors import (
    get_collection,
    get_document,
    list_documents,
    places_of,
)
from orchestration.documents.services import delete_collection, delete_document
from orchestration.documents.views import CollectionView
from orchestration.memory.embedding import make_missing
from orchestration.memory.query_vectors import QueryVectors
from orchestration.memory.searching import Searcher
from tests.factories import make_tenant
from tests.integration.documents.reading import (
    NOTES,
    SHORTER,
    Going,
    WordVectors,
    again,
    collection,
    count,
    enter,
    found,
    passages,
    read,
    task_of,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_document_is_read_into_passages_with_their_places(
    tenant: Tenant, papers: CollectionView, texts: WordVectors
) -> None:
    entered = enter(tenant, papers, NOTES).document
    assert (entered.state, entered.passages) == ("pending", 0)
    assert read(texts, entered) == "ready"
    ready = again(entered)
    assert (ready.state, ready.title, ready.passages) == ("ready", "Ships", 2)
    assert passages(ready.id) == ["# Ships\n\nThe hull is made of oak.",
                                  "# Sails\n\nThe sails are made of flax."]  # fmt: skip
    places = places_of([(ready.id, 0), (ready.id, 1)])
    second = places[ready.id, 1]
    assert NOTES[second.start : second.stop].strip() == passages(ready.id)[1]
    assert (second.section, second.page) == (1, 0)
    assert found(texts, papers, tenant, "flax sails")[0] == passages(ready.id)[1]
    assert get_collection(papers.id, tenant_id=tenant.pk).passages == 2


def test_changed_content_takes_the_place_of_all_passages_at_once(
    tenant: Tenant, papers: CollectionView, texts: WordVectors
) -> None:
    first = enter(tenant, papers, NOTES).document
    read(texts, first)
    before = passages(first.id)
    changed = enter(tenant, papers, SHORTER)
    assert (changed.new, changed.document.id) == (True, first.id)
    assert passages(first.id) == before, "the former content answers until the new one is read"
    assert read(texts, changed.document) == "ready"
    assert passages(first.id) == ["# Ships\n\nThe hull is made of steel."]
    assert count("documents_place", "document_id = %(id)s", id=first.id) == 1
    assert found(texts, papers, tenant, "oak flax sails")[0] == passages(first.id)[0]
    assert get_blob(first.sha256, tenant_id=tenant.pk).owners == 0


def test_a_run_of_former_content_changes_nothing(
    tenant: Tenant, papers: CollectionView, texts: WordVectors
) -> None:
    former = enter(tenant, papers, NOTES).document
    newer = enter(tenant, papers, SHORTER).document
    assert read(texts, former) == "overtaken"
    assert passages(former.id) == []
    read(texts, newer)
    assert read(texts, former) == "overtaken"
    assert passages(newer.id) == ["# Ships\n\nThe hull is made of steel."]


def test_a_run_that_is_overtaken_on_its_way_changes_nothing(
    tenant: Tenant, papers: CollectionView, texts: WordVectors
) -> None:
    former = enter(tenant, papers, NOTES).document
    texts.before_each = lambda: enter(tenant, papers, SHORTER)
    assert read(texts, former) == "overtaken"
    assert (passages(former.id), again(former).state) == ([], "pending")
    delete_document(former.id, tenant_id=tenant.pk, actor="key:test")
    assert read(texts, former) == "overtaken", "it is gone"


def test_the_same_run_again_leaves_each_passage_there_once(
    tenant: Tenant, papers: CollectionView, texts: WordVectors
) -> None:
    document = enter(tenant, papers, NOTES).document
    assert [read(texts, document) for _ in range(2)] == ["ready", "ready"]
    assert len(passages(document.id)) == 2
    assert count("memory_vector", "true") == 2
    assert texts.asked == 1


def test_deleting_leaves_nothing_of_a_document(
    tenant: Tenant, papers: CollectionView, texts: WordVectors
) -> None:
    document = enter(tenant, papers, NOTES).document
    read(texts, document)
    assert get_blob(document.sha256, tenant_id=tenant.pk).owners == 1
    delete_document(document.id, tenant_id=tenant.pk, actor="key:test")
    left = [
        count("memory_entry", "source = %(id)s", id=document.id),
        count("documents_place", "document_id = %(id)s", id=document.id),
        count("memory_vector", "true"),
        get_blob(document.sha256, tenant_id=tenant.pk).owners,
    ]
    assert left == [0, 0, 0, 0]
    assert found(texts, papers, tenant, "flax sails") == []
    with pytest.raises(UnknownDocument):
        get_document(document.id, tenant_id=tenant.pk)


def test_deleting_a_collection_deletes_its_documents(
    tenant: Tenant, papers: CollectionView, texts: WordVectors
) -> None:
    for text, name in ((NOTES, "a.md"), (SHORTER, "b.md")):
        read(texts, enter(tenant, papers, text, name=name).document)
    kept = collection(tenant, "kept")
    read(texts, enter(tenant, kept, NOTES).document)
    assert delete_collection(papers.id, tenant_id=tenant.pk, actor="key:test") == 2
    assert count("memory_entry", "true") == 2
    assert count("memory_space", "collection = %(id)s", id=papers.id) == 0
    assert count("memory_space", "collection = %(id)s", id=kept.id) == 1
    with pytest.raises(UnknownCollection):
        get_collection(papers.id, tenant_id=tenant.pk)


def test_without_an_embedder_words_find_passages_and_vectors_come_later(
    tenant: Tenant, papers: CollectionView, texts: WordVectors
) -> None:
    texts.away = True
    document = enter(tenant, papers, NOTES).document
    assert read(texts, document) == "ready"
    assert "flax" in found(texts, papers, tenant, "flax")[0]
    assert count("memory_pending", "true") == 2
    texts.away = False
    make_missing(texts)
    assert count("memory_vector", "true") == 2
    assert found(texts, papers, tenant, "sails are made")[0] == passages(document.id)[1]


def test_a_stop_is_obeyed_between_two_steps_and_leaves_nothing(
    tenant: Tenant, papers: CollectionView, texts: WordVectors
) -> None:
    document = enter(tenant, papers, NOTES).document
    for after in (1, 2):
        with pytest.raises(Stopped, match="cancelled"):
            read(texts, document, Going(stop_after=after))
        assert (passages(document.id), again(document).state) == ([], "pending")
    going = Going()
    assert read(texts, document, going) == "ready"
    assert going.moved >= 3


def test_long_documents_are_embedded_in_groups(
    tenant: Tenant, papers: CollectionView, texts: WordVectors
) -> None:
    text = "".join(f"# Part {at}\n\nIt says {at} things.\n\n" for at in range(100))
    document = enter(tenant, papers, text).document
    assert read(texts, document) == "ready"
    assert (texts.asked, len(passages(document.id))) == (4, 100)
    assert count("memory_vector", "true") == 100


def test_other_tenants_see_nothing(
    tenant: Tenant, papers: CollectionView, texts: WordVectors
) -> None:
    document = enter(tenant, papers, NOTES).document
    read(texts, document)
    stranger = make_tenant()
    with pytest.raises(UnknownCollection):
        enter(stranger, papers, NOTES)
    with pytest.raises(UnknownCollection):
        get_collection(papers.id, tenant_id=stranger.pk)
    with pytest.raises(UnknownCollection):
        delete_collection(papers.id, tenant_id=stranger.pk, actor="key:test")
    with pytest.raises(UnknownDocument):
        delete_document(document.id, tenant_id=stranger.pk, actor="key:test")
    enter(stranger, collection(stranger), SHORTER)
    assert list_documents(tenant_id=stranger.pk, collection_id=papers.id) == []
    with pytest.raises(UnknownCollection):
        found(texts, papers, stranger, "flax")
    told = Reader(texts).ingest(
        document.id, 1, tenant_id=stranger.pk, stop=Going(), progress=Going().progress
    )
    assert told["outcome"] == "overtaken"


def test_the_task_is_stored_with_the_document(tenant: Tenant, papers: CollectionView) -> None:
    task = task_of(enter(tenant, papers, NOTES).document)
    assert (task.kind, task.queue_id, task.state) == ("ingest", "ingest", "queued")


def test_a_hit_has_its_neighbours_and_its_section(tenant: Tenant, texts: WordVectors) -> None:
    small = collection(tenant, passage_tokens=50)
    long = " ".join(f"Sentence {at} is about oak." for at in range(60))
    text = f"# Hulls\n\n{long}\n\n# Sails\n\nThey are made of flax.\n\n# Ropes\n\nOf hemp.\n"
    document = enter(tenant, small, text).document
    read(texts, document)
    searcher = DocumentSearcher(Searcher(QueryVectors(texts, timeout_s=5)))

    def ask(words: str, **more: object) -> Hit:
        query = Query(words, **more)  # type: ignore[arg-type]
        return searcher.search(query, collection_id=small.id, tenant_id=tenant.pk).hits[0]

    hit = ask("flax", neighbours=1)
    assert "flax" in hit.passage.text
    assert [len(hit.before), len(hit.after)] == [1, 1]
    assert "oak" in hit.before[0].text
    assert "hemp" in hit.after[0].text
    assert (hit.section, hit.document.id) == ("", document.id)
    whole = ask("sentence 30 oak", parent=True, mode="words")
    assert all(f"Sentence {at} is" in whole.section for at in range(60))
    assert "flax" not in whole.section
    last = ask("hemp", neighbours=3)
    assert last.after == []


def test_a_search_says_which_ways_it_went(
    tenant: Tenant, papers: CollectionView, texts: WordVectors
) -> None:
    read(texts, enter(tenant, papers, NOTES, metadata={"year": 1900}).document)
    searcher = DocumentSearcher(Searcher(QueryVectors(texts, timeout_s=5)))

    def ask(words: str, **more: object) -> Found:
        query = Query(words, **more)  # type: ignore[arg-type]
        return searcher.search(query, collection_id=papers.id, tenant_id=tenant.pk)

    assert ask("flax").searched_by == ["meaning", "words"]
    assert ask("flax", mode="words").searched_by == ["words"]
    assert ask("flax", mode="meaning").searched_by == ["meaning"]
    assert ask("flax", metadata={"year": 1901}).hits == []
    assert len(ask("flax", metadata={"year": 1900}, mode="words").hits) == 1
    assert ask("flax", sources=(make_tenant().pk,)).hits == []
    texts.away = True
    alone = ask("of oak")
    assert alone.searched_by == ["words"]
    assert "nobody embeds now" in alone.without


def test_a_collection_stays_as_long_as_it_is_used(tenant: Tenant, texts: WordVectors) -> None:
    brief = collection(tenant, expires_after_days=10)
    searcher = DocumentSearcher(Searcher(None))

    def later(days: int) -> None:
        past = "UPDATE documents_collection SET used_at = used_at - make_interval(days => %s)"
        assert sql.execute(past, [days])

    later(9)
    searcher.search(Query("a"), collection_id=brief.id, tenant_id=tenant.pk)
    later(9)
    enter(tenant, brief, NOTES)
    later(9)
    assert get_collection(brief.id, tenant_id=tenant.pk).documents == 1
    later(2)
    with pytest.raises(UnknownCollection):
        searcher.search(Query("a"), collection_id=brief.id, tenant_id=tenant.pk)
