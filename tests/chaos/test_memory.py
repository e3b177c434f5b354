"""What was acknowledged is there once, and what was not can be sent again: memories in bulk and
documents, while workers, the web process and Postgres are killed.

Short by default; `CHAOS=full` sends twenty times as much.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from pytest_django.plugin import DjangoDbBlocker

from deploy.local.ports import free_port
from orchestration.access.records import Tenant
from tasks import sql
from tests.chaos import inventory
from tests.chaos.cluster import Clocks, Cluster
from tests.chaos.held import commits_held, is_awaited, writing_held
from tests.chaos.members import Member, dispatcher, web, worker
from tests.chaos.sender import Sender, sender_at
from tests.factories import make_key
from tests.systems import whole

FULL: Final = os.environ.get("CHAOS") == "full"
LISTS: Final = 800 if FULL else 40
FILES: Final = 400 if FULL else 20
PATIENCE_S: Final = 1200.0 if FULL else 120.0
TOGETHER: Final = 50
"""Memories of one list; a search returns up to 100."""
PARTS: Final = 5
"""Sections of a file."""
SENDERS: Final = 4
DIMENSIONS: Final = 8

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(2400 if FULL else 300)]

CLOCKS: Final = Clocks(lease_s=6.0, heartbeat_s=2.0, claim_s=3.0, leader_s=2.0)
BULK: Final = "/api/v1/memories/bulk"
DOCUMENTS: Final = "/api/v1/documents"
COLLECTIONS: Final = "/api/v1/collections"
Item = tuple[str, str, dict[str, Any]]


@pytest.fixture(scope="module")
def system(django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Cluster, Sender]]:
    port = free_port()
    roles = (dispatcher("dispatcher-0"), worker("ingest-0", 2), worker("ingest-1", 2), web(port))
    with django_db_blocker.unblock(), whole(roles, CLOCKS, {}, patience_s=PATIENCE_S) as cluster:
        token = make_key(Tenant.objects.get(pk=cluster.submitter.tenant_id))[1]
        with sender_at(port, token, PATIENCE_S) as sender:
            # From here on there is an embedder that passages lack vectors of.
            sender.send("first", BULK, memories("first"))
            yield cluster, sender


@pytest.fixture
def cluster(system: tuple[Cluster, Sender]) -> Cluster:
    system[0].heal()
    return system[0]


@pytest.fixture
def sender(system: tuple[Cluster, Sender]) -> Sender:
    return system[1]


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(SENDERS) as made:
        yield made


def uids(session: str) -> list[str]:
    return [str(uuid5(NAMESPACE_URL, f"{session}/{number}")) for number in range(TOGETHER)]


def memories(session: str) -> dict[str, Any]:
    """Return the body that adds a session's memories, with ids and vectors of their own."""
    items = [
        {"id": uid, "type": "episodic", "session": session, "text": f"Note {at} of {session}."}
        for at, uid in enumerate(uids(session))
    ]
    vectors = [[1.0 + (at + axis) % 7 for axis in range(DIMENSIONS)] for at in range(TOGETHER)]
    return {"memories": items, "vectors": vectors, "embedder": "by-hand"}


def text(marker: str, parts: int = PARTS) -> str:
    """Return a file whose sections all say a word that no other one says."""
    said = (f"## Part {part}\n\nHere {marker} says {part}.\n\n" for part in range(parts))
    return f"# All of {marker}\n\n{''.join(said)}"


def document(into: str, marker: str, key: str | None = None, parts: int = PARTS) -> Item:
    name = f"{key or marker}.md"
    return marker, DOCUMENTS, {"collection": into, "name": name, "text": text(marker, parts)}


def found_in(sender: Sender, session: str) -> list[str]:
    """Return the ids of the memories that a search in a session finds."""
    asked = {"query": "note", "sessions": [session], "mode": "words", "limit": 100}
    answer = sender.send(f"search {session}", "/api/v1/memories/search", asked)
    return [hit["memory"]["id"] for hit in answer["hits"]]


def found_of(sender: Sender, into: str, marker: str) -> list[str]:
    """Return the texts of the passages that a search finds by a word."""
    asked = {"query": marker, "mode": "words", "limit": 100}
    answer = sender.send(f"search {marker}", f"{COLLECTIONS}/{into}/search", asked)
    return [hit["text"] for hit in answer["items"]]


def is_whole(sender: Sender, into: str, marker: str, key: str | None = None) -> None:
    """Look that a document's passages are there once, and found."""
    kept = inventory.passages(inventory.documents()[f"{key or marker}.md"])
    for part in range(PARTS):
        assert sum(f"{marker} says {part}." in each for each in kept) == 1
    assert sorted(found_of(sender, into, marker)) == sorted(kept)


def new_collection(sender: Sender, name: str) -> str:
    return str(sender.send(name, COLLECTIONS, {"name": name})["id"])


def reader_at_work(cluster: Cluster) -> Member:
    """Return a worker that reads a document."""
    found: list[Member] = []

    def is_found() -> bool:
        known = ((cluster[name], pid) for name, pid in sql.fetch(_READERS))
        found.extend(each for each, pid in known if each.is_running and each.pid == pid)
        return bool(found)

    cluster.until(is_found, "somebody reads")
    return found[0]


_READERS: Final = """
SELECT w.name, w.pid FROM tasks_task t JOIN tasks_worker w ON w.id = t.worker_id
 WHERE t.state = 'running' AND t.kind = 'ingest'
"""


def all_read() -> bool:
    return not sql.fetch("SELECT 1 FROM tasks_task WHERE finished_at IS NULL LIMIT 1")


