"""One tenant's key never reads or changes another's rows: every path, every method.

The paths come from the URL resolver, so that a new one cannot be forgotten: it is public, shared
or owned, and this test must be able to tell which.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from api.rest.base import PublicView
from orchestration.blobs import services as blobs
from orchestration.conversations import services as conversations
from orchestration.documents.entering import Original
from orchestration.documents.services import create_collection
from orchestration.memory import blocks
from orchestration.memory.drafts import Draft as Remembered
from orchestration.memory.drafts import Kind
from orchestration.memory.owners import Owner as Whose
from orchestration.memory.remembering import Memory
from orchestration.memory.rules import set_rule
from orchestration.prompts import labels
from orchestration.prompts import services as prompts
from orchestration.prompts.drafts import Draft
from orchestration.prompts.draws import Target
from orchestration.registry import services as registry
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.specialists import applying as specialists
from orchestration.specialists.reading import parse
from tasks.lifecycle import State
from tasks.models import Task
from tasks.services import batches, schedules, webhooks
from tasks.services.ingesting import take_in
from tasks.services.submission import Origin
from tests.factories import client_of, make_key, make_task, make_tenant, make_worker, submitter_of
from tests.kept import keep

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.native,
    pytest.mark.usefixtures("calls_are_answered"),
]

SECRET = "belongs-to-somebody-else"
SHARED_MODEL = "belongs-to-nobody"
PROMPT = "of-the-owner"
PAGES = {"home", "api-nothing"}
"""Served without a key; they show nothing of any tenant."""
SHARED = {"queue", "worker", "model", "capabilities", "status", "providers"}
"""Words in the names of paths that show the fleet, which belongs to nobody."""
OWNED_PARTS = ("<str:sha256>", "task_id", "batch_id", "schedule_id", "webhook_id", "collection_id",
               "document_id", "<str:prompt>", "<str:specialist>", "memory_id",
               "conversation_id", "block_id", "<str:kind>")  # fmt: skip
"""What stands in the paths of things that belong to a tenant."""
NAMES = {"worker_id", "kind"}
"""Parts of paths that tell nothing of whose a thing is."""
FIXED = {"<str:name>": "local", "<path:model>": SHARED_MODEL, "<str:label>": "production",
         "<int:version>": "1"}  # fmt: skip
MEDIA = {"api-memories-import": "application/x-ndjson"}
STORED_FOR_GOOD = {("api-document", "put")}
"""What stores bytes: that cannot be part of a transaction which is undone."""
OF_ONES_OWN = {("api-retention-rule", "put")}
"""What makes a thing of one's own where it finds none."""
QUERIES = {"api-execute": "?wait=0", "api-cache": "?all=true"}
BODIES: dict[tuple[str, str], Any] = {
    ("api-task-priority", "post"): {"priority": "LOW"},
    ("api-schedule", "patch"): {"enabled": False},
    ("api-conversations", "post"): {"title": "own"},
    ("api-conversation", "patch"): {"title": "changed"},
    ("api-conversation-messages", "post"): {"messages": [{"role": "user", "content": "a"}]},
    ("api-conversation-reply", "post"): {"content": "a"},
    ("api-queue", "patch"): {"max_running": 5},
    ("api-model-replicas", "post"): {"worker": None},
    ("api-webhook", "patch"): {"enabled": False},
    ("api-webhook-replay", "post"): {"since": "2026-01-01T00:00:00Z"},
    ("api-webhooks", "post"): {"url": "https://example.com/own", "events": ["task.failed"]},
    ("api-tasks", "post"): {"kind": "echo", "input": {}},
    ("api-ai-tasks", "post"): {"kind": "echo", "input": {}},
    ("api-execute", "post"): {"kind": "echo", "input": {}},
    ("api-embed", "post"): {"texts": ["a"]},
    ("api-rerank", "post"): {"query": "a", "documents": ["b", "c"]},
    ("api-tokenize", "post"): {"texts": ["a"]},
    ("api-tasks-batch", "post"): {"tasks": [{"kind": "echo", "input": {}}]},
    ("api-prompts", "post"): {"name": "own", "text": "a"},
    ("api-prompt", "patch"): {"description": "changed"},
    ("api-prompt-preview", "post"): {"text": "a"},
    ("api-prompt-render", "post"): {},
    ("api-prompt-versions", "post"): {"text": "b"},
    ("api-prompt-label", "patch"): {"targets": [{"version": 1}]},
    ("api-memories", "post"): {"text": "own"},
    ("api-memories-bulk", "post"): {"memories": [{"text": "own"}]},
    ("api-memories-import", "post"): {"text": "own"},
    ("api-memories-search", "post"): {"query": "belongs to somebody else"},
    ("api-memory", "patch"): {"text": "changed"},
    ("api-memory", "put"): {"text": "replaced"},
    ("api-memory-blocks", "post"): {"name": "own"},
    ("api-memory-block", "patch"): {"text": "changed"},
    ("api-block-attach", "post"): {"agent": "ann"},
    ("api-block-detach", "post"): {"agent": "ann"},
    ("api-retention-rule", "put"): {"max_age_days": 1},
    ("api-memory-settings", "patch"): {"summary_after": 5},
    ("api-collections", "post"): {"name": "own"},
    ("api-collection", "patch"): {"description": "changed"},
    ("api-collection-search", "post"): {"query": SECRET},
    ("api-documents", "post"): {"text": "a", "name": "a", "collection": "shared-name"},
    ("api-document", "put"): {"new": "content"},
    ("api-schedules", "post"): {
        "name": "own",
        "cron": "* * * * *",
        "body": {"kind": "echo", "input": {}},
    },
}


