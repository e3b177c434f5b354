"""Models that come and go within a budget of memory: what it holds, what comes back, who stalls.

Random models are asked for text in random order, more of them than fit; the engine's resident size
is read all the while. Then one model is loaded and unloaded again and again. At last one model
answers several requests while others are loaded and unloaded beside it, and the time between two
tokens is set beside the same without loads.
"""

import argparse
import os
import random
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import monotonic

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.signals import Never
from benchmarks.stack import report
from orchestration.errors import OverBudget
from orchestration.inference import process
from orchestration.inference.generator import LlamaGenerator
from orchestration.inference.memory.footprint import Setting, estimate
from orchestration.inference.messages import EngineOptions
from orchestration.inference.ports import Delta, Generation, GenerationRequest, Sampling
from orchestration.registry.describe import describe
from orchestration.registry.spec import ModelSpec
from tools.random_model.make import SIZES, SMALL, make
from tools.tiny_model.model import Size

MIB = 1024**2
LOOK_S = 0.005
NEVER_ENDING = ((2, -100.0), (4, -100.0))
EVERY_TOKEN = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from orchestration.inference.batching import loop; loop.TOLD_S = 0.0;"
    "from orchestration.inference.child import main; main(sys.argv[2:])"
)
"""Starts a child that tells of each token at once, so that the time between two can be seen."""


def resident_bytes(generator: LlamaGenerator) -> int:
    """Return the resident size of the engine's process."""
    pages = Path(f"/proc/{generator.client.pid}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGESIZE")


def request(spec: ModelSpec, prompt: str, tokens: int) -> GenerationRequest:
    """Ask for an answer of exactly so many tokens."""
    sampling = Sampling(max_tokens=tokens, temperature=0, logit_bias=NEVER_ENDING)
    return GenerationRequest(spec, prompt, sampling)


def ask(generator: LlamaGenerator, asked: GenerationRequest) -> Generation:
    """Wait for an answer."""
    return generator.generate(asked, stop=Never(), progress=lambda: None)


def needed(spec: ModelSpec, slots: int) -> int:
    """Return what a model is estimated to take."""
    return estimate(Path(spec.location), Setting(spec.context_length, slots)).total


@contextmanager
def models(count: int, size: Size, quantisation: str, context: int) -> Iterator[list[ModelSpec]]:
    """Make models of different names and the same size."""
    with tempfile.TemporaryDirectory(prefix="bench-pool-") as folder:
        first = Path(folder) / "0.gguf"
        make(first, size, quantisation)
        paths = [first, *(Path(folder) / f"{at}.gguf" for at in range(1, count))]
        for path in paths[1:]:
            path.write_bytes(first.read_bytes())
        yield [
            replace(describe(path), name=f"pool-{path.stem}", context_length=context)
            for path in paths
        ]


@contextmanager
def engine(options: EngineOptions) -> Iterator[LlamaGenerator]:
    """Start an engine and end it."""
    generator = LlamaGenerator(options)
    try:
        yield generator
    finally:
        generator.close()


class Watch:
    """Reads the engine's size all the while; `before` is what it had without models."""

    def __init__(self, generator: LlamaGenerator) -> None:
        self.before = resident_bytes(generator)
        self.most = 0
        self.looks = 0
        self._generator = generator
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(LOOK_S):
            self.most = max(self.most, resident_bytes(self._generator) - self.before)
            self.looks += 1


@dataclass
class Crowd:
    """What came of many requests for more models than fit.

    Attributes:
        answers: One for each request.
        most: Largest size of the engine above its size without models, in bytes.
        looks: How often the size was read.
        seconds: How long all of it took.
    """

    answers: list[Generation]
    most: int
    looks: int
    seconds: float


def start(generator: LlamaGenerator, spec: ModelSpec) -> None:
    """Start the process without a model in it: with a request that is refused."""
    try:
        ask(generator, request(replace(spec, context_length=10**9), "lo fi", 1))
    except OverBudget:
        return
    raise AssertionError("a context of a billion tokens fits")


def crowd(
    generator: LlamaGenerator, specs: Sequence[ModelSpec], count: int, at_once: int, seed: int = 1
) -> Crowd:
    """Ask for random models, several at once."""
    chance = random.Random(seed)
    asked = [
        request(chance.choice(specs), f"{at} lo fi", chance.randrange(1, 24)) for at in range(count)
    ]
    began = monotonic()
    with Watch(generator) as watch, ThreadPoolExecutor(at_once) as pool:
        answers = list(pool.map(lambda each: ask(generator, each), asked))
    return Crowd(answers, watch.most, watch.looks, monotonic() - began)


def cycles(generator: LlamaGenerator, specs: Sequence[ModelSpec], count: int) -> list[int]:
    """Load and unload by turns; return the engine's size after each load, in bytes."""
    sizes = []
    for at in range(count):
        ask(generator, request(specs[at % len(specs)], f"{at} lo fi", 4))
        sizes.append(resident_bytes(generator))
    return sizes


@dataclass
class Streams:
    """When tokens of several answers came, one list for each."""

    times: list[list[float]] = field(default_factory=list)

    def gaps_ms(self, windows: Sequence[tuple[float, float]] | None = None) -> list[float]:
        """Return the times between tokens, of those that end within windows if any are given."""
        return [
            (after - before) * 1000
            for times in self.times
            for before, after in pairwise(times)
            if windows is None or any(begin <= after <= end for begin, end in windows)
        ]


