"""Models that come and go in one engine: within a budget, without harm to those at work."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from orchestration.errors import OverBudget
from orchestration.inference.generator import LlamaGenerator
from orchestration.inference.memory.footprint import Setting, estimate
from orchestration.inference.messages import EngineOptions
from orchestration.inference.ports import Generation, GenerationRequest, Interrupted
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.registry.places import SHIPPED_MODELS
from orchestration.registry.spec import ModelSpec
from tests.patience import until
from tests.unit.engines import Progress, Signal, endless, long, short

SLOTS = 2
MIB = 1024**2


@contextmanager
def engine(*, models: float = 0, resident: int = 9, idle_unload_s: float = 0) -> Iterator[Engine]:
    """Start an engine with a budget for so many models of `named`."""
    options = EngineOptions(
        threads=1,
        slots=SLOTS,
        resident_models=resident,
        memory_budget=int(models * needed(named("any"))),
        idle_unload_s=idle_unload_s,
    )
    generator = LlamaGenerator(options)
    try:
        yield Engine(generator)
    finally:
        generator.close()


class Engine:
    """An engine, and people who ask it."""

    def __init__(self, generator: LlamaGenerator) -> None:
        self.generator = generator

    def ask(
        self,
        request: GenerationRequest,
        signal: Signal | None = None,
        progress: Progress | None = None,
    ) -> Generation:
        return self.generator.generate(
            request, stop=signal or Signal(), progress=progress or Progress()
        )

    @property
    def loaded(self) -> tuple[str, ...]:
        return self.generator.client.resident


def named(name: str, context: int = 16_384) -> ModelSpec:
    """Return the shipped model under another name, as if it were another file."""
    return replace(TINY_RANDOM, name=name, checksum=name, context_length=context)


def needed(spec: ModelSpec) -> int:
    return estimate(SHIPPED_MODELS / spec.location, Setting(spec.context_length, SLOTS)).total


def test_models_stay_loaded_as_long_as_the_budget_allows_and_the_oldest_goes() -> None:
    with engine(models=2.1) as it:
        for name in ["a", "b", "a", "c", "b"]:
            it.ask(short(model=named(name)))
        until(lambda: it.loaded == ("c", "b"))


def test_the_number_of_models_limits_them_too() -> None:
    with engine(resident=1) as it:
        it.ask(short(model=named("a")))
        it.ask(short(model=named("b")))
        until(lambda: it.loaded == ("b",))


def test_a_model_above_the_budget_is_refused_before_it_is_loaded_and_others_go_on() -> None:
    with engine(models=1.5) as it:
        it.ask(short(model=named("small")))
        with pytest.raises(OverBudget) as refused:
            it.ask(short(model=named("huge", context=200_000)))
        assert it.loaded == ("small",)
        assert it.ask(short(model=named("small"))).timings.load_ms == 0
    error = refused.value
    assert error.needed > error.budget == int(1.5 * needed(named("any")))
    assert 0 <= error.available < error.budget
    assert error.value == "huge"
    assert "GiB" in str(error) or "MiB" in str(error)


def test_a_model_that_nobody_uses_is_unloaded_and_its_memory_comes_back() -> None:
    with engine(idle_unload_s=0.3) as it:
        with pytest.raises(OverBudget):
            it.ask(short(model=named("huge", context=10**9)))
        before = size_of(it)
        it.ask(short(model=named("a")))
        assert it.loaded == ("a",)
        assert size_of(it) - before > 16 * MIB
        until(lambda: it.loaded == ())
        until(lambda: size_of(it) - before < 8 * MIB)
        assert it.ask(short(model=named("a"))).timings.load_ms > 0


def test_a_model_at_work_is_never_unloaded_however_long_it_takes() -> None:
    with engine(idle_unload_s=0.01) as it:
        answer = it.ask(long(model=named("a")))
        assert answer.completion_tokens == 4000


def test_what_is_held_is_told_with_what_it_takes() -> None:
    with engine(models=3) as it:
        it.ask(short(model=named("a")))
        it.ask(short(model=named("b")))
        until(lambda: len(it.generator.holding.held) == 2)
        holding = it.generator.holding
    assert [(each.name, each.context, each.slots) for each in holding.held] == [
        ("a", 16_384, SLOTS),
        ("b", 16_384, SLOTS),
    ]
    assert all(each.memory_bytes == pytest.approx(needed(named("a")), rel=0.2)
               for each in holding.held)  # fmt: skip
    assert holding.budget_bytes == int(3 * needed(named("a")))
    assert sum(each.memory_bytes for each in holding.held) <= holding.taken_bytes
    assert holding.taken_bytes <= holding.budget_bytes


def test_who_asks_for_a_loaded_model_does_not_wait_behind_one_that_does_not_fit() -> None:
    with engine(models=1.2) as it, ThreadPoolExecutor(2) as pool:
        signal, begun = Signal(), Progress()
        busy = pool.submit(it.ask, endless_of(named("a")), signal, begun)
        until(lambda: it.loaded == ("a",) and begun.count > 3)
        waiting = pool.submit(it.ask, short(model=named("b")))
        assert it.ask(short(model=named("a"))).completion_tokens == 8
        signal.stop("cancelled")
        with pytest.raises(Interrupted):
            busy.result()
        assert waiting.result().completion_tokens == 8


def test_a_model_under_endless_demand_makes_room_when_another_has_waited() -> None:
    with engine(models=1.2) as it, ThreadPoolExecutor(4) as pool:
        over = Signal()

        def keep_asking() -> int:
            count = 0
            while over.requested() is None:
                it.ask(short(model=named("a"), max_tokens=40))
                count += 1
            return count

        askers = [pool.submit(keep_asking) for _ in range(3)]
        until(lambda: it.loaded == ("a",))
        assert it.ask(short(model=named("b"))).completion_tokens == 8
        over.stop("done")
        assert all(asker.result() > 0 for asker in askers)


def test_a_model_that_was_to_make_room_stays_when_nobody_needs_it_any_more() -> None:
    with engine(models=1.2) as it, ThreadPoolExecutor(3) as pool:
        over, begun = Signal(), Progress()
        busy = pool.submit(it.ask, endless_of(named("a")), over, begun)
        until(lambda: it.loaded == ("a",) and begun.count > 3)
        gone, waited = Signal(), Progress()
        waiting = pool.submit(it.ask, short(model=named("b")), gone, waited)
        until(lambda: waited.count >= 4)  # twice a second: by now it is let in before others
        late = pool.submit(it.ask, short(model=named("a")))
        gone.stop("cancelled")
        with pytest.raises(Interrupted):
            waiting.result()
        assert late.result(60).completion_tokens == 8
        assert not busy.done()
        over.stop("cancelled")
        with pytest.raises(Interrupted):
            busy.result()


def test_what_is_more_urgent_than_who_waits_for_a_models_place_is_let_in_all_the_same() -> None:
    with engine(models=1.2) as it, ThreadPoolExecutor(3) as pool:
        over, begun = Signal(), Progress()
        busy = pool.submit(it.ask, endless_of(named("a")), over, begun)
        until(lambda: it.loaded == ("a",) and begun.count > 3)
        waited = Progress()
        waiting = pool.submit(it.ask, short(model=named("b")), None, waited)
        until(lambda: waited.count >= 4)
        urgent = replace(short(model=named("a")), priority=4)
        assert it.ask(urgent).completion_tokens == 8
        assert not busy.done()
        over.stop("cancelled")
        with pytest.raises(Interrupted):
            busy.result()
        assert waiting.result().completion_tokens == 8


TURNS = """
import os, sys, threading
from multiprocessing import Pipe
from orchestration.inference.batching import loop, pool
from orchestration.inference.generator import generate_body
from orchestration.inference.messages import Done, EngineOptions, Request
from tests.unit.engines import short
from tests.unit.test_inference_pool import named
pool.PATIENCE_S = 0.0
loads, make = [], pool.make
def counted(body, *others):
    loads.append(body.model.name)
    return make(body, *others)
