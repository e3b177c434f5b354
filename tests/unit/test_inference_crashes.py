"""The engine crashes, hangs, is killed or does not start: who is to blame, and who goes on."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from orchestration.errors import EngineCrashed, EngineLost, EngineUnavailable
from orchestration.inference import client
from orchestration.inference.client import Caller, EngineClient
from orchestration.inference.generator import LlamaGenerator, generate_body
from orchestration.inference.messages import EngineOptions, Lost
from orchestration.inference.ports import Delta
from orchestration.inference.process import _failure
from orchestration.registry.places import SHIPPED_MODELS
from tests.patience import until
from tests.unit.engines import Often, Progress, Signal, arrive, endless, long, short
from tests.unit.test_inference_generator import ask, pid_of

pytestmark = pytest.mark.native


@pytest.fixture
def fresh() -> Iterator[LlamaGenerator]:
    generator = LlamaGenerator(EngineOptions(threads=1, resident_models=1))
    yield generator
    generator.close()


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS])
def test_a_request_that_crashes_the_engine_again_when_alone_is_to_blame(
    fresh: LlamaGenerator, number: signal.Signals
) -> None:
    crashed: set[int] = set()

    def crash() -> None:
        if (pid := fresh.client.pid) is not None and pid not in crashed:
            crashed.add(pid)
            os.kill(pid, number)

    with pytest.raises(EngineCrashed, match=number.name) as caught:
        fresh.generate(endless(), stop=Signal(), progress=Often(crash))
    assert len(crashed) == 2, "it had its second chance"
    assert caught.value.crashed
    assert not caught.value.retryable
    assert ask(fresh, short()).text


def test_a_request_that_hangs_the_engine_again_when_alone_is_to_blame(
    fresh: LlamaGenerator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "SILENT_LOOKS", 50)
    moving, frozen = threading.Event(), set[int]()

    def freeze() -> None:
        if (pid := fresh.client.pid) is not None and pid not in frozen:
            frozen.add(pid)
            os.kill(pid, signal.SIGSTOP)

    with ThreadPoolExecutor(1) as pool:
        neighbour = pool.submit(
            fresh.generate, long(), stop=Signal(), progress=Progress(3, moving.set)
        )
        assert moving.wait(60)
        with pytest.raises(EngineCrashed, match="hung"):
            fresh.generate(endless(seed=2, priority=3), stop=Signal(), progress=Often(freeze))
        assert neighbour.result().completion_tokens == 4000
    assert len(frozen) == 2, "it had its second chance"


def test_an_engine_that_does_not_start_blames_nobody() -> None:
    broken = EngineClient("nonsense", EngineOptions())
    body = generate_body(short(), [SHIPPED_MODELS])
    with pytest.raises(EngineUnavailable, match="does not start") as caught:
        broken.call(body, Caller(Signal(), Progress()))
    assert not caught.value.crashed
    assert caught.value.retryable


def test_an_engine_that_was_killed_is_nobodys_fault(fresh: LlamaGenerator) -> None:
    progress = Progress(at=5, act=lambda: os.kill(pid_of(fresh), signal.SIGKILL))
    with pytest.raises(EngineLost, match="SIGKILL") as caught:
        fresh.generate(endless(), stop=Signal(), progress=progress)
    assert caught.value.retryable
    assert not caught.value.crashed


def test_after_a_crash_those_in_flight_run_again_and_none_is_blamed(fresh: LlamaGenerator) -> None:
    ask(fresh, short())
    dead = pid_of(fresh)
    moved = threading.Barrier(4)
    streams: list[list[Delta]] = [[], [], []]
    with ThreadPoolExecutor(3) as pool:
        running = [
            pool.submit(
                fresh.generate,
                long(seed),
                stop=Signal(),
                progress=Progress(at=20, act=lambda: arrive(moved)),
                on_delta=streams[seed].append,
            )
            for seed in range(3)
        ]
        moved.wait(60)
        os.kill(dead, signal.SIGSEGV)
        answers = [each.result() for each in running]
    assert pid_of(fresh) != dead
    for stream, answer in zip(streams, answers, strict=True):
        assert 0 < answer.resumed_tokens < answer.completion_tokens == 4000
        assert read(stream) == (answer.text, answer.choices[0].tokens)


def read(stream: list[Delta]) -> tuple[str, tuple[int, ...]]:
    """Return what a reader has seen, who was told each token once and in order."""
    tokens: list[int] = []
    for delta in stream:
        assert delta.start == len(tokens)
        tokens += delta.tokens
    return "".join(delta.text for delta in stream), tuple(tokens)


def test_an_engine_that_died_idle_is_started_again(fresh: LlamaGenerator) -> None:
    ask(fresh, short())
    dead = pid_of(fresh)
    os.kill(dead, signal.SIGSEGV)
    until(lambda: fresh.client.pid is None)
    assert ask(fresh, short()).text
    assert pid_of(fresh) != dead


def test_who_is_told_of_a_crash_finds_the_child_ended(fresh: LlamaGenerator) -> None:
    """Otherwise a suspect would ask the dead child again and be blamed for its death."""
    ask(fresh, short())
    run = fresh.client._run
    assert run is not None
    body = generate_body(endless(), [SHIPPED_MODELS])
    ticket = run.ask(10_000, body)
    os.kill(pid_of(fresh), signal.SIGSEGV)
    event = None
    while not isinstance(event, Lost):
        event = ticket.next(60)
    assert run.ended.is_set()


def test_an_exception_that_ends_the_engine_counts_as_a_crash() -> None:
    assert _failure("llama", 1).crashed
    assert not _failure("llama", 0).crashed
    assert not _failure("llama", -signal.SIGKILL).crashed
