"""Many memories at once: in bulk, taken out as lines, brought in somewhere else."""

import base64
from typing import Any
from uuid import uuid4

import numpy as np
import orjson
import pytest
from django.test import Client

from api.rest import memory_lines
from orchestration.access.records import Tenant
from orchestration.memory import embedders
from orchestration.memory.records.entry import MemoryEntry
from tests.factories import make_client, make_tenant

pytestmark = pytest.mark.django_db

MEMORIES = "/api/v1/memories"
JSON = "application/json"
NDJSON = "application/x-ndjson"
NOTHING_ELSE: dict[str, Any] = {"repeated": 0, "wrong": 0, "errors": []}
VECTORS = np.eye(3, dtype=np.float32)


@pytest.fixture(autouse=True)
def _forget_embedders() -> None:
    embedders.forget()


@pytest.fixture
def tenant() -> Tenant:
    return make_tenant()


@pytest.fixture
def client(tenant: Tenant) -> Client:
    return make_client(tenant)[1]


def items(*texts: str, **more: Any) -> list[dict[str, Any]]:
    return [{"text": text} | more for text in texts]


def bulk(client: Client, memories: Any, **more: Any) -> Any:
    return client.post(f"{MEMORIES}/bulk", {"memories": memories} | more, content_type=JSON)


def packed(vectors: Any) -> str:
    return base64.b64encode(vectors.astype("<f4").tobytes()).decode()


def search(client: Client, **body: Any) -> list[str]:
    found = client.post(f"{MEMORIES}/search", body, content_type=JSON).json()
    return [each["memory"]["text"] for each in found["hits"]]


def export(client: Client, query: str = "") -> list[dict[str, Any]]:
    response = client.get(f"{MEMORIES}/export{query}")
    assert (response.status_code, response["Content-Type"]) == (200, NDJSON)
    raw = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return [orjson.loads(line) for line in raw.splitlines()]


def bring(client: Client, *lines: Any) -> Any:
    raw = b"\n".join(each if isinstance(each, bytes) else orjson.dumps(each) for each in lines)
    return client.post(f"{MEMORIES}/import", raw, content_type=NDJSON)


@pytest.mark.parametrize("vectors", [VECTORS.tolist(), packed(VECTORS)])
def test_many_memories_are_found_as_soon_as_they_are_stored(client: Client, vectors: Any) -> None:
    made = bulk(client, items("a", "b", "c"), vectors=vectors, embedder="mine")
    assert made.status_code == 200, made.content
    body = made.json()
    assert (body["added"], body["known"], body["searchable"]) == (3, [], "meaning")
    stored = client.get(MEMORIES).json()["items"]
    assert [each["id"] for each in stored] == body["ids"][::-1]
    assert search(client, vector=[0, 1, 0], limit=1) == ["b"]


def test_every_field_of_many_memories_is_kept(client: Client) -> None:
    memory = {
        "text": "Grüße ✓", "type": "procedural", "agent": "a", "user": "ü", "session": "s",
        "title": "t", "speaker": "Ann", "at": "1969-07-20T20:17:40.123456Z", "importance": 0.25,
        "tags": ["x", 'y"z', "ü"], "metadata": {"deep": [{"a": None}], "n": 2**60},
        "task_id": str(uuid4()), "expires_at": "2090-01-01T00:00:00Z", "id": str(uuid4()),
    }  # fmt: skip
    assert bulk(client, [memory, {"text": "plain"}]).status_code == 200
    found = client.get(f"{MEMORIES}/{memory['id']}").json()
    assert {name: found[name] for name in memory} == memory
    plain = client.get(MEMORIES).json()["items"][0]
    assert (plain["tags"], plain["metadata"], plain["expires_at"]) == ([], {}, None)
    assert (plain["at"], plain["title"]) == (plain["created_at"], "")


def test_what_is_known_in_bulk_is_named_by_its_place(client: Client) -> None:
    first = bulk(client, items("a", "b")).json()
    again = bulk(client, items("c", "b", "c")).json()
    assert (again["added"], again["known"]) == (1, [1, 2])
    assert again["ids"][1] == first["ids"][1]
    assert again["ids"][0] == again["ids"][2]


