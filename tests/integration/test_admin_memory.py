"""The admin's pages of memories: what they show, what can be done there, and what that costs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dashboard import memoryports
from dashboard.memorykeys import MemoryKey
from orchestration.access.records import AuditEntry, Tenant
from orchestration.memory.drafts import Draft
from orchestration.memory.embedders import forget
from orchestration.memory.owners import Owner
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.records.history import EntryLink, EntryVersion
from orchestration.memory.records.realm import Realm
from orchestration.memory.records.vector import EntryVector
from orchestration.memory.remembering import Memory
from tests.factories import make_tenant
from tests.memories import ADA, Made, WordVectors, entry_of, make_memory, remember
from tests.people import browser_of, staff, superuser

pytestmark = pytest.mark.django_db

LIST = "/admin/orchestration/memoryentry/"
SEARCH = "/admin/memory/search/"
YES = {"confirmed": "yes"}


@pytest.fixture
def browser() -> Client:
    return browser_of(superuser())


@pytest.fixture
def tenant() -> Tenant:
    return make_tenant("acme")


@pytest.fixture
def made(tenant: Tenant) -> Made:
    return make_memory(tenant)


def with_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let words be read here, in the place of a worker; without, no such model is enabled."""
    monkeypatch.setattr(memoryports, "texts", WordVectors)
    memoryports.searcher.cache_clear()


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    forget()
    yield
    memoryports.searcher.cache_clear()


def text_of(answer: Any) -> str:
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def address(uid: UUID, page: str = "change") -> str:
    entry = entry_of(uid)
    key = str(MemoryKey(entry.realm_id, uid))
    return reverse(f"admin:orchestration_memoryentry_{page}", args=[key])


def bulk(browser: Client, deed: str, *uids: UUID, at: str = LIST, **answers: Any) -> str:
    chosen = [entry_of(each).pk for each in uids]
    sent = {"action": deed, "_selected_action": chosen, "index": 0, **YES, **answers}
    return text_of(browser.post(at, sent, follow=True))


def test_a_page_tells_what_is_known_of_a_memory(browser: Client, made: Made) -> None:
    page = text_of(browser.get(address(made.window)))
    for part in ("sy-holds", "in the front of the plane", "ada@example.org", "Version 1",
                 "Ada likes window seats.", "says almost the same as", "0.910"):  # fmt: skip
        assert part in page, part
    other = text_of(browser.get(address(made.old_address)))
    assert "sy-superseded" in other
    assert "is superseded by" in other
    assert address(made.moved) in other
    assert "found by its words alone" in text_of(browser.get(address(made.pending)))
    assert "sums up" in text_of(browser.get(address(made.summary)))


def test_the_page_of_a_passage_leads_to_its_document(browser: Client, made: Made) -> None:
    passage = MemoryEntry.objects.filter(source=made.ready.pk).order_by("ordinal")[1]
    page = text_of(browser.get(address(passage.uid)))
    assert reverse("admin:orchestration_document_change", args=[made.ready.pk]) in page
    assert "passage 2" in page
    assert "do/delete" not in page


def test_a_page_keeps_its_address_when_the_memory_is_changed(browser: Client, made: Made) -> None:
    url, before = address(made.moved), entry_of(made.moved)
    sent = {"title": "", "text": "Ada lives in\r\nGhent.", "importance": "0.4", "tags": "b, a, b"}
    page = text_of(browser.post(address(made.moved, "do_edit"), {**sent, **YES}, follow=True))
    assert "1 memory entry changed" in page
    after = entry_of(made.moved)
    assert (after.text, after.importance, after.tags) == ("Ada lives in\nGhent.", 0.4, ["b", "a"])
    assert (after.pk != before.pk, after.version) == (True, 2)
    assert after.metadata == before.metadata
    assert "Korenmarkt 3" in text_of(browser.get(url))
    audited = AuditEntry.objects.get(subject_id=str(made.moved))
    assert (audited.action, audited.tenant_id) == ("change", after.realm.tenant_id)


