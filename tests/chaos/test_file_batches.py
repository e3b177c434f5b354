"""A batch goes on whatever is killed meanwhile, and each of its lines is answered once.

300 lines by default; `CHAOS=full` runs 5,000. Both are made and read with the official client, the
answers come from a local model.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from openai import OpenAI
from pytest_django.plugin import DjangoDbBlocker

from api.gateway.openai.names import BATCH, id_of
from orchestration.registry import services as registry
from orchestration.registry.bundled import TINY_RANDOM
from tasks import sql
from tests.chaos.cluster import Clocks, Cluster
from tests.chaos.members import dispatcher, worker
from tests.systems import asking, whole

FULL: Final = os.environ.get("CHAOS") == "full"
LINES: Final = 5000 if FULL else 300

pytestmark = [pytest.mark.chaos, pytest.mark.native, pytest.mark.timeout(3000 if FULL else 600)]

CHAT: Final = "/v1/chat/completions"
ROLES: Final = (dispatcher("dispatcher-0"), dispatcher("dispatcher-1"), worker("cpu-0", 8))
CLOCKS: Final = Clocks(lease_s=6.0, heartbeat_s=2.0, claim_s=3.0, leader_s=2.0)


@pytest.fixture
def cluster(django_db_blocker: DjangoDbBlocker) -> Iterator[Cluster]:
    patience_s = 2400.0 if FULL else 400.0
    env = {"INFERENCE__THREADS": "1", "BATCHES__WINDOW": "100"}
    with django_db_blocker.unblock(), whole(ROLES, CLOCKS, env, patience_s=patience_s) as made:
        registry.register(TINY_RANDOM, default=True)
        made.until_ready()
        yield made


@pytest.fixture
def client(cluster: Cluster) -> Iterator[OpenAI]:
    with asking(cluster, timeout_s=60) as made:
        yield made


def line(number: int) -> str:
    said = [{"role": "user", "content": f"Once upon {number}"}]
    body = {"model": TINY_RANDOM.name, "messages": said, "max_tokens": 3 + number % 20}
    named = {"custom_id": f"line-{number}", "method": "POST", "url": CHAT}
    return json.dumps(named | {"body": body})


def test_each_line_is_answered_once_whatever_is_killed(cluster: Cluster, client: OpenAI) -> None:
    raw = "\n".join(map(line, range(LINES))).encode()
    sent = client.files.create(file=("lines.jsonl", raw), purpose="batch")
    batch = client.batches.create(input_file_id=sent.id, endpoint=CHAT, completion_window="24h")

    def status() -> Any:
        return client.batches.retrieve(batch.id)

    def ended(share: float) -> Callable[[], bool]:
        return lambda: status().request_counts.completed >= share * LINES

    for share, kill in (
        (0.1, cluster["cpu-0"].kill),
        (0.35, lambda: cluster.leader().kill()),
        (0.6, cluster["cpu-0"].kill),
    ):
        cluster.until(ended(share), f"{share:.0%} of the lines have ended")
        kill()
    cluster.until(lambda: status().status == "completed", "the batch is completed")
    done = status()
    counts = done.request_counts
    assert (counts.total, counts.completed, counts.failed) == (LINES, LINES, 0)
    assert done.error_file_id is None
    answers = [json.loads(each) for each in client.files.content(done.output_file_id).iter_lines()]
    assert [each["custom_id"] for each in answers] == [f"line-{n}" for n in range(LINES)]
    for each in answers:
        assert each["response"]["status_code"] == 200
        assert each["response"]["body"]["usage"]["completion_tokens"] > 0
    assert outcomes(batch.id)["succeeded"] == LINES
    assert outcomes(batch.id)["lost"] > 0, "the kills hit nothing"
    assert len({each["response"]["request_id"] for each in answers}) == LINES


def outcomes(name: str) -> Counter[str]:
    """Return how often attempts at a batch's tasks ended in which way."""
    query = """SELECT a.outcome, count(*) FROM tasks_attempt a JOIN tasks_task t ON t.id = a.task_id
                WHERE t.batch_id = %s GROUP BY a.outcome"""
    return Counter(dict(sql.fetch(query, [id_of(name, BATCH)])))