@dataclass(frozen=True)
class Endpoint:
    """One path with its methods."""

    name: str
    pattern: str
    view: Any

    @property
    def public(self) -> bool:
        return self.name in PAGES or (self.view and issubclass(self.view, PublicView))

    @property
    def owned(self) -> bool:
        return any(part in self.pattern for part in OWNED_PARTS)

    @property
    def shared(self) -> bool:
        return any(word in self.name for word in SHARED)

    @property
    def methods(self) -> list[str]:
        names = ("get", "post", "put", "patch", "delete")
        return [m for m in names if m in self.view.http_method_names and hasattr(self.view, m)]

    def path(self, ids: dict[str, Any]) -> str:
        path = "/" + self.pattern
        for name, value in ids.items():
            path = path.replace(f"<uuid:{name}>", str(value)).replace(f"<str:{name}>", str(value))
        for part, value in FIXED.items():
            path = path.replace(part, value)
        return path


def _walk(patterns: list[Any], prefix: str = "") -> Iterator[Endpoint]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if not route.startswith("admin"):
                yield from _walk(pattern.url_patterns, route)
        else:
            assert isinstance(pattern, URLPattern)
            yield Endpoint(f"{pattern.name}", route, getattr(pattern.callback, "cls", None))


ENDPOINTS = list(_walk(get_resolver().url_patterns))
GUARDED = [endpoint for endpoint in ENDPOINTS if not endpoint.public]
OWNED = [endpoint for endpoint in GUARDED if endpoint.owned]
LISTS = [endpoint for endpoint in GUARDED if not endpoint.owned]


@dataclass
class Owner:
    """A tenant with one of everything, in each state."""

    client: Client
    tenant_id: UUID
    tasks: dict[State, Task]
    ids: dict[str, Any]

    def every_id(self) -> set[str]:
        return {str(value) for key, value in self.ids.items() if key not in NAMES} | {
            str(task.pk) for task in self.tasks.values()
        }


