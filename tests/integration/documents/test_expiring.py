"""Collections that nobody uses any more go with their documents."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from orchestration import sql as orchestration_sql
from orchestration.access.records import AuditEntry, Tenant
from orchestration.documents import pruning
from orchestration.documents.entering import Original
from orchestration.documents.records import Collection, Document, PassagePlace
from orchestration.documents.stores import change_store
from orchestration.documents.views import DocumentView
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.searching import Searcher
from orchestration.retrieval.retrieving import retrieve
from tasks import sql
from tasks.services.ingesting import take_in
from tasks.services.pruning import prune
from tests.factories import make_tenant, submitter_of
from tests.integration.retrieval.shelves import shelf, wanted

pytestmark = pytest.mark.django_db


@pytest.fixture
def tenant() -> Tenant:
    return make_tenant()


def used(document: DocumentView, *, days_ago: int, expires_after: int | None = None) -> UUID:
    """Let a document's collection have been used so long ago; return its id."""
    sql.execute(
        """UPDATE documents_collection SET used_at = now() - make_interval(days => %s),
                  expires_after_days = %s WHERE id = %s""",
        [days_ago, expires_after, document.collection_id],
    )
    return document.collection_id


def left() -> set[UUID]:
    return set(Collection.objects.values_list("pk", flat=True))


def test_what_has_expired_goes_with_documents_and_passages(tenant: Tenant) -> None:
    kept = used(shelf(tenant, name="kept"), days_ago=1, expires_after=2)
    gone = used(shelf(tenant, name="gone"), days_ago=3, expires_after=2)
    assert prune()["collections"] == 1
    assert left() == {kept}
    assert set(Document.objects.values_list("collection_id", flat=True)) == {kept}
    assert PassagePlace.objects.count() == MemoryEntry.objects.count() == 3
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action, entry.subject_id) == ("retention", "expire", str(gone))
    assert entry.detail == {"name": "gone", "documents": 1}


def test_what_never_expires_stays_however_old_it_is(tenant: Tenant) -> None:
    kept = used(shelf(tenant), days_ago=5000)
    assert pruning.prune() == {"collections": 0}
    assert left() == {kept}


def test_one_that_may_live_longer_by_now_stays(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = used(shelf(tenant), days_ago=3, expires_after=2)
    fetch = orchestration_sql.fetch

    def then_it_lives_longer(query: str, params: Any = None) -> list[orchestration_sql.Row]:
        found = fetch(query, params)
        change_store(kept, tenant_id=tenant.pk, expires_after_days=30)
        return found

    monkeypatch.setattr(orchestration_sql, "fetch", then_it_lives_longer)
    assert pruning.prune() == {"collections": 0}
    assert left() == {kept}


def test_answering_from_a_collection_is_using_it(tenant: Tenant) -> None:
    kept = used(shelf(tenant), days_ago=1, expires_after=2)
    retrieve(Searcher(None), wanted(collections=["trains"]), "train?", tenant_id=tenant.pk)
    assert not used_before_today(kept)


def test_adding_to_a_collection_is_using_it(tenant: Tenant) -> None:
    kept = used(shelf(tenant), days_ago=1, expires_after=2)
    original = Original("a.md", "a.md", url="https://example.org/a.md")
    take_in(original, collection_id=kept, by=submitter_of(tenant))
    assert not used_before_today(kept)


def used_before_today(collection_id: UUID) -> bool:
    query = "SELECT used_at < now() - interval '1 hour' FROM documents_collection WHERE id = %s"
    return bool(sql.fetch(query, [collection_id])[0][0])
