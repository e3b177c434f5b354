"""Vector stores with the official client, unmodified, against a whole Switchyard: gateway,
dispatcher, workers that embed and that read documents, Postgres, Redis."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

import httpx
import openai
import pytest
from openai import AsyncOpenAI, OpenAI
from openai.types import VectorStore
from pytest_django.plugin import DjangoDbBlocker

from orchestration.access.records import Tenant
from orchestration.documents.records import Collection, Document
from orchestration.registry import services as registry
from orchestration.registry.bundled import MINILM, TINY_RANDOM
from orchestration.registry.records import ModelRecord
from tasks.services import queues
from tests.chaos.cluster import Clocks, Cluster
from tests.chaos.members import dispatcher, worker
from tests.factories import make_key, make_tenant
from tests.gateways import GatewayProcess
from tests.patience import until
from tests.systems import addresses, whole
from tests.unit.encoders import MEAN, bert_spec

pytestmark = [pytest.mark.native, pytest.mark.slow, pytest.mark.timeout(240)]

_CLOCKS: Final = Clocks(lease_s=6.0, heartbeat_s=2.0, claim_s=5.0, leader_s=3.0)
LATHE: Final = """# The lathe

## Oiling

The lathe in the workshop is oiled with bluestone oil every second Monday.

## Who may use it

Only Ingrid and Tarek may use the lathe.
"""
KETTLE: Final = """# The kettle

The kettle in the kitchen is descaled with vinegar on the first Friday of a month.
"""
WINDOW: Final = """# The window