@pytest.fixture
def owner() -> Owner:
    tenant, token = make_key()
    worker, _ = make_worker(), make_worker()
    registry.register(replace(TINY_RANDOM, name=SHARED_MODEL, source="org/name"))
    body = {"kind": "echo", "input": {"say": SECRET}, "tags": [SECRET]}
    by = submitter_of(tenant)
    batch = batches.submit_batch([body], by, name=SECRET).batch_id
    schedule = schedules.create(tenant.pk, name=SECRET, cron="0 0 * * *", body=body, by=by)
    origin = Origin(batch_id=batch, schedule_id=schedule.pk)
    webhook, _ = webhooks.create(
        tenant.pk, url=f"https://{SECRET}.example.com/", events=["task.failed"], by="key:test"
    )
    tasks = {
        state: make_task(
            tenant,
            state=state,
            worker=worker,
            body={"say": SECRET},
            tags=(SECRET,),
            idempotency_key=f"{SECRET}-{state}",
            result={"say": SECRET},
            origin=origin,
        )
        for state in State
    }
    keep(tenant, SECRET, SECRET, tags=(SECRET,))
    prompts.create(PROMPT, Draft(text=SECRET), by=SECRET, tenant_id=tenant.pk)
    labels.point(PROMPT, "production", [Target(1)], by=SECRET, tenant_id=tenant.pk)
    entry = {"name": PROMPT, "tenant": tenant.name, "title": SECRET, "model": SHARED_MODEL}
    catalogue = parse({"specialists": [entry | {"system_prompt": SECRET}]}, {})
    specialists.apply(catalogue, specialists.Order(by=SECRET))
    ids = {"batch_id": batch, "schedule_id": schedule.pk, "worker_id": worker.pk,
           "prompt": PROMPT, "specialist": PROMPT}  # fmt: skip
    stored = blobs.store_bytes(
        SECRET.encode(), tenant_id=tenant.pk, owner=blobs.uploader(tenant.pk)
    )
    ids["sha256"] = stored.sha256
    memory = Remembered(text=SECRET, title=SECRET, owner=Whose(user=SECRET))
    Memory(None).add(memory, tenant_id=tenant.pk)
    block = blocks.create_block(SECRET, tenant_id=tenant.pk, actor=SECRET, text=SECRET)
    blocks.attach_block(block.pk, SECRET, tenant_id=tenant.pk, actor=SECRET)
    set_rule(Kind.EPISODIC, tenant_id=tenant.pk, actor=SECRET, max_age_days=30)
    ids |= {"memory_id": memory.uid, "block_id": block.pk, "kind": "episodic"}
    talk = conversations.create(tenant_id=tenant.pk, title=SECRET, system_prompt=SECRET)
    said = conversations.Said({"role": "user", "content": SECRET})
    conversations.append(talk.id, [said], tenant_id=tenant.pk)
    ids["conversation_id"] = talk.id
    ids |= {"webhook_id": webhook.pk, "delivery_id": webhook.deliveries.get().pk}
    into = create_collection("shared-name", tenant_id=tenant.pk, description=SECRET)
    original = Original(SECRET, SECRET, sha256=stored.sha256, size=stored.size)
    document = take_in(original, collection_id=into.id, by=by).document
    ids |= {"collection_id": into.id, "document_id": document.id}
    return Owner(client_of(token), tenant.pk, tasks, ids)


@pytest.fixture
def outsider() -> Client:
    tenant, token = make_key(make_tenant())
    create_collection("shared-name", tenant_id=tenant.pk)
    return client_of(token)


