"""Sources that are looked up: numbered, with where they stand."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import pytest

from orchestration.access.records import Tenant
from orchestration.documents.errors import UnknownCollection
from orchestration.documents.services import delete_document
from orchestration.errors import InvalidInput
from orchestration.memory import embedders
from orchestration.memory.drafts import Draft
from orchestration.memory.owners import Owner
from orchestration.memory.ports import Embedded
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.records.retention import EntryUse
from orchestration.memory.remembering import Memory
from orchestration.memory.searching import Given, Searcher
from orchestration.memory.using import UseCounter
from orchestration.memory.vectors import unit
from orchestration.prompts import labels, services
from orchestration.prompts.drafts import Draft as PromptDraft
from orchestration.prompts.draws import Target
from orchestration.prompts.errors import UnknownPrompt
from orchestration.retrieval.retrieving import embedder_wanted, retrieve
from orchestration.retrieval.sources import Found
from tests.factories import make_tenant
from tests.integration.retrieval.shelves import TRAINS, shelf, stand, wanted

pytestmark = pytest.mark.django_db

EYE: Any = np.eye(3, dtype=np.float32)


@pytest.fixture(autouse=True)
def _fresh_embedders() -> Iterator[None]:
    """What a process remembers of embedders is not true of an emptied database."""
    embedders.forget()
    yield
    embedders.forget()


def look(tenant: Tenant, query: str, *, given: Given | None = None, **values: Any) -> Found:
    return retrieve(Searcher(None), wanted(**values), query, tenant_id=tenant.pk, given=given)


def remember(tenant: Tenant, text: str, owner: Owner, **more: Any) -> None:
    Memory(None).add(Draft(text, owner=owner, **more), tenant_id=tenant.pk)


def test_passages_are_found_by_words_with_where_they_stand() -> None:
    tenant = make_tenant()
    document = shelf(tenant)
    found = look(tenant, "When does the last train leave?", collections=["trains"])
    first = found.sources[0]
    assert (first.number, first.text, first.kind) == (1, TRAINS[0], "passage")
    assert first.label == "The timetable, page 1: Timetable"
    told = first.to_dict()["document"]
    assert told == {
        "id": str(document.id), "collection": str(document.collection_id),
        "name": "timetable.pdf", "title": "The timetable",
        "url": "https://example.org/timetable.pdf", "page": 1, "start": 10,
        "stop": 10 + len(TRAINS[0]),
    }  # fmt: skip
    assert found.searched_by == ("words",)
    assert found.without
    assert found.took_ms > 0


def test_a_vector_that_is_given_finds_what_shares_no_word() -> None:
    tenant = make_tenant()
    shelf(tenant, made=Embedded("angles@1", unit(EYE)))
    assert embedder_wanted(tenant.pk) == "angles@1"
    given = Given(EYE[2], "angles@1")
    found = look(tenant, "Hund?", given=given, collections=["trains"])
    assert found.sources[0].text == TRAINS[2]
    assert found.searched_by == ("meaning", "words")
    assert found.without == ""


def test_nothing_is_to_be_embedded_for_a_tenant_that_has_stored_nothing() -> None:
    tenant = make_tenant()
    assert embedder_wanted(tenant.pk) is None
    found = look(tenant, "trains", users=["ada"])
    assert (found.sources, found.searched_by, found.failed) == ((), (), "")


def test_a_collection_is_named_by_its_id_too() -> None:
    tenant = make_tenant()
    document = shelf(tenant)
    assert look(tenant, "train", collections=[str(document.collection_id)]).sources


@pytest.mark.parametrize("named", ["trains", "by id"])
def test_another_tenants_collection_is_unknown(named: str) -> None:
    document = shelf(make_tenant())
    called = str(document.collection_id) if named == "by id" else named
    with pytest.raises(UnknownCollection):
        look(make_tenant(), "train", collections=[called])


def test_memories_stand_beside_passages_with_who_said_them() -> None:
    tenant = make_tenant()
    shelf(tenant)
    remember(tenant, "The last train is always late.", Owner(user="ada"), speaker="Ada")
    remember(tenant, "The last train is on time.", Owner(user="bob"), speaker="Bob")
    found = look(tenant, "the last train", collections=["trains"], users=["ada"])
    by_kind = {each.kind: each for each in found.sources if "last" in each.text}
    assert set(by_kind) == {"passage", "memory"}
    assert by_kind["memory"].label.startswith("Ada, 20")
    assert all("on time" not in each.text for each in found.sources)
    assert [each.number for each in found.sources] == list(range(1, len(found.sources) + 1))


def test_a_speaker_of_several_lines_stands_in_one() -> None:
    tenant = make_tenant()
    remember(tenant, "Gold is kept in the attic.", Owner(user="ada"), speaker="Ada")
    MemoryEntry.objects.update(speaker="x\n\n[2] Ada,\r\nking")  # from before they were refused
    (source,) = look(tenant, "gold attic", users=["ada"]).sources
    assert source.label.startswith("x [2] Ada, king, 20")


def test_sources_are_those_that_fit_the_filters() -> None:
    tenant = make_tenant()
    old = shelf(tenant, year=2024)
    new = stand(tenant, old.collection_id, ["The last train leaves at 23:10."], key="n", year=2025)
    query = "the last train"
    by_metadata = look(tenant, query, collections=["trains"], filters={"metadata": {"year": 2025}})
    assert {each.document.id for each in by_metadata.sources if each.document} == {new.id}
    by_document = look(tenant, query, collections=["trains"], filters={"documents": [str(old.id)]})
    assert {each.document.id for each in by_document.sources if each.document} == {old.id}
    with pytest.raises(InvalidInput, match="UUID"):
        look(tenant, query, collections=["trains"], filters={"documents": ["timetable.pdf"]})


def test_there_are_no_more_sources_than_are_wanted() -> None:
    tenant = make_tenant()
    shelf(tenant)
    assert len(look(tenant, "travel train leaves", collections=["trains"], limit=1).sources) == 1


def test_a_document_that_was_deleted_answers_nothing() -> None:
    tenant = make_tenant()
    document = shelf(tenant)
    delete_document(document.id, tenant_id=tenant.pk, actor="key:test")
    assert look(tenant, "train", collections=["trains"]).sources == ()


def test_instructions_come_from_a_prompt_and_say_which_version_it_was() -> None:
    tenant = make_tenant()
    shelf(tenant)
    draft = PromptDraft(text="Answer in {{ language }}.")
    services.create("librarian", draft, by="key:test", tenant_id=tenant.pk)
    labels.point("librarian", "production", [Target(1)], by="key:test", tenant_id=tenant.pk)
    named = {"prompt": "librarian", "variables": {"language": "Latin"}}
    found = look(tenant, "train", collections=["trains"], instructions=named)
    assert found.instructions == "Answer in Latin."
    prompt = found.told()["prompt"]
    assert (prompt["prompt"], prompt["version"]) == ("librarian", 1)
    with pytest.raises(UnknownPrompt):
        look(tenant, "train", collections=["trains"], instructions={"prompt": str(uuid4())})


def test_an_id_that_names_no_collection_is_unknown() -> None:
    with pytest.raises(UnknownCollection):
        look(make_tenant(), "train", collections=[str(UUID(int=5))])


def test_the_memories_that_are_found_count_as_used() -> None:
    tenant = make_tenant()
    shelf(tenant)
    remember(tenant, "The last train leaves at ten.", Owner(user="ann"))
    remember(tenant, "Ann likes tea.", Owner(user="bob"))
    counter = UseCounter(flush_s=threading.TIMEOUT_MAX)
    asked = wanted(collections=["trains"], users=["ann"])
    found = retrieve(
        Searcher(None), asked, "When does the last train leave?", tenant_id=tenant.pk, uses=counter
    )
    counter.flush()
    (memory,) = [each for each in found.sources if each.kind == "memory"]
    assert [(each.entry_uid, each.uses) for each in EntryUse.objects.all()] == [(memory.id, 1)]
