"""Memories are found by meaning, by words, by who said them and by what stands beside them."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from orchestration.access.records import Tenant
from orchestration.inference.embedder import LocalEncoder
from orchestration.memory import embedders
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.records.retention import EntryUse
from orchestration.memory.using import UseCounter
from tests.factories import make_client, make_tenant

pytestmark = pytest.mark.django_db

MEMORIES = "/api/v1/memories"
SEARCH = f"{MEMORIES}/search"
JSON = "application/json"
EAST, NORTH, NORTHEAST = [1.0, 0.0], [0.0, 1.0], [0.7, 0.7]


@pytest.fixture(autouse=True)
def _forget_embedders() -> None:
    embedders.forget()


@pytest.fixture
def tenant() -> Tenant:
    return make_tenant()


@pytest.fixture
def client(tenant: Tenant) -> Client:
    return make_client(tenant)[1]


def remember(client: Client, text: str, vector: list[float] | None = None, **more: Any) -> str:
    body = {"text": text} | more | ({"vector": vector, "embedder": "mine"} if vector else {})
    response = client.post(MEMORIES, body, content_type=JSON)
    assert response.status_code == 201, response.content
    return str(response.json()["id"])


def search(client: Client, query: str = "", **more: Any) -> dict[str, Any]:
    response = client.post(SEARCH, {"query": query} | more, content_type=JSON)
    assert response.status_code == 200, response.content
    found: dict[str, Any] = response.json()
    return found


def texts(found: dict[str, Any]) -> list[str]:
    return [each["memory"]["text"] for each in found["hits"]]


def test_words_find_what_has_no_vector_and_the_answer_says_so(client: Client) -> None:
    remember(client, "Ann takes her tea without milk.")
    remember(client, "The moon is far.")
    found = search(client, "Who drinks tea with milk?")
    assert texts(found) == ["Ann takes her tea without milk."]
    assert found["searched_by"] == "words"
    assert "embedding model" in found["without"]
    why = found["hits"][0]["why"]
    assert (set(why["words"]), why["similarity"]) == ({"tea", "milk"}, None)
    assert 0 < why["lexical"] <= 1


def test_a_vector_finds_what_has_other_words(client: Client) -> None:
    remember(client, "Ann takes her tea without milk.", EAST)
    remember(client, "The moon is far.", NORTH)
    found = search(client, "Does she like dairy?", vector=EAST)
    assert texts(found)[0] == "Ann takes her tea without milk."
    assert (found["searched_by"], found["without"]) == ("meaning and words", None)
    assert found["hits"][0]["why"]["similarity"] == pytest.approx(1, abs=1e-3)
    alone = search(client, vector=NORTH, embedder="mine", limit=1)
    assert (texts(alone), alone["searched_by"]) == (["The moon is far."], "meaning")


def test_modes_look_in_one_way_only(client: Client) -> None:
    remember(client, "Ann takes tea.", EAST)
    remember(client, "The moon is far.", NORTH)
    by_words = search(client, "tea", vector=NORTH, mode="words")
    assert (texts(by_words), by_words["searched_by"]) == (["Ann takes tea."], "words")
    by_meaning = search(client, "tea", vector=NORTH, mode="meaning", limit=1)
    assert (texts(by_meaning), by_meaning["searched_by"]) == (["The moon is far."], "meaning")
    assert by_meaning["hits"][0]["why"]["words"] == []


def test_meaning_alone_is_refused_where_it_cannot_be_had(client: Client) -> None:
    remember(client, "Ann takes tea.")
    refused = client.post(SEARCH, {"query": "tea", "mode": "meaning"}, content_type=JSON)
    assert refused.status_code == 503
    assert "hybrid" in refused.json()["mend"]


@pytest.mark.native
@pytest.mark.usefixtures("calls_are_answered")
def test_workers_make_the_vectors_of_memories_and_questions(
    client: Client, small_encoder: LocalEncoder
) -> None:
    remember(client, "Ann takes tea.")
    found = search(client, "Ann takes tea.")
    assert found["searched_by"] == "meaning and words"
    assert found["hits"][0]["why"]["similarity"] == pytest.approx(1, abs=1e-2)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"agents": ["one"]}, "a"),
        ({"agents": ["one", ""]}, "ac"),
        ({"users": ["ann"], "agents": ["two"]}, "b"),
        ({"sessions": ["s"]}, "c"),
        ({"types": ["episodic", "procedural"]}, "bc"),
        ({"tags": ["x", "y"]}, "b"),
        ({"any_tags": ["y", "z"]}, "bc"),
        ({"speakers": ["Bob"]}, "c"),
        ({"since": "2026-02-01T00:00:00Z"}, "bc"),
        ({"before": "2026-02-01T00:00:00Z"}, "a"),
        ({"metadata": {"room": {"floor": 1}}}, "b"),
        ({"min_importance": 0.7}, "c"),
        ({"task_id": "0193d3f0-0000-7000-8000-000000000000"}, "c"),
        ({"users": ["nobody"]}, ""),
    ],
)
@pytest.mark.parametrize("mode", ["words", "meaning"])
def test_only_what_fits_is_found(
    client: Client, more: dict[str, Any], expected: str, mode: str
) -> None:
    remember(client, "a tea", EAST, agent="one", user="ann", tags=["x"], at="2026-01-01T00:00:00Z")
    remember(
        client, "b tea", NORTH, agent="two", user="ann", tags=["x", "y"], type="episodic",
        at="2026-02-01T00:00:00Z", metadata={"room": {"floor": 1, "door": 2}},
    )  # fmt: skip
    remember(
        client, "c tea", NORTHEAST, session="s", speaker="Bob", tags=["z"], type="procedural",
        importance=0.8, task_id="0193d3f0-0000-7000-8000-000000000000",
    )  # fmt: skip
    found = search(client, "tea", vector=EAST, mode=mode, **more)
    assert "".join(sorted(each[0] for each in texts(found))) == expected


@pytest.mark.django_db(transaction=True)
def test_what_was_superseded_is_found_as_of_then(client: Client) -> None:
    old = remember(client, "Ann lives in Rome.")
    then = client.get(f"{MEMORIES}/{old}").json()["created_at"]
    remember(client, "Ann lives in Oslo.", supersedes=old)
    assert texts(search(client, "Where does Ann live?")) == ["Ann lives in Oslo."]
    assert texts(search(client, "Where does Ann live?", as_of=then)) == ["Ann lives in Rome."]


def test_hits_are_cut_off_after_the_last_one_that_fits(client: Client) -> None:
    for name, vector in (("a", EAST), ("b", NORTHEAST), ("c", NORTH)):
        remember(client, f"{name} {'tea ' * 9}{'x' * 42}", vector)  # 17 pieces, and 15%: 20 tokens
    whole = search(client, vector=EAST)
    assert ([each["tokens"] for each in whole["hits"]], whole["tokens"]) == ([20, 20, 20], 60)
    cut = search(client, vector=EAST, max_tokens=59)
    assert ([each[0] for each in texts(cut)], cut["tokens"], cut["cut"]) == (["a", "b"], 40, 1)
    nothing = search(client, vector=EAST, max_tokens=19)
    assert (nothing["hits"], nothing["cut"]) == ([], 3)


@pytest.mark.parametrize(
    "said", ["アンは毎朝お茶を飲む。", "安每天早上喝茶。", "แอนดื่มชาทุกเช้า", "👩‍🚀🚀", "x7#q9"]
)
def test_scripts_without_short_words_have_a_token_for_each_sign(client: Client, said: str) -> None:
    remember(client, said, EAST)
    (hit,) = search(client, vector=EAST)["hits"]
    assert hit["tokens"] >= len(said)
    assert search(client, vector=EAST, max_tokens=len(said) - 1)["hits"] == []


def test_neighbours_in_the_session_come_with_a_hit(client: Client) -> None:
    said = ["Hello.", "What may I bring?", "Tea, please.", "At once.", "Thank you."]
    for minute, text in enumerate(said):
        remember(client, text, session="s", at=f"2026-01-01T00:0{minute}:00Z", type="episodic")
    remember(client, "Elsewhere.", session="t", at="2026-01-01T00:02:30Z")
    remember(client, "Tea is a plant.")
    found = search(client, "tea", neighbours=1, sessions=["s"])
    (hit,) = found["hits"]
    beside = [[each["text"] for each in hit[side]] for side in ("before", "after")]
    assert beside == [["What may I bring?"], ["At once."]]
    assert hit["tokens"] == 6 + 5 + 4, "words and signs, and 15% on top of each"
    (alone,) = search(client, "plant", neighbours=3)["hits"]
    assert (alone["before"], alone["after"]) == ([], [])


def test_why_names_the_neighbour_and_the_speaker(client: Client) -> None:
    first = remember(client, "Where is the green umbrella?", session="s", speaker="Ann",
                     at="2026-01-01T00:00:00Z")  # fmt: skip
    remember(client, "The umbrella stands in the hall.", session="s", speaker="Bob",
             at="2026-01-01T00:01:00Z")  # fmt: skip
    remember(client, "It rains.")
    found = search(client, "What did Bob say of the umbrella?")
    why = {each["memory"]["speaker"]: each["why"] for each in found["hits"]}
    assert (why["Bob"]["spoken"], why["Ann"]["spoken"]) == (True, False)
    assert first in why["Bob"]["beside"] or why["Ann"]["beside"]


def test_what_is_found_counts_as_used(client: Client, uses: UseCounter) -> None:
    tea = remember(client, "Ann takes tea.")
    remember(client, "The moon is far.")
    for _ in range(2):
        search(client, "tea")
    uses.flush()
    assert list(EntryUse.objects.values_list("entry_uid", "uses")) == [(UUID(tea), 2)]


def test_weights_change_the_order(client: Client) -> None:
    remember(client, "Tea in the morning.", importance=0.1)
    remember(client, "Some more tea in the late afternoon.", importance=1.0)
    assert texts(search(client, "tea morning"))[0] == "Tea in the morning."
    heavy = search(client, "tea morning", weights={"importance": 5})
    assert texts(heavy)[0] == "Some more tea in the late afternoon."


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "query"),
        ({"query": "  "}, "query"),
        ({"vector": [1], "mode": "words"}, "query"),
        ({"query": "q" * 10_001}, "query"),
        ({"query": "a", "limit": 0}, "limit"),
        ({"query": "a", "limit": 101}, "limit"),
        ({"query": "a", "agents": []}, "agents"),
        ({"query": "a", "agents": "one"}, "agents"),
        ({"query": "a", "types": ["passage"]}, "types.0"),
        ({"query": "a", "mode": "magic"}, "mode"),
        ({"query": "a", "weights": {"meaning": 2}}, "weights.meaning"),
        ({"query": "a", "weights": {"charm": 1}}, "weights.charm"),
        ({"query": "a", "diversity": -1}, "diversity"),
        ({"query": "a", "vector": [0]}, "vector"),
        ({"query": "a", "since": "now"}, "since"),
        ({"query": "a", "neighbours": 21}, "neighbours"),
        ({"query": "a", "max_tokens": 0}, "max_tokens"),
        ({"query": "a", "tenant": "b"}, "tenant"),
    ],
)
def test_what_cannot_be_asked_names_the_field(
    client: Client, body: dict[str, Any], field: str
) -> None:
    refused = client.post(SEARCH, body, content_type=JSON)
    assert refused.status_code == 400, refused.content
    assert refused.json()["field"].startswith(field)
    assert refused.json()["mend"]


def test_a_question_of_another_length_is_refused(client: Client) -> None:
    remember(client, "Ann takes tea.", EAST)
    refused = client.post(SEARCH, {"query": "a", "vector": [1, 2, 3]}, content_type=JSON)
    assert refused.status_code == 400
    assert refused.json()["type"].endswith("wrong-dimensions")


def test_nobody_finds_what_is_another_tenants(tenant: Tenant, client: Client) -> None:
    remember(client, "Ann takes tea.", EAST, user="ann")
    outsider = make_client()[1]
    before = MemoryEntry.objects.count()
    for more in ({}, {"users": ["ann"]}, {"vector": EAST}, {"vector": EAST, "embedder": "mine"}):
        assert search(outsider, "tea", **more)["hits"] == []
    remember(outsider, "Bob takes coffee.", EAST, id=str(uuid4()))
    for more in ({"vector": EAST}, {"vector": EAST, "embedder": "mine"}, {"users": ["ann"]}):
        assert "Ann takes tea." not in texts(search(outsider, "tea", **more))
    assert MemoryEntry.objects.count() == before + 1
    reader = make_client(tenant, scopes=["memories:read"])[1]
    assert texts(search(reader, "tea")) == ["Ann takes tea."]
    blind = make_client(tenant, scopes=["memories:write"])[1]
    assert blind.post(SEARCH, {"query": "tea"}, content_type=JSON).status_code == 403
