"""The engine's loop, turn by turn, in this process: who waits for whose prompt, and who not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

import pytest

from orchestration.inference.generator import generate_body
from orchestration.inference.messages import (
    Done,
    EngineOptions,
    Holding,
    Refused,
    Request,
    Stop,
    Stopped,
)
from orchestration.inference.ports import GenerationRequest
from tests.unit.engines import ENDLESS, endless, long, short

pytestmark = pytest.mark.native

LOW, CRITICAL = 0, 4
PATIENCE_S = 60.0
LONG_MOMENT_S, SHORT_MOMENT_S = PATIENCE_S, 0.05


class Engine:
    """A loop that goes round when it is told to, and the end of its pipe that a worker has."""

    def __init__(self) -> None:
        from orchestration.inference.batching.loop import Asked, Loop

        self.pipe: Connection[Any, Any]
        self.pipe, self._other_end = Pipe()
        self.loop = Loop(self._other_end, EngineOptions(threads=1, slots=2, resident_models=2))
        self.told: list[Any] = []
        self._asked = Asked
        self._count = 0

    def ask(self, request: GenerationRequest) -> int:
        """Put a request where the pipe's reader would."""
        self._count += 1
        body = generate_body(request, [])
        self.loop._inbox.put(self._asked(Request(self._count, body), self._count, 0.0))
        return self._count

    def turn(self) -> None:
        self.loop.turn()
        while self.pipe.poll():
            self.told.append(self.pipe.recv())

    def turn_until(self, condition: Callable[[], bool]) -> None:
        for _ in range(10_000):
            if condition():
                return
            self.turn()
        pytest.fail("turned in vain")

    def placed(self) -> list[int]:
        """Return the requests that have begun."""
        return self.loop._residents.numbers()

    def sequences(self) -> list[Any]:
        return [s for each in self.loop._residents.busy() for s in each.batcher.sequences()]

    def done(self) -> list[int]:
        return [each.number for each in self.told if isinstance(each, Done)]

    def refused(self) -> list[Refused]:
        return [each for each in self.told if isinstance(each, Refused)]

    def holdings(self) -> list[Holding]:
        return [each for each in self.told if isinstance(each, Holding)]

    def close(self) -> None:
        from orchestration.inference.batching.templates import _process

        for resident in self.loop._residents._models.values():
            resident.batcher.close()
        _process.close()
        self.pipe.close()
        self._other_end.close()


@pytest.fixture
def engine() -> Iterator[Engine]:
    made = Engine()
    first = made.ask(endless(1, LOW))
    made.turn_until(lambda: made.placed() == [first])
    yield made
    made.close()


@pytest.fixture
def making(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Prompts are made no sooner than this is set."""
    from orchestration.inference.batching import preparing

    go, really = threading.Event(), preparing._made

    def made(*arguments: Any) -> Any:
        assert go.wait(PATIENCE_S)
        return really(*arguments)

    monkeypatch.setattr(preparing, "_made", made)
    yield go
    go.set()


def moment(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    from orchestration.inference.batching import loop

    monkeypatch.setattr(loop, "MOMENT_S", seconds)


def test_a_step_waits_for_the_prompt_of_a_more_urgent_request(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment(monkeypatch, LONG_MOMENT_S)
    urgent = engine.ask(endless(2, CRITICAL))
    engine.turn()
    assert urgent in engine.placed()


def test_a_step_waits_once_and_not_for_long(
    engine: Engine, making: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment(monkeypatch, SHORT_MOMENT_S)
    urgent = engine.ask(endless(2, CRITICAL))
    engine.turn()
    moment(monkeypatch, 10**6)  # a second wait would outlast the test
    for _ in range(3):
        engine.turn()
    assert urgent not in engine.placed()
    making.set()
    engine.turn_until(lambda: urgent in engine.placed())


@pytest.mark.timeout(60)
def test_no_step_waits_for_who_is_not_more_urgent(
    engine: Engine, making: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment(monkeypatch, 10**6)
    other = engine.ask(endless(2, LOW))
    engine.turn()
    making.set()
    engine.turn_until(lambda: other in engine.placed())


@pytest.mark.timeout(60)
def test_who_leaves_while_a_step_waits_for_the_prompt_is_told_at_once(
    engine: Engine, making: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment(monkeypatch, SHORT_MOMENT_S)
    urgent = engine.ask(endless(2, CRITICAL))
    engine.loop._inbox.put(Stop(urgent))
    engine.turn()
    assert Stopped(urgent) in engine.told
    making.set()
    engine.turn_until(lambda: not engine.loop._preparer.makes(urgent))
    assert urgent not in engine.placed()


def test_what_models_take_is_told_when_they_come_and_not_while_they_work(engine: Engine) -> None:
    (first,) = engine.holdings()
    assert [each.name for each in first.held] == [ENDLESS.name]
    assert first.taken_bytes >= first.held[0].memory_bytes > 0
    for _ in range(50):
        engine.turn()
    assert engine.holdings() == [first]
    other = replace(ENDLESS, name="other", checksum="other", context_length=512)
    engine.ask(short(model=other, max_tokens=2))
    engine.turn_until(lambda: len(engine.holdings()) > 1)
    last = engine.holdings()[-1]
    assert last.models == (ENDLESS.name, "other")
    assert last.taken_bytes > first.taken_bytes


def test_caches_that_memory_does_not_suffice_to_copy_are_read_again(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.ask(long(2, LOW))
    engine.turn_until(lambda: [each.drawn > 200 for each in engine.sequences()] == [True, True])
    (resident,) = engine.loop._residents._models.values()

    def no_memory(*_: Any, **__: Any) -> Any:
        raise MemoryError

    before = [(each, list(each.tokens)) for each in engine.sequences()]
    monkeypatch.setattr(resident.batcher.native, "save", no_memory)
    urgent = engine.ask(replace(short(max_tokens=2), priority=CRITICAL))
    engine.turn_until(lambda: urgent in engine.done())
    engine.turn_until(lambda: [each.drawn > 400 for each in engine.sequences()] == [True, True])
    assert all(each.tokens[: len(tokens)] == tokens for each, tokens in before)
    assert not engine.refused()


def test_long_prompts_of_one_model_do_not_hold_up_who_draws_with_another(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two models: one draws, the other reads two long prompts, which alone it reads at once."""
    other = replace(ENDLESS, name="other", checksum="other", context_length=2048)
    engine.ask(short(model=other, max_tokens=2))
    engine.turn_until(lambda: len(engine.done()) == 1)
    calls: list[str] = []
    lengths: list[int] = []
    for each in engine.loop._residents._models.values():
        native, really = each.batcher.native, each.batcher.native.decode

        def decode(rows: Any, really: Any = really, name: str = each.name) -> None:
            calls.append(name)
            if name == "other":
                lengths.append(len(rows))
            really(rows)

        monkeypatch.setattr(native, "decode", decode)
    prompts = [f"{at} {'do re mi ' * 100}" for at in range(2)]
    asked = [engine.ask(short(each, model=other, max_tokens=2)) for each in prompts]
    engine.turn_until(lambda: set(asked) <= set(engine.done()))
    assert max(lengths) <= 130
    urgent = engine.ask(replace(short(model=other, max_tokens=60), priority=CRITICAL))
    engine.turn_until(lambda: urgent in engine.placed())
    calls.clear()
    engine.turn()
    assert calls == ["other", ENDLESS.name]