_REALM = "(SELECT id FROM memory_realm WHERE tenant_id = %(tenant)s)"
_TABLES = {
    "tasks_task": "tenant_id = %(tenant)s",
    "tasks_taskpayload": "tenant_id = %(tenant)s",
    "tasks_tasktag": "tenant_id = %(tenant)s",
    "tasks_taskrouting": "tenant_id = %(tenant)s",
    "tasks_taskresult": "task_id IN (SELECT id FROM tasks_task WHERE tenant_id = %(tenant)s)",
    "tasks_attempt": "task_id IN (SELECT id FROM tasks_task WHERE tenant_id = %(tenant)s)",
    "tasks_event": "task_id IN (SELECT id FROM tasks_task WHERE tenant_id = %(tenant)s)",
    "tasks_batch": "tenant_id = %(tenant)s",
    "tasks_filebatch": "tenant_id = %(tenant)s",
    "tasks_batchline": "batch_id IN (SELECT id FROM tasks_filebatch WHERE tenant_id = %(tenant)s)",
    "files_file": "tenant_id = %(tenant)s",
    "tasks_schedule": "tenant_id = %(tenant)s",
    "tasks_idempotencykey": "tenant_id = %(tenant)s",
    "tasks_webhook": "tenant_id = %(tenant)s",
    "tasks_webhookdelivery": "tenant_id = %(tenant)s",
    "secrets_secret": "tenant_id = %(tenant)s",
    "blobs_blob": "tenant_id = %(tenant)s",
    "blobs_account": "tenant_id = %(tenant)s",
    "blobs_reference": "blob_id IN (SELECT id FROM blobs_blob WHERE tenant_id = %(tenant)s)",
    "conversations_conversation": "tenant_id = %(tenant)s",
    "conversations_message": """conversation_id IN (
        SELECT id FROM conversations_conversation WHERE tenant_id = %(tenant)s)""",
    "prompts_prompt": "tenant_id = %(tenant)s",
    "prompts_version": "prompt_id IN (SELECT id FROM prompts_prompt WHERE tenant_id = %(tenant)s)",
    "prompts_label": "prompt_id IN (SELECT id FROM prompts_prompt WHERE tenant_id = %(tenant)s)",
    "specialists_specialist": "tenant_id = %(tenant)s",
    "cache_answer": "tenant_id = %(tenant)s",
    "memory_entry": f"realm_id IN {_REALM}",
    "memory_version": f"realm_id IN {_REALM}",
    "memory_link": f"realm_id IN {_REALM}",
    "memory_block": f"realm_id IN {_REALM}",
    "memory_attachment": f"block_id IN (SELECT id FROM memory_block WHERE realm_id IN {_REALM})",
    "memory_retention": f"realm_id IN {_REALM}",
    "memory_consolidation": f"realm_id IN {_REALM}",
    "memory_space": f"realm_id IN {_REALM}",
    "memory_realm": "tenant_id = %(tenant)s",
    "documents_collection": "tenant_id = %(tenant)s",
    "documents_document": "tenant_id = %(tenant)s",
    "access_api_key": "tenant_id = %(tenant)s",
}


def everything_of(tenant_id: UUID) -> dict[str, list[str]]:
    """Return every row of a tenant as text."""
    found = {}
    with connection.cursor() as cursor:
        for table, mine in _TABLES.items():
            cursor.execute(
                f"SELECT row_to_json(r)::text FROM {table} r WHERE {mine}", {"tenant": tenant_id}
            )
            found[table] = sorted(row[0] for row in cursor.fetchall())
    return found


def call(client: Client, endpoint: Endpoint, method: str, path: str) -> Any:
    body = BODIES.get((endpoint.name, method))
    if method == "get":
        return client.get(path)
    said = QUERIES.get(endpoint.name, "")
    kind = MEDIA.get(endpoint.name, "application/json")
    return getattr(client, method)(path + said, orjson.dumps(body), content_type=kind)


def shown(response: Any) -> bytes:
    """Return an answer's bytes, also where it comes in pieces."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_every_endpoint_is_known_as_public_shared_or_owned() -> None:
    assert len(OWNED) > 15
    for endpoint in ENDPOINTS:
        lists_own = endpoint in LISTS and not endpoint.shared
        assert endpoint.public or endpoint.shared or endpoint.owned or lists_own
        if not endpoint.public:
            assert endpoint.view is not None, f"{endpoint.name} is no ApiView; is it public?"
            assert all(m.upper() in endpoint.view.scopes for m in endpoint.methods)


@contextmanager
def undone() -> Iterator[None]:
    """Take back what happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def calls(endpoints: list[Endpoint]) -> list[tuple[Endpoint, str]]:
    """Return every method of every endpoint."""
    return [(endpoint, method) for endpoint in endpoints for method in endpoint.methods]