def stream(
    generator: LlamaGenerator, spec: ModelSpec, count: int, tokens: int, pool: ThreadPoolExecutor
) -> tuple[Streams, list[threading.Event]]:
    """Begin answers; return when their tokens come, and what is set when each has ended."""
    streams, ended = Streams([[] for _ in range(count)]), [threading.Event() for _ in range(count)]

    def one(at: int) -> None:
        def told(_: Delta) -> None:
            streams.times[at].append(monotonic())

        asked = request(spec, f"{at} lo fi", tokens)
        generator.generate(asked, stop=Never(), progress=lambda: None, on_delta=told)
        ended[at].set()

    for at in range(count):
        pool.submit(one, at)
    return streams, ended


def loads_beside(
    generator: LlamaGenerator, specs: Sequence[ModelSpec], ended: Sequence[threading.Event]
) -> list[tuple[float, float]]:
    """Load models by turns until a stream ends; return from when to when each load took."""
    windows = []
    at = 0
    while not any(each.is_set() for each in ended):
        began = monotonic()
        answer = ask(generator, request(specs[at % len(specs)], f"{at} lo fi", 1))
        windows.append((began, began + answer.timings.load_ms / 1000))
        at += 1
    return windows


def at(share: float, values: Sequence[float]) -> float:
    """Return the value that this share of them does not pass."""
    return sorted(values)[int(share * (len(values) - 1))]


def measure_gaps(options: argparse.Namespace) -> dict[str, float]:
    """Return the times between tokens with and without loads beside them, in milliseconds."""
    process.BOOT = EVERY_TOKEN
    engine_options = EngineOptions(threads=options.threads, slots=8, resident_models=2)
    with models(3, SIZES[options.size], "q8_0", 1024) as specs, engine(engine_options) as generator:
        ask(generator, request(specs[0], "lo fi", 1))
        with ThreadPoolExecutor(options.streams) as pool:
            alone, _ = stream(generator, specs[0], options.streams, options.tokens, pool)
        with ThreadPoolExecutor(options.streams) as pool:
            beside, ended = stream(generator, specs[0], options.streams, options.tokens, pool)
            windows = loads_beside(generator, specs[1:], ended)
    quiet, loaded = alone.gaps_ms(), beside.gaps_ms(windows)
    return {
        "loads": len(windows),
        "load_ms": median(end - begin for begin, end in windows) * 1000,
        "quiet_p50_ms": median(quiet),
        "quiet_p99_ms": at(0.99, quiet),
        "loading_p50_ms": median(loaded),
        "loading_p99_ms": at(0.99, loaded),
        "loading_most_ms": max(loaded),
    }


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--cycles", type=int, default=50)
    parser.add_argument("--size", choices=SIZES, default="mid", help="of the model that streams")
    parser.add_argument("--streams", type=int, default=4)
    parser.add_argument("--tokens", type=int, default=300, help="length of a stream")
    spare = max(1, len(os.sched_getaffinity(0)) - 1)  # one core is left for loading and reading
    parser.add_argument("--threads", type=int, default=spare)
    options = parser.parse_args()
    rows: list[list[str]] = [["", ""]]
    facts: dict[str, float] = {}
    with models(6, SMALL, "q8_0", 1024) as specs:
        budget = int(2.05 * needed(specs[0], 8))
        setting = EngineOptions(
            threads=options.threads, slots=8, resident_models=6, memory_budget=budget
        )
        with engine(setting) as generator:
            start(generator, specs[0])
            crowded = crowd(generator, specs, options.requests, 8)
        with engine(replace(setting, resident_models=1)) as generator:
            sizes = cycles(generator, specs, options.cycles)
    growth = sizes[-1] / median(sizes[1:6]) - 1
    rows += [
        [f"{options.requests} requests, six models, answered", str(len(crowded.answers))],
        ["  budget, for two", f"{budget / MIB:.0f} MiB"],
        [f"  most that was taken, {crowded.looks} looks", f"{crowded.most / MIB:.0f} MiB"],
        ["  seconds", f"{crowded.seconds:.1f}"],
        [f"{options.cycles} loads and unloads, growth of the process", f"{growth:+.1%}"],
    ]
    facts |= {"budget_bytes": budget, "most_bytes": crowded.most, "growth": round(growth, 4)}
    gaps = measure_gaps(options)
    rows += [
        [f"{gaps['loads']:.0f} loads beside {options.streams} streams, each", ms(gaps["load_ms"])],
        ["  between tokens without loads, p50 and p99", pair(gaps, "quiet")],
        ["  between tokens during loads, p50 and p99", pair(gaps, "loading")],
        ["  longest during loads", ms(gaps["loading_most_ms"])],
    ]
    report("pool", rows[1:], facts | {key: round(value, 2) for key, value in gaps.items()})


def ms(value: float) -> str:
    """Return milliseconds for people."""
    return f"{value:.1f} ms"


def pair(gaps: dict[str, float], name: str) -> str:
    """Return two numbers for people."""
    return f"{gaps[f'{name}_p50_ms']:.1f} and {ms(gaps[f'{name}_p99_ms'])}"


if __name__ == "__main__":
    main()
