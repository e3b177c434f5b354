"""Collections and documents over HTTP, as somebody who brings their files uses the API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from orchestration.access.records import AuditEntry, Tenant
from orchestration.blobs import services as blobs
from orchestration.documents.ingesting import Reader
from orchestration.documents.selectors import get_document
from orchestration.memory.embedders import forget
from tests.factories import make_client
from tests.integration.documents.reading import Going, WordVectors
from tests.integration.stage import configure

pytestmark = pytest.mark.django_db(transaction=True)

COLLECTIONS = "/api/v1/collections"
DOCUMENTS = "/api/v1/documents"
JSON = "application/json"
NOTES = "# Ships\n\nThe hull is made of oak.\n\n# Sails\n\nThe sails are made of flax.\n"


@pytest.fixture(autouse=True)
def _embedders() -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.fixture
def ours() -> tuple[Tenant, Client]:
    return make_client()


@pytest.fixture
def client(ours: tuple[Tenant, Client]) -> Client:
    return ours[1]


def post(client: Client, path: str, body: Any) -> Any:
    return client.post(path, body, content_type=JSON)


def papers(client: Client, **more: Any) -> dict[str, Any]:
    made = post(client, COLLECTIONS, {"name": "papers", **more})
    assert made.status_code == 201, made.content
    found: dict[str, Any] = made.json()
    return found


def upload(client: Client, content: str | bytes, *, name: str = "notes.md", **fields: Any) -> Any:
    raw = content.encode() if isinstance(content, str) else content
    form = {"file": SimpleUploadedFile(name, raw), "collection": "papers"}
    return client.post(DOCUMENTS, form | fields)


def read(document: dict[str, Any], tenant: Tenant) -> None:
    """Do what the document's task does."""
    told = Reader(WordVectors()).ingest(
        UUID(document["id"]),
        generation_of(document, tenant),
        tenant_id=tenant.pk,
        stop=Going(),
        progress=Going().progress,
    )
    assert told["outcome"] == "ready"


def generation_of(document: dict[str, Any], tenant: Tenant) -> int:
    return get_document(UUID(document["id"]), tenant_id=tenant.pk).generation


def search(client: Client, collection: dict[str, Any], **body: Any) -> dict[str, Any]:
    found = post(client, collection["links"]["search"], body)
    assert found.status_code == 200, found.content
    answer: dict[str, Any] = found.json()
    return answer


def test_a_collection_is_made_changed_listed_and_deleted(client: Client) -> None:
    made = papers(client, description="Old ships.", passage_tokens=100, expires_after_days=30)
    path = made["links"]["self"]
    assert (made["documents"], made["passages"], made["bytes"]) == (0, 0, 0)
    changed = client.patch(path, {"description": "New ships."}, content_type=JSON).json()
    assert (changed["description"], changed["passage_tokens"]) == ("New ships.", 100)
    assert client.patch(path, {"expires_after_days": None}, content_type=JSON).json() == (
        changed | {"expires_after_days": None}
    )
    post(client, COLLECTIONS, {"name": "more"})
    first = client.get(f"{COLLECTIONS}?limit=1").json()
    assert [each["name"] for each in first["items"]] == ["more"]
    second = client.get(f"{COLLECTIONS}?limit=1&cursor={first['next']}").json()
    assert [each["id"] for each in second["items"]] == [made["id"]]
    assert second["next"] is None
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404


def test_names_of_collections_are_taken_once(client: Client) -> None:
    made = papers(client)
    assert post(client, COLLECTIONS, {"name": "papers"}).status_code == 409
    other = post(client, COLLECTIONS, {"name": "other"}).json()
    taken = client.patch(other["links"]["self"], {"name": "papers"}, content_type=JSON)
    assert (taken.status_code, taken.json()["field"]) == (409, "name")
    looks_like_an_id = post(client, COLLECTIONS, {"name": made["id"]})
    assert looks_like_an_id.status_code == 400


