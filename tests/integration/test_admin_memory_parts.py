"""The admin's pages of what tenants forget, of blocks, collections and documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from orchestration.access.records import AuditEntry, Tenant
from orchestration.documents.records import Collection, Document
from orchestration.memory.embedders import forget
from orchestration.memory.records.block import BlockAttachment, MemoryBlock
from orchestration.memory.records.consolidation import Consolidation
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.records.retention import RetentionRule
from tasks.models import Task
from tests.factories import ensure_queues, make_tenant
from tests.memories import Made, make_memory
from tests.people import browser_of, staff, superuser

pytestmark = pytest.mark.django_db

YES = {"confirmed": "yes"}


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.fixture
def browser() -> Client:
    return browser_of(superuser())


@pytest.fixture
def tenant() -> Tenant:
    ensure_queues()
    return make_tenant("acme")


@pytest.fixture
def made(tenant: Tenant) -> Made:
    return make_memory(tenant)


def text_of(answer: Any) -> str:
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def address(row: Model, page: str = "change") -> str:
    return reverse(f"admin:orchestration_{row._meta.model_name}_{page}", args=[row.pk])


def audited(subject: str) -> list[str]:
    rows = AuditEntry.objects.filter(subject_type=subject).order_by("pk")
    return list(rows.values_list("action", flat=True))


def test_a_rule_is_added_tried_out_enabled_changed_and_deleted(
    browser: Client, tenant: Tenant, made: Made
) -> None:
    sent = {"tenant": str(tenant.pk), "type": "1", "max_entries": "1", "kept_importance": "0.8"}
    page = text_of(browser.post("/admin/orchestration/retentionrule/add/", sent, follow=True))
    assert "Forget semantic memories beyond 1 of one owner" in page
    rule = RetentionRule.objects.get(type=1)
    assert "was not tried out" in text_of(browser.post(address(rule, "do_enable"), follow=True))

    stored = MemoryEntry.objects.count()
    page = text_of(browser.post(address(rule, "do_try")))
    assert "would go now" in page
    assert "beyond the number of one owner" in page
    assert "rue des Lilas" in page
    assert MemoryEntry.objects.count() == stored
    assert "enabled" in text_of(browser.post(address(rule, "do_enable"), follow=True))
    rule.refresh_from_db()
    assert rule.enabled

    bounds = {"max_age_days": "3", "kept_importance": "1", **YES}
    browser.post(address(rule, "do_edit"), bounds)
    rule.refresh_from_db()
    assert (rule.enabled, rule.max_age_days, rule.max_entries) == (False, 3, None)
    wrong = {**bounds, "half_life_days": "9"}
    assert "belong together" in text_of(browser.post(address(rule, "do_edit"), wrong))
    browser.post(address(rule, "do_delete"), YES)
    assert not RetentionRule.objects.filter(pk=rule.pk).exists()
    assert audited("retention rule")[1:] == ["add", "enable", "change", "delete"]


def test_a_rule_that_is_switched_off_must_be_enabled_anew(browser: Client, made: Made) -> None:
    rule = RetentionRule.objects.get()
    browser.post(address(rule, "do_enable"))
    browser.post(address(rule, "do_disable"), YES)
    rule.refresh_from_db()
    assert not rule.enabled
    assert audited("retention rule")[-2:] == ["enable", "disable"]


def test_a_block_is_added_changed_shared_and_deleted(browser: Client, tenant: Tenant) -> None:
    sent = {"tenant": str(tenant.pk), "name": "human", "text": "Ada.", "limit": "10"}
    add = "/admin/orchestration/memoryblock/add/"
    assert "was added" in text_of(browser.post(add, sent, follow=True))
    assert "already" in text_of(browser.post(add, sent))
    block = MemoryBlock.objects.get()
    edit = {"text": "two\r\nlines", "limit": "9", "version": "1", **YES}
    browser.post(address(block, "do_edit"), edit)
    block.refresh_from_db()
    assert (block.text, block.limit, block.version) == ("two\nlines", 9, 2)
    assert "has version 2, not 1" in text_of(browser.post(address(block, "do_edit"), edit))
    long = {**edit, "text": "x" * 11, "version": "2"}
    assert "the block takes 9" in text_of(browser.post(address(block, "do_edit"), long))
    browser.post(address(block, "do_attach"), {"agent": "ann", **YES})
    assert "ann" in text_of(browser.get(address(block)))
    browser.post(address(block, "do_detach"), {"agent": "ann", **YES})
    assert not BlockAttachment.objects.exists()
    browser.post(address(block, "do_delete"), YES)
    assert audited("memory block") == ["add", "change", "attach", "detach", "delete"]


def test_a_document_tells_what_was_wrong_and_is_read_again(browser: Client, made: Made) -> None:
    page = text_of(browser.get(address(made.failed)))
    assert "sy-failed" in page
    assert "Recognise its text first" in page
    done = text_of(browser.post(address(made.failed, "do_again"), YES, follow=True))
    assert "sy-reading" in done
    document = Document.objects.get(pk=made.failed.pk)
    assert (document.state, document.generation, document.error) == ("pending", 2, None)
    assert document.task_id is not None
    task = Task.objects.get(pk=document.task_id)
    assert task.kind == "ingest"
    assert str(document.task_id) in done
    assert audited("document") == ["ingest"]


def test_a_document_shows_its_passages_with_their_places(browser: Client, made: Made) -> None:
    page = text_of(browser.get(address(made.ready)))
    for part in ("sy-ready", "Travel policy &gt; Flights", "page 2, characters", "premium economy"):
        assert part in page, part
    rest = text_of(browser.get(address(made.ready), {"passage": "2"}))
    assert "premium economy" in rest
    assert "books through the concierge" not in rest
    for nonsense in ("-1", "x", "9" * 30):
        assert browser.get(address(made.ready), {"passage": nonsense}).status_code == 200


def test_a_deleted_document_takes_its_passages_along(browser: Client, made: Made) -> None:
    browser.post(address(made.ready, "do_delete"), YES)
    assert not Document.objects.filter(pk=made.ready.pk).exists()
    assert not MemoryEntry.objects.filter(source=made.ready.pk).exists()


def test_a_collection_counts_its_documents_is_changed_and_deleted(
    browser: Client, made: Made
) -> None:
    row = Collection.objects.get()
    page = text_of(browser.get(address(row)))
    assert "Documents</span><strong>2</strong>" in page
    assert "Failed</span><strong>1</strong>" in page
    edit = {"name": "rules", "description": "", "passage_tokens": "300", "expires_after_days": ""}
    browser.post(address(row, "do_edit"), {**edit, **YES})
    row.refresh_from_db()
    assert (row.name, row.passage_tokens) == ("rules", 300)
    assert "with 2 documents" in text_of(browser.post(address(row, "do_delete"), YES, follow=True))
    assert not Collection.objects.exists()
    assert not MemoryEntry.objects.filter(type=4).exists()
    assert audited("collection") == ["change", "delete"]


def test_documents_are_narrowed_by_collection_and_state(browser: Client, made: Made) -> None:
    here = "/admin/orchestration/document/"
    own = {"collection": str(made.ready.collection_id), "state": "failed"}
    page = text_of(browser.get(here, own))
    assert "scan-0412" in page
    assert "travel-policy" not in page
    assert "travel-policy" not in text_of(browser.get(here, {"collection": "no-id"}))


def test_a_summary_leads_to_what_it_sums_up(browser: Client, made: Made) -> None:
    done = Consolidation.objects.get(state="done")
    page = text_of(browser.get(address(done)))
    assert str(made.summary) in page
    assert "Is breakfast included?" in page
    failed = Consolidation.objects.get(state="failed")
    assert "The model could not answer" in text_of(browser.get(address(failed)))
    found = browser.get("/admin/orchestration/consolidation/", {"q": str(done.entries[0])})
    assert "1 on this page" in text_of(found)


def test_a_summary_that_was_given_up_says_so_and_is_asked_for_again(
    browser: Client, made: Made
) -> None:
    row = Consolidation.objects.get(state="failed")
    assert "asked for again" in text_of(browser.get(address(row)))
    Consolidation.objects.filter(pk=row.pk).update(not_before=None, tries=10)
    assert "given up" in text_of(browser.get("/admin/orchestration/consolidation/"))
    page = text_of(browser.get(address(row)))
    assert "failed 10 times" in page
    assert "Ask again" in page
    assert "was given up" in page
    browser.post(address(row, "do_retry"))
    row.refresh_from_db()
    assert (row.tries, row.given_up) == (0, False)
    assert audited("memory summary") == ["retry"]
    done = Consolidation.objects.get(state="done")
    assert "Ask again" not in text_of(browser.get(address(done)))
    browser.post(address(done, "do_retry"))
    assert audited("memory summary") == ["retry"]


def test_others_change_nothing(made: Made) -> None:
    rule, document = RetentionRule.objects.get(), made.ready
    for person in (staff(), None):
        browser_of(person).post(address(rule, "do_try"))
        browser_of(person).post(address(rule, "do_enable"), YES)
        browser_of(person).post(address(document, "do_delete"), YES)
    assert not RetentionRule.objects.get().enabled
    assert Document.objects.filter(pk=document.pk).exists()
