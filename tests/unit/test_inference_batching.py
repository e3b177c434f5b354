"""Requests that share the engine: order, parking, shared beginnings, several models, a crash."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from orchestration.errors import EngineCrashed, ModelError
from orchestration.inference.batching.scheduler import place
from orchestration.inference.client import EngineClient
from orchestration.inference.gate import Gate
from orchestration.inference.generator import LlamaGenerator
from orchestration.inference.messages import EngineOptions
from orchestration.inference.ports import Generation, GenerationRequest, Interrupted, Sampling
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.registry.places import SHIPPED_MODELS
from tests.patience import until
from tests.unit.engines import ENDLESS, Progress, Signal, arrive, endless, long, short

LOW, NORMAL, CRITICAL = 0, 1, 4
MANY = 12


@dataclass(frozen=True)
class Someone:
    """A sequence as the scheduler sees it."""

    name: str
    priority: int
    arrival: int


def someones(*priorities: int) -> list[Someone]:
    return [Someone(f"{level}-{at}", level, at) for at, level in enumerate(priorities)]


def names(found: list[Someone]) -> list[str]:
    return [each.name for each in found]


@pytest.mark.parametrize(
    ("waiting", "seated", "free", "parked", "placed"),
    [
        ([0, 4, 1], [], 2, [], ["4-1", "1-2"]),
        ([1, 1], [], 1, [], ["1-0"]),
        ([4], [0, 1, 0], 0, ["0-2"], ["4-0"]),
        ([4, 4], [0, 1, 4], 0, ["0-0", "1-1"], ["4-0", "4-1"]),
        ([1], [1, 1], 0, [], []),
        ([0], [4], 0, [], []),
        ([4, 0], [1], 2, [], ["4-0", "0-1"]),
        ([4, 4], [1, 4], 1, ["1-0"], ["4-0", "4-1"]),
    ],
)
def test_the_urgent_sit_first_and_the_least_urgent_and_youngest_give_way(
    waiting: list[int], seated: list[int], free: int, parked: list[str], placed: list[str]
) -> None:
    placement = place(someones(*waiting), someones(*seated), free)
    assert (names(placement.park), names(placement.seat)) == (parked, placed)


def nothing() -> None:
    """Look around and see nothing."""


def test_a_suspect_runs_alone_and_before_those_who_come_later() -> None:
    gate, order = Gate(), []
    entered, looked, go = threading.Event(), threading.Event(), threading.Event()

    def early() -> None:
        with gate.shared(nothing):
            entered.set()
            go.wait(60)
            order.append("early")

    def suspect() -> None:
        with gate.alone(nothing, gate.join()):
            order.append("suspect")

    def late() -> None:
        with gate.shared(looked.set):
            order.append("late")

    with ThreadPoolExecutor(3) as pool:
        futures: list[Future[None]] = [pool.submit(early)]
        assert entered.wait(60)
        futures.append(pool.submit(suspect))
        until(lambda: gate.suspects == 1)
        futures.append(pool.submit(late))
        assert looked.wait(60), "it waits at the gate"
        go.set()
        for future in futures:
            future.result()
    assert order == ["early", "suspect", "late"]


def test_a_suspect_that_gives_up_lets_others_in() -> None:
    gate = Gate()

    def give_up() -> None:
        raise InterruptedError

    with gate.shared(nothing), pytest.raises(InterruptedError), gate.alone(give_up, gate.join()):
        pytest.fail("somebody is inside")
    with gate.shared(nothing):
        assert gate.suspects == 0


@pytest.fixture(scope="module")
def generator() -> Iterator[LlamaGenerator]:
    made = LlamaGenerator(EngineOptions(threads=1, slots=2, resident_models=2))
    yield made
    made.close()


def ask(generator: LlamaGenerator, request: GenerationRequest) -> Generation:
    return generator.generate(request, stop=Signal(), progress=Progress())


def greedy(prompt: str, max_tokens: int = 48) -> GenerationRequest:
    return GenerationRequest(ENDLESS, prompt, Sampling(max_tokens=max_tokens, temperature=0.0))


PEER = """
import sys, json
from llama_cpp import Llama
llama = Llama(sys.argv[1], n_ctx=2048, n_threads=1, n_threads_batch=1, verbose=False)
for prompt in json.loads(sys.argv[2]):
    tokens = llama.tokenize(prompt.encode(), add_bos=True, special=True)
    drawn = llama.create_completion(tokens, max_tokens=48, temperature=0.0, top_k=40)
    print(json.dumps(drawn["choices"][0]["text"]))