def test_an_upload_is_read_by_a_task_and_found(ours: tuple[Tenant, Client]) -> None:
    tenant, client = ours
    collection = papers(client)
    taken = upload(client, NOTES, metadata='{"year": 1900}', priority="HIGH")
    assert taken.status_code == 202, taken.content
    document = taken.json()
    assert taken["Location"] == document["links"]["self"]
    assert (document["state"], document["name"], document["size"]) == (
        "pending", "notes.md", len(NOTES),
    )  # fmt: skip
    task = client.get(document["links"]["task"]).json()
    assert (task["kind"], task["priority"], task["queue"]) == ("ingest", "HIGH", "ingest")
    assert client.get(collection["links"]["self"]).json()["pending"] == 1
    read(document, tenant)
    ready = client.get(document["links"]["self"]).json()
    assert (ready["state"], ready["passages"], ready["title"]) == ("ready", 2, "Ships")
    found = search(client, collection, query="flax", neighbours=1, parent=True)
    (hit,) = [each for each in found["items"] if "flax" in each["text"]]
    assert hit["document"] == {
        "id": document["id"], "name": "notes.md", "title": "Ships", "url": None,
        "metadata": {"year": 1900},
    }  # fmt: skip
    assert (hit["heading"], hit["page"], hit["ordinal"]) == ("Ships > Sails", None, 1)
    assert "flax" in NOTES[hit["start"] : hit["stop"]]
    assert [each["ordinal"] for each in hit["before"]] == [0]
    assert "flax" in hit["parent"]
    assert hit["why"]["words"]
    assert found["searched_by"] == ["words"]
    assert found["without"]
    assert search(client, collection, query="flax", metadata={"year": 1901})["items"] == []
    assert search(client, collection, query="flax", sources=[collection["id"]])["items"] == []


def test_the_same_upload_again_is_nothing_new(client: Client) -> None:
    papers(client)
    first, again = upload(client, NOTES), upload(client, NOTES)
    copy = upload(client, NOTES, name="copy.md")
    assert [first.status_code, again.status_code, copy.status_code] == [202, 200, 202]
    assert first.json() == again.json()
    changed = upload(client, NOTES + "More.")
    assert (changed.status_code, changed.json()["id"]) == (202, first.json()["id"])
    assert client.get(DOCUMENTS).json()["items"] == [copy.json(), changed.json()]


def test_what_has_neither_key_nor_name_is_known_by_its_bytes(client: Client) -> None:
    papers(client)
    blob = client.post("/api/v1/blobs", b"Of oak.", content_type="text/plain").json()
    body = {"sha256": blob["sha256"], "collection": "papers"}
    first, again = (post(client, DOCUMENTS, body) for _ in range(2))
    assert [first.status_code, again.status_code] == [202, 200]
    assert first.json() == again.json()
    assert first.json()["key"] == blob["sha256"]


def test_a_text_an_address_and_earlier_uploads_are_taken_in(
    ours: tuple[Tenant, Client], settings: LazySettings
) -> None:
    configure(settings, outgoing={"allow": ("127.0.0.1",)})
    client, collection = ours[1], papers(ours[1])
    text = post(client, DOCUMENTS, {"text": NOTES, "name": "t.md", "collection": collection["id"]})
    page = post(client, DOCUMENTS, {"url": "http://127.0.0.1/a%20b.html", "collection": "papers"})
    assert [text.status_code, page.status_code] == [202, 202], page.content
    assert (page.json()["name"], page.json()["key"]) == (
        "a b.html", "http://127.0.0.1/a%20b.html",
    )  # fmt: skip
    assert client.get(page.json()["links"]["content"]).status_code == 404
    blob = client.post("/api/v1/blobs", b"one more", content_type="text/plain").json()
    body = {"sha256": blob["sha256"], "name": "more.txt", "collection": "papers"}
    assert post(client, DOCUMENTS, body).status_code == 202
    assert post(client, DOCUMENTS, body | {"sha256": "0" * 64}).status_code == 404
    missing = {"file_id": "file-" + "0" * 32, "collection": "papers"}
    assert post(client, DOCUMENTS, missing).status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"collection": "papers"}, 400),
        ({"collection": "papers", "url": "https://example.com", "text": "a"}, 400),
        ({"collection": "papers", "text": "a"}, 400),
        ({"collection": "papers", "url": "http://127.0.0.1/"}, 400),
        ({"collection": "papers", "url": "file:///etc/passwd"}, 400),
        ({"collection": "nobody", "text": "a", "name": "a"}, 404),
        ({"collection": "papers", "text": "a", "name": "a", "more": 1}, 400),
        ({"collection": "papers", "text": "a", "name": "a", "metadata": []}, 400),
        ({"collection": "papers", "text": "a", "name": "a", "priority": "SOON"}, 400),
    ],
)
def test_what_names_no_document_is_refused(client: Client, body: Any, status: int) -> None:
    papers(client)
    refused = post(client, DOCUMENTS, body)
    assert refused.status_code == status, refused.content
    assert refused.json()["detail"]
    assert client.get(DOCUMENTS).json()["items"] == []


