"""Sixteen answers are read along while engines, workers and Redis are broken: nobody sees a token
twice, nobody misses one, and what was read is what Postgres has in the end."""

import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from signal import SIGABRT, SIGCONT, SIGKILL, SIGSTOP, SIGTERM
from typing import Any, Final
from uuid import UUID

import httpx
import pytest
import redis

from orchestration.access.records import Tenant
from orchestration.registry import services as registry
from orchestration.registry.bundled import TINY_RANDOM
from tasks.selectors.task import get_task
from tests.chaos.cluster import Clocks, Cluster
from tests.chaos.members import Member, dispatcher, worker
from tests.factories import make_key
from tests.gateways import GatewayProcess, stream
from tests.readers import Reader

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(180)]

_CLOCKS = Clocks(lease_s=4.0, heartbeat_s=1.0, claim_s=2.0, leader_s=2.0)
_STREAMS: Final = 16
_ROLES = (dispatcher("dispatcher-0"), worker("cpu-0", _STREAMS), worker("cpu-1", _STREAMS))
_LONG: Final = replace(TINY_RANDOM, name="long", context_length=8192)
_TOKENS: Final = 1_500
_LEAVES: Final = 10
"""After so many events a restless reader leaves and comes back."""
_ENDS: Final = {"2": -100}
"""The token that would end an answer is never drawn."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        patch.setenv("SWITCHYARD_INFERENCE__THREADS", "1")
        patch.setenv("SWITCHYARD_INFERENCE__CONTEXT_LENGTH", "8192")
        with Cluster(Path(name), _ROLES, _CLOCKS, patience_s=90.0) as made:
            registry.register(_LONG, default=True)
            yield made


@pytest.fixture(scope="module")
def gateway(cluster: Cluster) -> Iterator[GatewayProcess]:
    addresses = {"DATABASE_URL": cluster.postgres.url, "REDIS_URL": cluster.redis.url}
    with GatewayProcess(addresses) as process:
        yield process


@pytest.fixture(scope="module")
def token(cluster: Cluster) -> str:
    return make_key(Tenant.objects.get(pk=cluster.submitter.tenant_id))[1]


class Audience:
    """One reader for each task, each in a thread of its own; every other one is restless."""

    def __init__(self, gateway: GatewayProcess, token: str, tasks: list[UUID]) -> None:
        self.readers = {task: Reader() for task in tasks}
        self.failed: list[Exception] = []
        self._gateway = gateway
        self._token = token
        self._threads = [
            threading.Thread(target=self._read, args=[task, number % 2 == 1])
            for number, task in enumerate(tasks)
        ]

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read along; on leaving, everybody has read to the end."""
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            for thread in self._threads:
                thread.join(120)
        assert not self.failed, self.failed

    def _read(self, task: UUID, restless: bool) -> None:
        """Read to the end; the restless leave again and again and come back."""
        reader = self.readers[task]
        path, most = f"/api/v1/tasks/{task}/tokens", _LEAVES if restless else None
        try:
            with self._gateway.client(self._token) as client:
                while reader.ended is None:
                    with stream(client, path, headers=reader.behind, timeout=60) as frames:
                        reader.all(islice(frames, most))
        except (AssertionError, httpx.HTTPError) as error:
            self.failed.append(error)

    def slowest(self) -> UUID:
        """Return the task whose reader has read least: it is far from its end."""
        return min(self.readers, key=lambda task: len(self.readers[task].text))

    def have(self, characters: int) -> Callable[[], bool]:
        """Return a condition: every reader has read so much."""
        return lambda: all(len(reader.text) >= characters for reader in self.readers.values())

    def assert_complete(self, *, restarts: int = 0) -> None:
        """Check that each reader was told all that is stored, and began anew so often."""
        for task, reader in self.readers.items():
            assert (reader.ended, reader.restarts) == ("succeeded", restarts)
            assert reader.text == text_of(task)