def test_what_is_acknowledged_in_a_storm_is_there_once(
    cluster: Cluster, sender: Sender, threads: ThreadPoolExecutor
) -> None:
    into = new_collection(sender, "storm")
    sessions = [f"storm{number}" for number in range(LISTS)]
    markers = [f"gale{number}" for number in range(FILES)]
    work = iter(mixed([(each, BULK, memories(each)) for each in sessions],
                      [document(into, each) for each in markers]))  # fmt: skip
    blows = (kill_web, kill_reader, crash_postgres, kill_dispatcher) * (8 if FULL else 1)
    sent: list[Future[Any]] = []

    def send_some() -> None:
        some = islice(work, (LISTS + FILES) // (len(blows) + 1))
        sent.extend(threads.submit(sender.send, *item) for item in some)

    for blow in blows:
        blow(cluster, send_some)
    sent += [threads.submit(sender.send, *item) for item in work]
    cluster.until(lambda: all(each.done() for each in sent), "all is taken")
    assert [each.exception() for each in sent if each.exception()] == []
    cluster.until(all_read, "all is read")
    assert inventory.faults() == {}
    assert sender.cut_off, "the kills hit nothing"
    for session in sessions:
        assert sorted(found_in(sender, session)) == sorted(uids(session))
    for marker in markers:
        is_whole(sender, into, marker)


def mixed(lists: list[Item], files: list[Item]) -> list[Item]:
    """Return lists and files in turn, as many of one as there are to each of the other."""
    each = len(lists) // len(files)
    groups = (lists[at * each : (at + 1) * each] for at in range(len(files)))
    return [item for file, group in zip(files, groups, strict=True) for item in (file, *group)]


def kill_web(cluster: Cluster, send: Callable[[], None]) -> None:
    """Kill the web process while it adds memories."""
    with writing_held(cluster, "memory_vector"):
        send()
        cluster.until(is_awaited("memory_vector"), "vectors are to be stored")
        cluster["web"].kill_all()


def kill_reader(cluster: Cluster, send: Callable[[], None]) -> None:
    """Kill a worker that is about to put passages in place."""
    with writing_held(cluster, "documents_place"):
        send()
        cluster.until(is_awaited("documents_place"), "passages are to be put in place")
        reader_at_work(cluster).kill()


def crash_postgres(cluster: Cluster, send: Callable[[], None]) -> None:
    send()
    cluster.postgres.kill()
    cluster.postgres.start()


def kill_dispatcher(cluster: Cluster, send: Callable[[], None]) -> None:
    send()
    cluster["dispatcher-0"].kill()


def test_memories_that_were_stored_and_not_acknowledged_are_known_when_sent_again(
    cluster: Cluster, sender: Sender, threads: ThreadPoolExecutor
) -> None:
    kept = {"memories": [{"session": "stored", "text": "So that its space is there."}]}
    sender.send("space", BULK, kept)
    with commits_held(cluster, "memory_entry") as await_held:
        again = threads.submit(sender.send, "stored", BULK, memories("stored"))
        await_held()
        cluster["web"].kill_all()
    cluster.until(again.done, "it was sent again")
    answer = again.result()
    assert (answer["added"], answer["known"]) == (0, list(range(TOGETHER)))
    assert answer["ids"] == uids("stored")
    assert sorted(found_in(sender, "stored")) == sorted(uids("stored"))
    assert inventory.faults() == {}


def test_of_memories_whose_adding_was_cut_off_none_is_there_until_they_are_sent_again(
    cluster: Cluster, sender: Sender, threads: ThreadPoolExecutor
) -> None:
    with writing_held(cluster, "memory_vector"):
        again = threads.submit(sender.send, "cut", BULK, memories("cut"))
        cluster.until(is_awaited("memory_vector"), "the entries are there, the vectors are not")
        cluster["web"].kill_all()
        assert set(map(str, inventory.memories())).isdisjoint(uids("cut"))
    cluster.until(again.done, "it was sent again")
    assert (again.result()["added"], again.result()["known"]) == (TOGETHER, [])
    assert sorted(found_in(sender, "cut")) == sorted(uids("cut"))


def test_a_document_whose_taking_in_was_cut_off_is_taken_in_once(
    cluster: Cluster, sender: Sender, threads: ThreadPoolExecutor
) -> None:
    into = new_collection(sender, "uploads")
    with writing_held(cluster, "documents_document"):
        again = threads.submit(sender.send, *document(into, "upload"))
        cluster.until(is_awaited("documents_document"), "its bytes are there, it is not")
        cluster["web"].kill_all()
    cluster.until(again.done, "it was sent again")
    cluster.until(all_read, "it is read")
    assert sender.send(*document(into, "upload"))["id"] == again.result()["id"]
    assert len(sql.fetch("SELECT 1 FROM documents_document WHERE key = 'upload.md'")) == 1
    is_whole(sender, into, "upload")
    assert inventory.faults() == {}


def test_of_a_document_whose_replacing_was_cut_off_all_former_passages_are_there(
    cluster: Cluster, sender: Sender
) -> None:
    into = new_collection(sender, "versions")
    made = sender.send(*document(into, "former", "version", parts=3 * PARTS))
    cluster.until(all_read, "it is read")
    former = inventory.passages(UUID(made["id"]))
    with writing_held(cluster, "documents_place"):
        newer = sender.send(*document(into, "newer", "version"))
        cluster.until(is_awaited("documents_place"), "its passages are to be replaced")
        reader_at_work(cluster).kill()
        assert inventory.passages(UUID(made["id"])) == former
        assert sorted(found_of(sender, into, "former")) == sorted(former)
    cluster.until(cluster.is_in(UUID(newer["task"]), "succeeded"), "another attempt ends it")
    assert "lost" in cluster.outcomes(UUID(newer["task"]))
    is_whole(sender, into, "newer", "version")
    assert found_of(sender, into, "former") == []
    assert inventory.faults() == {}
