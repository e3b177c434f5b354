"""How long the urgent wait for their first token when everybody's slot is taken.

All slots are full of long LOW answers; a CRITICAL request comes. Its time to the first token is set
beside that of an idle engine, and beside that of an engine that does not let the urgent in. Bound:
at most twice the idle time and one step.
"""

import argparse
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.inference import CONTEXT, Never, quantised
from benchmarks.stack import report
from orchestration.inference.generator import LlamaGenerator
from orchestration.inference.messages import EngineOptions
from orchestration.inference.ports import (
    Delta,
    Generation,
    GenerationRequest,
    OnDelta,
    Sampling,
)
from orchestration.registry.describe import describe
from orchestration.registry.spec import ModelSpec

LOW, CRITICAL = 0, 4
URGENT_TOKENS = 4
NEVER_ENDING = ((2, -100.0), (4, -100.0))


class Crowd:
    """Long LOW answers in all slots; says when each has begun, and how long its steps take."""

    def __init__(self, generator: LlamaGenerator, spec: ModelSpec, slots: int, length: int) -> None:
        self._generator, self._spec, self._length = generator, spec, length
        self._begun = threading.Barrier(slots + 1)
        self._pool = ThreadPoolExecutor(slots)
        self._running = [self._pool.submit(self._one, at) for at in range(slots)]

    def _one(self, number: int) -> Generation:
        first = True

        def told(_: Delta) -> None:
            nonlocal first
            if first:
                first = False
                self._begun.wait(60)

        asked = request(self._spec, f"{number} lo fi", LOW, self._length)
        return ask(self._generator, asked, told)

    def until_begun(self) -> None:
        """Wait until each has its first token."""
        self._begun.wait(60)

    def step_ms(self) -> float:
        """Wait for all and return what one token of an answer took."""
        done = [each.result() for each in self._running]
        self._pool.shutdown()
        return median(each.timings.decode_ms / each.completion_tokens for each in done)


def request(spec: ModelSpec, prompt: str, priority: int, length: int) -> GenerationRequest:
    """Ask for a greedy answer without an early end."""
    sampling = Sampling(max_tokens=length, temperature=0, logit_bias=NEVER_ENDING)
    return GenerationRequest(spec, prompt, sampling, priority)


def ask(
    generator: LlamaGenerator, asked: GenerationRequest, told: OnDelta | None = None
) -> Generation:
    """Wait for an answer."""
    return generator.generate(asked, stop=Never(), progress=lambda: None, on_delta=told)


def first_token_ms(generator: LlamaGenerator, spec: ModelSpec, number: int) -> float:
    """Return how long a CRITICAL request waits for its first token."""
    asked = request(spec, f"urgent {number} ka zu", CRITICAL, URGENT_TOKENS)
    return ask(generator, asked).timings.first_token_ms


def measure(model: Path, options: argparse.Namespace, *, preempt: bool) -> dict[str, float]:
    """Return medians: idle, with all slots full, and a step, in milliseconds."""
    engine = EngineOptions(threads=options.threads, slots=options.slots, preempt=preempt)
    generator = LlamaGenerator(engine)
    spec = replace(describe(model), context_length=CONTEXT)
    idle, full, steps = [], [], []
    try:
        first_token_ms(generator, spec, -1)
        for round_ in range(options.rounds):
            idle += [first_token_ms(generator, spec, 100 * round_ + at) for at in range(3)]
            crowd = Crowd(generator, spec, options.slots, options.tokens)
            crowd.until_begun()
            times = 3 if preempt else 1  # who has waited for a free slot leaves one behind
            full += [first_token_ms(generator, spec, 100 * round_ + 50 + at) for at in range(times)]
            steps.append(crowd.step_ms())
    finally:
        generator.close()
    return {"idle": median(idle), "full": median(full), "step": median(steps)}


def main() -> None:
    """Measure with and without preemption."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--slots", type=int, default=8)
    parser.add_argument("--tokens", type=int, default=200, help="length of the LOW answers")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args()
    with quantised("q8_0") as model:
        with_it = measure(model, options, preempt=True)
        without = measure(model, options, preempt=False)
    bound = 2 * with_it["idle"] + with_it["step"]
    rows = [["first token of a CRITICAL request", "ms"]]
    rows.append(["idle engine", f"{with_it['idle']:.1f}"])
    rows.append([f"{options.slots} LOW answers, it takes a slot", f"{with_it['full']:.1f}"])
    rows.append(["  bound: twice the idle time and a step", f"{bound:.1f}"])
    rows.append(["  it waits for a slot instead", f"{without['full']:.1f}"])
    facts = {f"{key}_ms": round(ms, 2) for key, ms in with_it.items()}
    facts["without_preemption_ms"] = round(without["full"], 2)
    report("preemption", rows, {**facts, "bound_ms": round(bound, 2)})


if __name__ == "__main__":
    main()
