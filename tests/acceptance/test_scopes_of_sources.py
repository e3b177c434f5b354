"""What a key may not read it cannot have a task read for it either, whichever door it takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.test import Client

from orchestration.access.records import Tenant
from orchestration.access.scopes import DEFAULT_SCOPES
from orchestration.registry import services as registry
from orchestration.registry.bundled import TINY_RANDOM
from tasks.models import Schedule, Task
from tasks.services import control
from tests.factories import make_client, make_key, make_task, make_tenant, make_worker, submitter_of
from tests.gateways import GatewayProcess
from tests.integration.retrieval.shelves import shelf

pytestmark = pytest.mark.django_db(transaction=True)

DOCUMENTS: Final = {"collections": ["trains"]}
MEMORIES: Final = {"users": ["ann"]}
PROMPTED: Final = {**DOCUMENTS, "instructions": {"prompt": "librarian"}}
NEEDS: Final = (
    (DOCUMENTS, "documents:read"),
    (MEMORIES, "memories:read"),
    (PROMPTED, "prompts:read"),
)
BOTH: Final = ("memories:read", "documents:read")


def rag(retrieval: Any = DOCUMENTS) -> dict[str, Any]:
    return {"kind": "rag", "input": {"question": "When does it leave?", "retrieval": retrieval}}


def echo(child: Any) -> dict[str, Any]:
    """A task whose child's child is another one."""
    inner = {"kind": "echo", "input": {"children": [child]}}
    return {"kind": "echo", "input": {"children": [inner]}}


@pytest.fixture(autouse=True)
def model(db: None) -> Iterator[None]:
    registry.register(TINY_RANDOM, default=True)
    yield
    registry.forget()


@pytest.fixture
def tenant(db: None) -> Tenant:
    return make_tenant()


def post(client: Client, path: str, body: Any) -> Any:
    return client.post(f"/api/v1/{path}", body, content_type="application/json")


def refused(answer: Any, scope: str) -> None:
    """Assert that a request was refused with the name of what the key lacks, and stored nothing."""
    assert answer.status_code == 403, answer.content
    assert scope in answer.content.decode()
    assert not Task.objects.exclude(state="cancelled").exists()


@pytest.mark.parametrize(("retrieval", "scope"), NEEDS)
def test_a_task_needs_what_reading_its_sources_needs(
    tenant: Tenant, retrieval: Any, scope: str
) -> None:
    having = {"tasks:write", *BOTH, "prompts:read"}
    lacking = make_client(tenant, scopes=having - {scope})[1]
    refused(post(lacking, "tasks", rag(retrieval)), scope)
    client = make_client(tenant, scopes=having)[1]
    assert post(client, "tasks", rag(retrieval)).status_code == 201


def test_a_key_with_the_usual_scopes_reads_neither_documents_nor_memories(tenant: Tenant) -> None:
    client = make_client(tenant, scopes=DEFAULT_SCOPES)[1]
    for retrieval in (DOCUMENTS, MEMORIES):
        assert post(client, "tasks", rag(retrieval)).status_code == 403
    both = post(client, "tasks", rag({**DOCUMENTS, **MEMORIES}))
    refused(both, "documents:read")


def test_a_batch_names_the_line_and_stores_nothing(tenant: Tenant) -> None:
    client = make_client(tenant, scopes=("tasks:write", "diagnostics"))[1]
    found = post(client, "tasks/batch", {"tasks": [{"kind": "echo", "input": {}}, rag()]})
    assert found.status_code == 422
    (line,) = found.json()["lines"]
    assert (line["line"], line["status"]) == (1, 403)
    assert "documents:read" in line["detail"]
    assert not Task.objects.exists()


def test_children_are_looked_at_too(tenant: Tenant) -> None:
    client = make_client(tenant, scopes=("tasks:write", "diagnostics"))[1]
    refused(post(client, "tasks", echo(rag())), "documents:read")
    client = make_client(tenant, scopes=("tasks:write", "diagnostics", "documents:read"))[1]
    assert post(client, "tasks", echo(rag())).status_code == 201


def test_a_schedule_is_made_and_changed_by_whoever_may_read_what_it_reads(tenant: Tenant) -> None:
    lacking = make_client(tenant, scopes=("tasks:write", "tasks:read"))[1]
    body = {"name": "daily", "cron": "0 6 * * *", "body": rag()}
    refused(post(lacking, "schedules", body), "documents:read")
    client = make_client(tenant, scopes=("tasks:write", "documents:read"))[1]
    made = post(client, "schedules", body)
    assert made.status_code == 201
    path = f"schedules/{made.json()['id']}"
    refused(post(lacking, f"{path}/run", {}), "documents:read")
    change = {"body": rag({**DOCUMENTS, **MEMORIES})}
    changed = client.patch(f"/api/v1/{path}", change, content_type="application/json")
    refused(changed, "memories:read")
    assert Schedule.objects.get().body == rag()


