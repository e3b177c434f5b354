"""Ephemeral calls over a real Redis: answered by a real engine, or refused in good time."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

import pytest
import redis

from orchestration.ephemeral import scripts, wire
from orchestration.ephemeral.aio import AsyncCalls
from orchestration.ephemeral.calls import Calls
from orchestration.ephemeral.errors import (
    CallLost,
    CallTimedOut,
    CallTooLarge,
    NobodyServes,
    NoRedis,
    TooManyCalls,
)
from orchestration.ephemeral.talk import Bounds, GivenUp, Talk
from orchestration.errors import ContextOverflow, InvalidInput, UserError
from orchestration.ids import uuid7
from orchestration.inference.embedder import LocalEncoder
from orchestration.inference.messages import EngineOptions
from orchestration.inference.ports import EmbeddingRequest, Tokens
from orchestration.registry.bundled import MINILM, TINY_RANDOM
from tasks.worker.ephemeral import Desk, EphemeralServer
from tests.patience import until
from tests.unit.engines import Progress, Signal

pytestmark = [pytest.mark.native, pytest.mark.timeout(120)]

PATIENT = Bounds(timeout_s=60)
TEXT = {"texts": ["which way to the station?"]}


@pytest.fixture(scope="module")
def encoder() -> Iterator[LocalEncoder]:
    made = LocalEncoder(EngineOptions(threads=1))
    yield made
    made.close()


@pytest.fixture
def store() -> Iterator[Any]:
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        yield client


@pytest.fixture
def calls() -> Iterator[Calls]:
    made = Calls(os.environ["REDIS_URL"], PATIENT)
    yield made
    made.close()


@contextmanager
def serving(
    encoder: LocalEncoder, *models: str, slots: int = 4, reply_bytes: int = 1024 * 1024
) -> Iterator[EphemeralServer]:
    """Serve these models until the block ends."""
    desk = Desk(uuid7(), os.environ["REDIS_URL"], slots, reply_bytes)
    server = EphemeralServer(desk, encoder, lambda: models)
    server.tell()
    server.start()
    try:
        yield server
    finally:
        server.close()


@pytest.fixture
def worker(encoder: LocalEncoder) -> Iterator[EphemeralServer]:
    with serving(encoder, MINILM.name, TINY_RANDOM.name) as server:
        yield server


def announced(store: Any, model: str = MINILM.name, worker: str = "somebody") -> None:
    """Say that a worker serves a model, as one would that never takes a call."""
    store.eval(scripts.SERVE, 1, wire.presence_key(model), worker, 60_000)


def until_queued(store: Any, calls: int = 1) -> None:
    """Wait until so many calls are in the queue."""
    until(lambda: store.llen(wire.queue_key(MINILM.name)) == calls)


def left_behind(store: Any) -> list[bytes]:
    """Return the keys that hold something of a call."""
    return [key for key in store.keys("ephemeral:*") if b":serving:" not in key]


def test_an_embedding_is_the_same_as_the_engines_own(
    calls: Calls, worker: EphemeralServer, encoder: LocalEncoder
) -> None:
    direct = encoder.embed(
        EmbeddingRequest(MINILM, ("a", "longer text")), stop=Signal(), progress=Progress()
    )
    result = calls.ask("embedding", MINILM, {"texts": ["a", "longer text"]})
    assert result["embeddings"] == direct.vectors
    assert (result["dimensions"], result["model"]) == (384, MINILM.name)
    assert result["usage"]["prompt_tokens"] == direct.prompt_tokens


def test_tokens_are_counted_with_the_model_that_will_read_them(
    calls: Calls, worker: EphemeralServer
) -> None:
    result = calls.ask("tokenize", TINY_RANDOM, {"texts": ["bada", "b"], "ids": False})
    named = calls.ask("tokenize", TINY_RANDOM, {"texts": ["bada"], "special": False})
    assert result["total"] == sum(result["counts"])
    assert len(named["ids"][0]) == result["counts"][0] - 1, "it begins with a token of its own"


def test_a_conversation_is_counted_through_the_models_chat_template(
    calls: Calls, worker: EphemeralServer
) -> None:
    said = "bada ku"
    bare = calls.ask("tokenize", TINY_RANDOM, {"texts": [said], "special": False})["total"]
    values = {"messages": [{"role": "user", "content": said}], "ids": False}
    result = calls.ask("tokenize", TINY_RANDOM, values)
    assert result["counts"] == [result["total"]]
    assert result["total"] > bare
    with pytest.raises(UserError, match="answers no conversations"):
        calls.ask("tokenize", MINILM, values)


def test_many_callers_share_the_engine_and_each_gets_its_own(
    calls: Calls, worker: EphemeralServer
) -> None:
    texts = [f"text number {number}" for number in range(32)]
    alone = calls.ask("embedding", MINILM, {"texts": texts})["embeddings"]
    with ThreadPoolExecutor(16) as pool:
        made = list(pool.map(lambda t: calls.ask("embedding", MINILM, {"texts": [t]}), texts))
    for expected, result in zip(alone, made, strict=True):
        assert result["embeddings"][0] == pytest.approx(expected, abs=1e-5)


def test_an_event_loop_asks_the_same_way(worker: EphemeralServer, calls: Calls) -> None:
    async def ask_all() -> list[dict[str, Any]]:
        asker = AsyncCalls(os.environ["REDIS_URL"], PATIENT)
        try:
            asked = (asker.ask("embedding", MINILM, TEXT) for _ in range(8))
            return await asyncio.gather(*asked)
        finally:
            await asker.close()

    expected = calls.ask("embedding", MINILM, TEXT)["embeddings"][0]
    for result in asyncio.run(ask_all()):
        assert result["embeddings"][0] == pytest.approx(expected, abs=1e-5)


def test_nothing_stays_in_redis_after_an_answer(
    calls: Calls, worker: EphemeralServer, store: Any
) -> None:
    calls.ask("embedding", MINILM, TEXT)
    assert left_behind(store) == []


def test_the_engines_refusal_reaches_the_caller(calls: Calls, worker: EphemeralServer) -> None:
    with pytest.raises(ContextOverflow, match="reads 256") as caught:
        calls.ask("embedding", MINILM, {"texts": ["word " * 400], "truncate": "error"})
    assert caught.value.field == "texts.0"


def test_a_wrong_input_is_refused_before_redis_is_asked() -> None:
    nowhere = Calls("redis://127.0.0.1:1/0")
    with pytest.raises(InvalidInput):
        nowhere.ask("embedding", MINILM, {"texts": []})


def test_without_a_worker_the_caller_soon_learns_what_to_do(calls: Calls) -> None:
    began = time.monotonic()
    with pytest.raises(NobodyServes, match=r"all-minilm-l6-v2.*Start a worker"):
        calls.ask("embedding", MINILM, TEXT)
    assert time.monotonic() - began < 5


def test_a_worker_for_other_models_does_not_count(calls: Calls, encoder: LocalEncoder) -> None:
    with serving(encoder, "another-model"), pytest.raises(NobodyServes):
        calls.ask("embedding", MINILM, TEXT)


def test_a_worker_that_ended_in_peace_is_not_waited_for(
    calls: Calls, encoder: LocalEncoder
) -> None:
    with serving(encoder, MINILM.name):
        calls.ask("embedding", MINILM, TEXT)
    with pytest.raises(NobodyServes):
        calls.ask("embedding", MINILM, TEXT)


def test_a_worker_that_vanished_before_it_took_the_call_is_not_waited_for(
    calls: Calls, store: Any
) -> None:
    announced(store)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(calls.ask, "embedding", MINILM, TEXT)
        until_queued(store)
        store.delete(wire.presence_key(MINILM.name))
        with pytest.raises(NobodyServes):
            asked.result(30)
    assert not store.keys("ephemeral:call:*")


def test_a_call_that_is_too_late_is_dropped(store: Any, encoder: LocalEncoder) -> None:
    hasty = Calls(os.environ["REDIS_URL"], Bounds(timeout_s=0.3))
    announced(store)
    with pytest.raises(CallTimedOut):
        hasty.ask("embedding", MINILM, TEXT)
    assert not store.keys("ephemeral:call:*"), "the text is gone with the deadline"
    with serving(encoder, MINILM.name):
        until_queued(store, 0)
    assert left_behind(store) == []


def test_callers_that_gave_up_keep_no_places_in_the_queue(store: Any) -> None:
    hasty = Calls(os.environ["REDIS_URL"], Bounds(timeout_s=0.2, waiting=3))
    announced(store)
    with ThreadPoolExecutor(3) as pool:
        patient = pool.submit(hasty.ask, "embedding", MINILM, TEXT, timeout_s=4)
        until_queued(store)
        asked = [pool.submit(hasty.ask, "embedding", MINILM, TEXT) for _ in range(2)]
        assert all(isinstance(each.exception(30), CallTimedOut) for each in asked)
        with pytest.raises(CallTimedOut):
            hasty.ask("embedding", MINILM, TEXT)
        assert isinstance(patient.exception(30), CallTimedOut)
    assert left_behind(store) == []


async def test_a_cancellation_that_the_client_of_redis_loses_is_heeded() -> None:
    begun = asyncio.Event()
    told: list[str] = []

    async def losing(_: Any) -> None:
        begun.set()
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()

    async def done(_: Any) -> None:
        told.append("taken back")

    def conversation() -> Talk:
        try:
            yield losing
            yield losing
        except GivenUp:
            yield done
        return {}

    asker = AsyncCalls(os.environ["REDIS_URL"], PATIENT)
    asking = asyncio.create_task(asker._drive(conversation()))
    await begun.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    await asker.close()
    assert told == ["taken back"]


def test_a_caller_that_leaves_takes_its_call_back(store: Any) -> None:
    async def leave() -> None:
        asker = AsyncCalls(os.environ["REDIS_URL"], PATIENT)
        asked = asyncio.ensure_future(asker.ask("embedding", MINILM, TEXT))
        await asyncio.to_thread(until_queued, store)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        await asker.close()

    announced(store)
    asyncio.run(leave())
    assert left_behind(store) == []


def test_a_call_is_as_urgent_as_its_caller_may_be(calls: Calls) -> None:
    gate = Gate()
    gate.open.set()
    with serving(gate, MINILM.name):  # type: ignore[arg-type]
        for most in (0, 4, None):
            calls.ask("tokenize", MINILM, {"texts": ["a"]}, max_priority=most)
    assert gate.priorities == [0, 3, 3]


def take(store: Any, number: bytes, held_ms: int) -> None:
    """Take a call as a worker would that says no more afterwards."""
    keys = [wire.call_key(number.decode()), wire.held_key(number.decode())]
    assert store.eval(scripts.TAKE, 2, *keys, held_ms) is not None


def test_a_call_whose_worker_died_is_answered_by_another(
    calls: Calls, store: Any, encoder: LocalEncoder
) -> None:
    announced(store)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(calls.ask, "embedding", MINILM, TEXT)
        _, number = store.blpop([wire.queue_key(MINILM.name)], timeout=10)
        take(store, number, held_ms=100)
        with serving(encoder, MINILM.name):
            assert asked.result(30)["dimensions"] == 384


STUCK = """
import os, sys, threading
from uuid import UUID
from tasks.worker.ephemeral import Desk, EphemeralServer

