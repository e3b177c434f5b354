"""One query embedded by an ephemeral call, beside the bare library in this process.

1. The library: `SentenceTransformer.encode` of one short query, one after the other.
2. Ephemeral calls to a worker, one after the other: the way through Redis and the engine's process.
3. Ephemeral calls of many callers at once: the engine embeds them in shared passes.
4. The engine alone: many short requests one after the other, then all at once.
"""

import argparse
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.signals import Never
from benchmarks.stack import Stack, report, wait_until

TEXTS = [f"how do I get from platform {number} to the goods yard?" for number in range(64)]
PATIENT_S = 120.0


def main() -> None:
    """Measure all four and report percentiles and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=300)
    parser.add_argument("--callers", type=int, default=16)
    options = parser.parse_args()
    bare = percentiles(times_of(bare_encode(), options.calls))
    with Stack() as stack:
        facts = calls_of(stack, options.calls, options.callers)
    serial_s, shared_s = engine_alone(options.calls, options.callers)
    facts |= {
        "bare_p50_ms": bare[0],
        "bare_p95_ms": bare[1],
        "engine_serial_per_s": round(options.calls / serial_s, 1),
        "engine_shared_per_s": round(options.calls / shared_s, 1),
        "engine_ratio": round(serial_s / shared_s, 2),
        "callers_ratio": round(facts["callers_per_s"] * facts["p50_ms"] / 1000, 2),
    }
    report("ephemeral", table(facts, options.callers), facts)


def table(facts: dict[str, Any], callers: int) -> list[list[str]]:
    """Return the figures for people."""
    return [
        ["one MiniLM query", "p50 ms", "p95 ms", "per second"],
        [
            "SentenceTransformer in-process",
            f"{facts['bare_p50_ms']}",
            f"{facts['bare_p95_ms']}",
            "",
        ],
        ["ephemeral call", f"{facts['p50_ms']}", f"{facts['p95_ms']}", ""],
        [f"ephemeral, {callers} callers", "", "", f"{facts['callers_per_s']}"],
        ["engine, one after the other", "", "", f"{facts['engine_serial_per_s']}"],
        [f"engine, {callers} at once", "", "", f"{facts['engine_shared_per_s']}"],
    ]


def bare_encode() -> Callable[[str], object]:
    """Return the library's own function, warm."""
    from sentence_transformers import SentenceTransformer

    from orchestration.registry.bundled import MINILM
    from orchestration.registry.places import locate

    model = SentenceTransformer(str(locate(MINILM)), device="cpu", local_files_only=True)
    return lambda text: model.encode([text], show_progress_bar=False)


def times_of(work: Callable[[str], object], count: int) -> list[float]:
    """Return how long each of so many took, in milliseconds, after some that warm up."""
    for text in TEXTS[:10]:
        work(text)
    taken = []
    for number in range(count):
        began = time.perf_counter()
        work(TEXTS[number % len(TEXTS)])
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def percentiles(times: list[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile."""
    ordered = sorted(times)
    return round(ordered[len(ordered) // 2], 2), round(ordered[int(len(ordered) * 0.95)], 2)


def calls_of(stack: Stack, count: int, callers: int) -> dict[str, Any]:
    """Measure calls through Redis to a real worker."""
    from django.core.management import call_command

    from orchestration.ephemeral.calls import Calls
    from orchestration.ephemeral.errors import NobodyServes
    from orchestration.registry.bundled import MINILM

    call_command("seed", verbosity=0)
    stack.start("worker", "--device", "cpu", "--name", "cpu-0")
    calls = Calls(stack.redis.url)

    def ask(text: str) -> object:
        return calls.ask("embedding", MINILM, {"texts": [text]}, timeout_s=PATIENT_S)

    def served() -> bool:
        try:
            return bool(ask("warm"))
        except NobodyServes:
            return False

    wait_until(served, seconds=PATIENT_S, what="a worker that holds MiniLM")
    p50, p95 = percentiles(times_of(ask, count))
    with ThreadPoolExecutor(callers) as pool:
        shared_s = together(pool, ask, count)
    calls.close()
    return {"p50_ms": p50, "p95_ms": p95, "callers_per_s": round(count / shared_s, 1)}


def together(pool: ThreadPoolExecutor, ask: Callable[[str], object], count: int) -> float:
    """Return how many seconds so many take when many ask at once."""
    began = time.perf_counter()
    list(pool.map(ask, [TEXTS[number % len(TEXTS)] for number in range(count)]))
    return time.perf_counter() - began


def engine_alone(count: int, callers: int) -> tuple[float, float]:
    """Return the seconds for so many requests one after the other, and many at once."""
    from orchestration.inference.embedder import LocalEncoder
    from orchestration.inference.messages import EngineOptions
    from orchestration.inference.ports import EmbeddingRequest
    from orchestration.registry.bundled import MINILM

    encoder = LocalEncoder(EngineOptions())

    def embed(text: str) -> object:
        request = EmbeddingRequest(MINILM, (text,))
        return encoder.embed(request, stop=Never(), progress=lambda: None)

    try:
        serial_s = sum(times_of(embed, count)) / 1000
        with ThreadPoolExecutor(callers) as pool:
            return serial_s, together(pool, embed, count)
    finally:
        encoder.close()


if __name__ == "__main__":
    main()
