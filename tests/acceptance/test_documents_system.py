"""A whole Switchyard that reads documents: uploaded over REST, read by an ingest worker, embedded
by a real MiniLM, found with their places; whatever is killed on the way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from api.rest import callers, collections
from orchestration.access.records import Tenant
from orchestration.memory import embedders
from orchestration.registry import services as registry
from orchestration.registry.bundled import MINILM
from tasks import sql
from tests.chaos.cluster import Clocks, Cluster
from tests.chaos.members import dispatcher, worker
from tests.documents import docx, paragraph, pdf
from tests.factories import make_client
from tests.systems import whole

pytestmark = [pytest.mark.native, pytest.mark.slow, pytest.mark.timeout(240)]

_CLOCKS: Final = Clocks(lease_s=6.0, heartbeat_s=2.0, claim_s=5.0, leader_s=3.0)
DOCUMENTS: Final = "/api/v1/documents"
COLLECTIONS: Final = "/api/v1/collections"

FILES: Final[dict[str, bytes]] = {
    "garden.md": b"# Garden\n\nTomatoes want sun.\n\n## Water\n\nWater roses in the morning.\n",
    "kitchen.html": (
        b"<html><head><title>Kitchen</title></head><body><h1>Bread</h1><p>Let the dough rest for a"
        b" night.</p><h1>Soup</h1><p>Boil bones for six hours.</p></body></html>"
    ),
    "car.pdf": pdf(
        [
            [(20, 700, "Engine"), (11, 660, "Change the oil each ten thousand miles.")],
            [(20, 700, "Tyres"), (11, 660, "Keep the pressure at two and a half bar.")],
        ],
        title="Car",
    ),
    "contract.docx": docx(
        paragraph("Lease", "Title")
        + paragraph("Rent", "heading 1")
        + paragraph("The tenant pays nine hundred pounds on the first of each month.")
    ),
}


@pytest.fixture(scope="module")
def system(django_db_blocker: DjangoDbBlocker) -> Iterator[Cluster]:
    roles = (dispatcher("dispatcher-0"), worker("cpu-0", 4), worker("ingest-0", 2))
    folder = settings.SWITCHYARD.blobs_folder
    env = {"INFERENCE__THREADS": "1", "BLOBS__FOLDER": str(folder)}
    with django_db_blocker.unblock(), whole(roles, _CLOCKS, env) as cluster, fresh():
        registry.register(MINILM, default=True)
        cluster.until_ready()
        yield cluster


@contextmanager
def fresh() -> Iterator[None]:
    """Forget what this process has kept of other servers; and of these afterwards."""
    _forget()
    yield
    _forget()


def _forget() -> None:
    callers._made = collections._made = None
    embedders.forget()
    registry.forget()


@pytest.fixture
def client(system: Cluster) -> Client:
    return make_client(Tenant.objects.get(pk=system.submitter.tenant_id))[1]


def collection(client: Client, name: str) -> dict[str, Any]:
    made = client.post(COLLECTIONS, {"name": name}, content_type="application/json")
    assert made.status_code == 201, made.content
    found: dict[str, Any] = made.json()
    return found


def upload(client: Client, name: str, into: str, content: bytes | None = None) -> dict[str, Any]:
    file = SimpleUploadedFile(name, FILES[name] if content is None else content)
    taken = client.post(DOCUMENTS, {"file": file, "collection": into})
    assert taken.status_code == 202, taken.content
    found: dict[str, Any] = taken.json()
    return found


def best(client: Client, into: dict[str, Any], question: str, **more: Any) -> dict[str, Any]:
    body = {"query": question, **more}
    found = client.post(into["links"]["search"], body, content_type="application/json").json()
    assert "meaning" in found["searched_by"], found
    hit: dict[str, Any] = found["items"][0]
    return hit


def passages(document: dict[str, Any]) -> list[tuple[int, str]]:
    query = "SELECT ordinal, text FROM memory_entry WHERE source = %s ORDER BY ordinal"
    return [(row[0], row[1]) for row in sql.fetch(query, [UUID(document["id"])])]


def test_files_of_all_formats_are_read_and_found_by_what_they_mean(
    system: Cluster, client: Client
) -> None:
    into = collection(client, "house")
    taken = [upload(client, name, "house") for name in FILES]
    for each in taken:
        system.until(system.is_in(UUID(each["task"]), "succeeded", "failed"), each["name"])
        ready = client.get(each["links"]["self"]).json()
        assert (ready["state"], ready["error"]) == ("ready", None)
    asked = {
        "When should flowers be given something to drink?": ("garden.md", None, "Water roses"),
        "How is broth made?": ("kitchen.html", None, "Boil bones"),
        "How much air belongs into the wheels?": ("car.pdf", 2, "pressure"),
        "What does the flat cost?": ("contract.docx", None, "nine hundred"),
    }
    for question, (name, page, words) in asked.items():
        hit = best(client, into, question, mode="meaning")
        assert (hit["document"]["name"], hit["page"]) == (name, page), question
        assert words in hit["text"]
    assert best(client, into, "oil")["page"] == 1


def parts(name: str) -> bytes:
    text = "".join(f"# Part {n}\n\nThis part speaks of number {n}.\n\n" for n in range(40))
    return f"# {name}\n\n{text}".encode()


def is_there_once(client: Client, document: dict[str, Any]) -> None:
    found = passages(document)
    assert [ordinal for ordinal, _ in found] == list(range(len(found)))
    for number in range(40):
        assert sum(f"number {number}." in each for _, each in found) == 1
    assert client.get(document["links"]["self"]).json()["passages"] == len(found)


def test_a_worker_that_is_killed_before_its_passages_are_in_place(
    system: Cluster, client: Client
) -> None:
    collection(client, "before")
    with system.operator() as operator, operator.transaction():
        operator.execute("LOCK TABLE documents_place IN SHARE MODE")
        document = upload(client, "parts.md", "before", parts("before"))
        task = UUID(document["task"])
        system.until(lambda: _waits("documents_place"), "it puts passages in place")
        system["ingest-0"].kill()
        assert passages(document) == []
    system.until(system.is_in(task, "succeeded"), "another attempt ends it")
    assert ended_after_losses(system, task)
    is_there_once(client, document)


def test_a_worker_that_is_killed_between_its_passages_and_the_end_of_its_task(
    system: Cluster, client: Client
) -> None:
    collection(client, "behind")
    with system.operator() as operator, operator.transaction():
        operator.execute("LOCK TABLE tasks_taskresult IN SHARE MODE")
        document = upload(client, "parts.md", "behind", parts("behind"))
        task = UUID(document["task"])
        system.until(lambda: _waits("tasks_taskresult"), "it ends its task")
        assert client.get(document["links"]["self"]).json()["state"] == "ready"
        assert system.state(task) == "running"
        system["ingest-0"].kill()
    system.until(system.is_in(task, "succeeded"), "another attempt ends it")
    assert ended_after_losses(system, task)
    is_there_once(client, document)


def ended_after_losses(system: Cluster, task: UUID) -> bool:
    """Return whether attempts were lost, and then one ended the task: a busy machine loses more."""
    *lost, last = system.outcomes(task)
    return set(lost) == {"lost"} and last == "succeeded"


def _waits(table: str) -> bool:
    return bool(
        sql.fetch(
            """SELECT 1 FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
                WHERE NOT l.granted AND c.relname = %s""",
            [table],
        )
    )
