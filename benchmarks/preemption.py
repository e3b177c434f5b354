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

from benchmarks.inference import CONTEXT, quantised
from benchmarks.signals import Never
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
from tools.random_model.make import SIZES

LOW, CRITICAL = 0, 4
URGENT_TOKENS = 4
NEVER_ENDING = ((2, -100.0), (4, -100.0))


class Crowd:
    """Long LOW answers in all slots; says when each has begun."""

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

    def until_done(self) -> list[Generation]:
        """Wait for all and return their answers."""
        done = [each.result() for each in self._running]
        self._pool.shutdown()
        return done


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
    """Return medians: idle, with all slots full, and a step; and how often LOW gave way."""
    engine = EngineOptions(threads=options.threads, slots=options.slots, preempt=preempt)
    generator = LlamaGenerator(engine)
    spec = replace(describe(model), context_length=CONTEXT)
    idle, full, low = [], [], list[Generation]()
    try:
        first_token_ms(generator, spec, -1)
        for round_ in range(options.rounds):
            idle += [first_token_ms(generator, spec, 100 * round_ + at) for at in range(3)]
            crowd = Crowd(generator, spec, options.slots, options.tokens)
            crowd.until_begun()
            times = 3 if preempt else 1  # who has waited for a free slot leaves one behind
            full += [first_token_ms(generator, spec, 100 * round_ + 50 + at) for at in range(times)]
            low += crowd.until_done()
    finally:
        generator.close()
    return {
        "idle_ms": round(median(idle), 2),
        "full_ms": round(median(full), 2),
        "step_ms": round(median(step_ms(each) for each in low), 2),
        "parkings": sum(each.timings.parkings for each in low),
    }


def step_ms(answer: Generation) -> float:
    """Return what one token took of an answer that was in the crowd."""
    return answer.timings.decode_ms / answer.completion_tokens


def main() -> None:
    """Measure with and without preemption."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--slots", type=int, default=8)
    parser.add_argument("--tokens", type=int, default=200, help="length of the LOW answers")
    parser.add_argument("--size", choices=SIZES, default="mid")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args()
    with quantised("q8_0", options.size) as model:
        with_it = measure(model, options, preempt=True)
        without = measure(model, options, preempt=False)
    bound = 2 * with_it["idle_ms"] + with_it["step_ms"]
    rows = [["first token of a CRITICAL request", "ms"]]
    rows.append(["idle engine", f"{with_it['idle_ms']:.1f}"])
    rows.append([f"{options.slots} LOW answers, it takes a slot", f"{with_it['full_ms']:.1f}"])
    rows.append(["  bound: twice the idle time and a step", f"{bound:.1f}"])
    rows.append([f"{options.slots} LOW answers, it waits for a slot", f"{without['full_ms']:.1f}"])
    rows.append([f"a step of {options.slots} LOW answers", f"{with_it['step_ms']:.1f}"])
    facts = {"bound_ms": round(bound, 2), "without_preemption_ms": without["full_ms"]}
    report("preemption", rows, {**with_it, **facts})


if __name__ == "__main__":
    main()