class Stuck:
    def embed(self, request, **_):
        print("taken", flush=True)
        threading.Event().wait()

desk = Desk(UUID(int=1), os.environ["REDIS_URL"], slots=4, reply_bytes=1000)
server = EphemeralServer(desk, Stuck(), lambda: [sys.argv[1]])
server.tell()
server.start()
threading.Event().wait()
"""


def test_a_worker_that_is_killed_at_work_loses_no_call(calls: Calls, encoder: LocalEncoder) -> None:
    command = [sys.executable, "-c", STUCK, MINILM.name]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as doomed:
        assert doomed.stdout is not None
        try:
            with ThreadPoolExecutor(1) as pool:
                asked = pool.submit(calls.ask, "embedding", MINILM, TEXT)
                assert doomed.stdout.readline() == "taken\n"
                with serving(encoder, MINILM.name):
                    doomed.kill()
                    assert asked.result(30)["dimensions"] == 384
        finally:
            doomed.kill()  # leaving the block waits for its end, whatever has failed before


def test_a_call_that_was_drawn_and_never_taken_is_asked_again(
    calls: Calls, store: Any, encoder: LocalEncoder
) -> None:
    announced(store)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(calls.ask, "embedding", MINILM, TEXT)
        store.blpop([wire.queue_key(MINILM.name)], timeout=10)
        with serving(encoder, MINILM.name):
            assert asked.result(30)["dimensions"] == 384


def test_a_call_that_is_lost_twice_says_so(calls: Calls, store: Any) -> None:
    announced(store)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(calls.ask, "embedding", MINILM, TEXT)
        for _ in range(2):
            _, number = store.blpop([wire.queue_key(MINILM.name)], timeout=10)
            take(store, number, held_ms=1)
        with pytest.raises(CallLost):
            asked.result(30)


def test_a_queue_that_is_full_refuses(calls: Calls, store: Any) -> None:
    announced(store)
    store.rpush(wire.queue_key(MINILM.name), *range(256))
    with pytest.raises(TooManyCalls, match="256 calls wait"):
        calls.ask("embedding", MINILM, TEXT)


def test_a_call_that_is_too_large_is_refused_with_the_numbers(calls: Calls) -> None:
    with pytest.raises(CallTooLarge, match=r"The call has 300\d\d\d bytes, at most 262144"):
        calls.ask("embedding", MINILM, {"texts": ["x" * 300_000]})


def test_an_answer_that_would_be_too_large_is_refused_before_it_is_made(calls: Calls) -> None:
    wide = replace(MINILM, dimensions=4096)
    with pytest.raises(CallTooLarge, match="The answer has 16777216 bytes, at most 4194304"):
        calls.ask("embedding", wide, {"texts": ["x"] * 1024})


def test_an_answer_that_is_too_large_does_not_go_through_redis(
    calls: Calls, encoder: LocalEncoder
) -> None:
    with serving(encoder, TINY_RANDOM.name, reply_bytes=200):
        with pytest.raises(CallTooLarge, match="at most 200 are allowed"):
            calls.ask("tokenize", TINY_RANDOM, {"texts": ["many tokens here"] * 20})
        assert calls.ask("tokenize", TINY_RANDOM, {"texts": ["a"]})["counts"]


def test_without_redis_the_caller_soon_learns_it() -> None:
    began = time.monotonic()
    with pytest.raises(NoRedis, match="Check that Redis runs"):
        Calls("redis://127.0.0.1:1/0").ask("embedding", MINILM, TEXT)
    assert time.monotonic() - began < 5


def test_calls_go_on_after_redis_has_lost_everything(
    calls: Calls, worker: EphemeralServer, store: Any
) -> None:
    calls.ask("embedding", MINILM, TEXT)
    store.flushall()
    assert calls.ask("embedding", MINILM, TEXT)["dimensions"] == 384


def test_only_so_many_calls_are_at_the_engine_at_once(calls: Calls, store: Any) -> None:
    gate = Gate()
    served = serving(gate, MINILM.name, slots=2)  # type: ignore[arg-type]
    with served, ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(calls.ask, "tokenize", MINILM, {"texts": ["a"]}) for _ in range(6)]
        until(lambda: gate.inside == 2 and store.llen(wire.queue_key(MINILM.name)) == 4)
        gate.open.set()
        assert [each.result(30)["counts"] for each in asked] == [[1]] * 6
    assert gate.most == 2


def test_more_callers_at_once_than_a_pool_of_connections_has_by_default(
    calls: Calls, store: Any
) -> None:
    gate, many = Gate(), 130
    served = serving(gate, MINILM.name, slots=2)  # type: ignore[arg-type]
    with served, ThreadPoolExecutor(many) as pool:
        asked = [pool.submit(calls.ask, "tokenize", MINILM, {"texts": ["a"]}) for _ in range(many)]
        until(lambda: gate.inside == 2 and store.llen(wire.queue_key(MINILM.name)) == many - 2)
        gate.open.set()
        assert [each.result(30)["counts"] for each in asked] == [[1]] * many


class Gate:
    """An encoder that answers once it is opened; counts who is inside."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.inside = self.most = 0
        self.priorities: list[int] = []
        self._lock = threading.Lock()

    def tokenize(self, request: Any, **_: Any) -> Any:
        with self._lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
            self.priorities.append(request.priority)
        self.open.wait(30)
        with self._lock:
            self.inside -= 1
        return Tokens(tuple((1,) for _ in request.texts))
