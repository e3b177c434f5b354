"""Batches from files whose lines are answered by models outside that fail now and then, by a worker
that is killed on the way."""

from __future__ import annotations

import json
import threading
from collections import Counter
from typing import Any, Final

import pytest
from openai import OpenAI

from api.gateway.openai.names import BATCH, id_of
from orchestration.access.records import Tenant
from orchestration.usage.checking import differences
from orchestration.usage.records import Entry
from tasks import sql
from tests.chaos.cluster import Cluster
from tests.fakes import manners
from tests.fakes.held import Held
from tests.fakes.provider import Exchange, FakeProvider, Manner, well
from tests.ledgers import ledger_sums, reported_sums
from tests.outsiders import MODEL
from tests.patience import until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(280)]

LINES: Final = 60
CHAT: Final = "/v1/chat/completions"
RESPONSES: Final = "/v1/responses"
BAD: Final = frozenset({7, 31})
"""Lines that no provider takes."""
PERSISTENT: Final = 8
"""Requests, more than one call makes of both providers: then the task comes again later."""


def said_in(exchange: Exchange) -> str:
    return str(exchange.body["messages"][-1]["content"])


class Moods:
    """How both providers serve: some lines are refused at first, some for good, one of each ten is
    held in the midst of its answer until it may go on.

    Attributes:
        answered: How often each line was answered.
    """

    def __init__(self) -> None:
        self.held = Held()
        self.answered: Counter[int] = Counter()
        self._asked: Counter[int] = Counter()
        self._lock = threading.Lock()

    async def __call__(self, exchange: Exchange) -> None:
        number = int(said_in(exchange).rpartition(" ")[2])
        with self._lock:
            self._asked[number] += 1
            manner = self._manner(number, self._asked[number])
        await manner(exchange)

    def _manner(self, number: int, times: int) -> Manner:
        first = times == 1
        if number in BAD:
            return manners.refusing(400, "no such thing", "invalid_request_error")
        if first and number % 10 == 1:
            return manners.refusing(429, "slow down", "rate_limit_exceeded", retry_after="1")
        if first and number % 10 == 2:
            return manners.refusing(503, "no room", "server_error")
        if first and number % 10 == 3:
            return manners.hanging_up
        if times <= PERSISTENT and number % 10 == 5:
            return manners.refusing(429, "slow down", "rate_limit_exceeded", retry_after="1")
        self.answered[number] += 1
        return self.held if number % 10 == 4 else well


@pytest.fixture
def moods(fakes: list[FakeProvider]) -> Moods:
    made = Moods()
    for fake in fakes:
        fake.usual = made
    return made


def line(number: int, path: str) -> str:
    said = f"This is line {number}"
    body: dict[str, Any] = {"model": MODEL, "input": said}
    if path == CHAT:
        body = {"model": MODEL, "messages": [{"role": "user", "content": said}]}
    named = {"custom_id": f"line-{number}", "method": "POST", "url": path}
    return json.dumps(named | {"body": body})


def begin(client: OpenAI, path: Any, lines: int) -> Any:
    raw = "\n".join(line(number, path) for number in range(lines)).encode()
    sent = client.files.create(file=("lines.jsonl", raw), purpose="batch")
    return client.batches.create(input_file_id=sent.id, endpoint=path, completion_window="24h")


def read(client: OpenAI, name: str | None) -> dict[str, Any]:
    assert name is not None
    lines = map(json.loads, client.files.content(name).iter_lines())
    return {each["custom_id"]: each["response"] for each in lines}


def test_each_line_is_answered_once_although_providers_fail_and_the_worker_is_killed(
    client: OpenAI, system: Cluster, moods: Moods, fakes: list[FakeProvider], tenant: Tenant
) -> None:
    batch = begin(client, CHAT, LINES)
    until(lambda: moods.held.begun >= 3, "for calls that are held")
    system["io-0"].kill()
    moods.held.release()
    system.until(lambda: client.batches.retrieve(batch.id).status == "completed", "it has ended")
    done = client.batches.retrieve(batch.id)
    counts = done.request_counts
    assert counts is not None
    assert (counts.total, counts.completed, counts.failed) == (LINES, LINES - len(BAD), len(BAD))

    good, bad = read(client, done.output_file_id), read(client, done.error_file_id)
    assert bad.keys() == {f"line-{number}" for number in BAD}
    assert {each["status_code"] for each in bad.values()} == {400}
    assert all("no such thing" in each["body"]["error"]["message"] for each in bad.values())
    for number in sorted(set(range(LINES)) - BAD):
        message = good[f"line-{number}"]["body"]["choices"][0]["message"]
        assert message["content"] == f"You said: This is line {number}"
    assert moods.answered.keys() == set(range(LINES)) - BAD
    assert sum(moods.answered.values()) > len(moods.answered), "the kill hit nothing"

    attempts = outcomes(batch.id)
    assert attempts["succeeded"] == LINES - len(BAD)
    assert attempts["lost"] >= 3
    assert attempts["postponed"] >= 1
    reached = sum(len(fake.requests) for fake in fakes)
    assert Entry.objects.filter(tenant=tenant, phase="reserved").count() >= reached
    until(lambda: reported_sums(tenant.pk) == ledger_sums(tenant=tenant), "for equal sums")
    assert differences() == []


def outcomes(name: str) -> Counter[str]:
    """Return how often attempts at a batch's tasks ended in which way."""
    query = """SELECT a.outcome, count(*) FROM tasks_attempt a JOIN tasks_task t ON t.id = a.task_id
                WHERE t.batch_id = %s GROUP BY a.outcome"""
    return Counter(dict(sql.fetch(query, [id_of(name, BATCH)])))


def test_a_batch_of_responses_is_answered_outside_too(
    client: OpenAI, system: Cluster, fakes: list[FakeProvider]
) -> None:
    batch = begin(client, RESPONSES, 3)
    system.until(lambda: client.batches.retrieve(batch.id).status == "completed", "it has ended")
    good = read(client, client.batches.retrieve(batch.id).output_file_id)
    texts = [good[f"line-{n}"]["body"]["output"][0]["content"][0]["text"] for n in range(3)]
    assert texts == [f"You said: This is line {n}" for n in range(3)]


def test_a_batch_that_is_cancelled_leaves_its_providers(
    client: OpenAI, system: Cluster, fakes: list[FakeProvider]
) -> None:
    held = Held()
    for fake in fakes:
        fake.usual = held
    batch = begin(client, CHAT, 3)
    until(lambda: held.begun == 3, "for the providers")
    client.batches.cancel(batch.id)
    until(lambda: held.left == 3, "for the worker to hang up")
    system.until(lambda: client.batches.retrieve(batch.id).status == "cancelled", "it has ended")