def test_what_cannot_be_stored_is_refused_in_the_form(browser: Client, made: Made) -> None:
    old = entry_of(made.window)
    other = "On flights over six hours Ada wants an aisle seat."
    sent = {"title": "", "text": other, "importance": "0.5", "tags": ""}
    page = text_of(browser.post(address(made.window, "do_edit"), {**sent, **YES}))
    assert "says exactly this" in page
    sent["importance"] = "7"
    assert "less than or equal to 1" in text_of(
        browser.post(address(made.window, "do_edit"), {**sent, **YES})
    )
    assert entry_of(made.window).pk == old.pk


def test_expiry_is_set_and_taken_away(browser: Client, made: Made) -> None:
    late = (datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    browser.post(address(made.moved, "do_expire"), {"expires_at": late, **YES})
    assert entry_of(made.moved).expires_at is not None
    passed = {"expires_at": "2020-01-01T00:00", **YES}
    assert "has passed" in text_of(browser.post(address(made.moved, "do_expire"), passed))
    browser.post(address(made.moved, "do_expire"), {"expires_at": "", **YES})
    assert entry_of(made.moved).expires_at is None


def test_a_memory_is_superseded_by_another_of_its_tenant_only(browser: Client, made: Made) -> None:
    url = address(made.window, "do_supersede")
    stranger = remember(make_tenant("other"), "Ada likes boats.")
    for wrong in (uuid4(), made.window, stranger):
        page = text_of(browser.post(url, {"by": str(wrong), **YES}))
        assert "There is no memory" in page or "cannot supersede itself" in page
    assert entry_of(made.window).valid_until is None
    browser.post(url, {"by": str(made.moved), **YES})
    assert entry_of(made.window).valid_until is not None
    assert EntryLink.objects.filter(from_uid=made.moved, to_uid=made.window).exists()


def test_deleting_asks_first_and_takes_all_that_is_known(browser: Client, made: Made) -> None:
    url, number = address(made.window, "do_delete"), entry_of(made.window).pk
    assert "nobody can bring them back" in text_of(browser.get(url))
    assert MemoryEntry.objects.filter(pk=number).exists()
    browser.post(url, YES)
    assert not MemoryEntry.objects.filter(uid=made.window).exists()
    assert not EntryVersion.objects.filter(entry_uid=made.window).exists()
    assert not EntryLink.objects.filter(to_uid=made.window).exists()
    assert not EntryVector.objects.filter(entry_id=number).exists()
    assert AuditEntry.objects.get(subject_id=str(made.window)).action == "delete"


def test_several_are_weighed_tagged_untagged_and_let_expire(browser: Client, made: Made) -> None:
    both = made.moved, made.window
    assert "2 memories weighed anew" in bulk(browser, "weigh", *both, importance="0.2")
    assert [entry_of(each).importance for each in both] == [0.2, 0.2]
    bulk(browser, "tag", *both, tags="kept, flights")
    assert entry_of(made.moved).tags == ["address", "verified", "kept", "flights"]
    bulk(browser, "untag", *both, tags="flights, address")
    assert [entry_of(each).tags for each in both] == [["verified", "kept"], ["seats", "kept"]]
    bulk(browser, "expire_in", *both, days="2")
    left = entry_of(made.window).expires_at
    assert left is not None
    assert timedelta(days=1) < left - datetime.now(UTC) <= timedelta(days=2)
    bulk(browser, "delete", *both)
    assert not MemoryEntry.objects.filter(uid__in=both).exists()


def test_the_list_is_narrowed_by_what_people_know(
    browser: Client, tenant: Tenant, made: Made
) -> None:
    other = make_tenant("other")
    remember(other, "Boats leave at noon.", Owner(agent="harbour"))
    everything = text_of(browser.get(LIST))
    assert "Boats leave" in everything
    assert "premium economy" not in everything
    for query, there, gone in (
        ({"realm__tenant__id__exact": str(tenant.pk)}, "Korenmarkt", "Boats"),
        ({"agent": "harbour"}, "Boats", "Korenmarkt"),
        ({"user": "ada@example.org"}, "Korenmarkt", "Boats"),
        ({"session": "2026-11-20 evening"}, "breakfast", "Korenmarkt"),
        ({"type": "4"}, "premium economy", "Korenmarkt"),
        ({"type": "3"}, "rebook", "Korenmarkt"),
        ({"tag": "verified"}, "Korenmarkt", "rebook"),
        ({"state": "superseded"}, "rue des Lilas", "Korenmarkt"),
        ({"state": "holds"}, "Korenmarkt", "rue des Lilas"),
        ({"state": "missing"}, "passport", "Korenmarkt"),
        ({"space": str(entry_of(made.moved).space_id)}, "Korenmarkt", "breakfast"),
        ({"q": str(made.moved)}, "Korenmarkt", "rebook"),
        ({"q": str(MemoryKey(1, made.moved))}, "Korenmarkt", "rebook"),
    ):
        page = text_of(browser.get(LIST, query))
        assert there in page, query
        assert gone not in page, query


@pytest.mark.parametrize("query", [
    {"space": "no-number"}, {"task": "no-id"}, {"type": "9"}, {"state": "none"},
    {"tag": "a\x00b"}, {"realm__tenant__id__exact": "no-id"}, {"p": "older.x"},
], ids=str)  # fmt: skip
def test_nonsense_narrows_to_nothing_and_breaks_nothing(
    browser: Client, query: dict[str, str]
) -> None:
    assert browser.get(LIST, query, follow=True).status_code == 200


def test_a_list_costs_the_same_however_many_rows_it_shows(
    browser: Client, tenant: Tenant, made: Made
) -> None:
    browser.get(LIST)
    with CaptureQueriesContext(connection) as few:
        browser.get(LIST)
    drafts = [Draft(f"Fact {at}", owner=ADA) for at in range(60)]
    Memory(None).add_many(drafts, tenant_id=tenant.pk)
    with CaptureQueriesContext(connection) as many:
        assert "50 on this page" in text_of(browser.get(LIST))
    assert len(many) <= len(few)
    assert not [each for each in many if "COUNT(*)" in each["sql"] and "memory_" in each["sql"]]


def test_a_page_costs_the_same_however_much_is_stored(browser: Client, made: Made) -> None:
    url = address(made.window)
    with CaptureQueriesContext(connection) as queries:
        browser.get(url)
    assert len(queries) <= 20


def asked(tenant: Tenant, question: str, **others: str) -> dict[str, str]:
    return {"tenant": str(tenant.pk), "question": question, **others}


def test_a_search_says_why_without_anybody_who_makes_vectors(
    browser: Client, tenant: Tenant, made: Made
) -> None:
    page = text_of(browser.get(SEARCH, asked(tenant, "Which seat does Ada want?")))
    assert "Not searched by meaning" in page
    assert "searched by words" in page
    assert "has want, seat, ada" in page
    assert address(made.window) in page


def test_a_search_by_meaning_shows_similarities_neighbours_and_times(
    browser: Client, tenant: Tenant, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_vectors(monkeypatch)
    page = text_of(browser.get(SEARCH, asked(tenant, "Ada, is breakfast included in Bruges?")))
    for part in ("searched by meaning and words", "Meaning <span", "stands beside",
                 "said by whoever the question", "Where the time went", "embedding"):  # fmt: skip
        assert part in page, part
    assert "Not searched by meaning" not in page
    alone = text_of(browser.get(SEARCH, asked(tenant, "breakfast", mode="words", limit="1")))
    assert "1 hit <" in alone
    assert "Meaning <span" not in alone


def test_a_search_is_narrowed_and_reaches_documents_when_they_are_named(
    browser: Client, tenant: Tenant, made: Made
) -> None:
    found = text_of(browser.get(SEARCH, asked(tenant, "flights", collections="handbook")))
    assert "premium economy" in found
    assert "aisle seat" not in found
    found = text_of(browser.get(SEARCH, asked(tenant, "flight", types="procedural")))
    assert "rebook" in found
    assert "aisle seat" not in found
    found = text_of(browser.get(SEARCH, asked(tenant, "flight", agents="nobody")))
    assert "Nothing fits" in found
    page = text_of(browser.get(SEARCH, asked(tenant, "flight", collections="none")))
    assert "There is no collection none" in page


def test_a_search_finds_nothing_of_another_tenant(browser: Client, made: Made) -> None:
    other = make_tenant("other")
    assert "stored nothing yet" in text_of(browser.get(SEARCH, asked(other, "Ada flight")))
    remember(other, "Boats leave at noon.")
    page = text_of(browser.get(SEARCH, asked(other, "Where does Ada live, in Ghent?")))
    assert "Nothing fits" in page
    assert "rue des Lilas" not in page


@pytest.mark.parametrize("nobody", ["default", "", str(uuid4())])
def test_a_search_in_a_tenant_that_is_none_says_so(browser: Client, nobody: str) -> None:
    answer = browser.get(SEARCH, {"tenant": nobody, "question": "flight"})
    assert answer.status_code == 200
    assert answer.context["form"].errors["tenant"]


def test_hits_are_chosen_for_the_same_deeds(browser: Client, tenant: Tenant, made: Made) -> None:
    here = f"{SEARCH}?tenant={tenant.pk}&question=flight"
    bulk(browser, "weigh", made.window, at=here, importance="0.1")
    assert entry_of(made.window).importance == 0.1
    passage = MemoryEntry.objects.filter(source=made.ready.pk)[0]
    assert "Choose what to do" in bulk(browser, "delete", passage.uid, at=here)
    assert "Choose what to do" in bulk(browser, "edit", made.window, at=here)
    assert MemoryEntry.objects.filter(pk=passage.pk).exists()


def test_settings_are_changed_with_an_audit_entry(browser: Client, made: Made) -> None:
    realm = Realm.objects.get()
    url = reverse("admin:orchestration_realm_do_edit", args=[realm.pk])
    sent = {"language": "french", "nearness": "link", "near_similarity": "0.9", "summary_model": "",
            "summary_after": "9", "summary_age_hours": "2", **YES}  # fmt: skip
    browser.post(url, sent)
    realm.refresh_from_db()
    assert (realm.language, realm.nearness, realm.summary_after) == ("french", "link", 9)
    assert AuditEntry.objects.get(subject_type="memory settings").detail["nearness"] == "link"
    page = text_of(browser.post(url, {**sent, "near_similarity": "0.2"}))
    assert "greater than or equal to 0.5" in page


def test_a_tenants_memory_tells_how_far_a_change_of_embedders_is(
    browser: Client, tenant: Tenant, made: Made
) -> None:
    from orchestration.memory.reembedding import begin

    realm = Realm.objects.get()
    url = reverse("admin:orchestration_realm_change", args=[realm.pk])
    assert "2 entries without a vector" in text_of(browser.get(url))
    begin("better@2", tenant_id=tenant.pk, actor="me")
    page = text_of(browser.get(url))
    assert "Changing over to better" in page
    assert "<strong>17</strong> vectors" in page


@pytest.mark.parametrize("page", [LIST, SEARCH, f"{LIST}1.{uuid4()}/change/"])
def test_others_see_no_memory(page: str) -> None:
    assert browser_of(staff()).get(page).status_code == 302
    assert browser_of().get(page).status_code == 302


def test_others_delete_no_memory(made: Made) -> None:
    for person in (staff(), None):
        browser_of(person).post(address(made.moved, "do_delete"), YES)
        browser_of(person).post(SEARCH, {"action": "delete", **YES})
    assert MemoryEntry.objects.filter(uid=made.moved).exists()