def test_without_a_key_nothing_is_served(owner: Owner, subtests: pytest.Subtests) -> None:
    before = everything_of(owner.tenant_id)
    for endpoint, method in calls(GUARDED):
        with subtests.test(endpoint.name, method=method):
            path = endpoint.path(owner.ids | {"task_id": owner.tasks[State.QUEUED].pk})
            assert call(Client(), endpoint, method, path).status_code == 401
    assert everything_of(owner.tenant_id) == before


def test_another_tenants_key_finds_nothing(
    owner: Owner, outsider: Client, subtests: pytest.Subtests
) -> None:
    before = everything_of(owner.tenant_id)
    for endpoint, method in calls(OWNED):
        with subtests.test(endpoint.name, method=method):
            for task in owner.tasks.values():
                path = endpoint.path(owner.ids | {"task_id": task.pk})
                makes = (endpoint.name, method) in OF_ONES_OWN
                with undone() if makes else nullcontext():
                    response = call(outsider, endpoint, method, path)
                expected = 200 if makes else 404
                assert response.status_code == expected, (method, task.state, response.content)
                assert SECRET.encode() not in response.content
    assert everything_of(owner.tenant_id) == before


def test_the_owner_finds_something_at_the_same_paths(
    owner: Owner, subtests: pytest.Subtests
) -> None:
    for endpoint, method in calls(OWNED):
        with subtests.test(endpoint.name, method=method):
            path = endpoint.path(owner.ids | {"task_id": owner.tasks[State.FAILED].pk})
            stored = (endpoint.name, method) in STORED_FOR_GOOD
            with nullcontext() if stored else undone():
                assert call(owner.client, endpoint, method, path).status_code in (
                    200,
                    201,
                    202,
                    204,
                    409,
                )


def test_lists_and_new_things_show_nothing_of_another_tenant(
    owner: Owner, outsider: Client, subtests: pytest.Subtests
) -> None:
    before = everything_of(owner.tenant_id)
    for endpoint, method in calls(LISTS):
        with subtests.test(endpoint.name, method=method):
            response = call(outsider, endpoint, method, endpoint.path(owner.ids))
            said = shown(response)
            assert response.status_code in (200, 201, 202, 204), said
            assert SECRET.encode() not in said
            assert not [i for i in owner.every_id() if i.encode() in said]
    assert everything_of(owner.tenant_id) == before


FILTERS = [
    "",
    f"tag={SECRET}",
    "kind=echo",
    "dead_letter=true",
    "batch={batch_id}",
    "schedule={schedule_id}",
    "parent={parent}",
    *(f"state={state}" for state in State),
]


@pytest.mark.parametrize("path", ["/api/v1/tasks", "/api/v1/ai-orchestration/tasks"])
def test_no_filter_reaches_into_another_tenant(
    owner: Owner, outsider: Client, subtests: pytest.Subtests, path: str
) -> None:
    for query in FILTERS:
        with subtests.test(query):
            full = f"{path}?{query.format(parent=owner.tasks[State.WAITING].pk, **owner.ids)}"
            assert owner.client.get(full).json()["items"]
            assert outsider.get(full).json() == {"items": [], "next": None}


def test_the_workflows_of_another_tenant_are_not_listed(owner: Owner, outsider: Client) -> None:
    path = "/api/v1/orchestration/workflows"
    assert len(owner.client.get(path).json()["items"]) == 1
    assert outsider.get(path).json() == {"items": [], "next": None}


def test_an_idempotency_key_of_another_tenant_means_nothing(outsider: Client, owner: Owner) -> None:
    body = {"kind": "echo", "input": {}, "idempotency_key": f"{SECRET}-queued"}
    response = outsider.post("/api/v1/tasks", body, content_type="application/json")
    assert response.status_code == 201
    assert response.json()["id"] not in owner.every_id()


def test_a_cursor_of_another_tenant_opens_nothing(owner: Owner, outsider: Client) -> None:
    cursor = owner.client.get("/api/v1/tasks?limit=1").json()["next"]
    found = outsider.get(f"/api/v1/tasks?cursor={cursor}").json()
    assert found == {"items": [], "next": None}