def submit(cluster: Cluster, seed: int, tokens: int = _TOKENS) -> UUID:
    """Submit an answer without an end; every other one is greedy."""
    sampled = {"temperature": 0.9} if seed % 2 else {"temperature": 0.0}
    body: dict[str, Any] = {"prompt": f"Once {seed}", "max_tokens": tokens, "logit_bias": _ENDS}
    return cluster.submit("completion", {**body, "seed": seed, **sampled}, max_attempts=1)


def text_of(task: UUID) -> str:
    return str(get_task(task, tenant_id=None).result["text"])


def engine_of(member: Member) -> int:
    """Return the process of a worker's engine."""
    children = Path(f"/proc/{member.pid}/task").glob("*/children")
    pids = [int(pid) for each in children for pid in each.read_text().split()]
    named = [pid for pid in pids if b"\0llama\0" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    return named[0]


def test_every_reader_sees_every_token_once_whatever_dies(
    cluster: Cluster, gateway: GatewayProcess, token: str
) -> None:
    tasks = [submit(cluster, seed) for seed in range(_STREAMS)]
    audience = Audience(gateway, token, tasks)
    with audience.reading():
        cluster.until(audience.have(100), "all are read along")
        os.kill(engine_of(cluster.worker_of(audience.slowest())), SIGKILL)
        cluster.until(audience.have(400), "they go on without that engine")
        os.kill(engine_of(cluster.worker_of(audience.slowest())), SIGABRT)
        cluster.until(audience.have(800), "they go on after the crash")
        cluster.worker_of(audience.slowest()).kill()
    audience.assert_complete()
    outcomes = [outcome for task in tasks for outcome in cluster.outcomes(task)]
    assert {"postponed", "lost", "succeeded"} == set(outcomes)


def test_readers_are_told_when_redis_loses_everything_and_results_are_right(
    cluster: Cluster, gateway: GatewayProcess, token: str
) -> None:
    cluster.heal()
    tasks = [submit(cluster, seed) for seed in range(_STREAMS)]
    audience = Audience(gateway, token, tasks)
    with audience.reading():
        cluster.until(audience.have(200), "all are read along")
        with redis.Redis.from_url(cluster.redis.url) as client:
            client.flushall()
    audience.assert_complete(restarts=1)
    assert [cluster.outcomes(task) for task in tasks] == [["succeeded"]] * _STREAMS


def test_a_worker_that_is_stopped_hands_its_answers_over(
    cluster: Cluster, gateway: GatewayProcess, token: str
) -> None:
    cluster.heal()
    tasks = [submit(cluster, seed, tokens=3_000) for seed in range(4)]
    audience = Audience(gateway, token, tasks)
    with audience.reading():
        cluster.until(audience.have(200), "all are read along")
        stopped = audience.slowest()
        cluster.worker_of(stopped).send(SIGTERM)
    audience.assert_complete()
    assert cluster.outcomes(stopped) == ["returned", "succeeded"]
    assert get_task(stopped, tenant_id=None).result["usage"]["resumed_tokens"] > 0


def test_a_worker_that_was_frozen_writes_nothing_behind_its_successor(
    cluster: Cluster, gateway: GatewayProcess, token: str
) -> None:
    cluster.heal()
    tasks = [submit(cluster, seed, tokens=3_000) for seed in range(4)]
    audience = Audience(gateway, token, tasks)
    with audience.reading():
        cluster.until(audience.have(200), "all are read along")
        frozen = cluster.worker_of(audience.slowest())
        theirs = [task for task in tasks if cluster.worker_of(task) is frozen]
        frozen.send(SIGSTOP)
        engine = engine_of(frozen)
        os.kill(engine, SIGSTOP)
        cluster.until(lambda: all(cluster.outcomes(t)[0] == "lost" for t in theirs), "it is lost")
        cluster.until(lambda: cluster.worker_of(theirs[0]) is not frozen, "another has begun")
        os.kill(engine, SIGCONT)
        frozen.send(SIGCONT)
    audience.assert_complete()