"""


@pytest.mark.native
def test_greedy_text_equals_that_of_the_librarys_own_loop(generator: LlamaGenerator) -> None:
    prompts = [f"Tale {at}: " + "once upon a time " * at for at in range(10)]
    path = str(SHIPPED_MODELS / "tiny-random.gguf")
    command = [sys.executable, "-c", PEER, path, json.dumps(prompts)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    expected = [json.loads(line) for line in said.splitlines()]
    assert [ask(generator, greedy(prompt)).text for prompt in prompts] == expected


@pytest.mark.native
def test_more_requests_than_slots_are_all_answered(generator: LlamaGenerator) -> None:
    requests = [short(f"Tale {at}", max_tokens=40, seed=at) for at in range(MANY)]
    with ThreadPoolExecutor(MANY) as pool:
        answers = list(pool.map(lambda request: ask(generator, request), requests))
    assert all(answer.completion_tokens for answer in answers)


@pytest.mark.native
def test_the_urgent_park_the_less_urgent_whose_text_is_unbroken() -> None:
    """One slot, so that no neighbour can change the text of a model in half precision."""
    generator = LlamaGenerator(EngineOptions(threads=1, slots=1))
    try:
        alone = ask(generator, long()).text
        moving = threading.Event()
        with ThreadPoolExecutor(1) as pool:
            progress = Progress(at=2, act=moving.set)
            running = pool.submit(
                generator.generate, long(priority=LOW), stop=Signal(), progress=progress
            )
            assert moving.wait(60)
            urgent = [ask(generator, replace(short(seed=at), priority=CRITICAL)) for at in range(3)]
            assert not running.done(), "the urgent did not wait for its end"
            answer = running.result()
        assert all(each.completion_tokens for each in urgent)
        assert 1 <= answer.timings.parkings <= 3, "whoever comes before it sits again parks nobody"
        assert answer.text == alone
    finally:
        generator.close()


@pytest.mark.native
def test_of_equals_the_older_keeps_its_slot(generator: LlamaGenerator) -> None:
    stops = [Signal(), Signal()]
    moving = threading.Barrier(3)
    with ThreadPoolExecutor(3) as pool:
        running = [
            pool.submit(
                generator.generate,
                endless(priority=NORMAL),
                stop=stop,
                progress=Progress(at=2, act=lambda: arrive(moving)),
            )
            for stop in stops
        ]
        moving.wait(60)
        waiting = Signal()
        progress = Progress(at=2, act=lambda: waiting.stop("cancelled"))
        request = replace(short(), priority=NORMAL)
        with pytest.raises(Interrupted):
            generator.generate(request, stop=waiting, progress=progress)
        for stop in stops:
            stop.stop("shutdown")
        for each in running:
            with pytest.raises(Interrupted):
                each.result()


@pytest.fixture
def faulty() -> Iterator[LlamaGenerator]:
    made = LlamaGenerator(
        EngineOptions(threads=1, slots=4, faults={"poison": "abort", "broken": "decode"})
    )
    yield made
    made.close()


def outcomes(generator: LlamaGenerator, prompts: list[str]) -> list[Generation | Exception]:
    """Ask for all at once; return answers and errors in their order."""
    requests = [
        GenerationRequest(ENDLESS, prompt, Sampling(max_tokens=200, seed=at))
        for at, prompt in enumerate(prompts)
    ]
    with ThreadPoolExecutor(len(requests)) as pool:
        asked = [pool.submit(ask, generator, request) for request in requests]
        return [each.exception() or each.result() for each in asked]  # type: ignore[misc]


@pytest.mark.native
def test_the_one_that_crashes_the_engine_is_found_and_all_others_are_answered(
    faulty: LlamaGenerator,
) -> None:
    found = outcomes(faulty, ["one", "two", "poison", "three", "four"])
    assert isinstance(found[2], EngineCrashed)
    assert [type(each) for each in found if each is not found[2]] == [Generation] * 4


@pytest.mark.native
def test_whoever_harms_nobody_runs_again_once_however_many_crash_around_it(
    faulty: LlamaGenerator, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: Counter[str] = Counter()
    asked = EngineClient._asked

    def counted(client: EngineClient, body: Any, *rest: Any, **more: Any) -> Any:
        runs[body.prompt] += 1
        return asked(client, body, *rest, **more)

    monkeypatch.setattr(EngineClient, "_asked", counted)
    moving = threading.Event()
    innocent = replace(long(), prompt="innocent")
    poisons = [short(f"poison {at}") for at in range(5)]
    with ThreadPoolExecutor(6) as pool:
        running = pool.submit(
            faulty.generate, innocent, stop=Signal(), progress=Progress(5, moving.set)
        )
        assert moving.wait(60)
        crashed = [pool.submit(ask, faulty, each) for each in poisons]
        assert running.result().completion_tokens == 4000
        assert all(isinstance(each.exception(), EngineCrashed) for each in crashed)
    assert runs["innocent"] == 2
    assert max(runs.values()) == 2


@pytest.mark.native
def test_the_one_that_cannot_be_decoded_fails_alone(faulty: LlamaGenerator) -> None:
    ask(faulty, short())
    before = faulty.client.pid
    found = outcomes(faulty, ["one", "broken", "two", "three"])
    assert isinstance(found[1], ModelError)
    assert "could not decode" in str(found[1])
    assert [type(each) for each in found if each is not found[1]] == [Generation] * 3
    assert faulty.client.pid == before


@pytest.mark.native
def test_a_common_beginning_is_read_once(generator: LlamaGenerator) -> None:
    system = "You are a careful clerk of a harbour who counts ships. " * 30
    first = ask(generator, greedy(system + "How many ships?"))
    second = ask(generator, greedy(system + "Who are you?"))
    fresh = LlamaGenerator(EngineOptions(threads=1))
    try:
        expected = ask(fresh, greedy(system + "Who are you?"))
    finally:
        fresh.close()
    assert first.cached_tokens == expected.cached_tokens == 0
    assert second.cached_tokens >= 128
    assert second.cached_tokens % 128 == 0, "chunks stay where they were when it is reproducible"
    assert second.text == expected.text


@pytest.mark.native
def test_more_models_than_fit_take_turns_and_nobody_is_lost(
    generator: LlamaGenerator, tmp_path: Path
) -> None:
    raw = (SHIPPED_MODELS / "tiny-random.gguf").read_bytes()
    models = []
    for at in range(5):
        path = tmp_path / f"copy-{at}.gguf"
        path.write_bytes(raw)
        models.append(replace(TINY_RANDOM, name=f"copy-{at}", location=str(path)))
    requests = [short(model=models[at % 5], seed=at, max_tokens=30) for at in range(40)]
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda request: ask(generator, request), requests))
    assert len(answers) == 40
    mapped = Path(f"/proc/{generator.client.pid}/maps").read_text()
    assert sum(f"copy-{at}.gguf" in mapped for at in range(5)) <= 2
