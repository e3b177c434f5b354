"""The generator on the real llama.cpp: answers, refusals, stops, crashes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.local.processes import is_alive
from orchestration.errors import (
    ContextOverflow,
    EngineLost,
    EngineUnavailable,
    ModelUnavailable,
    UserError,
)
from orchestration.inference.generator import LlamaGenerator
from orchestration.inference.messages import EngineOptions
from orchestration.inference.ports import (
    Generation,
    GenerationRequest,
    Interrupted,
    Message,
    Sampling,
)
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.registry.places import SHIPPED_MODELS
from tests.patience import until
from tests.unit.engines import ENDLESS, Progress, Signal, endless, short

pytestmark = pytest.mark.native


@pytest.fixture(scope="module")
def shared() -> Iterator[LlamaGenerator]:
    """One engine for the tests that leave it whole."""
    generator = LlamaGenerator(EngineOptions(threads=1))
    yield generator
    generator.close()


@pytest.fixture
def fresh() -> Iterator[LlamaGenerator]:
    """An engine for a test that breaks it."""
    generator = LlamaGenerator(EngineOptions(threads=1, resident_models=1))
    yield generator
    generator.close()


def ask(generator: LlamaGenerator, request: GenerationRequest) -> Generation:
    return generator.generate(request, stop=Signal(), progress=Progress())


def pid_of(generator: LlamaGenerator) -> int:
    pid = generator.client.pid
    assert pid is not None
    return pid


def test_a_prompt_is_continued_with_as_many_tokens_as_asked(shared: LlamaGenerator) -> None:
    answer = ask(shared, short("Once upon a time", max_tokens=12))
    assert answer.text
    assert answer.completion_tokens <= 12
    assert answer.prompt_tokens > 1


def test_the_same_seed_draws_the_same_whatever_ran_before(shared: LlamaGenerator) -> None:
    request = short("The same", max_tokens=40, seed=7)
    first = ask(shared, request).text
    ask(shared, short("Something else entirely", max_tokens=30, seed=8))
    assert ask(shared, request).text == first
    assert ask(shared, short("The same", max_tokens=40, seed=9)).text != first


def test_without_a_seed_the_answer_says_which_one_was_drawn(shared: LlamaGenerator) -> None:
    free = GenerationRequest(TINY_RANDOM, "Once", Sampling(max_tokens=20))
    first = ask(shared, free)
    again = replace(free, sampling=Sampling(max_tokens=20, seed=first.seed))
    assert ask(shared, again).text == first.text


def test_a_conversation_goes_through_the_models_template(shared: LlamaGenerator) -> None:
    turns = (Message("system", "Be brief."), Message("user", "Grüß Gott, 🙂!"))
    answer = ask(shared, GenerationRequest(TINY_RANDOM, turns, Sampling(max_tokens=5, seed=1)))
    assert answer.prompt_tokens > ask(shared, short("Grüß Gott, 🙂!")).prompt_tokens


def test_an_answer_ends_where_the_model_ends_it(shared: LlamaGenerator) -> None:
    answers = (ask(shared, short(max_tokens=1500, seed=seed)) for seed in range(40))
    ended = next(answer for answer in answers if answer.finish_reason == "stop")
    assert ended.completion_tokens < 1500
    assert "</s>" not in ended.text


def test_a_stop_text_ends_the_answer_and_is_left_out(shared: LlamaGenerator) -> None:
    whole = ask(shared, short(max_tokens=60, seed=3))
    stop = whole.text[10:14]
    sampling = Sampling(max_tokens=60, seed=3, stop=(stop,))
    answer = ask(shared, GenerationRequest(ENDLESS, "Once", sampling))
    assert answer.finish_reason == "stop"
    assert answer.text == whole.text[: whole.text.index(stop)]


def test_greedy_sampling_needs_no_seed(shared: LlamaGenerator) -> None:
    def greedy(seed: int) -> GenerationRequest:
        return GenerationRequest(ENDLESS, "Once", Sampling(max_tokens=9, temperature=0, seed=seed))

    assert ask(shared, greedy(1)).text == ask(shared, greedy(2)).text


@pytest.mark.parametrize(
    "extreme",
    [
        Sampling(temperature=5e-324),
        Sampling(temperature=5.0, top_k=1_000_000, top_p=1.0, min_p=0.0),
        Sampling(top_p=0.0, min_p=1.0, top_k=1, temperature=5.0),
        Sampling(repeat_penalty=0.1),
        Sampling(repeat_penalty=10.0),
    ],
)
def test_extreme_parameters_are_answered(shared: LlamaGenerator, extreme: Sampling) -> None:
    sampling = replace(extreme, max_tokens=30, seed=2**32 - 2)
    assert ask(shared, GenerationRequest(ENDLESS, "Once", sampling)).completion_tokens


def test_the_coldest_temperature_takes_the_likeliest_tokens(shared: LlamaGenerator) -> None:
    def at(temperature: float) -> str:
        sampling = Sampling(temperature=temperature, max_tokens=30, seed=1)
        return ask(shared, GenerationRequest(ENDLESS, "Once", sampling)).text

    assert at(1e-40) == at(0.0)


@pytest.mark.parametrize(
    "prompt", ["</s>", "<|im_end|>" * 3, "\U0010ffff\ufffe\u0001\u202e", " ", "🙂" * 2000]
)
def test_odd_prompts_are_answered(shared: LlamaGenerator, prompt: str) -> None:
    turns = (Message("tool", prompt), Message("system", ""))
    for asked in (short(prompt), GenerationRequest(ENDLESS, turns, Sampling(max_tokens=5))):
        assert ask(shared, asked).finish_reason in ("stop", "length")


def test_progress_is_reported_while_an_answer_grows(shared: LlamaGenerator) -> None:
    stop = Signal()
    progress = Progress(at=5, act=lambda: stop.stop("cancelled"))
    with pytest.raises(Interrupted):
        shared.generate(endless(), stop=stop, progress=progress)
    assert progress.count >= 5


def test_a_prompt_that_is_too_long_is_refused_with_numbers(shared: LlamaGenerator) -> None:
    with pytest.raises(ContextOverflow, match=r"context of tiny-random holds 2048") as caught:
        ask(shared, short("Hello " * 2000, model=TINY_RANDOM))
    assert "Shorten the prompt" in str(caught.value)
    assert not caught.value.retryable


def test_an_answer_that_cannot_fit_is_refused_with_what_would_fit(shared: LlamaGenerator) -> None:
    with pytest.raises(ContextOverflow, match=r"ask for 20\d\d tokens at most"):
        ask(shared, short(model=TINY_RANDOM, max_tokens=2048))


def test_without_a_length_the_answer_takes_the_room_that_is_left(shared: LlamaGenerator) -> None:
    model = replace(TINY_RANDOM, context_length=32, default_max_tokens=32)
    request = GenerationRequest(model, "One two", Sampling(seed=1))
    answer = ask(shared, request)
    assert answer.prompt_tokens + answer.completion_tokens <= 32


@pytest.mark.parametrize("content", [b"", b"not a model", b"GGUF\x03\0\0\0" + b"\xff" * 64])
def test_a_damaged_file_is_named_and_harms_nobody_else(
    shared: LlamaGenerator, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "damaged.gguf"
    path.write_bytes(content)
    ask(shared, short())
    before = pid_of(shared)
    with pytest.raises(ModelUnavailable, match=r"damaged\.gguf"):
        ask(shared, short(model=replace(TINY_RANDOM, location=str(path))))
    ask(shared, short())
    assert pid_of(shared) == before


def test_a_file_that_is_cut_short_is_refused(shared: LlamaGenerator, tmp_path: Path) -> None:
    path = tmp_path / "short.gguf"
    path.write_bytes((SHIPPED_MODELS / "tiny-random.gguf").read_bytes()[:-100])
    with pytest.raises(ModelUnavailable, match="cannot load the model"):
        ask(shared, short(model=replace(TINY_RANDOM, location=str(path))))


def test_a_model_that_is_not_here_says_where_was_looked(shared: LlamaGenerator) -> None:
    with pytest.raises(ModelUnavailable, match="not on this machine") as caught:
        ask(shared, short(model=replace(TINY_RANDOM, location="gone.gguf")))
    assert "gone.gguf" in caught.value.problem()["value"]


def test_a_gpu_that_the_library_cannot_use_is_no_silent_cpu() -> None:
    generator = LlamaGenerator(EngineOptions(device="gpu"))
    try:
        answer: object = ask(generator, short())
    except EngineUnavailable as error:
        answer = error
    finally:
        generator.close()
    built_without = isinstance(answer, EngineUnavailable) and "GPU" in str(answer)
    assert built_without or isinstance(answer, Generation)


def test_a_stop_ends_a_running_answer_and_keeps_the_engine(shared: LlamaGenerator) -> None:
    ask(shared, short())
    before = pid_of(shared)
    stop = Signal()
    progress = Progress(at=3, act=lambda: stop.stop("cancelled"))
    with pytest.raises(Interrupted) as caught:
        shared.generate(endless(), stop=stop, progress=progress)
    assert caught.value.reason == "cancelled"
    ask(shared, short())
    assert pid_of(shared) == before


def test_a_stop_ends_the_reading_of_a_long_prompt(shared: LlamaGenerator) -> None:
    stop = Signal()
    long = GenerationRequest(ENDLESS, "Hello " * 9_000, Sampling(max_tokens=10))
    ask(shared, short())
    with pytest.raises(Interrupted):
        shared.generate(long, stop=stop, progress=Progress(3, lambda: stop.stop("timeout")))
    assert ask(shared, short(seed=5)).text == ask(shared, short(seed=5)).text


def test_a_request_that_waits_for_its_turn_can_be_stopped(shared: LlamaGenerator) -> None:
    busy, waiting = Signal(), Signal()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(shared.generate, endless(), stop=busy, progress=Progress())
        until(lambda: shared.client.moves()[1] > 0)
        progress = Progress(at=2, act=lambda: waiting.stop("cancelled"))
        second = pool.submit(shared.generate, endless(), stop=waiting, progress=progress)
        with pytest.raises(Interrupted):
            second.result()
        assert not first.done(), "only the one that was stopped stops"
        busy.stop("shutdown")
        with pytest.raises(Interrupted):
            first.result()


def test_an_engine_that_hangs_is_ended_when_its_request_is_stopped(fresh: LlamaGenerator) -> None:
    stop = Signal()

    def freeze() -> None:
        os.kill(pid_of(fresh), signal.SIGSTOP)
        stop.stop("timeout")

    with pytest.raises(Interrupted):
        fresh.generate(endless(), stop=stop, progress=Progress(at=5, act=freeze))
    assert ask(fresh, short()).text


def test_the_engine_outlives_the_thread_that_started_it(fresh: LlamaGenerator) -> None:
    starter = threading.Thread(target=ask, args=(fresh, short()))
    starter.start()
    starter.join()
    before = pid_of(fresh)
    assert ask(fresh, short()).text
    assert pid_of(fresh) == before


def test_only_so_many_models_stay_loaded(fresh: LlamaGenerator, tmp_path: Path) -> None:
    path = tmp_path / "copy.gguf"
    path.write_bytes((SHIPPED_MODELS / "tiny-random.gguf").read_bytes())
    other = replace(TINY_RANDOM, name="copy", location=str(path))
    ask(fresh, short(model=TINY_RANDOM))
    assert fresh.client.resident == ("tiny-random",)
    ask(fresh, short(model=other))
    assert fresh.client.resident == ("copy",)
    mapped = Path(f"/proc/{pid_of(fresh)}/maps").read_text()
    assert "copy.gguf" in mapped
    assert "tiny-random.gguf" not in mapped


def test_closing_takes_two_seconds_at_most_and_refuses_what_comes_later() -> None:
    generator = LlamaGenerator(EngineOptions(threads=1))
    moving = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(
            generator.generate, endless(), stop=Signal(), progress=Progress(5, moving.set)
        )
        assert moving.wait(60)
        pid = pid_of(generator)
        started = time.monotonic()
        generator.close()
        assert time.monotonic() - started < 2.5
        with pytest.raises(EngineLost):
            running.result()
    assert not is_alive(pid)
    with pytest.raises(EngineLost, match="closed"):
        ask(generator, short())


PARENT = """
import sys
from orchestration.inference.generator import LlamaGenerator, generate_body
from orchestration.inference.messages import EngineOptions, Lost
from tests.unit.engines import Progress, Signal, endless
generator = LlamaGenerator(EngineOptions(threads=1))
said = lambda: print(generator.client.pid, flush=True)
generator.generate(endless(), stop=Signal(), progress=Progress(at=5, act=said))
"""


def test_the_engine_dies_with_its_worker() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        engine = int(parent.stdout.readline())
        assert is_alive(engine)
        parent.kill()
    until(lambda: not is_alive(engine))


def test_a_worker_never_loads_native_code_itself() -> None:
    heavy = ["llama_cpp", "torch", "sentence_transformers", "numpy", "django", "celery"]
    code = (
        "import sys, orchestration.execution, orchestration.inference.generator,"
        "orchestration.inference.embedder;"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_model_without_a_template_refuses_a_conversation(
    shared: LlamaGenerator, tmp_path: Path
) -> None:
    raw = (SHIPPED_MODELS / "tiny-random.gguf").read_bytes()
    path = tmp_path / "plain.gguf"
    path.write_bytes(raw.replace(b"tokenizer.chat_template", b"tokenizer.chat_unplated"))
    model = replace(TINY_RANDOM, name="plain", location=str(path))
    with pytest.raises(UserError, match="has no chat template"):
        ask(shared, GenerationRequest(model, (Message("user", "hi"),)))