@pytest.mark.parametrize(
    "fields",
    [
        {"collection": "nobody"},
        {"metadata": "{"},
        {"metadata": "[]"},
        {"more": "1"},
        {"url": "https://example.com"},
        {"key": "a\x00"},
        {"priority": "SOON"},
    ],
)
def test_a_form_that_does_not_fit_is_refused(client: Client, fields: Any) -> None:
    papers(client)
    refused = upload(client, NOTES, **fields)
    assert refused.status_code in (400, 404), refused.content
    assert client.get(DOCUMENTS).json()["items"] == []


def test_a_form_without_a_file_or_with_two_is_refused(client: Client) -> None:
    papers(client)
    assert client.post(DOCUMENTS, {"collection": "papers"}).status_code == 400
    two = {"file": SimpleUploadedFile("a", b"a"), "other": SimpleUploadedFile("b", b"b")}
    assert client.post(DOCUMENTS, two | {"collection": "papers"}).status_code == 400


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/root/.ssh/id.md", "id.md"),
        ("a\r\nSet-Cookie: b.md", "aSet-Cookie: b.md"),
        ("n\u202eoise.md", "noise.md"),
        ("größe.md", "größe.md"),
    ],
)
def test_names_are_only_names(client: Client, sent: str, kept: str) -> None:
    papers(client)
    body = {"text": NOTES, "name": sent, "collection": "papers"}
    document = post(client, DOCUMENTS, body).json()
    assert document["name"] == kept
    content = client.get(document["links"]["content"])
    assert b"".join(content).decode() == NOTES
    assert "\n" not in content["Content-Disposition"]


def test_the_original_comes_back_whole_and_in_parts(client: Client) -> None:
    papers(client)
    document = upload(client, NOTES).json()
    whole = client.get(document["links"]["content"])
    assert b"".join(whole).decode() == NOTES
    assert 'filename="notes.md"' in whole["Content-Disposition"]
    assert whole["X-Content-Type-Options"] == "nosniff"
    part = client.get(document["links"]["content"], headers={"range": "bytes=2-6"})
    assert (part.status_code, b"".join(part)) == (206, b"Ships")


def test_new_content_takes_the_place_of_the_old(ours: tuple[Tenant, Client]) -> None:
    tenant, client = ours
    collection = papers(client)
    document = upload(client, NOTES).json()
    read(document, tenant)
    path = document["links"]["self"]
    same = client.put(path, NOTES.encode(), content_type="text/markdown")
    assert (same.status_code, same.json()["state"]) == (200, "ready")
    put = client.put(path, b"# Ships\n\nOf steel.\n", content_type="text/markdown")
    assert (put.status_code, put.json()["state"], put.json()["key"]) == (
        202, "pending", "notes.md",
    )  # fmt: skip
    assert search(client, collection, query="flax")["items"], "the former content is found yet"
    read(put.json(), tenant)
    texts = [each["text"] for each in client.get(document["links"]["passages"]).json()["items"]]
    assert texts == ["# Ships\n\nOf steel."]
    assert search(client, collection, query="flax")["items"] == []