def test_what_is_something_else_under_an_id_is_named_by_its_place(client: Client) -> None:
    uid = bulk(client, items("a")).json()["ids"][0]
    body = bulk(client, [*items("b"), *items("c", id=uid), *items("a", id=uid)]).json()
    assert (body["added"], body["known"], body["conflicts"]) == (1, [2], [1])
    assert body["ids"][1:] == [uid, uid]
    brought = bring(client, {"text": "d"}, {"text": "e", "id": uid}).json()
    assert (brought["added"], brought["known"], brought["wrong"]) == (1, 0, 1)
    (error,) = brought["errors"]
    assert (error["line"], error["field"]) == (1, "id")
    assert error["mend"]
    assert [each["text"] for each in export(client)] == ["a", "b", "d"]


def test_what_was_taken_out_is_known_where_it_came_from(client: Client) -> None:
    bulk(client, items("a") + items("b", type="episodic") + items("c", at="2026-01-01T00:00:00Z"))
    lines = export(client)
    changed = client.patch(f"{MEMORIES}/{lines[0]['id']}", {"text": "z"}, content_type=JSON)
    assert changed.status_code == 200
    assert bring(client, *lines).json() == {"added": 0, "known": 3, **NOTHING_ELSE}
    assert sorted(each["text"] for each in export(client)) == ["b", "c", "z"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "memories"),
        ({"memories": []}, "memories"),
        ({"memories": {}}, "memories"),
        ({"memories": [{"text": "a"}, {"text": ""}]}, "memories.1.text"),
        ({"memories": [{"text": "a"}, {"text": " "}]}, "text"),
        ({"memories": [{"text": "a", "vector": [1]}]}, "memories.0.vector"),
        ({"memories": [{"text": "a"}], "vectors": [[1], [2]], "embedder": "m"}, "vectors"),
        ({"memories": [{"text": "a"}], "vectors": [["1"]], "embedder": "m"}, "vectors"),
        ({"memories": [{"text": "a"}], "vectors": "AAAA", "embedder": "m"}, "vector"),
        ({"memories": [{"text": "a"}], "vectors": [[1]]}, "embedder"),
        ({"memories": [{"text": "a"}], "embedder": "m"}, "embedder"),
    ],
)
def test_of_what_is_wrong_anywhere_nothing_is_stored(
    client: Client, body: dict[str, Any], field: str
) -> None:
    refused = client.post(f"{MEMORIES}/bulk", body, content_type=JSON)
    assert refused.status_code == 400, refused.content
    assert refused.json()["field"].startswith(field)
    assert not MemoryEntry.objects.exists()


def test_more_memories_than_fit_are_refused_before_they_are_read(client: Client) -> None:
    refused = bulk(client, [{}] * 10_001)
    assert (refused.status_code, refused.json()["field"]) == (413, "memories")


def test_what_is_taken_out_can_be_brought_in_elsewhere(client: Client) -> None:
    bulk(
        client,
        items("a", "b", "c", agent="one", tags=["x"], metadata={"n": 1}, speaker="Ann"),
        vectors=packed(VECTORS),
        embedder="mine",
    )
    lines = export(client, "?vectors=true")
    assert [each["text"] for each in lines] == ["a", "b", "c"]
    assert {each["embedder"] for each in lines} == {"mine"}
    other = make_client()[1]
    brought = bring(other, *lines).json()
    assert brought == {"added": 3, "known": 0, **NOTHING_ELSE}
    assert export(other, "?vectors=true") == lines
    assert search(other, vector=[0, 0, 1], limit=1) == ["c"]
    assert bring(other, *lines).json() == {"added": 0, "known": 3, **NOTHING_ELSE}