pool.make = counted
ours, theirs = Pipe()
options = EngineOptions(threads=1, slots=2, resident_models=1)
threading.Thread(target=loop.Loop(theirs, options).run, daemon=True).start()
number = 0
for names in ["a", "b", "bbaa"]:
    for name in names:
        ours.send(Request(number := number + 1, generate_body(short(model=named(name)), ())))
    answered = 0
    while answered < len(names):
        answered += isinstance(ours.recv(), Done)
print(*loads, flush=True)
os._exit(0)
"""


@pytest.mark.native
def test_who_was_heard_before_a_model_must_leave_is_served_without_loading_it_again() -> None:
    """Who waits has no patience here, as if loads took long: each model is wanted away at once."""
    command = [sys.executable, "-c", TURNS]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout.split() == ["a", "b", "a"]


NICE = """
import os, threading
os.nice(15)
from orchestration.inference.batching import pool
from orchestration.inference.messages import EngineOptions
class Watched(pool.Pool):
    def _do(self, job):
        thread = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
        print(thread - os.getpriority(os.PRIO_PROCESS, os.getpid()), flush=True)
ended = threading.Event()
Watched(EngineOptions(), lambda job: ended.set(), lambda _: False)._start(pool.Job())
os._exit(0 if ended.wait(20) else 1)
"""


@pytest.mark.native
def test_a_worker_that_was_made_nice_loads_models_no_less_so() -> None:
    """Only a privileged process may take its niceness back."""
    command = [sys.executable, "-c", NICE]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout.split() == ["0"]


def test_warming_up_leaves_nothing_behind_that_an_answer_finds() -> None:
    with engine() as it:
        first = it.ask(short("lo fi", model=named("a"), max_tokens=24))
        assert first.cached_tokens == 0
        assert it.ask(short("lo fi", model=named("b"), max_tokens=24)).text == first.text


def endless_of(model: ModelSpec) -> GenerationRequest:
    asked = endless()
    return replace(asked, model=model, sampling=replace(asked.sampling, max_tokens=16_000))


def size_of(it: Engine) -> int:
    status = Path(f"/proc/{it.generator.client.pid}/status").read_text()
    return next(
        int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS")
    )