def test_content_that_comes_after_its_document_went_is_refused(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers(client)
    path = upload(client, NOTES).json()["links"]["self"]
    store = blobs.store

    def delete_first(*args: Any, **more: Any) -> Any:
        assert client.delete(path).status_code == 204
        return store(*args, **more)

    monkeypatch.setattr(blobs, "store", delete_first)
    late = client.put(path, b"late", content_type="text/plain")
    assert (late.status_code, late.json()["type"][-16:]) == (404, "unknown-document")
    assert client.get(DOCUMENTS).json()["items"] == []


def test_a_document_is_read_again_on_demand(ours: tuple[Tenant, Client]) -> None:
    tenant, client = ours
    papers(client)
    document = upload(client, NOTES).json()
    under_way = client.post(document["links"]["ingest"])
    assert (under_way.status_code, under_way.json()["task"]) == (200, document["task"])
    read(document, tenant)
    again = client.post(document["links"]["ingest"])
    assert (again.status_code, again.json()["state"]) == (202, "pending")
    assert again.json()["task"] != document["task"]
    read(again.json(), tenant)
    assert client.get(document["links"]["self"]).json()["passages"] == 2


def test_passages_come_in_pages(ours: tuple[Tenant, Client]) -> None:
    tenant, client = ours
    papers(client)
    document = upload(client, "".join(f"# Part {n}\n\nSays {n}.\n\n" for n in range(5))).json()
    read(document, tenant)
    path, ordinals, after = document["links"]["passages"], [], ""
    while True:
        page = client.get(f"{path}?limit=2{after}").json()
        ordinals.append([each["ordinal"] for each in page["items"]])
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert ordinals == [[0, 1], [2, 3], [4]]
    assert client.get(f"{path}?after=2147483647").json() == {"items": [], "next": None}


def test_documents_are_listed_by_collection_and_state(ours: tuple[Tenant, Client]) -> None:
    tenant, client = ours
    collection = papers(client)
    other = post(client, COLLECTIONS, {"name": "other"}).json()
    read(upload(client, NOTES).json(), tenant)
    upload(client, "waits", name="b.txt")
    upload(client, "elsewhere", collection="other")

    def names(query: str) -> list[str]:
        return [each["name"] for each in client.get(f"{DOCUMENTS}?{query}").json()["items"]]

    assert names("") == ["notes.md", "b.txt", "notes.md"]
    assert names(f"collection={collection['id']}") == ["b.txt", "notes.md"]
    assert names(f"collection={collection['id']}&state=pending") == ["b.txt"]
    assert names(f"collection={other['id']}") == ["notes.md"]
    assert client.get(f"{DOCUMENTS}?state=lost").status_code == 400


def test_deleting_a_document_leaves_nothing_to_find(ours: tuple[Tenant, Client]) -> None:
    tenant, client = ours
    collection = papers(client)
    document = upload(client, NOTES).json()
    read(document, tenant)
    assert client.delete(document["links"]["self"]).status_code == 204
    for name in ("self", "passages", "content"):
        assert client.get(document["links"][name]).status_code == 404
    assert search(client, collection, query="flax")["items"] == []


def test_the_audit_log_tells_which_key_deleted_what(ours: tuple[Tenant, Client]) -> None:
    tenant, client = ours
    collection = papers(client)
    document = upload(client, NOTES).json()
    upload(client, "more", name="more.txt")
    assert client.delete(document["links"]["self"]).status_code == 204
    assert client.delete(collection["links"]["self"]).status_code == 204
    entries = AuditEntry.objects.filter(tenant_id=tenant.pk, action="delete").order_by("pk")
    assert [(each.subject_type, each.subject_id, each.detail) for each in entries] == [
        ("document", document["id"], {"name": "notes.md"}),
        ("collection", collection["id"], {"name": "papers", "documents": 1}),
    ]
    assert {each.actor.partition(":")[0] for each in entries} == {"key"}


def test_keys_need_the_scopes(ours: tuple[Tenant, Client]) -> None:
    tenant, client = ours
    collection = papers(client)
    document = upload(client, NOTES).json()
    _, reader = make_client(tenant, scopes=("documents:read",))
    assert search(reader, collection, query="flax")["items"] == []
    assert reader.get(document["links"]["content"]).status_code == 200
    for refused in (
        upload(reader, NOTES),
        reader.delete(document["links"]["self"]),
        reader.post(document["links"]["ingest"]),
        reader.put(document["links"]["self"], b"a", content_type="text/plain"),
        post(reader, COLLECTIONS, {"name": "more"}),
        reader.delete(collection["links"]["self"]),
    ):
        assert refused.status_code == 403
    _, other = make_client(tenant, scopes=("tasks:read", "tasks:write"))
    assert post(other, collection["links"]["search"], {"query": "a"}).status_code == 403