def test_another_keys_task_is_not_run_again_by_who_may_not_read_so(tenant: Tenant) -> None:
    made = make_task(tenant, kind="rag", body=rag()["input"])
    control.cancel(made.pk, tenant_id=tenant.pk, by="key:test")
    lacking = make_client(tenant, scopes=("tasks:write",))[1]
    for way in ("retry", "replay"):
        refused(post(lacking, f"tasks/{made.pk}/{way}", {}), "documents:read")
    client = make_client(tenant, scopes=("tasks:write", "documents:read"))[1]
    assert post(client, f"tasks/{made.pk}/replay", {}).status_code == 201


def test_a_reply_from_sources_needs_them_and_a_plain_one_does_not(tenant: Tenant) -> None:
    make_worker()
    client = make_client(tenant, scopes=("tasks:write", "tasks:read"))[1]
    talk = post(client, "conversations", {}).json()["id"]
    path = f"conversations/{talk}/reply"
    refused(post(client, path, {"content": "Hello", "retrieval": MEMORIES}), "memories:read")
    assert client.get(f"/api/v1/conversations/{talk}/messages").json()["items"] == []
    assert post(client, path, {"content": "Hello"}).status_code == 201


def test_executing_needs_what_submitting_needs(tenant: Tenant, gateway: GatewayProcess) -> None:
    token = make_key(tenant, scopes=("tasks:write",))[1]
    with gateway.client(token) as lacking:
        for wait in ("0", "1"):
            answer = lacking.post(f"/api/v1/orchestration/execute?wait={wait}", json=rag())
            refused(answer, "documents:read")
    refused(post(make_client(tenant, scopes=("tasks:write",))[1], "orchestration/execute", rag()),
            "documents:read")  # fmt: skip


@pytest.mark.parametrize(("retrieval", "scope"), NEEDS)
@pytest.mark.parametrize("stream", [False, True])
def test_openais_path_needs_what_reading_its_sources_needs(
    tenant: Tenant, gateway: GatewayProcess, retrieval: Any, scope: str, *, stream: bool
) -> None:
    shelf(tenant)
    asked = {
        "model": TINY_RANDOM.name, "messages": [{"role": "user", "content": "When?"}],
        "retrieval": retrieval, "stream": stream,
    }  # fmt: skip
    having = {"tasks:write", *BOTH, "prompts:read"} - {scope}
    with gateway.client(make_key(tenant, scopes=having)[1]) as lacking:
        answer = lacking.post("/v1/chat/completions", json=asked)
    refused(answer, scope)


def test_documents_are_read_in_by_those_who_may_write_them(tenant: Tenant) -> None:
    document = shelf(tenant)
    body = {"kind": "ingest", "input": {"document": str(document.id), "generation": 1}}
    refused(post(make_client(tenant, scopes=("tasks:write",))[1], "tasks", body), "documents:write")


def test_vector_stores_are_documents(tenant: Tenant, gateway: GatewayProcess) -> None:
    with gateway.client(make_key(tenant, scopes=DEFAULT_SCOPES)[1]) as plain:
        assert plain.post("/v1/vector_stores", json={}).status_code == 403
        answer = plain.get("/v1/vector_stores")
        refused(answer, "documents:read")
        file = plain.post(
            "/v1/files", data={"purpose": "assistants"}, files={"file": ("a.md", b"# A\n\nText.")}
        )
        assert file.status_code == 200, file.text
    named = {"file_ids": [file.json()["id"]]}
    with gateway.client(make_key(tenant, scopes=("documents:write",))[1]) as writer:
        refused(writer.post("/v1/vector_stores", json=named), "tasks:read")
        assert writer.post("/v1/vector_stores", json={}).status_code == 200
    full = ("tasks:read", "documents:read", "documents:write")
    with gateway.client(make_key(tenant, scopes=full)[1]) as client:
        made = client.post("/v1/vector_stores", json=named)
        assert made.status_code == 200, made.text
        store = f"/v1/vector_stores/{made.json()['id']}"
        for path in ("", "/files", f"/files/{named['file_ids'][0]}"):
            assert client.get(store + path).status_code == 200
        with gateway.client(make_key(tenant, scopes=DEFAULT_SCOPES)[1]) as plain:
            for path in ("", "/files"):
                assert plain.get(store + path).status_code == 403
            query = {"query": "text"}
            assert plain.post(f"{store}/search", json=query).status_code == 403


def test_who_submits_for_the_house_may_reach_everything(tenant: Tenant) -> None:
    assert make_task(tenant, kind="rag", body=rag()["input"]).state == "queued"
    assert "documents:read" in submitter_of(tenant).scopes