@pytest.mark.native
@pytest.mark.usefixtures("calls_are_answered")
def test_vectors_of_the_current_model_are_the_current_models_elsewhere(client: Client) -> None:
    client.post(MEMORIES, {"text": "Ann takes tea."}, content_type=JSON)
    lines = export(client, "?vectors=true")
    other = make_client()[1]
    assert bring(other, *lines).json()["added"] == 1
    found = other.post(f"{MEMORIES}/search", {"query": "Ann takes tea."}, content_type=JSON).json()
    assert found["searched_by"] == "meaning and words"
    wrong = {"text": "Bob takes coffee.", "vector": [1, 0]}
    refused = make_client()[1].post(MEMORIES, wrong, content_type=JSON)
    assert refused.json()["type"].endswith("wrong-dimensions")


def test_only_what_fits_is_taken_out_in_the_same_order(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory_lines, "TOGETHER", 2)
    bulk(client, items(*"abcde", user="ann") + items(*"fg", user="bob"))
    assert "".join(each["text"] for each in export(client)) == "abcdefg"
    lines = export(client, "?user=ann")
    assert "".join(each["text"] for each in lines) == "abcde"
    assert not any("vector" in each for each in lines)
    assert client.get(f"{MEMORIES}/export?user=ann&limit=5").status_code == 400


def test_of_lines_with_the_same_id_the_last_one_counts(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a memory is changed while it is taken out."""
    monkeypatch.setattr(memory_lines, "TOGETHER", 2)
    uid = str(uuid4())
    lines = [{"text": "old", "id": uid}, *items("a", "b", "c"), {"text": "new", "id": uid.upper()}]
    body = bring(client, *lines).json()
    assert body == {"added": 4, "known": 0, **NOTHING_ELSE, "repeated": 1}
    assert [each["text"] for each in export(client)] == ["a", "b", "c", "new"]
    assert bring(client, *lines).json() == {"added": 0, "known": 4, **NOTHING_ELSE, "repeated": 1}


def test_wrong_lines_are_named_and_the_others_stored(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory_lines, "TOGETHER", 3)
    good = {"vector": [1, 0], "embedder": "mine"}
    answer = bring(
        client,
        {"text": "zero"},
        b"{",
        {"text": "two", "importance": 7},
        b"",
        {"text": "four"} | good,
        {"text": "five"} | good | {"vector": [1, 0, 0]},
        {"text": "six"} | good,
        {"text": "seven"} | good | {"vector": [0, 0]},
        {"text": " "},
        b"[]",
    )
    body = answer.json()
    assert (answer.status_code, body["added"], body["wrong"]) == (200, 3, 6)
    assert [(each["line"], each["field"]) for each in body["errors"]] == [
        (1, "body"), (2, "importance"), (5, "vector"), (7, "vector"), (8, "text"), (9, "line"),
    ]  # fmt: skip
    assert all(each["mend"] for each in body["errors"])
    assert sorted(each["text"] for each in export(client)) == ["four", "six", "zero"]


def test_where_all_lines_are_wrong_the_import_is_refused(client: Client) -> None:
    refused = bring(client, b"{", {"text": ""})
    assert refused.status_code == 422
    assert [each["line"] for each in refused.json()["lines"]] == [0, 1]
    assert bring(client, b" ", b"").json() == {"added": 0, "known": 0, **NOTHING_ELSE}


def test_more_lines_than_fit_are_refused_before_they_are_read(client: Client) -> None:
    refused = bring(client, *[b"{}"] * 100_001)
    assert (refused.status_code, refused.json()["field"]) == (413, "body")


def test_who_may_take_out_and_bring_in(tenant: Tenant, client: Client) -> None:
    bulk(client, items("a"))
    reader = make_client(tenant, scopes=["memories:read"])[1]
    assert [each["text"] for each in export(reader)] == ["a"]
    assert bring(reader, {"text": "b"}).status_code == 403
    assert bulk(reader, items("b")).status_code == 403
    writer = make_client(tenant, scopes=["memories:write"])[1]
    assert writer.get(f"{MEMORIES}/export").status_code == 403
    outsider = make_client()[1]
    assert export(outsider) == []
    assert MemoryEntry.objects.count() == 1
