"""Memories over HTTP: remembered, read, changed, forgotten."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from orchestration.access.records import Tenant
from orchestration.memory import embedders
from orchestration.memory.records.entry import MemoryEntry
from tests.factories import make_client, make_tenant
from tests.memories import make_documents

pytestmark = pytest.mark.django_db

MEMORIES = "/api/v1/memories"
JSON = "application/json"
TEA = {
    "text": "Ann takes her tea without milk.",
    "agent": "butler",
    "user": "ann",
    "session": "monday",
    "title": "tea",
    "speaker": "Ann",
    "at": "2026-03-01T08:00:00Z",
    "importance": 0.9,
    "tags": ["drinks", "habits"],
    "metadata": {"cups": 2, "where": {"room": "study"}},
    "task_id": "0193d3f0-0000-7000-8000-000000000000",
}


@pytest.fixture(autouse=True)
def _forget_embedders() -> None:
    embedders.forget()


@pytest.fixture
def tenant() -> Tenant:
    return make_tenant()


@pytest.fixture
def client(tenant: Tenant) -> Client:
    return make_client(tenant)[1]


def post(client: Client, body: Any, path: str = MEMORIES) -> Any:
    return client.post(path, body, content_type=JSON)


def remember(client: Client, text: str, **more: Any) -> dict[str, Any]:
    response = post(client, {"text": text} | more)
    assert response.status_code in {200, 201}, response.content
    found: dict[str, Any] = response.json()
    return found


def change(client: Client, memory: dict[str, Any], **more: Any) -> Any:
    return client.patch(memory["links"]["self"], more, content_type=JSON)


def test_what_is_remembered_is_read_as_it_was_said(client: Client) -> None:
    made = post(client, TEA)
    assert made.status_code == 201, made.content
    body = made.json()
    assert {name: body[name] for name in TEA} == TEA
    assert (body["type"], body["version"], body["outcome"]) == ("semantic", 1, "added")
    assert body["searchable"] == "words", "nobody makes vectors here"
    found = client.get(made["Location"]).json()
    assert found == {key: body[key] for key in body.keys() - {"outcome", "like", "searchable"}}
    assert client.get(MEMORIES).json() == {"items": [found], "next": None}


def test_the_same_again_changes_nothing(client: Client) -> None:
    uid = str(uuid4())
    first = post(client, TEA | {"id": uid})
    by_id = post(client, TEA | {"id": uid, "tags": []})
    by_what_it_says = post(client, TEA)
    assert [each.status_code for each in (first, by_id, by_what_it_says)] == [201, 200, 200]
    assert {each.json()["id"] for each in (first, by_id, by_what_it_says)} == {uid}
    assert by_id.json()["tags"] == TEA["tags"]
    assert by_what_it_says.json()["outcome"] == "known"
    assert MemoryEntry.objects.count() == 1


def test_something_else_under_the_same_id_is_refused(client: Client) -> None:
    memory = remember(client, **TEA)  # type: ignore[arg-type]
    refused = post(client, {"text": "Something else altogether.", "id": memory["id"]})
    assert refused.status_code == 409
    problem = refused.json()
    assert problem["field"] == "id"
    assert memory["id"] in problem["detail"]
    assert "PATCH or PUT" in problem["mend"]
    assert client.get(MEMORIES).json()["items"][0]["text"] == TEA["text"]


def test_the_id_of_a_passage_is_no_memorys(tenant: Tenant, client: Client) -> None:
    make_documents(tenant)
    passage = MemoryEntry.objects.filter(type=MemoryEntry.Type.PASSAGE)[0].uid
    refused = post(client, {"text": "Ann likes tea.", "id": str(passage)})
    assert (refused.status_code, refused.json()["field"]) == (409, "id")
    assert "passage" in refused.json()["detail"]


def test_what_happened_twice_at_no_told_time_is_two_memories(client: Client) -> None:
    ring = {"text": "The bell rang.", "type": "episodic"}
    rings = [post(client, ring) for _ in range(2)]
    assert [each.status_code for each in rings] == [201, 201]
    again = post(client, ring | {"id": rings[0].json()["id"]})
    assert (again.status_code, again.json()["id"]) == (200, rings[0].json()["id"])


def test_with_vectors_what_says_almost_the_same_is_one_memory(client: Client) -> None:
    more = {"user": "ann", "embedder": "mine"}
    old = remember(client, "Ann likes tea.", vector=[1, 0, 0], tags=["a"], **more)
    new = post(client, {"text": "Ann is fond of tea.", "vector": [1, 0.01, 0]} | more)
    assert new.status_code == 201
    body = new.json()
    assert (old["searchable"], body["outcome"], body["like"]) == ("meaning", "merged", old["id"])
    assert (body["text"], body["tags"]) == ("Ann is fond of tea.", ["a"])
    before = client.get(old["links"]["self"]).json()
    assert (before["text"], before["superseded_by"]) == (old["text"], body["id"])
    again = remember(client, "Ann likes tea.", vector=[1, 0, 0], **more)
    assert (again["outcome"], again["id"], again["text"]) == ("known", body["id"], body["text"])
    other = remember(client, "Ann does not like tea.", vector=[1, 0.01, 0], **more)
    assert (other["outcome"], other["like"]) == ("linked", body["id"])


@pytest.mark.django_db(transaction=True)
def test_a_memory_that_supersedes_another_holds_instead(client: Client) -> None:
    old = remember(client, "Ann lives in Rome.", vector=[1, 0], embedder="mine")
    new = remember(client, "Ann lives in Oslo.", vector=[1, 0], supersedes=old["id"])
    again = remember(client, "Ann lives in Oslo.", vector=[1, 0], supersedes=old["id"])
    assert (new["outcome"], again["outcome"]) == ("added", "known")
    assert [each["id"] for each in client.get(MEMORIES).json()["items"]] == [new["id"]]
    assert client.get(old["links"]["self"]).json()["valid_until"] is not None
    then = client.get(MEMORIES, {"as_of": old["created_at"]}).json()["items"]
    assert [each["id"] for each in then] == [old["id"]]
    (link,) = client.get(new["links"]["history"]).json()["links"]
    assert (link["id"], link["relation"]) == (old["id"], "supersedes")
    (link,) = client.get(old["links"]["history"]).json()["links"]
    assert (link["id"], link["relation"]) == (new["id"], "supersedes by")


def test_two_memories_never_supersede_each_other(client: Client) -> None:
    old = remember(client, "The office is in Berlin.")
    new = remember(client, "The office is in Rome.", supersedes=old["id"])
    for supersedes in (new["id"], old["id"]):
        body = {"text": old["text"], "id": old["id"], "supersedes": supersedes}
        refused = post(client, body)
        assert (refused.status_code, refused.json()["field"]) == (409, "supersedes")
    mine = str(uuid4())
    refused = post(client, {"text": new["text"], "id": mine, "supersedes": new["id"]})
    assert refused.status_code == 409, "it is known, and cannot hold instead of itself"
    assert [each["id"] for each in client.get(MEMORIES).json()["items"]] == [new["id"]]
    assert client.delete(new["links"]["self"]).status_code == 204
    (left,) = client.get(MEMORIES).json()["items"]
    assert (left["id"], left["valid_until"], left["superseded_by"]) == (old["id"], None, None)


def test_only_what_is_there_can_be_superseded(client: Client) -> None:
    nothing = str(uuid4())
    refused = post(client, {"text": "Ann lives in Oslo.", "supersedes": nothing})
    assert refused.status_code == 404
    assert (refused.json()["field"], refused.json()["value"]) == ("supersedes", f"'{nothing}'")
    assert not MemoryEntry.objects.exists()


def test_a_change_keeps_what_was_said_before(client: Client) -> None:
    old = remember(client, **TEA)  # type: ignore[arg-type]
    changed = change(client, old, text="Ann takes her tea with lemon.", tags=["drinks"])
    assert changed.status_code == 200, changed.content
    body = changed.json()
    assert (body["version"], body["text"], body["tags"]) == (
        2, "Ann takes her tea with lemon.", ["drinks"]
    )  # fmt: skip
    kept = set(TEA) - {"text", "tags"}
    assert {name: body[name] for name in kept} == {name: TEA[name] for name in kept}
    (version,) = client.get(body["links"]["history"]).json()["versions"]
    assert version["values"] == {"text": TEA["text"], "tags": TEA["tags"]}
    assert (version["version"], version["reason"]) == (1, "update")
    assert version["actor"].startswith("key:")


def test_a_change_that_changes_nothing_makes_no_version(client: Client) -> None:
    memory = remember(client, **TEA)  # type: ignore[arg-type]
    for body in ({}, {"text": TEA["text"], "tags": TEA["tags"]}, {"version": 1}):
        same = change(client, memory, **body)
        assert (same.status_code, same.json()["version"]) == (200, 1)
    assert change(client, memory, version=7).status_code == 409
    assert client.get(memory["links"]["history"]).json()["versions"] == []


@pytest.mark.django_db(transaction=True)
def test_as_of_a_time_a_memory_says_what_it_said_then(client: Client) -> None:
    memory = remember(client, "Bob lives in Lyon.", tags=["x"])
    then = memory["changed_at"]
    changed = change(client, memory, text="Bob lives in Oslo.", tags=[]).json()
    path = memory["links"]["self"]
    for now in (client.get(path).json(), client.get(path, {"as_of": changed["changed_at"]}).json()):
        assert now == changed
    before = client.get(path, {"as_of": then}).json()
    assert (before["text"], before["tags"], before["version"]) == ("Bob lives in Lyon.", ["x"], 1)
    assert client.get(MEMORIES, {"as_of": then}).json()["items"] == [before]
    assert client.get(path, {"as_of": "2020-01-01T00:00:00Z"}).status_code == 404
    found = post(client, {"query": "Bob in Oslo", "as_of": then}, f"{MEMORIES}/search").json()
    assert [each["memory"] for each in found["hits"]] == [before]


def test_a_change_for_another_version_is_refused(client: Client) -> None:
    memory = remember(client, "Ann likes tea.")
    assert change(client, memory, importance=1, version=1).status_code == 200
    refused = change(client, memory, importance=0, version=1)
    assert refused.status_code == 409
    assert (refused.json()["field"], refused.json()["value"]) == ("version", "1")
    assert client.get(memory["links"]["self"]).json()["importance"] == 1


def test_what_is_replaced_says_nothing_of_before_but_whose_it_is(client: Client) -> None:
    old = remember(client, **TEA)  # type: ignore[arg-type]
    path = old["links"]["self"]
    new = client.put(path, {"text": "Ann drinks coffee.", "version": 1}, content_type=JSON).json()
    assert (new["text"], new["title"], new["tags"], new["metadata"]) == (
        "Ann drinks coffee.", "", [], {}
    )  # fmt: skip
    stays = ("id", "agent", "user", "session", "at", "task_id", "created_at")
    assert {name: new[name] for name in stays} == {name: old[name] for name in stays}


def test_a_changed_memory_is_still_known_by_what_it_says(client: Client) -> None:
    memory = remember(client, "Ann likes tea.")
    change(client, memory, tags=["drinks"])
    assert remember(client, "Ann likes tea.")["id"] == memory["id"]


def test_a_change_of_other_fields_keeps_the_vector(client: Client) -> None:
    memory = remember(client, "Ann likes tea.", vector=[0, 1], embedder="mine")
    change(client, memory, importance=0.1)
    again = remember(client, "Ann likes tea a lot.", vector=[0, 1])
    assert again["outcome"] == "merged", "what has no vector is near nothing"


def test_a_memory_that_says_what_another_one_says_is_refused(client: Client) -> None:
    remember(client, "Ann likes tea.")
    memory = remember(client, "Bob likes tea.")
    refused = change(client, memory, text="Ann likes tea.")
    assert refused.status_code == 400
    assert refused.json()["type"].endswith("invalid-memory")


def test_what_is_forgotten_is_gone_with_its_history(client: Client) -> None:
    memory = remember(client, "Ann likes tea.")
    change(client, memory, text="Ann likes coffee.")
    path = memory["links"]["self"]
    assert client.delete(path).status_code == 204
    for gone in (client.get(path), client.get(f"{path}/history"), client.delete(path)):
        assert gone.status_code == 404
    assert client.get(MEMORIES).json()["items"] == []


def test_what_has_expired_is_not_found_and_can_be_said_again(client: Client) -> None:
    memory = remember(client, "The kettle is on.", ttl_s=60)
    assert memory["expires_at"] > memory["created_at"]
    MemoryEntry.objects.update(expires_at="2020-01-01T00:00:00Z")
    assert client.get(memory["links"]["self"]).status_code == 404
    again = post(client, {"text": "The kettle is on.", "id": memory["id"]})
    assert (again.status_code, again.json()["expires_at"]) == (201, None)
    kept = change(client, again.json(), ttl_s=60).json()
    assert kept["expires_at"] is not None
    assert change(client, kept, importance=1).json()["expires_at"] == kept["expires_at"]
    assert change(client, kept, expires_at=None).json()["expires_at"] is None


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("", "cba"),
        ("agent=one", "a"),
        ("agent=one&agent=two", "ba"),
        ("agent=", "c"),
        ("user=ann", "ba"),
        ("user=ann&agent=two", "b"),
        ("session=s", "c"),
        ("type=episodic", "b"),
        ("type=episodic&type=procedural", "cb"),
        ("tag=x", "ba"),
        ("tag=x&tag=y", "b"),
        ("any_tag=y&any_tag=z", "cb"),
        ("speaker=Bob", "c"),
        ("since=2026-02-01T00:00:00Z", "cb"),
        ("before=2026-02-01T00:00:00Z", "a"),
        ("task=0193d3f0-0000-7000-8000-000000000000", "c"),
        ("user=nobody", ""),
    ],
)
def test_memories_are_listed_by_what_fits(client: Client, query: str, texts: str) -> None:
    remember(client, "a", agent="one", user="ann", tags=["x"], at="2026-01-01T00:00:00Z")
    remember(
        client, "b", agent="two", user="ann", tags=["x", "y"], type="episodic",
        at="2026-02-01T00:00:00Z",
    )  # fmt: skip
    remember(
        client, "c", session="s", speaker="Bob", tags=["z"], type="procedural",
        task_id="0193d3f0-0000-7000-8000-000000000000",
    )  # fmt: skip
    found = client.get(f"{MEMORIES}?{query}").json()["items"]
    assert "".join(each["text"] for each in found) == texts


def test_pages_show_each_memory_once(client: Client) -> None:
    for text in "abcde":
        remember(client, text)
    seen, cursor = "", None
    while True:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = client.get(MEMORIES, query).json()
        seen += "".join(each["text"] for each in page["items"])
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == "edcba"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": ""}, "text"),
        ({"text": " \n"}, "text"),
        ({"text": "x" * 65_537}, "text"),
        ({"text": 1}, "text"),
        ({"text": "a", "type": "passage"}, "type"),
        ({"text": "a", "user": "u" * 201}, "user"),
        ({"text": "a", "importance": 2}, "importance"),
        ({"text": "a", "tags": [""]}, "tags.0"),
        ({"text": "a", "metadata": []}, "metadata"),
        ({"text": "a", "at": "yesterday"}, "at"),
        ({"text": "a", "at": "2026-01-01T00:00:00"}, "at"),
        ({"text": "a", "at": 5}, "at"),
        ({"text": "a", "at": "9999-12-31T23:59:59-23:00"}, "at"),
        ({"text": "a", "id": "7"}, "id"),
        ({"text": "a", "ttl_s": 0}, "ttl_s"),
        ({"text": "a", "ttl_s": 60, "expires_at": "2040-01-01T00:00:00Z"}, "ttl_s"),
        ({"text": "a", "expires_at": "2001-01-01T00:00:00Z"}, "expires_at"),
        ({"text": "a", "vector": [0, 0], "embedder": "mine"}, "vector"),
        ({"text": "a", "vector": [], "embedder": "mine"}, "vector"),
        ({"text": "a", "vector": [1e300], "embedder": "mine"}, "vector"),
        ({"text": "a", "vector": "???", "embedder": "mine"}, "vector"),
        ({"text": "a", "vector": "AAA=", "embedder": "mine"}, "vector"),
        ({"text": "a", "vector": [1, 2]}, "embedder"),
        ({"text": "a", "embedder": "mine"}, "embedder"),
        ({"text": "a", "owner": "me"}, "owner"),
        ({"text": "a", "speaker": "x\n\nAnn"}, "speaker"),
    ],
)
def test_what_cannot_be_remembered_names_the_field(
    client: Client, body: dict[str, Any], field: str
) -> None:
    refused = post(client, body)
    assert refused.status_code == 400, refused.content
    problem = refused.json()
    assert problem["field"].startswith(field)
    assert problem["mend"]
    assert not MemoryEntry.objects.exists()


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (MEMORIES, {"text": "a", "title": "\x00"}),
        (MEMORIES, {"text": "a", "speaker": "\x00"}),
        (MEMORIES, {"text": "a", "tags": ["\x00"]}),
        (MEMORIES, {"text": "a", "metadata": {"k": ["\x00"]}}),
        (MEMORIES, {"text": "a", "metadata": {"\x00": 1}}),
        (MEMORIES, {"text": "a", "session": "\x00"}),
        (f"{MEMORIES}/bulk", {"memories": [{"text": "a", "tags": ["\x00"]}]}),
        (f"{MEMORIES}/search", {"query": "\x00"}),
        (f"{MEMORIES}/search", {"query": "a", "speakers": ["\x00"]}),
    ],
)
def test_what_no_database_can_hold_is_refused_at_each_door(
    client: Client, path: str, body: dict[str, Any]
) -> None:
    refused = post(client, body, path)
    assert refused.status_code == 400, refused.content
    assert "NUL" in refused.json()["detail"]
    assert client.get(f"{MEMORIES}?tag=a%00b").status_code == 400
    line = client.post(f"{MEMORIES}/import", b'{"text": "a\\u0000"}', "application/x-ndjson")
    assert line.status_code == 422
    assert not MemoryEntry.objects.exists()


@pytest.mark.parametrize(
    ("name", "longest"), [("agent", 200), ("user", 200), ("speaker", 200), ("tag", 64)]
)
@pytest.mark.parametrize("door", [MEMORIES, f"{MEMORIES}/export"])
def test_no_filter_is_longer_than_what_it_is_compared_with(
    client: Client, door: str, name: str, longest: int
) -> None:
    """A name that no memory can have is a mistake, not a list without an entry."""
    assert client.get(door, {name: "0" * longest}).status_code == 200
    refused = client.get(door, {name: "0" * (longest + 1)})
    assert refused.status_code == 400
    assert f"at most {longest} characters" in refused.content.decode()


def test_vectors_of_another_length_are_refused(client: Client) -> None:
    remember(client, "Ann likes tea.", vector=[1, 0], embedder="mine")
    refused = post(client, {"text": "Bob likes tea.", "vector": [1, 0, 0]})
    assert refused.status_code == 400
    assert refused.json()["type"].endswith("wrong-dimensions")


def test_what_one_tenant_calls_a_model_binds_no_other(client: Client) -> None:
    other = make_client()[1]
    remember(client, "Ann likes tea.", vector=[1, 0], embedder="mine")
    made = remember(other, "Ann likes tea.", vector=[1, 0, 0], embedder="mine")
    assert (made["outcome"], made["searchable"]) == ("added", "meaning")


def test_a_key_that_may_only_read_changes_nothing(tenant: Tenant, client: Client) -> None:
    memory = remember(client, "Ann likes tea.")
    reader = make_client(tenant, scopes=["memories:read"])[1]
    path = memory["links"]["self"]
    assert reader.get(path).json()["text"] == "Ann likes tea."
    refused = [
        post(reader, TEA),
        reader.patch(path, {"text": "b"}, content_type=JSON),
        reader.put(path, {"text": "b"}, content_type=JSON),
        reader.delete(path),
    ]
    assert [each.status_code for each in refused] == [403] * 4
    assert client.get(path).json()["version"] == 1


def test_a_key_without_the_scopes_sees_nothing(tenant: Tenant, client: Client) -> None:
    path = remember(client, "Ann likes tea.")["links"]["self"]
    stranger = make_client(tenant, scopes=["tasks:read", "tasks:write"])[1]
    for each in (MEMORIES, path, f"{path}/history"):
        assert stranger.get(each).status_code == 403


def test_another_tenant_finds_nothing(client: Client) -> None:
    memory = remember(client, "Ann likes tea.", user="ann")
    path = memory["links"]["self"]
    outsider = make_client()[1]
    assert outsider.get(f"{MEMORIES}?user=ann").json()["items"] == []
    refused = [
        outsider.get(path),
        outsider.get(f"{path}/history"),
        outsider.patch(path, {"text": "b"}, content_type=JSON),
        outsider.put(path, {"text": "b"}, content_type=JSON),
        outsider.delete(path),
        post(outsider, {"text": "Ann likes coffee.", "supersedes": memory["id"]}),
    ]
    assert [each.status_code for each in refused] == [404] * 6
    assert client.get(path).json()["version"] == 1
    mine = remember(outsider, "Mine.", id=memory["id"])
    assert (UUID(mine["id"]), mine["outcome"]) == (UUID(memory["id"]), "added")
    assert client.get(path).json()["text"] == "Ann likes tea."