The window of the workshop is cleaned by nobody.
"""
OF_LATHE: Final = {"room": "workshop", "year": 2024}
OF_KETTLE: Final = {"room": "kitchen", "year": 2026}


@pytest.fixture(scope="module")
def system(django_db_blocker: DjangoDbBlocker) -> Iterator[Cluster]:
    roles = (dispatcher("dispatcher-0"), worker("cpu-0", 8), worker("ingest-0", 2))
    env = {"INFERENCE__THREADS": "1"}
    with django_db_blocker.unblock(), whole(roles, _CLOCKS, env, patience_s=60.0) as cluster:
        registry.register(TINY_RANDOM, default=True)
        spec = replace(bert_spec(cluster.folder / "e.gguf", MEAN), name=MINILM.name)
        registry.register(spec, default=True)
        cluster.until_ready()
        yield cluster


@pytest.fixture(scope="module")
def gateway(system: Cluster) -> Iterator[GatewayProcess]:
    with GatewayProcess(addresses(system)) as process:
        yield process


def key_of(system: Cluster) -> str:
    return make_key(Tenant.objects.get(pk=system.submitter.tenant_id))[1]


@pytest.fixture
def client(gateway: GatewayProcess, system: Cluster) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{gateway.url}/v1", api_key=key_of(system), timeout=60) as made:
        yield made


def uploaded(client: OpenAI, name: str, text: str) -> str:
    """Upload a file; return its id."""
    return client.files.create(file=(name, text.encode()), purpose="assistants").id


@pytest.fixture
def workshop(client: OpenAI, system: Cluster) -> VectorStore:
    """Return a store with three files that were read."""
    store = client.vector_stores.create(name="workshop")
    files: list[Any] = [
        {"file_id": uploaded(client, "lathe.md", LATHE), "attributes": OF_LATHE},
        {"file_id": uploaded(client, "kettle.md", KETTLE), "attributes": OF_KETTLE},
        {"file_id": uploaded(client, "window.md", WINDOW)},
    ]
    client.vector_stores.file_batches.create(store.id, files=files)
    look = partial(client.vector_stores.retrieve, store.id)
    system.until(lambda: look().status == "completed", "all files to be read")
    return look()


def names(found: Any) -> list[str]:
    """Return the names of the files that were found, each once."""
    return list(dict.fromkeys(each.filename for each in found))


def test_a_store_is_made_changed_listed_and_deleted(client: OpenAI) -> None:
    made = client.vector_stores.create(
        name="notes", description="All of them", metadata={"team": "north"},
        expires_after={"anchor": "last_active_at", "days": 7},
    )  # fmt: skip
    assert (made.object, made.name, made.status) == ("vector_store", "notes", "completed")
    assert made.metadata == {"team": "north"}
    assert made.expires_after is not None
    assert made.last_active_at is not None
    assert made.expires_at == made.last_active_at + 7 * 86_400
    assert client.vector_stores.retrieve(made.id) == made
    same_name = client.vector_stores.create(name="notes")
    assert same_name.id != made.id

    changed = client.vector_stores.update(made.id, name="papers", expires_after=None)
    assert (changed.name, changed.expires_after) == ("papers", None)
    assert changed.metadata == {"team": "north"}
    assert client.vector_stores.update(made.id, metadata={}).metadata == {}

    more = [client.vector_stores.create().id for _ in range(3)]
    page = client.vector_stores.list(limit=2)
    assert [each.id for each in page.data] == more[:0:-1]
    assert [each.id for each in page][:5] == [*more[::-1], same_name.id, made.id]
    upwards = client.vector_stores.list(order="asc", after=more[0])
    assert [each.id for each in upwards.data] == more[1:]
    before = client.vector_stores.list(before=same_name.id, limit=2)
    assert [each.id for each in before.data] == [more[1], more[0]]

    assert client.vector_stores.delete(made.id).deleted
    for call in (client.vector_stores.retrieve, client.vector_stores.delete):
        with pytest.raises(openai.NotFoundError, match=made.id):
            call(made.id)


def test_files_are_read_and_found_by_what_they_say(client: OpenAI, workshop: VectorStore) -> None:
    assert workshop.file_counts.total == workshop.file_counts.completed == 3
    assert workshop.usage_bytes == sum(len(each) for each in (LATHE, KETTLE, WINDOW))
    found = client.vector_stores.search(workshop.id, query="What is the lathe oiled with?")
    best = found.data[0]
    assert best.filename == "lathe.md"
    assert "bluestone" in best.content[0].text
    assert best.attributes == OF_LATHE
    assert 0 < best.score <= 1
    scores = [each.score for each in found.data]
    assert scores == sorted(scores, reverse=True)
    assert found.model_extra is not None
    assert found.model_extra["notes"] == []  # nothing was left out: it was found by meaning, too
    assert len(client.vector_stores.search(workshop.id, query="lathe", max_num_results=1).data) == 1


def test_several_questions_are_answered_together(client: OpenAI, workshop: VectorStore) -> None:
    found = client.vector_stores.search(
        workshop.id, query=["bluestone oil", "vinegar in the kitchen"], max_num_results=2
    )
    assert set(names(found.data)) == {"lathe.md", "kettle.md"}


FILTERS: Final[list[tuple[Any, set[str]]]] = [
    ({"type": "eq", "key": "room", "value": "kitchen"}, {"kettle.md"}),
    ({"type": "ne", "key": "room", "value": "kitchen"}, {"lathe.md", "window.md"}),
    ({"type": "gt", "key": "year", "value": 2024}, {"kettle.md"}),
    ({"type": "gte", "key": "year", "value": 2024}, {"kettle.md", "lathe.md"}),
    ({"type": "lt", "key": "year", "value": 2024.5}, {"lathe.md"}),
    ({"type": "lte", "key": "year", "value": 2023}, set()),
    ({"type": "gt", "key": "room", "value": "m"}, {"lathe.md"}),
    ({"type": "in", "key": "room", "value": ["kitchen", "cellar"]}, {"kettle.md"}),
    ({"type": "nin", "key": "year", "value": [2024]}, {"kettle.md", "window.md"}),
    ({"type": "or", "filters": [
        {"type": "eq", "key": "year", "value": 2024},
        {"type": "and", "filters": [
            {"type": "eq", "key": "room", "value": "kitchen"},
            {"type": "gt", "key": "year", "value": 2030}]}]}, {"lathe.md"}),
    ({"type": "eq", "key": "room' OR true --", "value": "x"}, set()),
    ({"type": "eq", "key": "room", "value": "x'); DROP TABLE documents_document; --"}, set()),
]  # fmt: skip


def test_results_are_filtered_by_attributes(client: OpenAI, workshop: VectorStore) -> None:
    for filters, expected in FILTERS:
        found = client.vector_stores.search(
            workshop.id, query="the workshop, the kitchen, the lathe and the kettle",
            filters=filters, max_num_results=50,
        )  # fmt: skip
        assert set(names(found.data)) == expected, filters


def test_what_is_no_search_is_refused_by_the_clients_own_error(
    client: OpenAI, workshop: VectorStore
) -> None:
    bad: list[tuple[dict[str, Any], str]] = [
        ({"filters": {"type": "like", "key": "a", "value": "b"}}, "filters.type"),
        ({"filters": {"type": "and", "filters": []}}, "filters.filters"),
        ({"filters": {"type": "gt", "key": "a", "value": True}}, "filters.value"),
        ({"max_num_results": 51}, "max_num_results"),
        ({"ranking_options": {"score_threshold": 2}}, "ranking_options.score_threshold"),
        ({"query": []}, "query"),
    ]
    for fields, param in bad:
        asked: dict[str, Any] = {"query": "lathe", **fields}
        with pytest.raises(openai.BadRequestError) as caught:
            client.vector_stores.search(workshop.id, **asked)
        assert caught.value.param == param


def test_weak_results_are_left_out_and_what_was_ignored_is_said(
    client: OpenAI, workshop: VectorStore
) -> None:
    options: Any = {"ranker": "default-2024-11-15", "score_threshold": 0.0}
    search = partial(client.vector_stores.search, workshop.id, query="oil of the lathe")
    every = search(ranking_options=options, rewrite_query=True)
    assert every.model_extra is not None
    assert len(every.model_extra["notes"]) == 2
    threshold = every.data[0].score
    best = search(ranking_options={"score_threshold": threshold - 1e-9})
    assert 1 <= len(best.data) < len(every.data)


def test_a_files_attributes_change_without_reading_it_anew(
    client: OpenAI, workshop: VectorStore
) -> None:
    files = client.vector_stores.files
    lathe = next(each for each in files.list(workshop.id) if each.attributes == OF_LATHE)
    changed = files.update(lathe.id, vector_store_id=workshop.id, attributes={"room": "cellar"})
    assert (changed.status, changed.attributes) == ("completed", {"room": "cellar"})
    found = client.vector_stores.search(
        workshop.id, query="lathe", filters={"type": "eq", "key": "room", "value": "cellar"}
    )
    assert names(found.data) == ["lathe.md"]


def test_a_file_is_added_shown_read_and_taken_out(client: OpenAI) -> None:
    files = client.vector_stores.files
    store = client.vector_stores.create()
    file_id = uploaded(client, "lathe.md", LATHE)
    sizes: Any = {"max_chunk_size_tokens": 100, "chunk_overlap_tokens": 0}
    made = files.create_and_poll(
        file_id, vector_store_id=store.id, attributes={"a": True},
        chunking_strategy={"type": "static", "static": sizes},
    )  # fmt: skip
    assert (made.id, made.status, made.last_error) == (file_id, "completed", None)
    assert made.usage_bytes == len(LATHE)
    assert made.chunking_strategy is not None
    assert made.chunking_strategy.to_dict()["static"] == sizes
    assert files.retrieve(file_id, vector_store_id=store.id) == made
    texts = [each.text or "" for each in files.content(file_id, vector_store_id=store.id)]
    assert "bluestone" in " ".join(texts)
    assert "Tarek" in " ".join(texts)

    twin = files.create_and_poll(uploaded(client, "twin.md", LATHE), vector_store_id=store.id)
    assert [each.id for each in files.list(store.id)] == [twin.id, file_id]
    assert [each.id for each in files.list(store.id, filter="completed", order="asc")] == [
        file_id, twin.id,
    ]  # fmt: skip
    assert files.list(store.id, filter="failed").data == []

    assert files.delete(file_id, vector_store_id=store.id).deleted
    with pytest.raises(openai.NotFoundError):
        files.retrieve(file_id, vector_store_id=store.id)
    assert client.files.retrieve(file_id).filename == "lathe.md"
    assert client.vector_stores.retrieve(store.id).file_counts.total == 1


def test_what_cannot_be_read_says_why(client: OpenAI) -> None:
    store = client.vector_stores.create()
    file_id = client.files.create(file=("a.bin", bytes(range(256)) * 9), purpose="assistants").id
    failed = client.vector_stores.files.create_and_poll(file_id, vector_store_id=store.id)
    assert failed.status == "failed"
    assert failed.last_error is not None
    assert failed.last_error.code in ("unsupported_file", "invalid_file")
    assert failed.last_error.message
    with pytest.raises(openai.NotFoundError, match="file-missing"):
        client.vector_stores.files.create(store.id, file_id="file-missing")


def test_a_batch_is_followed_and_cancelled(client: OpenAI) -> None:
    batches = client.vector_stores.file_batches
    store = client.vector_stores.create()
    ids = [uploaded(client, f"{at}.md", f"# Note {at}\n\nSays {at}.") for at in range(5)]
    made = batches.create(store.id, file_ids=ids, attributes={"of": "batch"})
    assert made.file_counts.total == 5
    done = batches.poll(made.id, vector_store_id=store.id)
    assert (done.status, done.file_counts.completed) == ("completed", 5)
    listed = list(batches.list_files(made.id, vector_store_id=store.id, limit=2))
    assert [each.id for each in listed] == ids[::-1]
    assert {str(each.attributes) for each in listed} == {"{'of': 'batch'}"}
    assert batches.cancel(made.id, vector_store_id=store.id).status == "completed"

    late = uploaded(client, "late.md", "# Note\n\nComes late.")
    queues.pause("ingest", by="user:test")
    try:
        waiting = batches.create(
            store.id, files=[{"file_id": ids[0], "attributes": {"of": "x"}}, {"file_id": late}]
        )
        counts = waiting.file_counts
        assert (waiting.status, counts.in_progress, counts.completed) == ("in_progress", 1, 1)
        stopped = batches.cancel(waiting.id, vector_store_id=store.id)
    finally:
        queues.resume("ingest", by="user:test")
    assert (stopped.status, stopped.file_counts.cancelled) == ("cancelled", 1)
    cancelled = list(client.vector_stores.files.list(store.id, filter="cancelled"))
    assert [each.id for each in cancelled] == [late]
    described = client.vector_stores.files.retrieve(ids[0], vector_store_id=store.id)
    assert (described.status, described.attributes) == ("completed", {"of": "x"})
    again = client.vector_stores.files.create_and_poll(late, vector_store_id=store.id)
    assert again.status == "completed"
    with pytest.raises(openai.NotFoundError):
        batches.retrieve("vsfb_unknown", vector_store_id=store.id)


def test_a_store_that_nobody_used_expires(client: OpenAI) -> None:
    store = client.vector_stores.create(expires_after={"anchor": "last_active_at", "days": 1})
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    Collection.objects.filter(pk=store.id.removeprefix("vs_")).update(used_at=long_ago)
    assert client.vector_stores.retrieve(store.id).status == "expired"
    with pytest.raises(openai.BadRequestError, match="expired"):
        client.vector_stores.search(store.id, query="anything")
    with pytest.raises(openai.BadRequestError, match="expired"):
        client.vector_stores.files.create(store.id, file_id=uploaded(client, "a.md", "a"))
    assert client.vector_stores.delete(store.id).deleted


def test_without_an_embedder_words_find_what_is_there(
    client: OpenAI, workshop: VectorStore
) -> None:
    embedder = ModelRecord.objects.filter(name=MINILM.name)
    embedder.update(enabled=False, is_default=False)
    try:
        until(lambda: notes_of(client, workshop), "for the model to be gone")
        found = client.vector_stores.search(workshop.id, query="bluestone")
    finally:
        embedder.update(enabled=True, is_default=True)
    assert names(found.data) == ["lathe.md"]


def notes_of(client: OpenAI, store: VectorStore) -> Any:
    extra = client.vector_stores.search(store.id, query="bluestone").model_extra
    assert extra is not None
    return extra["notes"]


def test_the_asynchronous_client_does_the_same(gateway: GatewayProcess, system: Cluster) -> None:
    token = key_of(system)

    async def use() -> Any:
        async with AsyncOpenAI(base_url=f"{gateway.url}/v1", api_key=token) as client:
            store = await client.vector_stores.create(name="async")
            file = ("kettle.md", KETTLE.encode())
            await client.vector_stores.files.upload_and_poll(vector_store_id=store.id, file=file)
            found = await client.vector_stores.search(store.id, query="vinegar")
            await client.vector_stores.delete(store.id)
            return found.data

    assert names(asyncio.run(use())) == ["kettle.md"]


def test_another_tenants_key_finds_nothing_anywhere(
    gateway: GatewayProcess, client: OpenAI, workshop: VectorStore
) -> None:
    file = client.vector_stores.files.list(workshop.id).data[0].id
    batch_id = Document.objects.filter(
        collection_id=workshop.id.removeprefix("vs_")
    ).values_list("batch_id", flat=True)[0]  # fmt: skip
    assert batch_id is not None
    store, batch = f"/v1/vector_stores/{workshop.id}", f"vsfb_{batch_id.hex}"
    asked: list[tuple[str, str, Any]] = [
        ("GET", store, None),
        ("POST", store, {"name": "mine"}),
        ("DELETE", store, None),
        ("POST", f"{store}/search", {"query": "lathe"}),
        ("GET", f"{store}/files", None),
        ("POST", f"{store}/files", {"file_id": file}),
        ("GET", f"{store}/files/{file}", None),
        ("POST", f"{store}/files/{file}", {"attributes": {}}),
        ("DELETE", f"{store}/files/{file}", None),
        ("GET", f"{store}/files/{file}/content", None),
        ("POST", f"{store}/file_batches", {"file_ids": [file]}),
        ("GET", f"{store}/file_batches/{batch}", None),
        ("POST", f"{store}/file_batches/{batch}/cancel", None),
        ("GET", f"{store}/file_batches/{batch}/files", None),
    ]
    with gateway.client(make_key(make_tenant())[1]) as stranger:
        for method, path, body in asked:
            answer: httpx.Response = stranger.request(method, path, json=body)
            assert answer.status_code == 404, (method, path, answer.text)
        assert stranger.get("/v1/vector_stores").json()["data"] == []
        own = stranger.post("/v1/vector_stores", json={}).json()["id"]
        foreign = stranger.post(f"/v1/vector_stores/{own}/files", json={"file_id": file})
        assert foreign.status_code == 404
        assert stranger.post("/v1/vector_stores", json={"file_ids": [file]}).status_code == 404
    with gateway.client(make_key(scopes=("tasks:read",))[1]) as reader:
        assert reader.post("/v1/vector_stores", json={}).status_code == 403
    assert client.vector_stores.retrieve(workshop.id).file_counts.completed == 3
