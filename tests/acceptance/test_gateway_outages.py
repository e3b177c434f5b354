"""The gateway while Redis or Postgres is away, and after they have come back."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
import redis
from django.db import connection

from deploy.local.ports import LOOPBACK, free_port
from deploy.local.processes import wait_until
from deploy.local.redis import EmbeddedRedis
from tasks.models import Worker
from tasks.wakeups import MOVED_CHANNEL
from tests.factories import make_key, make_task
from tests.gateways import PATIENCE_S, GatewayProcess, database_url, end_task, running, stream

pytestmark = pytest.mark.django_db(transaction=True)

TASKS = "/api/v1/tasks"
NEVER_S = 3600
ECHO = {"kind": "echo", "input": {}}


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[EmbeddedRedis]:
    with EmbeddedRedis(tmp_path / "redis") as server:
        yield server


def tell(server: EmbeddedRedis, task_id: Any, state: str) -> None:
    """Publish what a worker publishes after its commit."""
    with redis.Redis.from_url(server.url) as client:
        client.publish(MOVED_CHANNEL, orjson.dumps([[str(task_id), state]]))


def test_a_hint_alone_wakes_a_waiter(own_redis: EmbeddedRedis, worker: Worker) -> None:
    task, token = running(worker)
    variables = {"REDIS_URL": own_redis.url}
    with (
        GatewayProcess(variables, GATEWAY__LOOK_S=NEVER_S) as gateway,
        gateway.client(token) as client,
        ThreadPoolExecutor() as aside,
    ):
        gateway.await_metric("listening", 1)
        answer = aside.submit(client.get, f"{TASKS}/{task.pk}?wait=60", timeout=70)
        gateway.await_metric("waiters", 1)
        end_task(task.pk, worker=worker)
        for line in (b"no json", b'{"a": 1}', b"[[]]", b"[[1, 2, 3]]", b"7"):
            with redis.Redis.from_url(own_redis.url) as publisher:
                publisher.publish(MOVED_CHANNEL, line)
        assert gateway.metric("listening") == 1
        tell(own_redis, task.pk, "succeeded")
        assert answer.result(PATIENCE_S).json()["state"] == "succeeded"


def test_without_redis_waiters_and_readers_are_served_by_looking(
    own_redis: EmbeddedRedis, worker: Worker
) -> None:
    task, token = running(worker)
    variables = {"REDIS_URL": own_redis.url}
    with (
        GatewayProcess(variables) as gateway,
        gateway.client(token) as client,
        ThreadPoolExecutor() as aside,
        stream(client, f"{TASKS}/{task.pk}/events") as frames,
    ):
        gateway.await_metric("listening", 1)
        answer = aside.submit(client.get, f"{TASKS}/{task.pk}?wait=60", timeout=70)
        gateway.await_metric("waiters", 2)
        own_redis.kill()
        gateway.await_metric("listening", 0)
        end_task(task.pk, worker=worker)
        assert answer.result(PATIENCE_S).json()["state"] == "succeeded"
        assert [frame.type for frame in frames][-2:] == ["succeeded", "end"]
        assert client.get(f"{TASKS}/{task.pk}").status_code == 200


def test_hints_work_again_when_redis_is_back(own_redis: EmbeddedRedis, worker: Worker) -> None:
    task, token = running(worker)
    variables = {"REDIS_URL": own_redis.url}
    with (
        GatewayProcess(variables, GATEWAY__LOOK_S=NEVER_S) as gateway,
        gateway.client(token) as client,
        ThreadPoolExecutor() as aside,
    ):
        gateway.await_metric("listening", 1)
        answer = aside.submit(client.get, f"{TASKS}/{task.pk}?wait=60", timeout=70)
        gateway.await_metric("waiters", 1)
        own_redis.kill()
        gateway.await_metric("listening", 0)
        own_redis.start()
        gateway.await_metric("listening", 1)
        end_task(task.pk, worker=worker)
        tell(own_redis, task.pk, "succeeded")
        assert answer.result(PATIENCE_S).json()["state"] == "succeeded"


class _Pipe(socketserver.BaseRequestHandler):
    """Passes bytes between a client and the database."""

    def handle(self) -> None:
        server: Any = self.server
        with socket.create_connection(server.target) as there:
            server.ends |= {self.request, there}
            back = threading.Thread(target=self._copy, args=(there, self.request), daemon=True)
            back.start()
            self._copy(self.request, there)
            back.join()

    @staticmethod
    def _copy(source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65_536):
                target.sendall(data)
            target.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # the line was cut


class Line(socketserver.ThreadingTCPServer):
    """A line to the database that can be cut and mended."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int) -> None:
        given = connection.settings_dict
        self.target = (given["HOST"], int(given["PORT"]))
        self.ends: set[socket.socket] = set()
        super().__init__((LOOPBACK, port), _Pipe)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def cut(self) -> None:
        """End all connections and take no new ones."""
        self.shutdown()
        self.server_close()
        for end in self.ends:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # it had ended


@pytest.fixture
def line() -> Iterator[Line]:
    line = Line(free_port())
    yield line
    line.cut()


def test_without_the_database_the_answer_is_a_503_until_it_is_back(line: Line) -> None:
    tenant, token = make_key()
    task = make_task(tenant)
    port = line.server_address[1]
    variables = {"DATABASE_URL": database_url(name="by-line", port=port)}
    with GatewayProcess(variables) as gateway, gateway.client(token) as client:
        path = f"{TASKS}/{task.pk}"
        assert client.get(path).status_code == 200
        line.cut()
        for found in (
            client.get(path),
            client.get(f"{path}?wait=5"),
            client.get(f"{path}/events"),
            client.post(TASKS, json=ECHO),
            httpx.get(f"{gateway.url}/ready"),
        ):
            assert found.status_code == 503
            assert found.headers["Content-Type"] == "application/problem+json"
            assert int(found.headers["Retry-After"]) >= 1
        assert client.get("/health").status_code == 200
        mended = Line(port)
        assert [client.get(path).status_code for _ in range(4)] == [200] * 4
        assert [client.post(TASKS, json=ECHO).status_code for _ in range(4)] == [201] * 4
        mended.cut()


def test_waits_survive_an_outage_of_the_database(line: Line, worker: Worker) -> None:
    task, token = running(worker)
    port = line.server_address[1]
    variables = {"DATABASE_URL": database_url(name="by-line", port=port)}
    with (
        GatewayProcess(variables) as gateway,
        gateway.client(token) as client,
        ThreadPoolExecutor() as aside,
        stream(client, f"{TASKS}/{task.pk}/events") as frames,
    ):
        answer = aside.submit(client.get, f"{TASKS}/{task.pk}?wait=60", timeout=70)
        gateway.await_metric("waiters", 2)
        line.cut()
        assert wait_until(lambda: client.get(f"{TASKS}/{task.pk}").status_code == 503, PATIENCE_S)
        end_task(task.pk, worker=worker)
        mended = Line(port)
        assert answer.result(PATIENCE_S).json()["state"] == "succeeded"
        assert [frame.type for frame in frames][-2:] == ["succeeded", "end"]
        mended.cut()
